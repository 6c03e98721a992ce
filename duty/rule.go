package duty

import (
	"bytes"
	_ "embed"
	"fmt"
	"slices"
	"strings"
	"sync"

	"homeward/statement"

	"github.com/goccy/go-yaml"
)

// Rule is one duty as rules.yaml declares it.
type Rule struct {
	ID      string            `yaml:"id" json:"id"`
	Article string            `yaml:"article" json:"article"`
	Title   map[string]string `yaml:"title" json:"title"` // short, by language; English always
	Duty    string            `yaml:"duty" json:"duty"`   // what is owed, in a sentence
	Owes    Owes              `yaml:"owes" json:"owes"`
	Power   Power             `yaml:"power" json:"power"`
	Who     Who               `yaml:"who" json:"who"`
	Trigger Trigger           `yaml:"trigger" json:"trigger"`
	Clock   Clock             `yaml:"clock" json:"clock"`
	Done    Discharge         `yaml:"discharge" json:"discharge"`
	// EndsWithCaptivity: it is owed to a prisoner; his release ends it, done or not.
	EndsWithCaptivity bool   `yaml:"ends_with_captivity" json:"ends_with_captivity,omitempty"`
	WaitsFor          string `yaml:"waits_for" json:"waits_for,omitempty"` // what must be recordable before it can fire
	Note              string `yaml:"note" json:"note,omitempty"`
}

// TitleIn is the rule's short title in a language, English where it has none.
func (r *Rule) TitleIn(language string) string {
	if t := r.Title[language]; t != "" {
		return t
	}
	return r.Title["en"]
}

// Owes says who owes a duty.
type Owes string

// Those who owe.
const (
	OwedByBureau          Owes = "bureau"
	OwedByDetainingPower  Owes = "detaining_power"
	OwedByHomePower       Owes = "home_power"
	OwedByAgency          Owes = "central_agency"
	OwedByProtectingPower Owes = "protecting_power"
	OwedByAgreement       Owes = "by_agreement" // of the Powers concerned
)

// Words says in English who that is.
func (o Owes) Words() string {
	switch o {
	case OwedByBureau:
		return "the bureau"
	case OwedByDetainingPower:
		return "the detaining Power"
	case OwedByHomePower:
		return "the Power of origin"
	case OwedByAgency:
		return "the Central Agency"
	case OwedByProtectingPower:
		return "the Protecting Power"
	case OwedByAgreement:
		return "the Powers concerned, by agreement"
	}
	return string(o)
}

// Power says in whose power a person must be for the rule to fire.
type Power string

// The three.
const (
	InOurPower Power = "ours" // held by the bureau's party
	OurOwn     Power = "own"  // depends on the bureau's party
	InAnyPower Power = "any"
)

// Who says to which people a rule applies.
type Who string

// The four.
const (
	Prisoners Who = "prisoner" // neither civilian nor remains
	Civilians Who = "civilian"
	Medics    Who = "medic" // medical and religious personnel
	Anyone    Who = "anyone"
)

// Trigger says what makes a rule fire. Exactly one of Held, Events, State and
// HostilitiesEnded is given; State may stand beside Events, for an event of which no
// date is given.
type Trigger struct {
	Held             bool     `yaml:"held" json:"held,omitempty"`     // he is in the Power's hands
	Events           []string `yaml:"events" json:"events,omitempty"` // properties that date an event; every event fires once
	Else             []string `yaml:"else" json:"else,omitempty"`     // properties read if Events give none
	State            string   `yaml:"state" json:"state,omitempty"`   // a property
	Values           []string `yaml:"values" json:"values,omitempty"` // values of State that fire; none: any value
	HostilitiesEnded bool     `yaml:"hostilities_ended" json:"hostilities_ended,omitempty"`
	// Receipt: the clock runs not from the event but from the bureau's receipt of it.
	Receipt bool `yaml:"receipt" json:"receipt,omitempty"`
	// Unless: while one of these ("property=value") holds, the item waits.
	Unless []string `yaml:"unless" json:"unless,omitempty"`
	Words  string   `yaml:"words" json:"words"`
}

// Kind is the kind of a clock.
type Kind string

// The kinds of clock. The first five have no number in the Conventions.
const (
	NoClock     Kind = "none"        // none stated
	Immediately Kind = "immediately" // "immediately"
	Shortest    Kind = "shortest"    // "within the shortest possible period", "as rapidly as possible"
	NoDelay     Kind = "no_delay"    // "without delay", "as soon as a road is open"
	Always      Kind = "always"      // runs as long as its ground lasts; nothing discharges it
	Days        Kind = "days"        // not more than N days after
	Months      Kind = "months"      // not more than N months after
	EveryDays   Kind = "every_days"  // again every N days
	DaysBefore  Kind = "days_before" // at least N days before Of
	BarMonths   Kind = "bar_months"  // not before N months after
)

// Clock says how long there is.
type Clock struct {
	Kind Kind `yaml:"kind" json:"kind"`
	N    int  `yaml:"n" json:"n,omitempty"`
	// From is the property that dates the clock's start where that is not the trigger;
	// Of, the property that dates what a days_before clock counts back from.
	From string `yaml:"from" json:"from,omitempty"`
	Of   string `yaml:"of" json:"of,omitempty"`
	// Later: it starts with something after the trigger that is not recorded, so that it
	// can be known when it has not run out, and never that it surely has.
	Later  bool   `yaml:"later" json:"later,omitempty"`
	Words  string `yaml:"words" json:"words"`
	Source string `yaml:"source" json:"source"` // where the clock stands: article, annex
}

