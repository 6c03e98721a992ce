package intake

import (
	"bytes"
	"embed"
	"fmt"
	"strings"
	"sync"

	"homeward/statement"

	"github.com/goccy/go-yaml"
)

//go:embed data/*.yaml data/tagger.txt
var data embed.FS

// cueClass is a class of verbs that show that something is said.
type cueClass struct {
	Class  string           `yaml:"class"`
	Stance statement.Stance `yaml:"stance"`
	Takes  []string         `yaml:"takes"`
	Reason string           `yaml:"reason"`
	Verbs  []string         `yaml:"verbs"`
	Weak   bool             `yaml:"weak"`

	clause, that, to, object, question, quote bool
}

// speech: the verb can introduce a quotation.
func (c *cueClass) speech() bool { return c.clause || c.quote }

type form uint8

const (
	base       form = iota // say
	third                  // says
	past                   // said, as past or participle
	participle             // written: participle only
	ing                    // saying
)

// cueVerb is one form of a verb of a class.
type cueVerb struct {
	lemma  string
	form   form
	class  *cueClass
	asPast bool // the past is spelt as the base: put, read, broadcast
}

type wordClass struct {
	Class  string   `yaml:"class"`
	Reason string   `yaml:"reason"`
	Words  []string `yaml:"words"`
}

type phraseClass struct {
	Class   string   `yaml:"class"`
	Reason  string   `yaml:"reason"`
	Phrases []string `yaml:"phrases"`
}

type calqueClass struct {
	Class    string   `yaml:"class"`
	Reason   string   `yaml:"reason"`
	Patterns []string `yaml:"patterns"`

	rows [][][]string
}

type set map[string]bool

// lexicon is the data the English grammar reads. It does not change once read.
type lexicon struct {
	classes []*cueClass
	verb    map[string]*cueVerb
	phrasal map[string]*cueVerb // by form and particle: "pointed out"
	calques []calqueClass
	phrases map[string]map[string][][]string // by class and first word: the words that follow it

	abbreviation, auxiliary, be, adverb, determiner, pronoun, preposition, conjunction              set
	humanOne, humanMany, office, headOfState, authority, document, show, channel                    set
	health, bodyPart, look, law, oblige, party, dayPart, saying, place, irregular                   set
	givenLike, noName, moderator, telling, account, lender, gift, unanswered, withheld, rank, title set
	sure, hopeful, doubtful, unsure, sideWith, sideAgainst, falsehood                               set
	humanStem                                                                                       map[string]string // any form to its singular
	calledAgain                                                                                     map[string]set    // by the general word
}

// english returns the lexicon, read once. The files are part of the program and
// tested: a failure is a defect of the build.
var english = sync.OnceValue(func() *lexicon {
	lx, err := readLexicon()
	if err != nil {
		panic(err)
	}
	return lx
})

func readYAML(name string, into any) error {
	b, err := data.ReadFile("data/" + name)
	if err != nil {
		return fmt.Errorf("reading %s: %w", name, err)
	}
	if err := yaml.NewDecoder(bytes.NewReader(b), yaml.Strict()).Decode(into); err != nil {
		return fmt.Errorf("reading %s: %w", name, err)
	}
	return nil
}

