package exchange

// A Certificate is the evidence that no plan is better: whoever has the list
// and the terms can check it with a calculator that adds and multiplies whole
// numbers. [Verify] does. docs/exchange.md gives the rule in full.
//
// Classes are people whom no term tells apart, numbered from 0 in the order in
// which the list first shows them; yes-or-no questions of the terms are
// numbered on after the classes, and rows are conditions on those numbers, in the
// order of the terms. Classes that no row ties together are parts of their own.
type Certificate struct {
	Classes []CertifiedClass `json:"classes"`
	Parts   []CertifiedPart  `json:"parts"` // those of which it does not go without saying
	// Caps are rows after those of the terms: no handover in stages takes more.
	Caps []CertifiedCap `json:"caps,omitempty"`
	// Draw shows, part by part, that the lot between classes was drawn to the end. A
	// [Selection] has none.
	Draw []CertifiedDraw `json:"draw,omitempty"`
}

// A CertifiedDraw shows of every cell of a part of which somebody stays that the
// first of them in the order of the lot is in no best plan together with all who go
// and were drawn before him: the multipliers of an end cannot hold then.
type CertifiedDraw struct {
	First   int         `json:"first"`   // of the part
	Refused [][]int     `json:"refused"` // cell, and which end shows it
	Ends    []ProofNode `json:"ends"`
}

// A CertifiedCap says that of these classes together no more than Most can be
// handed over, whatever the stages: trust limits and the days of the crossings do
// not let more through.
type CertifiedCap struct {
	Classes []int `json:"classes"`
	Most    int64 `json:"most"`
}

// A CertifiedClass says which people a number of the certificate stands for.
type CertifiedClass struct {
	From   string   `json:"from"`
	To     string   `json:"to"`
	Owed   bool     `json:"owed,omitempty"`
	Dead   bool     `json:"remains,omitempty"`
	Terms  []string `json:"terms"`  // that count them
	People int64    `json:"people"` // or groups that are kept together
	Go     int64    `json:"go"`
}

// A CertifiedPart proves the tiers of one part, in their order.
type CertifiedPart struct {
	First  int     `json:"first"` // lowest number of a class or question of the part
	Proofs []Proof `json:"proofs"`
}

// A Proof covers some tiers at once, the next that are not proved yet; none if
// it proves that no plan keeps the terms of the part. Its nodes are a tree in
// the order: node, branch with at most, branch with more.
type Proof struct {
	Tiers int         `json:"tiers"`
	Cuts  []Cut       `json:"cuts,omitempty"`
	Nodes []ProofNode `json:"nodes"`
}

// A Cut is a row that every plan keeps and that is derived from others: those it
// names, so many times over the number Over, and rounded (docs/exchange.md has
// the rule). Cuts are numbered after the rows and their sides, through all the
// proofs of a part.
type Cut struct {
	Over     int64     `json:"over"`
	Rows     [][]int64 `json:"rows"`                // row or earlier cut, and how many times
	Tiers    [][]int64 `json:"tiers,omitempty"`     // tier that is settled, and how many times
	Cells    bool      `json:"cells,omitempty"`     // it is one of cells, not of classes
	Top      []int     `json:"top,omitempty"`       // numbers measured from the most they can be
	TopCells []int     `json:"top_cells,omitempty"` // and cells
}

// A ProofNode either splits the plans in two (those with at most so many of a
// class, a cell or a question, and those with more), or ends a branch with
// multipliers.
//
// A multiplier is a list of whole numbers, one per tier of the proof, over the
// number Over. Rows and Tiers (earlier ones, which are settled) begin with the
// number of the row or tier.
type ProofNode struct {
	Split *Split    `json:"split,omitempty"`
	Over  int64     `json:"over,omitempty"`
	Rows  [][]int64 `json:"rows,omitempty"`
	Tiers [][]int64 `json:"tiers,omitempty"`
	Empty bool      `json:"empty,omitempty"` // proves that the branch holds no plan at all: one multiplier each
	Open  bool      `json:"open,omitempty"`  // the budget ended here
}

// A Split is where the plans are split.
type Split struct {
	Cell  bool  `json:"cell,omitempty"` // Of numbers a cell, not a class or question
	Of    int   `json:"of"`
	AtMax int64 `json:"most"`
}
