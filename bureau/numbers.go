package bureau

import (
	"context"
	"fmt"
	"slices"

	"homeward/list"
	"homeward/statement"
	"homeward/statement/edtf"
	"homeward/store"
)

// numbering leads from a source's own numbers to subjects. A row of people is
// always a subject of its own; an events row that names its person by the numbers
// its source gave him speaks of that subject, but only where nothing speaks
// against it, for a wrong join may tell a family that somebody else's son died.
type numbering struct {
	run     *importRun
	inBatch map[store.Tag]int // rows of this batch that carry the number
	found   map[store.Tag]store.Found
}

// The tags of a source's own number: of the first subject that carries it, of the
// second, and of a number that somebody carried who was erased since.
const (
	firstCarrier = iota + 1
	secondCarrier
	erasedCarrier
)

func (b *Bureau) numberTag(speakers []statement.Speaker, number string, which int) store.Tag {
	speaker := ""
	if len(speakers) > 0 {
		speaker = speakers[len(speakers)-1].Name
	}
	return b.keys.Tag("number", fmt.Appendf(nil, "%d:%s%s\x00%d", len(speaker), speaker, number, which))
}

func (n *numbering) lookUp(ctx context.Context, rows []*pending) error {
	n.found = map[store.Tag]store.Found{}
	var tags []store.Tag
	for _, p := range rows {
		for _, number := range p.row.References {
			tags = append(tags, n.run.b.numberTag(p.speakers, number, firstCarrier), n.run.b.numberTag(p.speakers, number, secondCarrier))
			if n.run.done.Kind == list.Events {
				tags = append(tags, n.run.b.numberTag(p.speakers, number, erasedCarrier))
			}
		}
	}
	if len(tags) == 0 {
		return nil
	}
	found, err := n.run.b.store.Find(ctx, tags)
	for i, f := range found {
		n.found[tags[i]] = f
	}
	return err
}

// subject chooses whom a row speaks of.
func (n *numbering) subject(ctx context.Context, p *pending, keyOf map[statement.ID]uint64) (statement.ID, []store.Tag, error) {
	if n.run.done.Kind == list.Events {
		id, ok, err := n.named(ctx, p, keyOf)
		if err != nil || ok {
			return id, nil, err
		}
	}
	id, err := statement.NewID(n.run.b.random)
	return id, n.carried(p), err
}

// carried are the tags under which a row of people is found by its numbers.
func (n *numbering) carried(p *pending) []store.Tag {
	if n.run.done.Kind != list.Persons && n.run.done.Kind != list.Cards {
		return nil
	}
	var refs []store.Tag
	for _, number := range p.row.References {
		if !p.of.IsZero() && !slices.ContainsFunc(p.row.Person, func(s statement.Statement) bool { return s.Property == "reference" && s.Value == number }) {
			continue // read before: the row has its tag
		}
		first := n.run.b.numberTag(p.speakers, number, firstCarrier)
		if f := n.found[first]; f.Number >= 0 && !p.of.IsZero() && statement.ID(f.Subject) == p.of {
			continue
		}
		n.inBatch[first]++
		if n.found[first].Number >= 0 || n.inBatch[first] > 1 {
			refs = append(refs, n.run.b.numberTag(p.speakers, number, secondCarrier)) // the number names nobody any more
		} else {
			refs = append(refs, first)
		}
	}
	return refs
}

// named returns the subject that the numbers of a row lead to, if it is the only
// one and the row does not speak against it.
func (n *numbering) named(ctx context.Context, p *pending, keyOf map[statement.ID]uint64) (statement.ID, bool, error) {
	var whose statement.ID
	var key uint64
	apart := func(why string) (statement.ID, bool, error) {
		n.run.warned[why+"; each is kept as a person of its own"]++
		return statement.ID{}, false, nil
	}
	for _, number := range p.row.References {
		found := func(which int) store.Found { return n.found[n.run.b.numberTag(p.speakers, number, which)] }
		first := found(firstCarrier)
		switch {
		case found(erasedCarrier).Number >= 0:
			return apart("somebody who was erased carried the number they name")
		case found(secondCarrier).Number >= 0:
			return apart("several persons of the source carry the number they name")
		case first.Number < 0:
			continue
		case !whose.IsZero() && whose != statement.ID(first.Subject):
			return apart("their numbers lead to different persons")
		case !whose.IsZero():
			continue
		}
		records, err := n.run.b.store.OfSubject(ctx, first.Subject)
		if err != nil {
			return statement.ID{}, false, err
		}
		entries, err := n.run.b.openAll(ctx, records)
		if err != nil {
			return statement.ID{}, false, err
		}
		if len(entries) == 0 {
			return apart("somebody who was erased carried the number they name")
		}
		holds := standingStatements(entries)
		if !slices.ContainsFunc(holds, func(s statement.Statement) bool { return s.Property == "reference" && s.Value == number }) {
			return apart("the number they name was corrected or withdrawn in the file that had it")
		}
		if against := speaksAgainst(holds, p.row.Person); against != "" {
			return apart("the " + against + " is not that of the person with this number, to be looked at")
		}
		if len(namesOf(p.row.Person)) == 0 && len(p.speakers) == 0 && !n.run.together[entries[0].Source.Document] {
			return apart("only a number, and nobody is named as speaking: say whose list it is with --said-by")
		}
		whose, key = statement.ID(first.Subject), records[0].Key
	}
	if whose.IsZero() {
		if len(p.row.References) == 0 {
			return statement.ID{}, false, nil
		}
		return apart("no person of the source carries the number they name")
	}
	keyOf[whose] = key
	return whose, true, nil
}

