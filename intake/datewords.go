package intake

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"
)

// dateWords are the words of dates of one language, from data/dates.yaml.
type dateWords struct {
	capitals bool // months and weekdays are written with a capital
	month    map[string]time.Month
	weekday  map[string]time.Weekday
	today    map[string]int
	this     []string
	last     []string
	next     []string
	unit     map[string]byte
	season   map[string]int // EDTF 21 to 24
	parts    map[string]int // parts of a day, as days from the document
	ordinal  map[string]int // days of a month in words
	feasts   map[string]string
	phrases  []datePhrase
	years    []yearWords     // longest first
	periods  []yearWords     // longest first
	begins   map[string]bool // where there are capitals: every word in small letters that an expression begins with
}

// yearWords tell a year, or another unit, by its distance from that of the document.
type yearWords struct {
	words []string
	by    int
	unit  byte
}

type datePhrase struct {
	Text   string `yaml:"text"`
	Means  string `yaml:"means"` // shift: Days from the anchor; until: not after the document; vague: no value
	Days   int    `yaml:"days"`
	Anchor string `yaml:"anchor"`
	Refers string `yaml:"refers"` // past | present | future

	words []string
}

type dateFile struct {
	Capitals bool                      `yaml:"capitals"`
	Months   []string                  `yaml:"months"`
	Weekdays []string                  `yaml:"weekdays"`
	Today    map[string]int            `yaml:"today"`
	This     []string                  `yaml:"this"`
	Last     []string                  `yaml:"last"`
	Next     []string                  `yaml:"next"`
	Units    map[string]string         `yaml:"units"`
	Seasons  map[string]int            `yaml:"seasons"`
	Parts    map[string]int            `yaml:"parts"`
	Feasts   map[string]string         `yaml:"feasts"`
	Ordinals []string                  `yaml:"ordinals"` // days of a month in words, from the first on
	Phrases  []datePhrase              `yaml:"phrases"`
	Years    map[string]int            `yaml:"years"`   // what follows a day or a month: "of last year"
	Periods  map[string]map[string]int `yaml:"periods"` // by unit: "минулого тижня"
}

var allDateWords = sync.OnceValue(func() map[string]*dateWords {
	var files map[string]dateFile
	if err := readYAML("dates.yaml", &files); err != nil {
		panic(err) // part of the program, tested
	}
	out := map[string]*dateWords{}
	for language, f := range files {
		w := &dateWords{capitals: f.Capitals, month: map[string]time.Month{}, weekday: map[string]time.Weekday{}, today: f.Today,
			this: f.This, last: f.Last, next: f.Next, unit: map[string]byte{}, season: f.Seasons, parts: f.Parts, feasts: f.Feasts, phrases: f.Phrases}
		for i, forms := range f.Months {
			for _, x := range strings.Fields(forms) {
				w.month[x] = time.Month(i + 1)
			}
		}
		for i, forms := range f.Weekdays {
			for _, x := range strings.Fields(forms) {
				w.weekday[x] = time.Weekday(i)
			}
		}
		w.ordinal = map[string]int{}
		for i, x := range f.Ordinals {
			w.ordinal[x] = i + 1
		}
		for x, u := range f.Units {
			w.unit[x] = u[0]
		}
		for text, by := range f.Years {
			w.years = append(w.years, yearWords{strings.Fields(text), by, 'Y'})
		}
		for unit, periods := range f.Periods {
			for text, by := range periods {
				w.periods = append(w.periods, yearWords{strings.Fields(text), by, unit[0]})
			}
		}
		for _, list := range [][]yearWords{w.years, w.periods} {
			slices.SortFunc(list, func(a, b yearWords) int {
				return cmp.Or(len(b.words)-len(a.words), strings.Compare(strings.Join(a.words, " "), strings.Join(b.words, " ")))
			})
		}
		// The longest phrase wins.
		for i := range w.phrases {
			w.phrases[i].words = strings.Fields(w.phrases[i].Text)
		}
		for i := 1; i < len(w.phrases); i++ {
			for j := i; j > 0 && len(w.phrases[j].words) > len(w.phrases[j-1].words); j-- {
				w.phrases[j], w.phrases[j-1] = w.phrases[j-1], w.phrases[j]
			}
		}
		w.begins = w.beginnings()
		out[language] = w
	}
	return out
})

// beginners are the words of small letters that expressions of time begin with in the readers of calendar.core, beside
// those of data/dates.yaml, numbers, ordinals and adverbs.
var beginners = strings.Fields(`the this that each every a an past last next previous final latest same coming current
	following preceding recent comparable corresponding full entire fiscal whole year noon midnight midday
	about some around roughly approximately several few many couple`)

// beginnings gathers the words an expression may begin with. A word in small letters that is none of them, and has no
// hyphen, is asked no further: nine words in ten of a report.
func (w *dateWords) beginnings() map[string]bool {
	out := map[string]bool{}
	add := func(words ...string) {
		for _, x := range words {
			out[x] = true
		}
	}
	add(beginners...)
	add(w.this...)
	add(w.last...)
	add(w.next...)
	for _, ph := range w.phrases {
		add(ph.words[0])
	}
	add(slices.Collect(maps.Keys(w.month))...)
	add(slices.Collect(maps.Keys(w.weekday))...)
	add(slices.Collect(maps.Keys(w.today))...)
	add(slices.Collect(maps.Keys(w.unit))...)
	add(slices.Collect(maps.Keys(w.season))...)
	add(slices.Collect(maps.Keys(halfYears))...)
	add(slices.Collect(maps.Keys(quarters))...)
	add(slices.Collect(maps.Keys(numberWords))...)
	add(slices.Collect(maps.Keys(adverbs))...)
	return out
}

// mayBegin reports whether an expression of time may begin at a word.
func (w *dateWords) mayBegin(t *token) bool {
	return !w.capitals || t.kind != word || t.cap || w.begins[t.low] || strings.Contains(t.low, "-")
}

func wordsFor(language string) *dateWords {
	if w := allDateWords()[language]; w != nil {
		return w
	}
	return allDateWords()["en"]
}
