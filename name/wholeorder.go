package name

import (
	"math"
	"sync"
)

// The orders in which whole names are read, and how likely any name is.

// fullName is a Korean full name in Hangul, family name first.
type fullName struct {
	units      []byte
	family     int   // units of the family name
	tokens     []int // in this order
	familyBits float64
	own        float64 // binary logarithm of the probability of any name being this one
	spelled    []spelling
}

// latinOrder is the tokens of a Latin name in one order: the family name, a gap, the given name.
type latinOrder struct {
	units   []byte
	family  int   // units
	tokens  []int // in this order
	names   int   // of tokens, those of the family name
	left    int   // token left out, or -1
	begun   float64
	to      float64
	adopted float64 // what it adds that the given name is adopted
}

// fullNames reads a name as Korean full names: in another order of its words too, where the family name may stand last.
func (n *Name) fullNames(p *pairing) []fullName {
	if len(n.compared) < 2 || len(n.compared) > 3 {
		return nil
	}
	var tokens [3]int
	for i, c := range n.compared {
		if t := &n.Tokens[c.token]; t.Script != Hangul || t.Role != Part || c.token >= MaxTokens {
			return nil
		}
		tokens[i] = c.token
	}
	turns := len(n.compared)
	if n.divided {
		turns = 1
	}
	var out []fullName
	for k := range turns {
		f := fullName{tokens: append(append([]int(nil), tokens[k:len(n.compared)]...), tokens[:k]...)}
		whole := ""
		for _, t := range f.tokens {
			whole += n.Tokens[t].Normal
		}
		cut := FamilyCut(whole)
		if cut == 0 || cut != len(n.Tokens[f.tokens[0]].Normal) {
			continue
		}
		f.units = koreanSide.units([]string{whole})
		f.family = familyLength(f.units)
		f.familyBits, f.own = p.from.beginning(f.units[:f.family]), p.from.logProbability(f.units)
		out = append(out, f)
	}
	return out
}

// latinOrders reads a name of Latin letters in the orders its tokens may stand in; of three or more, with one left out too.
// doubled family names may be two words.
func (n *Name) latinOrders(p *pairing, doubled bool) []latinOrder {
	count := len(n.compared)
	if count < wholeLeast || count > wholeMost {
		return nil
	}
	var tokens [wholeMost]int
	size := count
	for i, c := range n.compared {
		t := &n.Tokens[c.token]
		if t.side != latinSide || len(t.units) == 0 || c.token >= MaxTokens {
			return nil
		}
		tokens[i] = c.token
		size += len(t.units)
	}
	if size > maxUnits {
		return nil
	}
	var out []latinOrder
	turn := func(tokens []int, left int) {
		for k := range tokens {
			o := latinOrder{tokens: append(append(make([]int, 0, count), tokens[k:]...), tokens[:k]...), left: left}
			for names := 1; names <= 2 && names < len(o.tokens) && (names == 1 || doubled); names++ {
				o.names = names
				out = append(out, o.spell(n, p))
			}
		}
	}
	turn(tokens[:count], -1)
	if count > 2 {
		var rest [wholeMost]int
		for i := range count {
			turn(append(append(rest[:0:0], tokens[:i]...), tokens[i+1:count]...), tokens[i])
		}
	}
	return out
}

// spell sets the units of an order, and what is known of them alone.
func (o latinOrder) spell(n *Name, p *pairing) latinOrder {
	size := len(o.tokens)
	for _, t := range o.tokens {
		size += len(n.Tokens[t].units)
	}
	o.units = make([]byte, 0, size)
	for i, t := range o.tokens {
		if i == o.names {
			o.family = len(o.units)
		}
		if i > 0 {
			o.units = append(o.units, latinSide.gap())
		}
		o.units = append(o.units, n.Tokens[t].units...)
	}
	tables := latinTables()
	o.begun = tables.to.over(o.units[:o.family], 0, false)
	o.to = o.begun + tables.to.over(o.units, o.family, true)
	given := o.units[o.family+1:]
	o.adopted = p.adoptedOf(tables.adopted.over(given, 0, true)-tables.given.over(o.units, o.family+1, true)) + math.Log2(1-gapFamily)/2
	return o
}

// latinTable is a background of Latin letters, each probability worked out once.
type latinTable []float32

// over adds up the bits of units from one on, and of the end of the name where it is to end.
func (t latinTable) over(units []byte, from int, end bool) float64 {
	sum := 0.0
	size := latinSide.size()
	x, y := twoBefore(units, from)
	for _, u := range units[from:] {
		sum += float64(t[(int(x)*size+int(y))*size+int(u)])
		x, y = y, u
	}
	if end {
		sum += float64(t[(int(x)*size+int(y))*size])
	}
	return sum
}

type latinBackgrounds struct{ to, given, adopted latinTable }

// latinTables are the backgrounds of the Latin side of Korean full names.
var latinTables = sync.OnceValue(func() latinBackgrounds {
	p := &Learned().pairings[koreanLatin]
	table := func(b *background) latinTable {
		size := latinSide.size()
		out := make(latinTable, size*size*size)
		for x := range size {
			for y := range size {
				for u := range size {
					out[(x*size+y)*size+u] = float32(b.bits(byte(x), byte(y), byte(u)))
				}
			}
		}
		return out
	}
	return latinBackgrounds{table(&p.to), table(&p.given), table(&p.adopted)}
})

// partOfWhole is how surprising it is that the family or the given name of any whole name is this one, in bits; 0 in other alphabets.
func partOfWhole(s side, units []byte) float64 {
	switch {
	case s == latinSide:
		return -latinTables().to.over(units, 0, true)
	case s == koreanSide && units[0] > familyUnits:
		return -Learned().pairings[koreanLatin].from.beginning(units)
	case s == koreanSide:
		from := &Learned().pairings[koreanLatin].from
		family := hangulUnits(nil, "김", len("김"))
		return from.beginning(family) - from.logProbability(append(family, units...))
	}
	return 0
}