// Discharge says what discharges an item.
type Discharge struct {
	// By are properties, any of which discharges: a date that is not before the event;
	// of any other property, any value, or the one after "=".
	By []string `yaml:"by" json:"by,omitempty"`
	// Refusal: a standing wish not to return discharges too (Art. 109(3)).
	Refusal bool `yaml:"refusal" json:"refusal,omitempty"`
	// OneEach: one record discharges one item, in the order of time; else a record
	// discharges all that came before it, as one transmission can carry several events.
	OneEach  bool   `yaml:"one_each" json:"one_each,omitempty"`
	Words    string `yaml:"words" json:"words"`
	WaitsFor string `yaml:"waits_for" json:"waits_for,omitempty"` // what must be recordable before it can be discharged
}

//go:embed rules.yaml
var rulesYAML []byte

// Rules returns all rules, in the order of rules.yaml. The slice is the caller's.
func Rules() []Rule { return slices.Clone(allRules()) }

var allRules = sync.OnceValue(func() []Rule {
	rules, err := readRules(rulesYAML)
	if err != nil {
		panic(err) // the file is part of the program, and tests read it
	}
	return rules
})

func readRules(data []byte) ([]Rule, error) {
	var rules []Rule
	if err := yaml.NewDecoder(bytes.NewReader(data), yaml.Strict()).Decode(&rules); err != nil {
		return nil, fmt.Errorf("reading rules.yaml: %w", err)
	}
	for i := range rules {
		if slices.ContainsFunc(rules[:i], func(o Rule) bool { return o.ID == rules[i].ID }) {
			return nil, fmt.Errorf("rules.yaml: %s stands there twice", rules[i].ID)
		}
		if err := rules[i].check(); err != nil {
			return nil, fmt.Errorf("rules.yaml: %s: %w", rules[i].ID, err)
		}
	}
	return rules, nil
}

func (r *Rule) check() error {
	switch {
	case r.ID == "" || r.Article == "" || r.Title["en"] == "" || r.Duty == "":
		return fmt.Errorf("an id, an article, an English title and the duty are wanted")
	case r.Trigger.Words == "" || r.Clock.Words == "" || r.Done.Words == "":
		return fmt.Errorf("trigger, clock and discharge are wanted in words")
	case !slices.Contains([]Owes{OwedByBureau, OwedByDetainingPower, OwedByHomePower, OwedByAgency, OwedByProtectingPower, OwedByAgreement}, r.Owes):
		return fmt.Errorf("owes %q is none of those who owe", r.Owes)
	case !slices.Contains([]Power{InOurPower, OurOwn, InAnyPower}, r.Power):
		return fmt.Errorf("power %q is not ours, own or any", r.Power)
	case !slices.Contains([]Who{Prisoners, Civilians, Medics, Anyone}, r.Who):
		return fmt.Errorf("who %q is not prisoner, civilian, medic or anyone", r.Who)
	case r.Clock.Stated() != (r.Clock.N > 0):
		return fmt.Errorf("a clock of kind %q with the number %d: a stated clock has a number, another has none", r.Clock.Kind, r.Clock.N)
	case (r.Clock.Kind == DaysBefore) != (r.Clock.Of != ""):
		return fmt.Errorf("only a days_before clock counts back from something")
	case r.WaitsFor != "":
		return nil
	case r.Clock.Kind != Always && r.Clock.Kind != BarMonths && len(r.Done.By) == 0 && r.Done.WaitsFor == "":
		return fmt.Errorf("nothing discharges it")
	}
	given := 0
	for _, is := range []bool{r.Trigger.Held, len(r.Trigger.Events) > 0 || r.Trigger.State != "", r.Trigger.HostilitiesEnded} {
		if is {
			given++
		}
	}
	if given != 1 {
		return fmt.Errorf("exactly one trigger is wanted")
	}
	switch r.Clock.Kind {
	case NoClock, Immediately, Shortest, NoDelay, Always, Days, Months, EveryDays, DaysBefore, BarMonths:
		return nil
	}
	return fmt.Errorf("clock of kind %q is not known", r.Clock.Kind)
}

// Stated says whether the Convention states a number for the clock.
func (c Clock) Stated() bool {
	switch c.Kind {
	case Days, Months, EveryDays, DaysBefore, BarMonths:
		return true
	}
	return false
}

// CanFire says whether the vocabulary can record what the rule reads; if not, why. A rule
// that can fire but whose discharge cannot be recorded yet says so in why.
func (r *Rule) CanFire(v *statement.Vocabulary) (can bool, why string) {
	if r.WaitsFor != "" {
		return false, "waits for " + r.WaitsFor
	}
	for _, property := range r.properties() {
		if v.Property(property) == nil {
			return false, "the vocabulary has no property " + property
		}
	}
	if r.Done.WaitsFor != "" {
		return true, "its discharge waits for " + r.Done.WaitsFor
	}
	return true, ""
}

// properties are all that the rule reads, but for what tells in whose power he is.
func (r *Rule) properties() []string {
	out := slices.Concat(r.Trigger.Events, r.Trigger.Else)
	for _, p := range []string{r.Trigger.State, r.Clock.From, r.Clock.Of} {
		if p != "" {
			out = append(out, p)
		}
	}
	for _, by := range slices.Concat(r.Trigger.Unless, r.Done.By) {
		property, _, _ := strings.Cut(by, "=")
		out = append(out, property)
	}
	return out
}
