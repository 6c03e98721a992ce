package intake

import "strings"

// Whether "she" may be somebody: by the noun or the office a person is called by, by what
// has been said of him before, and, where nothing else tells, by how the given name ends.

// sexOf is "m" or "f", and whether it is told and not only likely; "" where nothing tells.
func (c *cast) sexOf(m *mention) (sex string, told bool) {
	if m.sex != "" {
		return m.sex, true
	}
	for _, w := range []string{m.office, m.head} {
		if s := sexOfNoun(w); s != "" {
			return s, true
		}
	}
	for _, name := range m.names {
		first, _, _ := strings.Cut(strings.ToLower(bare(name)), " ")
		switch first {
		case "mr", "mr.", "sir", "lord":
			return "m", true
		case "mrs", "ms", "mrs.", "ms.", "miss", "lady":
			return "f", true
		}
		// "Horban's mother, Halyna", "A spokeswoman of the ministry": the noun itself.
		noun, _, _ := strings.Cut(strings.ToLower(name), ",")
		noun, _, _ = strings.Cut(noun, " of ")
		if s := sexOfNoun(noun[strings.LastIndexByte(noun, ' ')+1:]); s != "" {
			return s, true
		}
	}
	if !m.named {
		return "", false
	}
	for _, name := range m.names {
		// Of "Olena Hnat" the given name; a surname alone tells less.
		if words := strings.Fields(strings.ToLower(name)); len(words) >= 2 && strings.HasSuffix(words[len(words)-2], "a") && !menInA[words[len(words)-2]] {
			return "f", false
		}
	}
	return "", false
}

func sexOfNoun(w string) string {
	switch w {
	case "mother", "wife", "widow", "sister", "daughter", "aunt", "grandmother", "woman", "girl", "spokeswoman", "policewoman", "servicewoman", "queen", "nun", "fiancée", "chairwoman", "congresswoman", "businesswoman":
		return "f"
	case "father", "husband", "widower", "brother", "son", "uncle", "grandfather", "man", "boy", "spokesman", "policeman", "serviceman", "king", "monk", "chairman", "congressman":
		return "m"
	}
	return ""
}

// menInA are given names of men that end as most of those of women do.
var menInA = set{"mykola": true, "nikola": true, "nikita": true, "mykyta": true, "ilya": true, "illia": true, "ilia": true, "sasha": true, "misha": true, "grisha": true, "kolya": true, "vanya": true,
	"luka": true, "luca": true, "kuzma": true, "foma": true, "danila": true, "joshua": true, "andrea": true, "mustafa": true, "hamza": true, "musa": true, "isa": true, "yahya": true,
	"zakaria": true, "mirza": true, "juma": true, "costa": true, "saba": true, "shota": true, "koba": true, "akira": true, "kenta": true, "abdulla": true, "taha": true, "rza": true, "agha": true}

// standsFor: a pronoun may stand for a person; likely, where it does and something tells so.
func (c *cast) standsFor(tok int, k int) (fits, likely bool) {
	sex, told := c.sexOf(c.all[k])
	switch {
	case c.is(tok, "she", "her", "hers", "herself"):
		return sex != "m", sex == "f"
	case c.is(tok, "he", "him", "his", "himself"):
		return !(sex == "f" && told), sex != "f"
	}
	return true, true
}
