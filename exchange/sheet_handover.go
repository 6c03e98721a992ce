package exchange

import "github.com/goccy/go-yaml/ast"

// trust reads {between: [A, B], ahead: N or [N, M]} or {party: A, ahead: N}.
func (b *termBody) trust(n ast.Node) {
	t := b.term
	two := false
	b.parts(n, b.line, b.what,
		part{"between", false, b.between},
		part{"party", false, b.party(&t.Party)},
		part{"ahead", true, func(f field, what string) {
			list, isList := f.value.(*ast.SequenceNode)
			if !isList {
				t.Ahead[0] = b.number(f.value, f.line, what, 1)
				t.Ahead[1] = t.Ahead[0]
				return
			}
			two = true
			if len(list.Values) != 2 {
				b.fault(f.line, "%s: expected one number, or two in the order of between", what)
				return
			}
			for i, item := range list.Values {
				t.Ahead[i] = b.number(item, max(lineOf(item), f.line), what, 1)
			}
		}})
	switch {
	case (t.Between[0] == "") == (t.Party == ""):
		b.fault(b.line, "trust: expected between: [A, B] or party: A, one of the two")
	case t.Party != "" && two:
		b.fault(b.line, "trust: one party has one number; write ahead: N")
	}
}

// neutral reads {from, to, people, places, after_years}.
func (b *termBody) neutral(n ast.Node) {
	t := b.term
	b.parts(n, b.line, b.what,
		part{"from", true, b.party(&t.Way.From)},
		part{"to", true, b.party(&t.To)},
		part{"people", false, b.people(&t.Way.People, false)},
		part{"places", false, b.count(&t.Places, 1)},
		part{"after_years", false, b.count(&t.AfterYears, 1)})
	if t.To != "" && t.To == t.Way.From {
		b.fault(b.line, "%s: from and to are the same party", b.what)
	}
}
