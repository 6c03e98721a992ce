package exchange

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// everyPoint calls back with every point of the box that keeps the rows.
func everyPoint(p *program, lower, upper []int64, give func(x []int64)) {
	x := slices.Clone(lower)
	for {
		if p.keeps(x) {
			give(x)
		}
		j := 0
		for ; j < len(x); j++ {
			if x[j]++; x[j] <= upper[j] {
				break
			}
			x[j] = lower[j]
		}
		if j == len(x) {
			return
		}
	}
}

// Whatever a cut is derived from, no whole point that keeps the rows is cut off.
func TestCutsHoldForEveryPoint(t *testing.T) {
	derived := 0
	for seed := range uint64(4_000) {
		r := rand.New(rand.NewPCG(seed, 61))
		p, lower, upper := randomProgram(r)
		s := &tree{p: &program{cost: p.cost, rows: p.rows}, baseLower: lower, baseUpper: upper}
		for range 6 {
			c := &cut{over: int64(2 + r.IntN(30))}
			for i := range s.p.rows {
				if q := &s.p.rows[i]; r.IntN(3) > 0 && !(q.noLo && q.noHi) {
					c.rows, c.times = append(c.rows, int32(i)), append(c.times, int64(r.IntN(61)-30))
				}
			}
			for v := range p.cost {
				if r.IntN(2) == 0 {
					c.top = append(c.top, int32(v))
				}
			}
			if len(c.rows) == 0 || !s.derive(c) {
				continue
			}
			derived++
			everyPoint(p, lower, upper, func(x []int64) {
				if v := (&program{rows: []matrixRow{{vars: c.row.vars, coefs: c.row.coefs, lo: -unbounded, hi: c.row.hi}}}); !v.keeps(x) {
					t.Fatalf("program %d: %v keeps the rows, but not the cut %+v", seed, x, c)
				}
			})
			s.p.rows = append(s.p.rows, c.row) // the next may lean on it
		}
	}
	if derived < 5_000 {
		t.Errorf("only %d cuts", derived)
	}
}

// Narrowing takes away no point that keeps the rows.
func TestNarrowingKeepsEveryPoint(t *testing.T) {
	narrowed, empty := 0, 0
	for seed := range uint64(4_000) {
		p, lower, upper := randomProgram(rand.New(rand.NewPCG(seed, 62)))
		in := newRanges(p.rows, slices.Clone(lower), slices.Clone(upper))
		some := in.narrow()
		if !some {
			empty++
		} else if !slices.Equal(in.lower, lower) || !slices.Equal(in.upper, upper) {
			narrowed++
		}
		everyPoint(p, lower, upper, func(x []int64) {
			for j := range x {
				if !some || x[j] < in.lower[j] || x[j] > in.upper[j] {
					t.Fatalf("program %d: %v keeps the rows and is outside %v to %v (%v)", seed, x, in.lower, in.upper, some)
				}
			}
		})
		in.back(0)
		if !slices.Equal(in.lower, lower) || !slices.Equal(in.upper, upper) {
			t.Fatalf("program %d: the way back does not lead back", seed)
		}
	}
	if narrowed < 500 || empty < 200 {
		t.Errorf("%d narrowed, %d empty: too much alike", narrowed, empty)
	}
}

// Proofs with cuts, on sheets of some dozens of classes: forged in any way, none
// proves less than what a plan reaches.
func TestForgedCutsProveNothingFalse(t *testing.T) {
	t.Parallel()
	tried, with, rejected := 0, 0, 0
	for seed := uint64(0); with < 12; seed++ {
		people, terms := generated(seed, small)
		roll := NewRoll(people)
		s, err := Select(roll, terms, Options{NoDraw: true})
		if err != nil {
			t.Fatal(err)
		}
		if err := VerifySelection(roll, terms, s); err != nil {
			t.Fatalf("instance %d: %v", seed, err)
		}
		if s.Status != Optimal || !slices.ContainsFunc(s.Certificate.Parts, func(p CertifiedPart) bool {
			return slices.ContainsFunc(p.Proofs, func(p Proof) bool { return len(p.Cuts) > 0 })
		}) {
			if seed > 400 {
				t.Fatalf("only %d instances with cuts", with)
			}
			continue
		}
		with++
		r := rand.New(rand.NewPCG(seed, 63))
		for range 40 {
			cert := cloneSelection(s).Certificate
			damageCuts(&cert, r)
			a := auditOf(nil, terms)
			k, _ := a.reckon(roll, s.Goes)
			tried++
			for _, p := range cert.Parts {
				value, none, err := k.prove(p.First, p.Proofs)
				if err != nil {
					rejected++
					break
				}
				reached := make([]int64, k.tiers)
				for v, part := range k.part {
					if part == p.First && v < len(k.grades) {
						for _, c := range k.grades[v].cells {
							for t, g := range k.cells[c].gain {
								reached[t] += g * k.cells[c].goes
							}
						}
					}
				}
				if k.keptTier >= 0 {
					continue // questions kept are not counted here
				}
				if none || slices.Compare(value, reached) < 0 {
					t.Fatalf("instance %d: a forged proof says that %v is most, and %v is reached", seed, value, reached)
				}
			}
		}
	}
	t.Logf("%d forged, %d not well formed", tried, rejected)
}

// damageCuts changes numbers of the cuts of a certificate.
func damageCuts(cert *Certificate, r *rand.Rand) {
	for i := range cert.Parts {
		for j := range cert.Parts[i].Proofs {
			p := &cert.Parts[i].Proofs[j]
			p.Cuts = slices.Clone(p.Cuts)
			for n := range p.Cuts {
				c := &p.Cuts[n]
				if r.IntN(2) == 0 {
					continue
				}
				switch r.IntN(6) {
				case 0:
					c.Over = max(2, c.Over+int64(r.IntN(7)-3))
				case 1, 2:
					c.Rows = slices.Clone(c.Rows)
					if len(c.Rows) > 0 {
						e := r.IntN(len(c.Rows))
						c.Rows[e] = []int64{c.Rows[e][0], c.Rows[e][1] + int64(r.IntN(9)-4)}
					}
				case 3:
					if len(c.Top) > 0 {
						c.Top = c.Top[1:]
					}
				case 4:
					if len(c.TopCells) > 0 {
						c.TopCells = c.TopCells[1:]
					}
				case 5:
					c.Rows = slices.Clone(c.Rows)
					if len(c.Rows) > 1 {
						c.Rows[0], c.Rows[1] = []int64{c.Rows[1][0], c.Rows[0][1]}, []int64{c.Rows[0][0], c.Rows[1][1]}
					}
				}
			}
		}
	}
}
