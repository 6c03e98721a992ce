package intake

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// mention is a Mention while it is being gathered.
type mention struct {
	kind    MentionKind
	at      []rng
	names   []string
	head    string // the singular of its noun: soldier
	marks   set    // capitalised words that describe it: north, korean
	office  string
	whose   set // the words that tell whose office it is
	size    int
	members []int
	of      int // −1 for none
	named   bool
	counted bool
	sex     string // m or f, where a verb told it
	id      int    // its place among all, from 0
}

// cast gathers who is spoken of, in the order of the text, and says which
// mention a token belongs to.
type cast struct {
	*reading
	all    []*mention
	owner  []int32 // for each token, 1 + its mention
	spoken []bool  // tokens inside what somebody other than the writer says
	heard  []bool  // tokens that name whom somebody told something, and who does not speak of it next
	cuesIn []int   // for each sentence, the cues in it
}

func gather(r *reading) *cast {
	c := &cast{reading: r, owner: make([]int32, len(r.toks)), spoken: make([]bool, len(r.toks)), heard: make([]bool, len(r.toks)), cuesIn: make([]int, len(r.sents)+1)}
	for _, a := range r.out {
		if !a.cue.empty() {
			c.cuesIn[c.sentOf[a.cue.a]]++
			for i := a.cue.a; i < a.cue.b; i++ {
				c.cued[i] = true
			}
		}
		if a.kind == "say" && a.verb != nil && (takesWhom(a.verb.lemma) || r.is(a.cue.b, "to") || r.is(a.cue.b-1, "to")) && a.cue.b > 0 && a.source.b <= a.cue.a {
			for i := a.cue.b; i < a.whole.a; i++ {
				c.heard[i] = true
			}
		}
		if a.narrator || a.kind == "publish" || a.verb != nil && a.verb.class.Class == "evidence" {
			continue // what a recording shows is told by the writer
		}
		for _, x := range append([]rng{a.whole}, a.contents...) {
			for i := x.a; i < x.b; i++ {
				c.spoken[i] = true
			}
		}
	}
	for _, para := range r.paras {
		if para.heading {
			continue
		}
		for i := para.a; i < para.b; {
			if n := c.read(i, para.b); n > i {
				i = n
			} else {
				i++
			}
		}
	}
	return c
}

// recent are the mentions a new one is compared with. A report has far fewer; the
// bound keeps the work in proportion to the text.
func (c *cast) recent() []*mention { return c.all[max(0, len(c.all)-400):] }

func (c *cast) read(i, end int) int {
	if lx := otherLexicons()[c.language]; lx != nil {
		return c.readIn(lx, i, end)
	}
	for _, f := range []func(int, int) int{c.partitive, c.aged, c.kinOf, c.people, c.ofPeople, c.holder, c.body, c.name} {
		if n := f(i, end); n > i {
			return n
		}
	}
	return i
}

func (c *cast) put(m *mention, at rng) int {
	if len(m.at) == 0 {
		m.id = len(c.all)
		c.all = append(c.all, m)
	}
	k := m.id
	m.at = append(m.at, at)
	if name := c.text(at); !slices.Contains(m.names, name) {
		m.names = append(m.names, name)
	}
	for i := at.a; i < at.b; i++ {
		c.owner[i] = int32(k + 1)
	}
	return k
}

// called: the mention has that name, with or without an article.
func (m *mention) called(name string) bool {
	name = bare(name)
	return slices.ContainsFunc(m.names, func(n string) bool { return strings.EqualFold(bare(n), name) })
}

// bare is a name without its article.
func bare(name string) string {
	if len(name) > 4 && strings.EqualFold(name[:4], "the ") {
		return name[4:]
	}
	return name
}

func mentionID(k int) string { return "M" + strconv.Itoa(k+1) }

// mentions are the gathered mentions as the report gives them.
func (c *cast) mentions() []Mention {
	out := make([]Mention, 0, len(c.all))
	for k, m := range c.all {
		x := Mention{ID: mentionID(k), Kind: m.kind, Names: m.names, Size: m.size}
		for _, at := range m.at {
			x.Spans = append(x.Spans, c.over(at))
		}
		for _, j := range m.members {
			x.Members = append(x.Members, mentionID(j))
		}
		if m.of >= 0 {
			x.Of = mentionID(m.of)
		}
		out = append(out, x)
	}
	return out
}

// best is the name a mention is called by.
// describing: words that tell who somebody is and do not call him by a name.
func describing(name string) bool {
	first, _, _ := strings.Cut(name, " ")
	switch first {
	case "A", "An", "The", "One", "Another", "His", "Her", "Their":
		return true
	}
	return false
}

func (m *mention) best() string {
	name := m.names[0]
	if m.named && m.kind == PersonMention {
		for _, n := range m.names {
			if strings.Contains(n, " ") && !strings.Contains(name, " ") && unicode.IsUpper([]rune(n)[0]) && bare(n) == n && !describing(n) {
				name = n
			}
		}
	}
	if m.kind == OtherMention {
		for _, n := range m.names {
			if len(n) > len(name) {
				name = n
			}
		}
	}
	if low := strings.ToLower(name); strings.HasPrefix(low, "the ") && m.kind == OtherMention {
		name = name[4:]
	}
	return name
}
