package name

import "math"

// Costs are kept in sixteenths of a bit: integers add up the same in any order, so that a distance is exactly
// symmetric.
const bit = 16

// sounds is the alphabet of skeletons; the position of a sound is its row in the table of costs.
const sounds = "pbfvwmnNtdszSZcCJkghlrjaeiouOUy"

type costTable struct {
	index [256]uint8     // 1 + position in sounds, 0 for any other byte
	swap  [32][32]uint16 // one sound written for another
	drop  [32]uint16     // a sound written on one side only
}

var costs = newCostTable()

// newCostTable states what the spellings in use confuse, in bits. Set by hand from the romanisation standards
// and looked at against name pairs; a learned table can take its place without changing anything else.
func newCostTable() *costTable {
	t := new(costTable)
	for i := range len(sounds) {
		t.index[sounds[i]] = uint8(i + 1)
	}
	for i := range t.swap {
		for j := range t.swap[i] {
			if i != j {
				t.swap[i][j] = 6 * bit
			}
		}
		t.drop[i] = 4.5 * bit
	}
	bits := func(f float64) uint16 { return uint16(math.Round(f * bit)) }
	for i := range len(sounds) {
		for j := range len(sounds) {
			a, b := sounds[i], sounds[j]
			switch {
			case a == b:
			case vowel(a) && vowel(b):
				t.swap[i+1][j+1] = bits(2)
			case vowel(a) != vowel(b):
				t.swap[i+1][j+1] = bits(7)
			case class(a) == class(b) && class(a) != 0:
				t.swap[i+1][j+1] = bits(2)
			}
		}
	}
	for _, p := range soundSwaps {
		a, b := t.index[p.pair[0]], t.index[p.pair[1]]
		t.swap[a][b], t.swap[b][a] = bits(p.bits), bits(p.bits)
	}
	for _, d := range soundDrops {
		for i := range len(d.sounds) {
			t.drop[t.index[d.sounds[i]]] = bits(d.bits)
		}
	}
	return t
}

var soundSwaps = []struct {
	pair string
	bits float64
}{
	// voiced and unvoiced, aspirated and plain: Korean romanisations differ, Slavic finals too
	{"kg", 0.7}, {"td", 0.7}, {"pb", 0.7}, {"CJ", 0.6}, {"sz", 1.2}, {"SZ", 1.6},
	// Ukrainian г, Russian х
	{"gh", 1.2}, {"kh", 1.8},
	// affricates and sibilants
	{"cs", 1.8}, {"cC", 1.2}, {"cz", 1.5}, {"cJ", 1.8}, {"ZJ", 0.8}, {"zJ", 0.9}, {"Zz", 1.2}, {"sS", 0.9}, {"SC", 1.6}, {"CZ", 1.8}, {"sC", 2.5}, {"sJ", 3},
	{"kc", 2.2}, {"kC", 2.6}, {"gJ", 2}, {"gZ", 2}, {"hC", 2.2},
	{"jJ", 1.4}, {"jZ", 1.8}, {"ji", 0.5}, {"jy", 0.7}, {"je", 1.5},
	// lips
	{"vw", 0.4}, {"bv", 1.2}, {"fv", 1.1}, {"pf", 0.8}, {"bf", 2}, {"pv", 2.5}, {"wu", 0.7}, {"wo", 0.9}, {"vu", 1.5}, {"vo", 1.2}, {"wb", 3},
	// liquids and nasals
	{"lr", 0.5}, {"nN", 0.6}, {"mn", 3}, {"ln", 3}, {"tc", 2.5}, {"ts", 2}, {"tC", 2.6}, {"dJ", 2.4}, {"dz", 2.6}, {"tS", 3}, {"gk", 0.7},
	// vowels
	{"Oo", 0.6}, {"Ou", 0.6}, {"Oe", 0.9}, {"Oa", 1.6}, {"Uu", 0.5}, {"Ue", 1}, {"Ui", 1.5}, {"Uy", 0.3}, {"Uo", 1.5},
	{"yi", 0.4}, {"ou", 0.9}, {"ao", 1.3}, {"ae", 1.2}, {"ie", 1.1}, {"ye", 1.4}, {"yu", 1.2}, {"au", 1.7}, {"oe", 1.5},
}

var soundDrops = []struct {
	sounds string
	bits   float64
}{
	{"aeou", 1.9}, {"iO", 1.8}, {"U", 0.6}, {"y", 1.6}, {"j", 0.6}, {"w", 1.1}, {"h", 2.4}, {"r", 4}, {"l", 4},
}

