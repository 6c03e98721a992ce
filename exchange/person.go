package exchange

// A Person is one row of the list an exchange is planned from. Only ID, Holder
// and Home are always there; a blank means that it is not known.
type Person struct {
	ID          string   // unique in the list
	Name        string   // as the bureau writes it; the solver never reads it
	Holder      string   // party in whose power the person is
	Home        string   // party on which the person depends
	Destination string   // where to, if not to Home: for wish third_country
	Born        Date     //
	Sex         string   // f, m or x
	Rank        string   //
	CapturedOn  Date     //
	Condition   string   // state of health in words; never a finding
	Finding     Finding  // of a Mixed Medical Commission (GCIII Art. 110, 112)
	FitToTravel Fitness  //
	Status      Status   //
	Unit        string   //
	Group       []string // people who belong together, in a source's words
	Wish        Wish     //
	WishOn      Date     // day on which the wish was stated
	Confirmed   string   // who confirms that the person is held: holder, agency, witness, claimed, none
	Hold        Hold     //
	Priority    []string // names of published humanitarian classes
}

// A Wish is the person's own word about going home.
type Wish string

// The wishes. A blank wish is unknown.
const (
	WishUnknown      Wish = "unknown"
	WishReturn       Wish = "return"
	WishStay         Wish = "stay"
	WishThirdCountry Wish = "third_country"
)

// A Finding is a decision under GCIII Art. 110. "Seriously wounded" on a
// capture card is a condition, not a finding.
type Finding string

// The findings.
const (
	FindingNone    Finding = "none"
	FindingDirect  Finding = "110_direct"  // direct repatriation: Art. 109(1), 110(1)
	FindingNeutral Finding = "110_neutral" // accommodation in a neutral country: Art. 109(2), 110(2)
)

// Fitness says whether a person can travel.
type Fitness string

// The three answers. A blank is unknown.
const (
	FitUnknown Fitness = "unknown"
	FitYes     Fitness = "yes"
	FitNo      Fitness = "no"
)

// A Status is what a person is under the Conventions.
type Status string

// The statuses. A blank is military.
const (
	StatusMilitary  Status = "military"
	StatusCivilian  Status = "civilian"
	StatusMedical   Status = "medical"   // GCI Art. 24, 28, 30
	StatusReligious Status = "religious" // GCI Art. 24, 28, 30
	StatusRemains   Status = "remains"   // the dead, counted apart from the living
)

// A Hold is a judicial ground for keeping a person back (GCIII Art. 115, 119(5)).
type Hold string

// The holds. A disciplinary punishment is none (Art. 115(1)).
const (
	HoldNone        Hold = "none"
	HoldProsecution Hold = "prosecution"
	HoldSentence    Hold = "sentence"
)
