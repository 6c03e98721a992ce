package statement

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Kind says what sort of thing a subject is. The list is closed.
type Kind string

// The kinds of subject.
const (
	Person   Kind = "person"   // one human being as one source presents him
	Group    Kind = "group"    // several people named together; its members are statements
	Document Kind = "document" // a file, list or report
	Event    Kind = "event"    // something that happened to nobody the bureau can name
	Offer    Kind = "offer"    // an offer of exchange or accommodation
	Report   Kind = "report"   // the text of a report, under a key of its own
	Bureau   Kind = "bureau"   // the bureau itself: its party, its targets
)

// Kinds is the closed list, in the order of the constants.
func Kinds() []Kind { return []Kind{Person, Group, Document, Event, Offer, Report, Bureau} }

// Stance says how a speaker stands to what is said. The list is closed.
type Stance string

// The stances, as the annotated reports use them.
const (
	Asserts            Stance = "asserts"
	Denies             Stance = "denies"
	DeniesNonverbal    Stance = "denies-nonverbal"
	Observes           Stance = "observes"
	Estimates          Stance = "estimates"
	Predicts           Stance = "predicts"
	Wishes             Stance = "wishes"
	Offers             Stance = "offers"
	OffersConditional  Stance = "offers-conditional"
	Requests           Stance = "requests"
	Declines           Stance = "declines"
	ProfessesIgnorance Stance = "professes-ignorance"
	Neither            Stance = "neither"
	NotVerified        Stance = "not_verified"
	Confirms           Stance = "confirms"
	Publishes          Stance = "publishes"
	AssertsLaw         Stance = "asserts-law"
)

// Stances is the closed list, in the order of the constants.
func Stances() []Stance {
	return []Stance{Asserts, Denies, DeniesNonverbal, Observes, Estimates, Predicts, Wishes, Offers, OffersConditional,
		Requests, Declines, ProfessesIgnorance, Neither, NotVerified, Confirms, Publishes, AssertsLaw}
}

// Speaker is one link of the chain a statement came through. Where his name is
// kept by its place in the source's text, Name is empty in the ledger and is read
// from there.
type Speaker struct {
	Name  string `cbor:"name" json:"name"`
	Role  string `cbor:"role,omitempty" json:"role,omitempty"` // interpreter, video, article, list, translation …
	Start int    `cbor:"start,omitempty" json:"start,omitempty"`
	End   int    `cbor:"end,omitempty" json:"end,omitempty"`
}

// Cell is one cell of a list as written, with the header it stood under.
type Cell struct {
	Column int    `cbor:"c" json:"column"` // 1-based
	Header string `cbor:"h,omitempty" json:"header,omitempty"`
	Text   string `cbor:"t" json:"text"`
}

// Source is the place a statement stands at, and the words that stand there.
type Source struct {
	Document ID     `cbor:"doc,omitzero" json:"document,omitzero"`
	Sheet    string `cbor:"sheet,omitempty" json:"sheet,omitempty"`
	Row      int    `cbor:"row,omitempty" json:"row,omitempty"`     // 1-based, as a spreadsheet counts, the header being row 1
	Start    int    `cbor:"start,omitempty" json:"start,omitempty"` // Unicode code points, half-open
	End      int    `cbor:"end,omitempty" json:"end,omitempty"`
	Cells    []Cell `cbor:"cells,omitempty" json:"cells,omitempty"` // the row, or the part of it about this subject; unmapped columns included
	Text     string `cbor:"text,omitempty" json:"text,omitempty"`   // the words that stand there, where they are kept here and not in the document's own text
}

// Quotes says that the source names a stretch of its document's text. The words
// are then not kept with the entry but read from that text, so that what is
// redacted there is gone from everywhere.
func (s Source) Quotes() bool { return s.Start < s.End && !s.Document.IsZero() }

// Part places an entry among those that one decision recorded together, and that
// are taken back together: it is the At-th, from 0, of Of.
type Part struct {
	At int `cbor:"at" json:"at"`
	Of int `cbor:"of" json:"of"`
}