// speaksAgainst tells what two descriptions contradict each other in, if they
// cannot be of one person.
func speaksAgainst(theirs, ours []statement.Statement) string {
	if a, b := namesOf(theirs), namesOf(ours); len(a) > 0 && len(b) > 0 && !anyAgree(a, b) {
		return "name"
	}
	// Where sources give several values, one that agrees is enough.
	against := func(property string, agree func(a, b string) bool) bool {
		compared, agreed := false, false
		for _, a := range theirs {
			for _, b := range ours {
				if a.Property == property && b.Property == property && a.Stance == statement.Asserts && b.Stance == statement.Asserts {
					compared, agreed = true, agreed || agree(a.Value, b.Value)
				}
			}
		}
		return compared && !agreed
	}
	switch {
	case against("birth.date", func(a, b string) bool {
		x, errX := edtf.Parse(a)
		y, errY := edtf.Parse(b)
		return errX != nil || errY != nil || edtf.Overlaps(x, y)
	}):
		return "date of birth"
	case against("sex", func(a, b string) bool { return a == b }):
		return "sex"
	case against("name.father", sameName):
		return "father's name"
	}
	return ""
}

// namesOf puts together the names that statements give.
func namesOf(statements []statement.Statement) []string {
	p, _ := indexed(&statement.Entry{Kind: statement.Person, Statements: statements})
	return p.Names
}

// anyAgree tells whether a name of one side can be a name of the other.
func anyAgree(a, b []string) bool {
	for _, x := range a {
		for _, y := range b {
			if sameName(x, y) {
				return true
			}
		}
	}
	return false
}

// claim looks whether the numbers of rows just recorded lead to them. Where another
// import was quicker with the same number of the same source, the number names
// nobody any more, and the document says so.
func (run *importRun) claim(ctx context.Context, rows []*pending, drafts []draft, placed []store.Placed) error {
	var tags []store.Tag
	var of []int
	for i, d := range drafts {
		if !placed[i].Known {
			for _, tag := range d.refs {
				tags, of = append(tags, tag), append(of, i)
			}
		}
	}
	if len(tags) == 0 {
		return nil
	}
	found, err := run.b.store.Find(ctx, tags)
	if err != nil {
		return err
	}
	second := map[store.Tag]store.Tag{}
	for _, p := range rows {
		for _, number := range p.row.References {
			second[run.b.numberTag(p.speakers, number, firstCarrier)] = run.b.numberTag(p.speakers, number, secondCarrier)
		}
	}
	var shared []store.Tag
	for k, f := range found {
		if marker, first := second[tags[k]]; first && f.Number != placed[of[k]].Number {
			shared = append(shared, marker)
		}
	}
	if len(shared) == 0 {
		return nil
	}
	key, _, err := run.b.keyOfSubject(ctx, run.document)
	if err != nil {
		return err
	}
	note := &statement.Entry{Subject: run.document, Kind: statement.Document, By: run.request.By, SaidBy: []statement.Speaker{{Name: run.request.By, Role: "bureau"}},
		Statements: []statement.Statement{{Property: "document.note", Value: fmt.Sprintf("%d numbers were given to somebody else by another import at the same time: they name nobody", len(shared)), Stance: statement.Asserts}}}
	_, err = run.b.append(ctx, []draft{{refs: shared, entries: []*statement.Entry{note}}}, map[statement.ID]uint64{run.document: key})
	return err
}