func readLexicon() (*lexicon, error) {
	lx := &lexicon{verb: map[string]*cueVerb{}, phrasal: map[string]*cueVerb{}, humanStem: map[string]string{}}
	if err := readYAML("cues.yaml", &lx.classes); err != nil {
		return nil, err
	}
	for _, c := range lx.classes {
		for _, t := range c.Takes {
			switch t {
			case "clause":
				c.clause = true
			case "that":
				c.that = true
			case "to":
				c.to = true
			case "object":
				c.object = true
			case "if":
				c.question = true
			case "quote":
				c.quote = true
			default:
				return nil, fmt.Errorf("cues.yaml: class %s takes %q, which is unknown", c.Class, t)
			}
		}
		for _, v := range c.Verbs {
			v, particle, phrasal := strings.Cut(v, " ")
			for f, w := range conjugate(v) {
				for _, x := range strings.Split(w, "|") {
					verb := &cueVerb{lemma: strings.Split(v, "/")[0], form: form(f), class: c}
					verb.asPast = verb.form == base && conjugate(v)[past] == x
					if x != "" && phrasal {
						lx.phrasal[x+" "+particle] = verb
					} else if x != "" && lx.verb[x] == nil {
						lx.verb[x] = verb
					}
				}
			}
		}
	}
	if err := readYAML("calques.yaml", &lx.calques); err != nil {
		return nil, err
	}
	for i := range lx.calques {
		for _, pattern := range lx.calques[i].Patterns {
			var row [][]string
			for _, w := range strings.Fields(pattern) {
				row = append(row, strings.Split(w, "|"))
			}
			lx.calques[i].rows = append(lx.calques[i].rows, row)
		}
	}
	var phrases []phraseClass
	if err := readYAML("phrases.yaml", &phrases); err != nil {
		return nil, err
	}
	lx.phrases = map[string]map[string][][]string{}
	for _, c := range phrases {
		if c.Reason == "" || len(c.Phrases) == 0 {
			return nil, fmt.Errorf("phrases.yaml: class %q has no reason or no phrases", c.Class)
		}
		of := map[string][][]string{}
		for _, p := range c.Phrases {
			first, rest, _ := strings.Cut(p, " ")
			of[first] = append(of[first], strings.Fields(rest))
		}
		lx.phrases[c.Class] = of
	}
	var classes []wordClass
	if err := readYAML("words.yaml", &classes); err != nil {
		return nil, err
	}
	into := map[string]*set{"abbreviation": &lx.abbreviation, "auxiliary": &lx.auxiliary, "be": &lx.be, "adverb": &lx.adverb,
		"determiner": &lx.determiner, "pronoun": &lx.pronoun, "preposition": &lx.preposition, "conjunction": &lx.conjunction,
		"office": &lx.office, "head-of-state": &lx.headOfState, "authority": &lx.authority, "document": &lx.document,
		"show": &lx.show, "channel": &lx.channel, "health": &lx.health, "body-part": &lx.bodyPart, "look": &lx.look,
		"law": &lx.law, "oblige": &lx.oblige, "party": &lx.party, "day-part": &lx.dayPart, "saying": &lx.saying, "place": &lx.place, "irregular": &lx.irregular, "given-like-a-people": &lx.givenLike, "no-name": &lx.noName, "moderator": &lx.moderator, "telling": &lx.telling,
		"rank": &lx.rank, "title": &lx.title, "falsehood": &lx.falsehood, "account": &lx.account, "lender": &lx.lender, "gift": &lx.gift, "unanswered": &lx.unanswered, "withheld": &lx.withheld,
		"sure": &lx.sure, "hopeful": &lx.hopeful, "doubtful": &lx.doubtful, "unsure": &lx.unsure, "side-with": &lx.sideWith, "side-against": &lx.sideAgainst}
	for _, c := range classes {
		if c.Class == "human" {
			lx.humans(c.Words)
			continue
		}
		if c.Class == "called-again" {
			lx.calledAgain = map[string]set{}
			for _, w := range c.Words {
				general, others, _ := strings.Cut(w, "/")
				lx.calledAgain[general] = set{}
				for _, other := range strings.Split(others, "/") {
					lx.calledAgain[general][other] = true
				}
			}
			continue
		}
		target, ok := into[c.Class]
		if !ok {
			return nil, fmt.Errorf("words.yaml: class %q is unknown", c.Class)
		}
		*target = set{}
		for _, w := range c.Words {
			(*target)[w] = true
		}
	}
	return lx, nil
}

// attitude is the stance of who "is convinced", "is hopeful", "is doubtful", "is unsure"; false for other words.
func (lx *lexicon) attitude(adjective string) (statement.Stance, bool) {
	switch {
	case lx.sure[adjective]:
		return statement.Asserts, true
	case lx.hopeful[adjective]:
		return statement.Wishes, true
	case lx.doubtful[adjective]:
		return statement.Denies, true
	case lx.unsure[adjective]:
		return statement.ProfessesIgnorance, true
	}
	return "", false
}

func (lx *lexicon) humans(words []string) {
	lx.humanOne, lx.humanMany = set{}, set{}
	for _, w := range words {
		one, many, has := strings.Cut(w, "/")
		if !has {
			many = one + "s"
		}
		lx.humanOne[one], lx.humanMany[many] = true, true
		lx.humanStem[one], lx.humanStem[many] = one, one
	}
}

// conjugate gives the forms of a verb in the order of form; several of one form
// are parted by "|". A lemma may bring its past, participle and -ing form.
func conjugate(entry string) [5]string {
	parts := strings.Split(entry, "/")
	v := parts[0]
	var out [5]string
	out[base] = v
	stem := v
	switch {
	case strings.HasSuffix(v, "y") && len(v) > 2 && !strings.ContainsRune("aeiou", rune(v[len(v)-2])):
		out[third], out[past], out[ing] = v[:len(v)-1]+"ies", v[:len(v)-1]+"ied", v+"ing"
	case strings.HasSuffix(v, "sh"), strings.HasSuffix(v, "ch"), strings.HasSuffix(v, "ss"), strings.HasSuffix(v, "x"), strings.HasSuffix(v, "o"):
		out[third], out[past], out[ing] = v+"es", v+"ed", v+"ing"
	case strings.HasSuffix(v, "ee"):
		out[third], out[past], out[ing] = v+"s", v+"d", v+"ing"
	case strings.HasSuffix(v, "e"):
		stem = v[:len(v)-1]
		out[third], out[past], out[ing] = v+"s", v+"d", stem+"ing"
	default:
		out[third], out[past], out[ing] = v+"s", v+"ed", v+"ing"
	}
	if len(parts) > 1 {
		out[past] = parts[1]
	}
	if len(parts) > 2 && parts[2] != parts[1] {
		out[participle] = parts[2]
	}
	if len(parts) > 3 {
		out[ing] = parts[3]
	}
	return out
}