// Statement is one property of the entry's subject with its value.
type Statement struct {
	Property string `cbor:"p" json:"property"`                        // a name of the vocabulary
	Value    string `cbor:"val" json:"value"`                         // canonical form for the property's type; empty in the ledger: the words its source quotes
	Written  string `cbor:"w,omitempty" json:"written,omitempty"`     // as written, where it differs from Value
	Language string `cbor:"lang,omitempty" json:"language,omitempty"` // BCP 47
	Script   string `cbor:"scr,omitempty" json:"script,omitempty"`    // ISO 15924
	Stance   Stance `cbor:"st" json:"stance"`
	TrueOf   string `cbor:"of,omitempty" json:"true_of,omitempty"` // EDTF: the time at which it holds
	// Credibility of the information, 1 (confirmed) to 6 (cannot be judged); 0 is not graded.
	Credibility int    `cbor:"cred,omitempty" json:"credibility,omitempty"`
	Label       string `cbor:"label,omitempty" json:"label,omitempty"` // who may see it, where it differs from the property's
	Column      int    `cbor:"col,omitempty" json:"column,omitempty"`  // the cell it was read from
	// Member is set on statements about a group only. Empty: it is said of every member. "unknown": of some member, not
	// said which; "unknown:2": of two members, not said which. What is said of an unknown member is given to none.
	Member string `cbor:"mem,omitempty" json:"member,omitempty"`
	// Acts names the earlier statement ("812.3") or entry ("812") that this one corrects or withdraws.
	Acts string `cbor:"acts,omitempty" json:"acts_on,omitempty"`
}

// Entry is the ledger's record: all that one speaker says about one subject at
// one place. Number, Subject, Recorded stand in the record's clear header and are
// bound to the sealed bytes; all else is sealed.
type Entry struct {
	Number   int64     `cbor:"-" json:"entry"`
	Subject  ID        `cbor:"-" json:"subject"`
	Recorded time.Time `cbor:"-" json:"recorded_on"`

	Version     int       `cbor:"v" json:"version"`
	Kind        Kind      `cbor:"kind" json:"kind"`
	By          string    `cbor:"by" json:"recorded_by"`                      // who made the entry
	SaidBy      []Speaker `cbor:"said,omitempty" json:"said_by,omitempty"`    // whoever said it first comes first
	Channel     string    `cbor:"chan,omitempty" json:"channel,omitempty"`    // list, capture card, interrogation video …
	SaidOn      string    `cbor:"on,omitempty" json:"said_on,omitempty"`      // EDTF
	Reliability string    `cbor:"rel,omitempty" json:"reliability,omitempty"` // of the source: A–F (Admiralty)
	Source      Source    `cbor:"src,omitzero" json:"source,omitzero"`        //
	// Continues says that the subject had entries before this one. Whoever reads a
	// part of the ledger then knows that the rest of the subject lies elsewhere.
	Continues  bool        `cbor:"more,omitempty" json:"continues,omitempty"`
	Because    string      `cbor:"why,omitempty" json:"because,omitempty"` // the reason given for a decision
	Part       Part        `cbor:"part,omitzero" json:"part,omitzero"`
	Statements []Statement `cbor:"sts" json:"statements"`
}

// Ref names a statement: its entry and its place in it, counted from 1. An
// ordinal of 0 names the whole entry.
type Ref struct {
	Entry   int64
	Ordinal int
}

func (r Ref) String() string {
	if r.Ordinal == 0 {
		return strconv.FormatInt(r.Entry, 10)
	}
	return fmt.Sprintf("%d.%d", r.Entry, r.Ordinal)
}

// ParseRef reads "812" or "812.3". A leading zero is read over.
func ParseRef(s string) (Ref, error) {
	number, ordinal, has := strings.Cut(strings.TrimSpace(s), ".")
	n, err := strconv.ParseUint(number, 10, 63)
	if err != nil {
		return Ref{}, fmt.Errorf("%q names no entry: a number such as 812, or 812.3 for its third statement, is wanted", s)
	}
	r := Ref{Entry: int64(n)}
	if has {
		o, err := strconv.ParseUint(ordinal, 10, 31)
		if err != nil || o < 1 {
			return Ref{}, fmt.Errorf("%q names no statement: 812.3 is the third statement of entry 812", s)
		}
		r.Ordinal = int(o)
	}
	return r, nil
}

