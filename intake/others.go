package intake

import (
	"cmp"
	"slices"
	"strings"
	"sync"

	"homeward/statement"
)

// cueLexicon is the little the package knows of a language other than English:
// verbs of saying, the word that opens a clause, "according to".
type cueLexicon struct {
	That      []string                      `yaml:"that"`
	According []string                      `yaml:"according"`
	Topic     []string                      `yaml:"topic"`  // Korean: endings of the one who speaks
	Clause    []string                      `yaml:"clause"` // Korean: endings of what is said
	Verbs     map[statement.Stance][]string `yaml:"verbs"`
	Declines  []string                      `yaml:"declines"`
	Comment   []string                      `yaml:"comment"`

	Not        []string            `yaml:"not"`
	Maybe      []string            `yaml:"maybe"` // before an event (Korean: behind it): it is only possible
	Numbers    map[string]int      `yaml:"numbers"`
	Thousand   []string            `yaml:"thousand"`
	Counter    []string            `yaml:"counter"` // Korean: what people are counted with
	Lower      []string            `yaml:"lower"`
	Upper      []string            `yaml:"upper"`
	People     []otherPeople       `yaml:"people"`
	Slots      []otherSlot         `yaml:"slots"`
	Measures   map[string][]string `yaml:"measures"`
	Unverified []string            `yaml:"unverified"`
	Whose      []string            `yaml:"whose"`   // "according to HIS words"
	ToldIn     []string            `yaml:"told_in"` // "it is said IN the statement"
	Of         []string            `yaml:"of"`      // "told OF the capture"
	As         []string            `yaml:"as"`      // "AS the sailor told, …"
	Answers    []string            `yaml:"answers"` // with "not": no word was given
	Between    []string            `yaml:"between"` // words between a sentence's beginning and its speaker

	// Shapes of Ukrainian and Russian; what ends in "*" in its name is a beginning of words.
	First        []string `yaml:"first"`         // verbs one says of one's self
	Ends         []string `yaml:"ends"`          // endings of finite verbs and short participles
	Is           []string `yaml:"is"`            // words that make a clause without a verb
	Infinitive   []string `yaml:"infinitive"`    // endings
	Considers    []string `yaml:"considers"`     // verbs of holding something to be so
	NoInfinitive []string `yaml:"no_infinitive"` // stems of nouns that end as a verb does
	FramePre     []string `yaml:"frame_pre"`     // FOR the words of X
	FrameAny     []string `yaml:"frame_any"`     // ACCORDING to X
	FrameNouns   []string `yaml:"frame_nouns"`   // by the WORDS of X
	Estimates    []string `yaml:"estimates"`     // by the ESTIMATE of X
	Laws         []string `yaml:"laws"`          // what a rule stands in: no speaker
	He           []string `yaml:"he"`
	This         []string `yaml:"this"`       // "X told of THIS"
	Such         []string `yaml:"such"`       // "SUCH a statement made X"
	SuchNouns    []string `yaml:"such_nouns"` // "such a STATEMENT made X"
	Made         []string `yaml:"made"`       // "such a statement MADE X"
	Openers      []string `yaml:"openers"`    // phrases a sentence opens with
	Objects      []string `yaml:"objects"`    // whom it is told
	Relative     []string `yaml:"relative"`   // "X, WHO asked not to be named, says"
	Known        []string `yaml:"known"`      // "it is KNOWN that": nobody is named
	Whether      []string `yaml:"whether"`
	Apart        []string `yaml:"apart"`  // subjects that tell somebody apart
	OneOf        []string `yaml:"one_of"` // "ONE of them"
	Other        []string `yaml:"other"`  // before a noun: another man
	Roles        []string `yaml:"roles"`  // beginnings (Korean: endings) of words for who speaks
	Titles       []string `yaml:"titles"` // what stands by a single name
	Ranks        []string `yaml:"ranks"`
	Kin          []string `yaml:"kin"`
	Women        []string `yaml:"women"`     // nouns by which a named woman is spoken of again
	Men          []string `yaml:"men"`       // and a man
	WomenKin     []string `yaml:"women_kin"` // whose relative she is
	Hopes        []string `yaml:"hopes"`     // "expressed the HOPE that"
	Admits       []string `yaml:"admits"`    // "did not ADMIT his guilt"
	Guilt        []string `yaml:"guilt"`
	Interviews   []string `yaml:"interviews"` // "INTERVIEW with the nurse X"
	Bodies       []string `yaml:"bodies"`
	Places       []string `yaml:"places"`    // before the name of a place
	PlacePre     []string `yaml:"place_pre"` // prepositions before a place
	Named        []string `yaml:"named"`     // "by NAME X"
	Turns        []string `yaml:"turns"`     // "to you TURNS X"
	Called       []string `yaml:"called"`    // "CALLED it a lie"
	Lies         []string `yaml:"lies"`
	Publishes    []string `yaml:"publishes"`
	Recordings   []string `yaml:"recordings"`
	Question     []string `yaml:"question"`
	Nods         []string `yaml:"nods"`
	Shakes       []string `yaml:"shakes"`
	Heads        []string `yaml:"heads"`
	Affirms      []string `yaml:"affirms"`
	Believes     []string `yaml:"believes"` // with "not": denied
	Voices       []string `yaml:"voices"`   // deeds beside direct speech: smiles, sighs
	Impersonal   []string `yaml:"impersonal"`
	Knows        []string `yaml:"knows"` // with "nothing": professed ignorance
	Complains    []string `yaml:"complains"`
	Appeals      []string `yaml:"appeals"` // calls on somebody: he belongs to what is asked
	Oblige       []string `yaml:"oblige"`  // what a rule does
	If           []string `yaml:"if"`
	Give         []string `yaml:"give"`  // what is offered: to hand over, to release
	Ready        []string `yaml:"ready"` // "is READY to"
	Untrue       []string `yaml:"untrue"`
	Will         []string `yaml:"will"`
	Mine         []string `yaml:"mine"`
	Ignorance    []string `yaml:"ignorance"`

	PlaceOfCapture []string `yaml:"place_of_capture"`

	Pairs     []string `yaml:"pairs"`     // cues of two words; "word*" goes on with any ending
	Learns    []string `yaml:"learns"`    // of a thing: nothing is said
	Quotes    []string `yaml:"quotes"`    // "QUOTES the ministry the agency": whom, then who
	Details   []string `yaml:"details"`   // "he did not give DETAILS"
	Discloses []string `yaml:"discloses"` // "he did not GIVE details"
	Either    []string `yaml:"either"`    // "could neither CONFIRM nor DENY"
	Rumours   []string `yaml:"rumours"`   // "by RUMOURS": nobody's words
	Told      []string `yaml:"told"`      // "this INFORMATION they did not confirm"
	NoWord    []string `yaml:"no_word"`   // rows that decline to comment

	Insists   []string `yaml:"insists"`   // on a thing: it is asked for
	Promises  []string `yaml:"promises"`  // to do a thing
	Allegedly []string `yaml:"allegedly"` // opens what another has said
	Unready   []string `yaml:"unready"`   // "not READY to comment"
	Sources   []string `yaml:"sources"`   // things that speak: a letter, a report

	Venues   []string `yaml:"venues"`   // Korean: where one speaks
	NoTopic  []string `yaml:"no_topic"` // Korean: ends as a topic and is none
	NoNames  []string `yaml:"no_names"` // Korean: three syllables that are no name
	Surnames []string `yaml:"surnames"` // Korean
	Stands   []string `yaml:"stands"`   // Korean: "the POSITION that"

	person, group           map[string]string // forms to the noun's first form
	not, thousand           set
	verb                    map[string]statement.Stance
	converb                 set // "adding", "having said"
	that, declines, comment set
	answers, between        set
	impersonal              set
	openers, pairs          [][]string
	prefixes                []verbBegin // Korean: beginnings of verbs of saying, the longest first
}

