package main

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"homeward/bureau"
	"homeward/identity"
	"homeward/name"
	"homeward/statement"
)

type linkCommand struct {
	Least   float64 `help:"Show pairs with at least so many bits of evidence." default:"13" placeholder:"BITS"`
	Because string  `help:"Reason recorded with each decision, beside the evidence shown." placeholder:"TEXT"`
}

// linking is one walk over the pairs of a bureau on which nobody has decided.
type linking struct {
	e        *edge
	b        *bureau.Bureau
	by       string
	because  string
	least    float64
	pairs    []bureau.Candidate
	screen   *screen
	done     []linked
	skipped  int
	message  string // of the last decision, shown above the next pair
	position int
}

// linked is a decision made in this walk.
type linked struct {
	position int
	entry    int64
	same     bool
}

func (c *linkCommand) Run(e *edge) error {
	by, err := e.by()
	if err != nil {
		return err
	}
	return e.withBureau(func(b *bureau.Bureau) error {
		w := &linking{e: e, b: b, by: by, because: c.Because, least: c.Least}
		for pair, err := range b.Candidates(e.ctx, c.Least) {
			if err != nil {
				return err
			}
			w.pairs = append(w.pairs, pair)
		}
		if len(w.pairs) == 0 {
			fmt.Fprintf(e.stdout, "No two people have %.0f bits or more in common without a decision on them.\n", c.Least)
			return nil
		}
		slices.SortStableFunc(w.pairs, func(x, y bureau.Candidate) int {
			switch {
			case x.Bits > y.Bits:
				return -1
			case x.Bits < y.Bits:
				return 1
			}
			return 0
		})
		return w.walk()
	})
}

func (w *linking) walk() error {
	keys, s := openTerminal(w.e)
	defer keys.close()
	w.screen = s
	for w.position = 0; w.position < len(w.pairs); {
		pair := &w.pairs[w.position]
		if w.joined(pair.Left.ID, pair.Right.ID) {
			w.position++ // joined meanwhile by what was accepted
			continue
		}
		w.draw()
		key, err := keys.key(w.e.ctx, w.draw)
		if err != nil {
			return err
		}
		w.message = ""
		switch key {
		case 'a':
			w.decide((*bureau.Bureau).Same, true)
		case 'x':
			w.decide((*bureau.Bureau).NotSame, false)
		case 's', 'n':
			w.skipped++
			w.position++
		case 'u':
			w.undo()
		case 'q':
			return w.tell()
		default:
			w.message = "Keys: a, x, s, u, q."
		}
	}
	return w.tell()
}

// joined reports that two are one person by what was accepted in this walk.
func (w *linking) joined(a, b statement.ID) bool {
	reached := []statement.ID{a}
	for i := 0; i < len(reached); i++ {
		for _, d := range w.done {
			l, r := w.pairs[d.position].Left.ID, w.pairs[d.position].Right.ID
			for _, pair := range [2][2]statement.ID{{l, r}, {r, l}} {
				if d.same && pair[0] == reached[i] && !slices.Contains(reached, pair[1]) {
					reached = append(reached, pair[1])
				}
			}
		}
	}
	return slices.Contains(reached, b)
}

func (w *linking) decide(relate relation, same bool) {
	pair := &w.pairs[w.position]
	n, err := relate(w.b, w.e.ctx, pair.Left.ID, pair.Right.ID, bureau.Decision{By: w.by, Because: w.reason(pair)})
	if err != nil {
		w.message = "Not recorded: " + oneLine(err)
		w.skipped++
		w.position++
		return
	}
	w.done = append(w.done, linked{w.position, n, same})
	said := "are two people"
	if same {
		said = "are one person"
	}
	w.message = fmt.Sprintf("Entry %d: %s and %s %s.", n, pair.Left.ID, pair.Right.ID, said)
	w.position++
}

// reason is what is recorded: the evidence by kind and bits, without values, which stay in the statements.
func (w *linking) reason(pair *bureau.Candidate) string {
	var kinds []string
	for _, a := range pair.Why {
		kinds = append(kinds, fmt.Sprintf("%s %+.1f", a.What, a.Bits))
	}
	said := fmt.Sprintf("compared by eye; %.1f bits: %s", pair.Bits, strings.Join(kinds, ", "))
	if w.because != "" {
		said = w.because + " (" + said + ")"
	}
	return said
}