// Check tells what is wrong with an entry before it is sealed: an unknown kind of
// subject, a property the vocabulary does not know, a value or date not in
// canonical form, an unknown stance or grade, an act on nothing.
func (e *Entry) Check(v *Vocabulary) error {
	if len(e.Statements) == 0 {
		return fmt.Errorf("the entry says nothing: at least one statement is wanted")
	}
	if e.By == "" {
		return fmt.Errorf("nobody is named as having recorded the entry")
	}
	if e.Reliability != "" && (len(e.Reliability) != 1 || !strings.Contains("ABCDEF", e.Reliability)) {
		return fmt.Errorf("reliability %q is not one of A to F", e.Reliability)
	}
	if !slices.Contains(Kinds(), e.Kind) {
		return fmt.Errorf("%q is not a kind of subject; one of %v is wanted", e.Kind, Kinds())
	}
	if err := checkDate(e.SaidOn); e.SaidOn != "" && err != nil {
		return fmt.Errorf("said on: %w", err)
	}
	if e.Part != (Part{}) && (e.Part.At < 0 || e.Part.At >= e.Part.Of) {
		return fmt.Errorf("the entry is part %d of %d", e.Part.At, e.Part.Of)
	}
	for i := range e.Statements {
		s := e.Statements[i]
		if s.Member != "" && e.Kind != Group {
			return fmt.Errorf("statement %d: a member is named, but the subject is not a group", i+1)
		}
		if p := v.Property(s.Property); s.Value == "" && e.Source.Quotes() && p != nil && (p.Type == TextType || p.Type == NameType) {
			s.Value = "words of the source"
		}
		if err := s.Check(v); err != nil {
			return fmt.Errorf("statement %d: %w", i+1, err)
		}
	}
	return nil
}

// Check tells what is wrong with a statement by itself.
func (s *Statement) Check(v *Vocabulary) error {
	p := v.Property(s.Property)
	if p == nil {
		return fmt.Errorf("%q is not a property of the vocabulary", s.Property)
	}
	if err := p.checkCanonical(s.Value); err != nil {
		return fmt.Errorf("%s: %w", s.Property, err)
	}
	if !slices.Contains(Stances(), s.Stance) {
		return fmt.Errorf("%s: stance %q is not one of the closed list", s.Property, s.Stance)
	}
	if s.Credibility < 0 || s.Credibility > 6 {
		return fmt.Errorf("%s: credibility %d is not 1 to 6", s.Property, s.Credibility)
	}
	if s.TrueOf != "" {
		if err := checkDate(s.TrueOf); err != nil {
			return fmt.Errorf("%s: true of: %w", s.Property, err)
		}
	}
	if s.Member != "" {
		if _, err := UnknownMembers(s.Member); err != nil {
			return fmt.Errorf("%s: %w", s.Property, err)
		}
	}
	if s.Acts != "" {
		ref, err := ParseRef(s.Acts)
		if err != nil {
			return err
		}
		if ref.String() != s.Acts { // what is acted on is looked up by its text
			return fmt.Errorf("%s: acts on %q, which is written %s", s.Property, s.Acts, ref)
		}
	}
	return nil
}

// UnknownMembers reads a statement's Member: of how many members of the group,
// not said which, it speaks; 0 if it speaks of every member.
func UnknownMembers(member string) (int, error) {
	switch number, has := strings.CutPrefix(member, "unknown:"); {
	case member == "":
		return 0, nil
	case member == "unknown":
		return 1, nil
	case has:
		if n, err := strconv.Atoi(number); err == nil && n > 0 && number[0] != '+' && number[0] != '0' {
			return n, nil
		}
	}
	return 0, fmt.Errorf("member %q: want nothing (every member), \"unknown\" (one, not said which) or \"unknown:2\" (two, not said which)", member)
}