// dropCosts fills in what leaving out each sound of s costs, given its neighbours.
func (t *costTable) dropCosts(to *[MaxSounds + 1]uint16, s Skeleton) {
	for i := 0; i < len(s); i++ {
		c := t.drop[t.index[s[i]]]
		before, after := byte(0), byte(0)
		if i > 0 {
			before = s[i-1]
		}
		if i+1 < len(s) {
			after = s[i+1]
		}
		switch s[i] {
		case 'g':
			if before == 'N' { // ng before a vowel
				c = 10 // 0.6 bits
			}
		case 'r', 'l':
			if before == 0 && (after == 'i' || after == 'j') { // 1 bit: Lee for Yi, Ri for I, Lim for Im
				c = 1 * bit
			} else if s[i] == 'r' && vowel(before) && !vowel(after) { // 1.4 bits: Park for Pak; English and Korean drop it
				c = 22
			}
		case 't', 'd', 'k', 'p', 's':
			if after == 0 && len(s) > 3 { // silent finals
				c = 3 * bit
			}
		case 'i', 'j', 'a', 'o', 'e':
			if vowel(before) || vowel(after) || after == 0 && len(s) > 3 { // diphthongs, endings
				c = min(c, 22)
			}
		}
		to[i] = c
	}
}

// swapCost is the table's, but at the start of a name the Korean initial-sound rule is cheap: Noh and Roh, Na and Ra.
func (t *costTable) swapCost(a, b byte, first bool) uint16 {
	if a == b {
		return 0
	}
	if first && (a == 'n' && (b == 'l' || b == 'r') || b == 'n' && (a == 'l' || a == 'r')) {
		return 1 * bit
	}
	return t.swap[t.index[a]][t.index[b]]
}

// Far is the distance of skeletons that cannot be compared: different scripts without sounds.
const Far = 64.0

// Distance returns, in bits, how surprising it is that one skeleton was written for the other: a weighted edit
// distance. 0 means equal; two spellings of one name are mostly below 4; a consonant more or less costs about
// 4.5. It is symmetric.
func Distance(a, b Skeleton) float64 { return DistanceWithin(a, b, Far) }

// DistanceWithin is Distance, but may return [Far] as soon as the distance is known to exceed limit.
func DistanceWithin(a, b Skeleton, limit float64) float64 {
	if a == b {
		return 0
	}
	if len(a) == 0 || len(b) == 0 || (a[0] == '?') != (b[0] == '?') {
		return Far
	}
	a, b = a[:min(len(a), MaxSounds)], b[:min(len(b), MaxSounds)]
	var dropA, dropB [MaxSounds + 1]uint16
	costs.dropCosts(&dropA, a)
	costs.dropCosts(&dropB, b)
	var row [MaxSounds + 1]uint16
	for j := range len(b) {
		row[j+1] = row[j] + dropB[j]
	}
	most := uint16(min(limit, Far) * bit)
	for i := range len(a) {
		diagonal := row[0]
		row[0] += dropA[i]
		least := row[0]
		for j := range len(b) {
			c := diagonal + costs.swapCost(a[i], b[j], i == 0 && j == 0)
			diagonal = row[j+1]
			c = min(c, row[j+1]+dropA[i], row[j]+dropB[j])
			row[j+1] = c
			least = min(least, c)
		}
		if least > most {
			return Far
		}
	}
	return min(float64(row[len(b)])/bit, Far)
}

// Edit is one step of an alignment of two skeletons: the sound on either side (empty where it has none) and
// what the difference costs in bits.
type Edit struct {
	Left, Right string
	Bits        float64
}

// Align returns the cheapest alignment of two skeletons; its costs sum to the Distance. It is nil where they
// cannot be compared.
func Align(a, b Skeleton) []Edit {
	if len(a) == 0 || len(b) == 0 || (a[0] == '?') != (b[0] == '?') {
		return nil
	}
	a, b = a[:min(len(a), MaxSounds)], b[:min(len(b), MaxSounds)]
	var dropA, dropB [MaxSounds + 1]uint16
	costs.dropCosts(&dropA, a)
	costs.dropCosts(&dropB, b)
	var rows [MaxSounds + 1][MaxSounds + 1]uint16
	for i := 0; i <= len(a); i++ {
		for j := 0; j <= len(b); j++ {
			switch {
			case i == 0 && j == 0:
			case i == 0:
				rows[i][j] = rows[i][j-1] + dropB[j-1]
			case j == 0:
				rows[i][j] = rows[i-1][j] + dropA[i-1]
			default:
				rows[i][j] = min(rows[i-1][j-1]+costs.swapCost(a[i-1], b[j-1], i == 1 && j == 1),
					rows[i-1][j]+dropA[i-1], rows[i][j-1]+dropB[j-1])
			}
		}
	}
	edits := make([]Edit, 0, len(a)+len(b))
	for i, j := len(a), len(b); i > 0 || j > 0; {
		switch {
		case i > 0 && j > 0 && rows[i][j] == rows[i-1][j-1]+costs.swapCost(a[i-1], b[j-1], i == 1 && j == 1):
			edits = append(edits, Edit{string(a[i-1 : i]), string(b[j-1 : j]), float64(rows[i][j]-rows[i-1][j-1]) / bit})
			i, j = i-1, j-1
		case i > 0 && rows[i][j] == rows[i-1][j]+dropA[i-1]:
			edits = append(edits, Edit{string(a[i-1 : i]), "", float64(dropA[i-1]) / bit})
			i--
		default:
			edits = append(edits, Edit{"", string(b[j-1 : j]), float64(dropB[j-1]) / bit})
			j--
		}
	}
	for l, r := 0, len(edits)-1; l < r; l, r = l+1, r-1 {
		edits[l], edits[r] = edits[r], edits[l]
	}
	return edits
}