func (w *linking) undo() {
	if len(w.done) == 0 {
		w.message = "Nothing to undo in this walk. For earlier decisions: homeward undo ENTRY"
		return
	}
	last := w.done[len(w.done)-1]
	n, err := w.b.Undo(w.e.ctx, last.entry, bureau.Decision{By: w.by, Because: "taken back in the same walk"})
	if err != nil {
		w.message = "Not taken back: " + oneLine(err)
		return
	}
	w.done = w.done[:len(w.done)-1]
	w.position = last.position
	w.message = fmt.Sprintf("Entry %d: entry %d is taken back; it stays on file.", n, last.entry)
}

func (w *linking) tell() error {
	same := 0
	for _, d := range w.done {
		if d.same {
			same++
		}
	}
	if w.message != "" {
		fmt.Fprintln(w.screen, w.message)
	}
	_, err := fmt.Fprintf(w.screen, "%d one person, %d two people, %d skipped, %d not looked at.\n", same, len(w.done)-same, w.skipped, len(w.pairs)-w.position)
	return err
}

func (w *linking) draw() {
	pair := &w.pairs[w.position]
	w.screen.clear()
	s := &harmlessWriter{out: w.screen}
	if w.message != "" {
		fmt.Fprintln(s, w.message)
	}
	fmt.Fprintf(s, "Pair %d of %d, %.1f bits. A proposal, not a finding: nothing is joined before you say so.\n\n", w.position+1, len(w.pairs), pair.Bits)
	fmt.Fprintf(s, "  %s  %s\n  %s  %s\n\n", pair.Left.ID, strings.Join(pair.Left.Names, " · "), pair.Right.ID, strings.Join(pair.Right.Names, " · "))
	drawWhy(s, pair.Why)
	if turns := identity.Turns(pair.Why, w.least); len(turns) > 0 {
		fmt.Fprintf(s, "\n  It would not be proposed (%.0f bits):\n", w.least)
		for _, t := range turns {
			fmt.Fprintf(s, "  %+6.1f  %s\n", t.After, t.What)
		}
	}
	if other, who, ok := w.other(pair); ok {
		fmt.Fprintf(s, "\n  Best other candidate for %s: %s %s, %.1f bits\n", who, other.ID, strings.Join(other.Names, " · "), other.Bits)
	} else {
		fmt.Fprintf(s, "\n  No other candidate for either; that makes this one no likelier.\n")
	}
	fmt.Fprintf(s, "\n  a one person · x two people · s skip · u undo · q quit\n")
}

// drawWhy draws the addends, and under those that compare sounds the alignment and the standard followed.
func drawWhy(s io.Writer, why []identity.Addend) {
	sum := 0.0
	for _, a := range why {
		sum += a.Bits
		fmt.Fprintf(s, "  %+6.1f  %s  %s ~ %s\n", a.Bits, padded(a.What, 30), orDash(a.Left), orDash(a.Right))
		if a.Left == "" || a.Right == "" || !strings.HasPrefix(a.What, "name: ") {
			continue
		}
		if upper, lower := alignment(a.Left, a.Right); upper != lower {
			fmt.Fprintf(s, "          %s\n          %s\n", upper, lower)
		}
		for _, way := range [2][2]string{{a.Left, a.Right}, {a.Right, a.Left}} {
			if standards := name.Following(way[0], way[1]); len(standards) > 0 {
				fmt.Fprintf(s, "          %s: %s → %s\n", standards[0].Name, way[0], way[1])
				break
			}
		}
	}
	fmt.Fprintf(s, "  %+6.1f  together\n", sum)
}

// alignment writes the sounds of two tokens under each other, a dot where one has none.
func alignment(left, right string) (upper, lower string) {
	var best []name.Edit
	least := name.Far
	for _, l := range name.Sounds(name.Normal(left)) {
		for _, r := range name.Sounds(name.Normal(right)) {
			if d := name.Distance(l, r); d < least {
				least, best = d, name.Align(l, r)
			}
		}
	}
	for _, e := range best {
		l, r := e.Left, e.Right
		if l == "" {
			l = "·"
		}
		if r == "" {
			r = "·"
		}
		upper, lower = upper+l+" ", lower+r+" "
	}
	return strings.TrimSpace(upper), strings.TrimSpace(lower)
}

// other is the best candidate of another pair with one of these two.
func (w *linking) other(pair *bureau.Candidate) (bureau.Hit, statement.ID, bool) {
	for i := range w.pairs { // the strongest first
		p := &w.pairs[i]
		for _, who := range [2]statement.ID{pair.Left.ID, pair.Right.ID} {
			var other bureau.Hit
			switch who {
			case p.Left.ID:
				other = p.Right
			case p.Right.ID:
				other = p.Left
			default:
				continue
			}
			if other.ID != pair.Left.ID && other.ID != pair.Right.ID {
				other.Bits = p.Bits
				return other, who, true
			}
		}
	}
	return bureau.Hit{}, statement.ID{}, false
}
