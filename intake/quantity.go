package intake

import (
	"strconv"
	"strings"
)

// Numbers of people: how many, with their bound, and what the number measures.

// quantity is the first number of people in a content.
func (c *cast) quantity(x rng) *Quantity {
	for i := x.a; i < x.b; i++ {
		if c.time[i] != 0 {
			continue
		}
		value, end, bound := "", i+1, ""
		switch {
		case c.is(i, "thousands", "hundreds", "dozens", "tens") && (c.is(i+1, "of") || i+1 == x.b):
			value = map[string]string{"thousands": "1000..", "hundreds": "100..", "dozens": "24..", "tens": "20.."}[c.low(i)]
			end = i + 1
			if c.is(end, "of") {
				end++
			}
		case c.is(i, "no", "none", "nobody") && c.noOne(i, x):
			value = "0"
		default:
			n, e, ok := c.wholeNumber(i)
			if !ok || e == i+1 && (c.is(i, "a", "an", "one") || n == 0 && c.toks[i].kind != number) {
				continue
			}
			if value, end = strconv.Itoa(n), e; c.is(end, "%", "percent", "per", "years", "-", "year-old") {
				continue
			}
		}
		counted, e := c.counted(end, x)
		if counted == "" {
			// "casualties at 4,000", "losses of 300"
			if c.is(i-1, "at", "of", "to", "numbered") {
				k := i - 2
				for k > x.a && c.toks[k-1].kind == word && !c.lx.preposition[c.low(k-1)] && !c.lx.auxiliary[c.low(k-1)] && i-k < 6 {
					k--
				}
				if k >= x.a && c.countNoun(rng{k, i - 1}) {
					counted, e = c.text(rng{k, i - 1}), end
				}
			}
		}
		if counted == "" {
			continue
		}
		switch {
		case c.is(i-1, "than") && (c.is(i-2, "more") || c.is(i-2, "fewer", "less") && c.is(i-3, "not", "no")), c.is(i-1, "least", "over"):
			bound = "lower"
		case c.is(i-1, "to") && c.is(i-2, "up"), c.is(i-1, "most"), c.is(i-1, "than") && c.is(i-2, "fewer", "less"), c.is(i-1, "as") && c.is(i-2, "many"):
			bound = "upper"
		}
		if from, ok := c.from(x, i); ok && bound == "" {
			value = from + ".." + value
		}
		switch {
		case strings.Contains(value, ".."):
		case bound == "lower":
			value += ".."
		case bound == "upper":
			value = ".." + value
		}
		return &Quantity{Span: c.over(rng{i, max(e, end)}), Value: value, Counted: counted, Measure: c.measureOf(rng{end, max(e, end)}, x, i)}
	}
	return nil
}

// multiples are the words a number is multiplied by.
var multiples = map[string]int{"dozen": 12, "hundred": 100, "thousand": 1000, "million": 1000000}

// wholeNumber reads a number with its multiples from i: "1,200", "3.5 thousand", "half a dozen",
// "two hundred and fifty".
func (c *cast) wholeNumber(i int) (n, end int, ok bool) {
	if c.is(i, "half") && c.is(i+1, "a") && c.is(i+2, "dozen") {
		return 6, i + 3, true
	}
	if s, part, has := strings.Cut(c.low(i), "."); has && c.toks[i].kind == number {
		by := multiples[c.low(i+1)]
		n, err := strconv.Atoi(s + part)
		for range part {
			by /= 10
		}
		return n * by, i + 2, err == nil && by > 0 && len(part) <= 3 && n <= 1e6
	}
	n, end, ok = c.smallNumber(i)
	if !ok {
		return 0, i, false
	}
	for by := multiples[c.low(end)]; by > 0 && n <= 1e6; by = multiples[c.low(end)] {
		n, end = n*by, end+1
		if by == 100 {
			k := end
			if c.is(k, "and") {
				k++
			}
			if rest, e, ok := c.smallNumber(k); ok && rest < 100 && !c.is(k, "a", "an") && c.toks[k].kind == word {
				n, end = n+rest, e
			}
		}
	}
	return n, end, true
}

// from is the smaller number of "between 300 and 400", "from 300 to 400", whose greater one stands at i.
func (c *cast) from(x rng, i int) (string, bool) {
	if i-3 < x.a || !(c.is(i-1, "and") && c.is(i-3, "between") || c.is(i-1, "to") && c.is(i-3, "from")) {
		return "", false
	}
	n, _, ok := c.smallNumber(i - 2)
	return strconv.Itoa(n), ok
}

// measureOf takes what is counted before the words around it: "11 dead".
func (c *cast) measureOf(counted, x rng, at int) string {
	switch {
	case c.has(counted, "dead", "killed", "bodies") >= 0:
		return "killed"
	case c.has(counted, "wounded", "injured") >= 0:
		return "wounded"
	}
	return c.measure(x, at)
}

func (c *cast) noOne(i int, x rng) bool {
	if c.is(i, "nobody", "none") {
		return true
	}
	for k := i + 1; k < x.b && k < i+4; k++ {
		if c.lx.humanStem[c.low(k)] != "" {
			return true
		}
	}
	return false
}

func (c *cast) countNoun(x rng) bool {
	for i := x.a; i < x.b; i++ {
		if c.lx.humanStem[c.low(i)] != "" || c.is(i, "losses", "deaths", "dead", "killed", "wounded", "toll", "people", "personnel", "number", "strength") {
			return true
		}
	}
	return false
}

// counted is the noun phrase for people after a number.
func (c *cast) counted(i int, x rng) (string, int) {
	for k := i; k < x.b && k < i+7; k++ {
		l := c.low(k)
		if c.is(i, "of") && k == i+2 && c.is(i+1, "the", "those", "these") && c.toks[k].kind == number {
			continue // "five of the 14 men"
		}
		if k == i+1 && c.is(i, "of") && c.is(k, "them", "those", "these", "us") {
			return c.text(rng{i, k + 1}), k + 1
		}
		if c.lx.humanStem[l] != "" || c.is(k, "people", "personnel", "others", "ukrainians", "russians", "koreans", "dead", "killed", "wounded", "forces", "children", "bodies", "persons", "members", "families") || demonym(l) && strings.HasSuffix(l, "s") && c.toks[k].cap {
			return c.text(rng{i, k + 1}), k + 1
		}
		if c.toks[k].kind != word || c.lx.auxiliary[l] || c.lx.pronoun[l] || c.lx.conjunction[l] || c.lx.preposition[l] && !c.is(k, "of") {
			return "", i
		}
	}
	return "", i
}

// measure says what a number of people measures, by the words around it.
func (c *cast) measure(x rng, at int) string {
	pick, best, rank := "people", 1<<30, 0
	for i := x.a; i < x.b; i++ {
		m, r := "", 2
		switch {
		case c.is(i, "casualties", "losses"):
			m, r = "casualties", 3
		case c.is(i, "killed", "dead", "died", "deaths", "perished", "slain"):
			m = "killed"
		case c.is(i, "wounded", "injured"):
			m = "wounded"
		case c.is(i, "captured", "prisoners", "pows", "captives"):
			m = "captured"
		case c.is(i, "missing", "disappeared"):
			m = "missing"
		case c.is(i, "exchanged", "released", "returned", "freed", "repatriated", "swapped"):
			m = "released"
		case c.is(i, "deployed", "sent", "stationed", "dispatched", "fighting"):
			m, r = "deployed", 1 // how it ended counts more than how they came there
		default:
			continue
		}
		d := max(i-at, at-i)
		if r > rank || r == rank && d < best {
			pick, best, rank = m, d, r
		}
	}
	return pick
}
