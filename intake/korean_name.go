package intake

import (
	"slices"
	"strings"
)

// nameKo reads a person's name by the title beside it: "김도윤 대변인", "대대장 엄기준",
// "정 대변인" for the one person of that surname and title.
func (c *cast) nameKo(lx *cueLexicon, i, end int) int {
	if c.toks[i].kind != word || c.time[i] != 0 {
		return i
	}
	raw := c.low(i)
	bare := withoutEnding(raw, lx.Topic)
	for _, e := range []string{"입니다", "이다", "라는", "이라는", "에게서", "에게", "에", "을", "를", "의", "과", "와", "이라며", "이라고", "라며"} {
		if bare == raw && strings.HasSuffix(raw, e) && len([]rune(raw))-len([]rune(e)) >= 3 {
			bare = strings.TrimSuffix(raw, e)
		}
	}
	title := func(k int) string {
		if k < 0 || k >= end || c.toks[k].kind != word {
			return ""
		}
		w := c.low(k)
		bare := withoutEnding(w, lx.Topic) // 공보실장은: the title ends the word
		best := ""
		for _, t := range lx.Titles {
			if (strings.HasPrefix(w, t) && len([]rune(w))-len([]rune(t)) <= 3 || len([]rune(t)) > 1 && bare != w && strings.HasSuffix(bare, t)) && len(t) > len(best) {
				best = t
			}
		}
		return best
	}
	// A title before it ends the word: "수용소장", "포로", "변호인".
	before := ""
	if i > 0 && c.sentOf[i-1] == c.sentOf[i] && c.toks[i-1].kind == word {
		for _, t := range append(lx.Roles[:len(lx.Roles):len(lx.Roles)], lx.Kin...) {
			if strings.HasSuffix(c.low(i-1), t) && len(t) > len(before) {
				before = t
			}
		}
	}
	short := []rune(bare)
	after := title(i + 1)
	if after == "" && i+2 < end && len(short) == 3 && c.toks[i+1].kind == word && !endsIn(c.low(i+1), lx.Topic) && !endsIn(c.low(i+1), []string{"의", "을", "를", "에", "에서"}) && raw == bare {
		after = title(i + 2) // "NAME, of Vesk, president"
	}
	surname := func(s string) bool { return slices.Contains(lx.Surnames, s) }
	switch {
	case len(short) == 1 && surname(bare) && after != "" && raw == bare:
		found := (*mention)(nil)
		n := 0
		for _, m := range c.recent() {
			if m.named && m.kind == PersonMention && m.marks["surname "+bare] && (m.office == after || after == "씨" || m.office == "" || strings.HasSuffix(m.office, after) || strings.HasSuffix(after, m.office)) {
				found, n = m, n+1
			}
		}
		at := rng{i, i + 2}
		if n == 1 {
			c.put(found, at)
			return at.b
		}
		if n == 0 {
			m := &mention{kind: PersonMention, office: after, of: -1, named: true, marks: set{"surname " + bare: true}}
			c.put(m, at)
			m.names = []string{bare + " " + after}
		}
		return at.b
	case len(short) == 3 && surname(string(short[:1])) && !slices.Contains(lx.NoNames, bare) && !c.bodyKo(lx, bare) && (after != "" && raw == bare || before != ""),
		len(short) == 3 && surname(string(short[:1])) && raw != bare && strings.HasSuffix(raw, "라며"):
		for _, m := range c.recent() {
			if m.named && m.marks[bare] {
				c.put(m, rng{i, i + 1})
				return i + 1
			}
		}
		office := after
		if office == "" || office == "씨" || office == "님" {
			if before != "" && after == "" {
				office = before
			}
		}
		at := rng{i, i + 1}
		if after != "" {
			at.b++
		}
		m := &mention{kind: PersonMention, office: office, of: -1, named: true, marks: set{bare: true, "surname " + string(short[:1]): true}}
		c.put(m, at)
		m.names = []string{bare}
		return at.b
	}
	if n := c.strangerKo(lx, i, end, before); n > i {
		return n
	}
	// The name alone, once it is known.
	if len(short) == 3 {
		for _, m := range c.recent() {
			if m.named && m.marks[bare] {
				c.put(m, rng{i, i + 1})
				return i + 1
			}
		}
	}
	return i
}

// bodyKo: the word is that of a committee, a ministry: what stands before "spokesman".
func (c *cast) bodyKo(lx *cueLexicon, w string) bool {
	return slices.ContainsFunc(lx.Bodies, func(b string) bool { return len([]rune(b)) > 1 && strings.HasSuffix(w, b) })
}

// strangerKo reads a foreigner's name of two words between his title and the
// particle that makes him the topic: "대변인 요나스 켈러는". Native names are three
// syllables, and other words of two seldom stand there before something said.
func (c *cast) strangerKo(lx *cueLexicon, i, end int, title string) int {
	if title == "" || i+1 >= end || c.toks[i+1].kind != word || c.sentOf[i] != c.sentOf[i+1] {
		return i
	}
	first, last := c.low(i), c.low(i+1)
	topic := slices.IndexFunc([]string{"은", "는"}, func(e string) bool { return strings.HasSuffix(last, e) })
	if topic < 0 || len([]rune(first)) < 2 || len([]rune(last)) < 3 || endsIn(first, []string{"은", "는", "을", "를", "의", "에", "로", "와", "과", "한", "된"}) || c.bodyKo(lx, first) || lx.noTopic(last) {
		return i
	}
	bare := strings.TrimSuffix(strings.TrimSuffix(last, "은"), "는")
	if endsIn(bare, lx.Roles) || c.bodyKo(lx, bare) {
		return i
	}
	said := false
	for k := i + 2; k < c.sents[c.sentOf[i]].b; k++ {
		said = said || c.inQuote(k) || endsIn(c.low(k), lx.Clause)
	}
	if !said {
		return i
	}
	m := &mention{kind: PersonMention, office: title, of: -1, named: true, marks: set{first: true, bare: true}}
	c.put(m, rng{i, i + 2})
	m.names = []string{first + " " + bare}
	return i + 2
}
