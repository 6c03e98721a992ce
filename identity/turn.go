package identity

import "strings"

// Turn is one thing that, known otherwise, would bring the evidence to the other side of a threshold.
type Turn struct {
	What  string  `json:"what"`
	After float64 `json:"after"` // the bits the pair would then have
}

// Turns lists what would change a verdict: for evidence of at least so many bits, each addend without which it would
// fall below, and a date of birth or a name found to differ; for less evidence, what would lift it there. Addends are
// those of a [Candidate] or [Pair]. What is said of a third thing at once is not tried: each Turn stands alone.
func Turns(why []Addend, least float64) []Turn {
	bits, dated, born, number := 0.0, false, 0.0, false
	for _, a := range why {
		bits += a.Bits
		if strings.HasPrefix(a.What, "born: ") {
			dated, born = true, a.Bits
		}
		number = number || a.What == "number agrees"
	}
	var out []Turn
	turn := func(what string, after float64) {
		if (after >= least) != (bits >= least) {
			out = append(out, Turn{what, after})
		}
	}
	for _, a := range why {
		if said := a.Left + " ~ " + a.Right; a.Bits > 0 {
			turn("without “"+a.What+"” ("+said+")", bits-a.Bits)
		} else {
			turn("if “"+a.What+"” ("+said+") proved a mistake of writing", bits-a.Bits)
		}
	}
	if !dated || born > bornDiffers {
		turn("if the dates of birth proved to differ", bits-born+bornDiffers)
	}
	if !dated || born < bornSame {
		turn("if the dates of birth proved to be the same day", bits-born+bornSame)
	}
	if !number {
		turn("if they had a document's number in common", bits+numberAgrees)
	}
	return out
}
