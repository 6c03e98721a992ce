package exchange

// Terms is a sheet of terms: what the parties have agreed, or what one of them
// offers. It is read by [ReadTerms]; docs/exchange.md describes every kind and
// schema/terms.schema.json is its JSON Schema.
type Terms struct {
	Title         string
	On            Date     // day on which ages and years in captivity are counted; a full date
	Seed          string   // of the lot; published before the plan is made
	Parties       []string // codes
	Priorities    []string // humanitarian classes, highest first; at most 63
	IfInterviewed bool     // people whose wish is unknown may enter, on condition of a private interview
	List          []Term
}

// A Kind is a kind of term, by the word the sheet uses.
type Kind string

// The kinds of terms. Every kind that is listed here is solved exactly; a
// sheet that uses any other is refused.
const (
	KindParity       Kind = "parity"          // N of ours for M of yours
	KindAtMost       Kind = "at_most"         // no more than Count of the selected go
	KindAtLeast      Kind = "at_least"        // no fewer
	KindExactly      Kind = "exactly"         // neither
	KindInclude      Kind = "include"         // these people by name go
	KindExclude      Kind = "exclude"         // these people by name do not go
	KindAllForAll    Kind = "all_for_all"     // the whole category on both sides, or nobody of it
	KindDeal         Kind = "deal"            // A returns B's people if C releases A's people
	KindRelease      Kind = "release"         // a party lets people go and asks nothing for them
	KindThirdCountry Kind = "third_country"   // a way to another country for those who wish it
	KindCondition    Kind = "condition"       // a consideration that is not a person, met or not
	KindCrossing     Kind = "crossing"        // so many a day
	KindConsent      Kind = "consent"         // the holder lets people under prosecution or sentence go (GCIII Art. 115(3), 119(5))
	KindTrust        Kind = "trust"           // how far ahead of another a party may be at any instant of the handover
	KindNeutral      Kind = "neutral_country" // a neutral country takes in those who need it and agree (GCIII Art. 109(2), 110)
	KindTogether     Kind = "together"        // the people of a group whom law and wish let go: all of them, or none
	KindApart        Kind = "apart"           // of these people at most one goes by this plan
	KindRetain       Kind = "retain"          // medical and religious personnel kept as indispensable (GCI Art. 28)
)

// A Lane is the way of people held by one party (From) who depend on another
// (Of), narrowed by a selector. A blank party stands for any.
type Lane struct {
	From, Of string
	People   *Selector
}

// A Category is a named selector; a parity per category holds in each apart.
type Category struct {
	Name   string
	People *Selector
}

// A Term is one term of a sheet. Which fields are used depends on Kind.
type Term struct {
	Name string // unique in the sheet
	Kind Kind
	Line int // in the sheet

	// Optional: it may be dropped, and then has no effect; after people home, as
	// many optional terms as can be are kept. OneOf: of the terms with this word
	// exactly one is in effect.
	Optional bool
	OneOf    string

	// Parity, AllForAll: the two parties. For every Ratio[0] that Between[0]
	// releases, Between[1] releases Ratio[1].
	Between    [2]string
	Ratio      [2]int64
	Categories []Category // Parity: each apart; empty: one overall

	Groups []string // Together, Apart: by the group column; each group apart from the others

	// Whom the term is about. Nil: everybody.
	People *Selector

	Count int64    // AtMost, AtLeast, Exactly; Deal without ratio: at least so many
	IDs   []string // Include, Exclude, Apart
	Why   string   // Exclude

	// Deal: Returns goes only for If. With Ratio: for every Ratio[0] returned,
	// Ratio[1] are released. Without (Ratio zero): both or neither, and at
	// least Count released.
	Returns, If Lane
	ArrangedBy  string

	Way Lane   // Release, ThirdCountry, Consent, Retain (From only)
	To  string // ThirdCountry

	// Condition.
	Says string
	Met  string   // yes, no, or "" where it is not known yet: treated as no
	For  []string // names of the terms that wait for it

	// Neutral, with Way.From, Way.People and To: places (0: as many as it takes),
	// and whole years in captivity after which the able-bodied may go too (0: never).
	Places, AfterYears int64

	// Trust: Between, or one Party towards all others together.
	Party string
	Ahead [2]int64 // people; of Between[0] and Between[1], or of Party

	// Crossing.
	At     string
	PerDay int64
	Days   int64 // 0: as many as it takes
}

// opens says whether the kind opens a way; the others only limit.
func (k Kind) opens() bool {
	switch k {
	case KindParity, KindAllForAll, KindDeal, KindRelease, KindInclude, KindThirdCountry:
		return true
	}
	return false
}

// mayDrop says whether the kind can be optional or an alternative: those that
// count people. Grounds of law, names that do not go, and the handover cannot.
func (k Kind) mayDrop() bool {
	switch k {
	case KindParity, KindAtMost, KindAtLeast, KindExactly, KindInclude, KindAllForAll, KindDeal, KindRelease, KindTogether, KindApart:
		return true
	}
	return false
}

func (t *Term) droppable() bool { return t.Optional || t.OneOf != "" }

// A Selector picks people by what is known of them. Every field that is set
// must hold; a list holds if any of its words does. What is not known of a
// person never holds: somebody whose date of birth is missing is not "under 25".
type Selector struct {
	ID, Holder, Home, Destination, Sex, Rank, Condition, Finding, FitToTravel,
	Status, Unit, Group, Confirmed, Hold, Priority []string

	// Ages in whole years on AgeOn (the sheet's day if zero); 0 is not set.
	// A person born in a year only is under an age if that is so whatever the day.
	AgeUnder, AgeFrom int
	AgeOn             Date
	// Day of capture: certainly before, certainly on or after.
	CapturedBefore, CapturedFrom Date
	// Whole years in captivity on the sheet's day, at least; 0 is not set.
	CaptiveYears int

	Not *Selector
	Any []*Selector
}

// remains says whether the selector is about the dead. They are counted apart:
// a selector without the status counts the living only.
func (s *Selector) remains() bool {
	return s != nil && len(s.Status) == 1 && s.Status[0] == string(StatusRemains)
}
