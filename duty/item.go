package duty

import (
	"time"

	"homeward/statement"
	"homeward/statement/edtf"
)

// State says how an item stands.
type State string

// The states.
const (
	Discharged      State = "discharged"
	Ended           State = "ended"            // captivity ended before it was discharged; it no longer runs
	Running         State = "running"          // a stated clock runs, or a bar or a standing duty holds
	OwedNow         State = "due"              // owed now; no stated clock, or nobody has stated when it began
	PastOwnTarget   State = "past_own_target"  // past what the bureau set itself; no legal deadline
	PossiblyOverdue State = "possibly_overdue" // a stated clock may have run out: the dates leave it open
	Overdue         State = "overdue"          // a stated clock has surely run out
)

// Open says whether something is still to be done.
func (s State) Open() bool { return s != Discharged && s != Ended }

// Urgency orders states: the greater, the more pressing.
func (s State) Urgency() int {
	switch s {
	case Overdue:
		return 6
	case PossiblyOverdue:
		return 5
	case PastOwnTarget:
		return 4
	case OwedNow:
		return 3
	case Running:
		return 2
	case Ended:
		return 1
	}
	return 0
}

// Item is a duty owed for one person because of one event.
type Item struct {
	Rule    string       `json:"rule"`
	Article string       `json:"article"`
	Title   string       `json:"title"` // of the rule, English
	Subject statement.ID `json:"subject"`
	Person  string       `json:"person"` // the title of his file; may be empty
	Owes    Owes         `json:"owes"`

	Trigger     string          `json:"trigger"` // what happened, and who says so
	Claims      []statement.Ref `json:"-"`       // what that rests on
	Refs        []string        `json:"claims"`
	TriggeredOn string          `json:"triggered_on,omitempty"` // EDTF; several, parted by " or ", if sources differ; "" if not stated
	Clock       string          `json:"clock"`
	// DueBy is the last day, or span of last days, in the bureau's time zone (EDTF); ""
	// if there is no stated clock or its start is not known. For a bar it is the day
	// until which the bar holds.
	DueBy string `json:"due_by,omitempty"`
	// DueEarliest and DueLatest are the first instants after the earliest and the latest
	// day or second that DueBy can mean; zero if not known.
	DueEarliest time.Time `json:"due_earliest,omitzero"`
	DueLatest   time.Time `json:"due_latest,omitzero"`
	State       State     `json:"state"`
	// Elapsed is the time that has surely passed since the trigger, ElapsedAtMost the time
	// that may have passed: until now or, of what is discharged, until its discharge. Zero
	// if the trigger or the discharge is not dated.
	Elapsed       time.Duration  `json:"elapsed,omitempty"`
	ElapsedAtMost time.Duration  `json:"elapsed_at_most,omitempty"`
	Target        time.Duration  `json:"own_target,omitempty"` // the bureau's own; no legal deadline
	Discharge     string         `json:"discharge"`            // what would discharge it
	DischargedBy  *statement.Ref `json:"-"`
	DischargedRef string         `json:"discharged_by,omitempty"`
	DischargedOn  string         `json:"discharged_on,omitempty"` // EDTF, where the record is dated
	Notes         []string       `json:"notes,omitempty"`
}

// Settings are the bureau's: whose it is and what it has set itself.
type Settings struct {
	Party            string                   // code of the party whose bureau this is
	Targets          map[string]time.Duration // own targets by rule id
	Zone             *time.Location           // nil for UTC
	HostilitiesEnded edtf.Date                // zero while they go on
}
