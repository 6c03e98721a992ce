package exchange

// A PlanStatus says what is proved of a plan.
type PlanStatus string

// The statuses of a plan.
const (
	Optimal    PlanStatus = "optimal"    // proved: no plan under these terms is better in any tier
	Feasible   PlanStatus = "feasible"   // keeps every term; whether it is the best is not proved
	Infeasible PlanStatus = "infeasible" // proved: no plan keeps every term
	Undecided  PlanStatus = "undecided"  // the budget ended before either was known
)

// A Plan is who goes and who stays under a sheet of terms. It marshals to the
// JSON that schema/plan.schema.json describes.
type Plan struct {
	Status PlanStatus `json:"status"`
	Title  string     `json:"title,omitempty"`
	On     string     `json:"on"`   // day on which ages and captivity are counted
	Seed   string     `json:"seed"` // of the lot
	// Conditional: some releases wait for a private interview (Release.Interview).
	Conditional bool `json:"conditional"`

	Home         int64 `json:"home"`          // living people who go home, the owed among them
	Owed         int64 `json:"owed"`          // people who go home outside every ratio
	ThirdCountry int64 `json:"third_country"` // people who go to another country, as they wish
	Remains      int64 `json:"remains"`       // the dead who are returned

	// One figure per tier, in people. Objective is reached, Bound cannot be
	// passed by any plan that equals this one in the tiers before.
	Tiers     []string `json:"tiers"`
	Objective []int64  `json:"objective"`
	Bound     []int64  `json:"bound"`
	GapPeople int64    `json:"gap_people"` // Bound - Objective of the tier "home"
	LotDrawn  bool     `json:"lot_drawn"`  // what was equal was drawn by lot to the end

	Releases []Release `json:"releases"`
	Left     []Left    `json:"left"`
	Stages   []Stage   `json:"stages"`
	// Accommodated: people of the left whom a neutral country takes in.
	Accommodated []Accommodation `json:"accommodated,omitempty"`
	// StageBound is a number of stages that is proved to be needed by whatever
	// schedule of this plan; if there are no more, the stages are the fewest.
	StageBound    int      `json:"stage_bound"`
	GroupsDivided []string `json:"groups_divided,omitempty"` // groups that no stages were found to keep whole
	Trust         []Trust  `json:"trust,omitempty"`          // trust limits in force
	Unlock        []Unlock `json:"unlock"`                   // terms that bind, most gain first
	Conflict      []string `json:"conflict"`                 // infeasible: a minimal set of terms that cannot stand together
	Notes         []string `json:"notes"`                    // what a negotiator must know besides

	Dropped     []string    `json:"dropped,omitempty"` // terms it does without: optional ones, and alternatives not chosen
	Certificate Certificate `json:"certificate"`       // evidence for Bound, or that the terms cannot stand together
	// Doubles are pairs of the people planned with who may be one person and count as
	// two; whoever knows the files says so. What is proved holds only if they are two.
	Doubles []Double `json:"doubles,omitempty"`
}

// A Double is a pair of people who may be one.
type Double struct {
	ID    string  `json:"id"`
	Other string  `json:"other"`
	Bits  float64 `json:"bits"` // of evidence that they are one
}

// A Release is one person who goes.
type Release struct {
	ID        string `json:"id"`
	From      string `json:"from"`
	To        string `json:"to"`
	Stage     int    `json:"stage"` // from 1
	Crossing  string `json:"crossing,omitempty"`
	Owed      bool   `json:"owed,omitempty"`
	Interview bool   `json:"interview,omitempty"` // only if a private interview finds the wish to return
	Remains   bool   `json:"remains,omitempty"`

	ThirdCountry bool `json:"third_country,omitempty"` // as he or she wishes
}

// A Reason says why a person is left.
type Reason string

// The reasons.
const (
	ReasonWish          Reason = "wish"              // wishes to stay, or to go to a third country that nobody offers
	ReasonInterview     Reason = "wish_unknown"      // needs a private interview
	ReasonHome          Reason = "already_home"      // holder and home are the same party
	ReasonHold          Reason = "hold"              // prosecution or sentence, without the holder's consent
	ReasonExcluded      Reason = "excluded"          // by name
	ReasonRetained      Reason = "retained"          // medical or religious, kept as indispensable
	ReasonUnfit         Reason = "not_fit_to_travel" //
	ReasonFitness       Reason = "fitness_unknown"   // finding 110_direct, but nobody has said that he can travel
	ReasonNoTerm        Reason = "no_term"           // no term opens a way
	ReasonCondition     Reason = "condition_not_met" // a term would, but it waits for a condition
	ReasonBelowCut      Reason = "below_cut"         // others of the same class go before
	ReasonBinding       Reason = "binding_term"      // nobody of the class goes
	ReasonTermsConflict Reason = "terms_conflict"    // the terms cannot stand together
	ReasonUndecided     Reason = "undecided"         // the budget ended
)

// A Left is one person who stays, and why.
type Left struct {
	ID     string `json:"id"`
	Reason Reason `json:"reason"`
	Detail string `json:"detail"`
	Term   string `json:"term,omitempty"` // the term that holds the person back
	Gain   int64  `json:"gain,omitempty"` // people home that one unit more of the term brings, found by solving again
	// below_cut: the place in the order of the class (1 is first) and how far
	// behind the last who goes.
	Rank     int `json:"rank,omitempty"`
	Distance int `json:"distance,omitempty"`
}

// A Stage is one day of the handover and what has been reached if it breaks
// off after that day.
type Stage struct {
	Stage     int   `json:"stage"`
	People    int64 `json:"people"` // living people who cross in this stage
	Remains   int64 `json:"remains"`
	HomeSoFar int64 `json:"home_so_far"`
	// For each trust limit of the plan, by how many people the party is ahead at
	// the worst instant of the stage, whatever the order within it.
	Ahead []int64 `json:"ahead,omitempty"`
}

// An Unlock is what one unit more of a term, or the term's falling away, would
// bring, found by solving again.
type Unlock struct {
	Term   string `json:"term"`
	Change string `json:"change"`
	Gain   int64  `json:"gain"`   // people home
	Proved bool   `json:"proved"` // false: at least so many; the budget ended
	// Removed: what the term asks falls away altogether, the way it opens stays.
	Removed bool `json:"removed,omitempty"`
}

// Options bound the search. They never change what a proved plan is.
type Options struct {
	// Nodes is how many nodes all searches together may look at; 0 is 200,000.
	Nodes int
	// NoDraw leaves out the draw between classes that are equal in every tier; the
	// plan then says that the lot was not drawn to the end. Within a class it
	// always is.
	NoDraw bool
	// Stop, if not nil, is asked at every node; true ends the search with what
	// is known. It is how a caller sets a time limit.
	Stop func() bool
}