var otherLexicons = sync.OnceValue(func() map[string]*cueLexicon {
	var out map[string]*cueLexicon
	if err := readYAML("others.yaml", &out); err != nil {
		panic(err) // part of the program, tested
	}
	in := func(words []string) set {
		s := set{}
		for _, w := range words {
			s[w] = true
		}
		return s
	}
	for _, lx := range out {
		lx.verb, lx.converb = map[string]statement.Stance{}, set{}
		for stance, words := range lx.Verbs {
			for _, w := range words {
				if lx.Topic != nil {
					for _, e := range koreanEndings {
						lx.prefixes = append(lx.prefixes, verbBegin{w + e, stance})
					}
					lx.prefixes = append(lx.prefixes, verbBegin{w, stance})
					continue
				}
				forms, converbs := slavicForms(w)
				for _, f := range append(forms, converbs...) {
					lx.verb[f] = stance
				}
				for _, f := range converbs {
					lx.converb[f] = true
				}
			}
		}
		slices.SortStableFunc(lx.prefixes, func(a, b verbBegin) int {
			return cmp.Or(len(b.begins)-len(a.begins), strings.Compare(a.begins, b.begins))
		})
		lx.impersonal = in(lx.Impersonal)
		for _, o := range lx.Pairs {
			lx.pairs = append(lx.pairs, strings.Fields(o))
		}
		for _, o := range lx.Openers {
			lx.openers = append(lx.openers, strings.Fields(o))
		}
		lx.that, lx.declines, lx.comment = in(lx.That), in(lx.Declines), in(lx.Comment)
		lx.answers, lx.between = in(allForms(lx, lx.Answers)), in(lx.Between)
		lx.not, lx.thousand = in(lx.Not), in(lx.Thousand)
		lx.person, lx.group = map[string]string{}, map[string]string{}
		for _, noun := range lx.People {
			head := append(noun.One[:len(noun.One):len(noun.One)], noun.Many...)[0]
			for _, w := range noun.Many {
				lx.group[w] = head
			}
			for _, w := range noun.One {
				lx.person[w] = head
			}
		}
	}
	return out
})

