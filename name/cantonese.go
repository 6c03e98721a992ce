package name

import (
	_ "embed"
	"fmt"
	"strconv"
	"strings"
)

// Names of Hong Kong are too few among examples to be learned from them alone: 장 is Zhang there hundreds of times and
// Cheung a few. Which syllables are written how is known without examples, from the readings of characters.
//
//go:embed cantonese.txt
var cantoneseTable string

const (
	// cantoneseShare is the least share of Korean full names read so, and syllableWeight what one line's count is worth
	// in examples.
	cantoneseShare = 0.02
	syllableWeight = 20
)

// hongKong is one syllable as Hong Kong writes it: the family name 진 as chan.
type hongKong struct {
	left, right []byte
	weight      float64
}

// hongKongSyllables reads the table in the program.
func hongKongSyllables() []hongKong {
	var out []hongKong
	for row, line := range strings.Split(strings.TrimSpace(cantoneseTable), "\n") {
		if strings.HasPrefix(line, "#") {
			continue
		}
		f := strings.Fields(line)
		family := 0
		if f[0] == "f" {
			family = len(f[1])
		}
		left := hangulUnits(nil, f[1], family)
		for _, spelled := range f[2:] {
			right, count, _ := strings.Cut(spelled, ":")
			n, err := strconv.ParseFloat(count, 64)
			if err != nil {
				panic(fmt.Sprintf("cantonese.txt, row %d: %q is no spelling with its count", row+1, spelled)) // part of the binary
			}
			out = append(out, hongKong{left, latinUnits(nil, right), n * syllableWeight})
		}
	}
	return out
}

// learnHongKong counts the syllables towards the Cantonese reading, both ways (a syllable stands before the end of a
// name, or before a space or hyphen), and gives the reading its least share.
func (t *tally) learnHongKong() {
	there, back := t.there[cantonese], t.back[cantonese]
	for _, h := range hongKongSyllables() {
		there.add(h.left, len(h.left), h.right, h.weight)
		back.add(h.right, len(h.right), h.left, h.weight/2)
		parted := append(h.right[:len(h.right):len(h.right)], latinSide.gap())
		back.add(parted, len(h.right), h.left, h.weight/2)
	}
	sum := 0.0
	for _, s := range t.shares {
		sum += s
	}
	t.shares[cantonese] += cantoneseShare * sum
}
