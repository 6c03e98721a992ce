package bureau

import (
	"homeward/statement"
)

// facts are what the register knows beside the search index. They are small:
// decisions and documents, not people.
type facts struct {
	Links     []linkFact     `cbor:"links,omitempty"`
	Members   []memberFact   `cbor:"members,omitempty"`
	Documents []documentFact `cbor:"documents,omitempty"`
	erasures  int            // begun or completed, as far as read from the log; never saved
	Acts      []actFact      `cbor:"acts,omitempty"` // withdrawals, which may reach links and members; corrections reach neither
}

// linkFact is one statement that two subjects are, or are not, one person.
type linkFact struct {
	Entry   int64        `cbor:"e"`
	Ordinal int          `cbor:"o"`
	A       statement.ID `cbor:"a"`
	B       statement.ID `cbor:"b"`
	Same    bool         `cbor:"s"`
}

type memberFact struct {
	Entry   int64        `cbor:"e"`
	Ordinal int          `cbor:"o"`
	Group   statement.ID `cbor:"g"`
	Member  statement.ID `cbor:"m"`
}

type documentFact struct {
	Entry   int64        `cbor:"e"`
	Subject statement.ID `cbor:"s"`
	Report  bool         `cbor:"r,omitempty"`
}

type actFact struct {
	Entry   int64  `cbor:"e"`
	Ordinal int    `cbor:"o"`
	Acts    string `cbor:"a"`
}

// take adds what an entry says to the facts.
func (f *facts) take(e *statement.Entry) {
	if erases(e) {
		f.erasures++
	}
	for i, s := range e.Statements {
		switch s.Property {
		case "same.person", "not.same.person":
			if other, err := statement.ParseID(s.Value); err == nil {
				f.Links = append(f.Links, linkFact{Entry: e.Number, Ordinal: i + 1, A: e.Subject, B: other, Same: s.Property == "same.person"})
			}
		case "member":
			if m, err := statement.ParseID(s.Value); err == nil {
				f.Members = append(f.Members, memberFact{Entry: e.Number, Ordinal: i + 1, Group: e.Subject, Member: m})
			}
		case "document.kind":
			f.Documents = append(f.Documents, documentFact{Entry: e.Number, Subject: e.Subject, Report: s.Value == "report"})
		}
		if s.Property == "withdrawn" {
			f.Acts = append(f.Acts, actFact{Entry: e.Number, Ordinal: i + 1, Acts: s.Acts})
		}
	}
}

func (f *facts) add(g facts) {
	f.Links = append(f.Links, g.Links...)
	f.Members = append(f.Members, g.Members...)
	f.Documents = append(f.Documents, g.Documents...)
	f.Acts = append(f.Acts, g.Acts...)
}

// standingEntries are a subject's entries as they stand: without what was withdrawn,
// and with each correction in the place of what it corrects.
func standingEntries(entries []*statement.Entry) []*statement.Entry {
	dead := inactiveOf(entries)
	better := map[string]statement.Statement{} // by what they correct
	ref := func(e *statement.Entry, i int) string { return statement.Ref{Entry: e.Number, Ordinal: i + 1}.String() }
	corrects := func(s statement.Statement) bool { return s.Acts != "" && s.Property != "withdrawn" }
	acts := map[string]string{} // what a statement is corrected by
	for _, e := range entries {
		for i, s := range e.Statements {
			if target, err := statement.ParseRef(s.Acts); corrects(s) && err == nil && target.Entry < e.Number && !dead[statement.Ref{Entry: e.Number}.String()] && !dead[ref(e, i)] {
				better[s.Acts], acts[s.Acts] = s, ref(e, i)
			}
		}
	}
	var standing []*statement.Entry
	for _, e := range entries {
		if dead[statement.Ref{Entry: e.Number}.String()] {
			continue
		}
		left := *e
		left.Statements = nil
		for i, s := range e.Statements {
			if s.Property == "withdrawn" || corrects(s) || dead[ref(e, i)] {
				continue
			}
			// Each act reaches only earlier entries, so that a chain of them ends.
			for at := ref(e, i); acts[at] != ""; at = acts[at] {
				s = better[at]
			}
			left.Statements = append(left.Statements, s)
		}
		standing = append(standing, &left)
	}
	return standing
}

// standingStatements are the statements of standingEntries.
func standingStatements(entries []*statement.Entry) []statement.Statement {
	var standing []statement.Statement
	for _, e := range standingEntries(entries) {
		standing = append(standing, e.Statements...)
	}
	return standing
}

// inactiveOf returns which of some entries, or their statements, are withdrawn.
func inactiveOf(entries []*statement.Entry) map[string]bool {
	var f facts
	for _, e := range entries {
		f.take(e)
	}
	return f.inactive()
}

// inactive returns which statements and entries are withdrawn, by reference. An
// act that is itself withdrawn does nothing; acts only reach earlier entries, so
// going from the latest backwards decides each before it is needed.
func (f *facts) inactive() map[string]bool {
	dead := map[string]bool{}
	for i := len(f.Acts) - 1; i >= 0; i-- {
		act := f.Acts[i]
		if !dead[statement.Ref{Entry: act.Entry}.String()] && !dead[statement.Ref{Entry: act.Entry, Ordinal: act.Ordinal}.String()] {
			dead[act.Acts] = true
		}
	}
	return dead
}

// active returns a function that tells whether a statement holds.
func (f *facts) active() func(entry int64, ordinal int) bool {
	dead := f.inactive()
	return func(entry int64, ordinal int) bool {
		return !dead[statement.Ref{Entry: entry}.String()] && !dead[statement.Ref{Entry: entry, Ordinal: ordinal}.String()]
	}
}