// slavicForms are the forms of a verb of saying, from that of him in the past or that
// of him or her in the present: of her, it and them, and the converbs ("adding").
func slavicForms(w string) (forms, converbs []string) {
	forms = []string{w}
	for _, rule := range []struct {
		end      string
		forms    string
		converbs string
	}{
		{"вся", "лася лась лося лось лися лись", "вшись"}, {"лся", "лась лось лись", "вшись"},
		{"ться", "", "чись"}, {"ється", "ються", "ючись"},
		{"є", "ють", "ючи"}, {"дить", "дять", "дячи"}, {"ить", "ять ать", "ячи"}, {"же", "жуть", ""}, {"ше", "шуть", ""},
		{"ёт", "ют", "я"}, {"ает", "ают", "ая"}, {"яет", "яют", "яя"}, {"ует", "уют", "уя"}, {"ивает", "ивают", "ивая"}, {"ет", "ют ут", "я"}, {"ит", "ят ат", "я"}, {"ется", "ются утся", "ясь"}, {"ится", "ятся атся", "ясь"},
		{"в", "ла ло ли", "вши"}, {"л", "ла ло ли", "в"},
	} {
		stem, is := strings.CutSuffix(w, rule.end)
		if !is {
			continue
		}
		for _, e := range strings.Fields(rule.forms) {
			forms = append(forms, stem+e)
		}
		for _, e := range strings.Fields(rule.converbs) {
			converbs = append(converbs, stem+e)
		}
		return forms, converbs
	}
	return forms, nil
}

// allForms are the forms of several verbs; Korean ones have one form for all.
func allForms(lx *cueLexicon, words []string) []string {
	var out []string
	for _, w := range words {
		if lx.Topic != nil {
			out = append(out, w)
			continue
		}
		forms, _ := slavicForms(w)
		out = append(out, forms...)
	}
	return out
}

// cueGrammar is the Proposer for Ukrainian, Russian and Korean: speakers by cue,
// quotations, clauses after "that". It knows fewer shapes than the English one
// and never gives high confidence.
type cueGrammar struct{ lx *cueLexicon }

func (g cueGrammar) Propose(p *page, times []timex) []attribution {
	r := newReading(p, english(), times)
	spoken := -1 // the paragraph last read as direct speech with dashes
	for si, s := range p.sents {
		at := p.paraOf(s.a)
		para := p.paras[at]
		if para.heading || at == spoken {
			continue
		}
		if p.language != "ko" && s.a == para.a && g.dialogue(r, para) {
			spoken = at
			continue
		}
		switch {
		case g.unverified(r, si, s):
		case p.language == "ko":
			g.korean(r, si, s)
		default:
			g.slavic(r, si, s)
		}
		r.bareQuotes(si, len(r.out))
	}
	sortAttributions(r.out)
	return r.out
}

// worded: somebody is named there, and not a mark of punctuation alone.
func (r *reading) worded(x rng) bool {
	for i := x.a; i < x.b; i++ {
		if r.toks[i].kind == word {
			return true
		}
	}
	return false
}

func (r *reading) lastComma(i, from int) int {
	for k := i - 1; k > from && k > i-10; k-- {
		if r.is(k, ",", "—", "–") {
			return k
		}
	}
	return -1
}

// colonQuote is where a quotation after "X said:" begins, or 0.
func (r *reading) colonQuote(i, end int) int {
	for k := i + 1; k < end && k < i+10; k++ {
		if r.is(k, ":") && k+1 < end {
			return k + 1
		}
	}
	return 0
}

// withoutEnding is a Korean name without the particle that marks it as subject.
func withoutEnding(name string, endings []string) string {
	for _, e := range endings {
		if strings.HasSuffix(name, e) && len(name) > len(e)+3 {
			return strings.TrimSuffix(name, e)
		}
	}
	return name
}

func endsIn(w string, endings []string) bool {
	for _, e := range endings {
		if strings.HasSuffix(w, e) && len(w) > len(e) {
			return true
		}
	}
	return false
}
