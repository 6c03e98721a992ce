package exchange

import "github.com/goccy/go-yaml/ast"

// groups reads {groups} of together, and {groups} or {ids} of apart.
func (b *termBody) groups(n ast.Node) {
	t := b.term
	parts := []part{{"groups", t.Kind == KindTogether, func(f field, what string) { t.Groups = b.words(f.value, f.line, what) }}}
	if t.Kind == KindApart {
		parts = append(parts, part{"ids", false, func(f field, what string) { t.IDs = b.words(f.value, f.line, what) }})
	}
	before := len(b.faults)
	b.parts(n, b.line, b.what, parts...)
	if t.Kind == KindApart && len(b.faults) == before && (len(t.IDs) > 0) == (len(t.Groups) > 0) {
		b.fault(b.line, "apart: expected ids or groups, one of them")
	}
}
