package sample

import (
	"iter"
	"strconv"
)

// Party is one of the three parties to the conflict.
type Party uint8

// The parties.
const (
	VER Party = iota // Verenia, whose bureau keeps these papers
	SOK              // Sokolia
	HAN              // Hanul
)

// String is the party's code.
func (p Party) String() string { return [...]string{"VER", "SOK", "HAN"}[p] }

// Language is the one the party's own people and lists write.
func (p Party) Language() Language { return [...]Language{Ukrainian, Russian, Korean}[p] }

// Service numbers are all different: the stride has no divisor in common with how
// many there are, so that the numbers of people who follow one another lie far apart.
const (
	serviceNumbers = MostPeople
	serviceStride  = 61_803_399
)

// Fate is what has become of a person.
type Fate uint8

// The fates.
const (
	Lost Fate = iota // nobody has said that he is held
	Held             // in the power of Holder
	Dead             // died in the power of Holder
)

// Person is one of the invented people as they truly are. The words of the code
// fields are those of the vocabulary; "" is not known.
type Person struct {
	Number    int // from 0, in the order of Write
	Home      Party
	Female    bool
	Born      Day
	Status    string // military, civilian, medical, religious
	Fate      Fate
	Holder    Party // of the held and the dead
	Captured  Day
	Missing   Day // since when the own side has not heard of him
	Died      Day
	Condition string
	Finding   string // of a Mixed Medical Commission: GCIII Art. 110
	Fit       string // to travel: yes, no
	Wish      string
	Hold      string

	In [3]bool // in the list of VER, SOK, HAN

	seed          uint64
	service       int32
	family, given uint16
	father        uint8
	rank, unit    uint8
	birthplace    uint8
	place, camp   uint8
}

// People yields the n invented people of a seed, the same ones as Write puts into
// files. It allocates nothing per person.
func People(n int, seed uint64) iter.Seq[Person] {
	return func(yield func(Person) bool) {
		t := theTables()
		for i := range n {
			if !yield(t.person(i, seed)) {
				return
			}
		}
	}
}

// The streams of chance of one person; changing what is drawn from one leaves the
// others as they are.
const (
	streamPerson   = iota
	streamVER      // how Verenia's list writes him
	streamSOK      // Sokolia's
	streamHAN      // Hanul's
	streamAgainVER // how each writes him a second time
	streamAgainSOK
	streamAgainHAN
	streamEvents // what is told of him beside the lists
	streamFamily // who asks after him
	streams
)

func (p *Person) random(stream uint64) random {
	return newRandom(p.seed, uint64(p.Number)*streams+stream)
}

var (
	conflictBegan = dayOf(2024, 11, 20)
	lastCapture   = dayOf(2025, 2, 2)
)

func (t *tables) person(i int, seed uint64) Person {
	p := Person{Number: i, seed: seed, Status: "military", Condition: "good"}
	r := p.random(streamPerson)
	switch n := r.below(100); {
	case n < 45:
		p.Home = VER
	case n < 85:
		p.Home = SOK
	default:
		p.Home = HAN
	}
	if i < len(t.first) {
		p.Home = t.first[i].home
	}
	p.Female = p.Home != HAN && r.permille(70)
	p.Born = dayOf(2007-r.between(18, 32)-r.below(14)*r.below(2), 1, 1) + Day(r.below(365))
	p.service = int32((uint64(i)*serviceStride + seed%serviceNumbers) % serviceNumbers)
	p.rank, p.unit = uint8(min(r.below(8), r.below(8), r.below(8))), uint8(r.below(40))
	p.birthplace, p.place, p.camp = uint8(r.below(8)), uint8(r.below(len(frontPlaces))), uint8(r.below(4))
	sex := 0
	if p.Female {
		sex = 1
	}
	if p.Home == HAN {
		p.family, p.given = uint16(t.koreanRank.draw(&r)), uint16(r.below(len(t.koreanGiven)))
	} else {
		p.family, p.given = uint16(t.familyRank[p.Home].draw(&r)), uint16(t.givenRank[sex].draw(&r))
		p.father = uint8(t.givenRank[0].draw(&r))
	}
	switch n := r.below(1000); {
	case n < 25:
		p.Status = "medical"
	case n < 33:
		p.Status = "religious"
	case n < 70 && p.Home != HAN:
		p.Status = "civilian"
	}
	p.Captured = conflictBegan + Day(r.below(int(lastCapture-conflictBegan)))
	p.Missing = p.Captured + Day(r.below(4)-1)
	p.fate(&r)
	p.health(&r)
	switch n := r.below(100); {
	case n < 55:
		p.Wish = "return"
	case n < 58 || n < 64 && p.Home == HAN:
		p.Wish = "stay"
	case n < 67:
		p.Wish = "third_country"
	case n < 75:
		p.Wish = "unknown"
	}
	if r.permille(12) {
		p.Hold = [...]string{"prosecution", "sentence"}[r.below(2)]
	}
	if i < len(t.first) {
		q := p // so that the others need no place on the heap
		t.first[i].make(&q)
		p = q
	}
	return p
}

// fate says who holds a person and which lists know of it.
func (p *Person) fate(r *random) {
	heldOf1000 := [...]int{700, 650, 450}[p.Home]
	if !r.permille(heldOf1000) {
		p.In[p.Home] = true
		p.Captured = 0
		return
	}
	p.Fate, p.Holder = Held, VER
	if p.Home == VER {
		p.Holder = SOK
	}
	p.In[p.Holder] = r.permille([...]int{930, 1000, 1000}[p.Home])
	p.In[p.Home] = !p.In[p.Holder] || r.permille([...]int{650, 550, 500}[p.Home])
	if r.permille(18) {
		p.Fate, p.Died = Dead, p.Captured+Day(r.between(2, 20))
	}
}

func (p *Person) health(r *random) {
	switch n := r.below(1000); {
	case n < 60:
		p.Condition = "seriously_wounded"
	case n < 80:
		p.Condition = "seriously_ill"
	case n < 150:
		p.Condition = "wounded"
	case n < 280:
		p.Condition = "slightly_wounded"
	case n < 330:
		p.Condition = "sick"
	case n < 360:
		p.Condition = "convalescent"
	case n < 560:
		p.Condition = "not_wounded"
	}
	if p.grave() && r.permille(500) {
		p.Finding, p.Fit = "110_direct", "yes"
		if r.permille(300) {
			p.Finding = "110_neutral"
		}
		if r.permille(200) {
			p.Fit = "no"
		}
	}
	if p.Fate == Lost {
		p.Condition, p.Finding, p.Fit = "", "", ""
	}
}

// grave is the condition in which the bureau owes a statement of health every week
// if possible (GCIII Art. 122(6)).
func (p *Person) grave() bool {
	return p.Condition == "seriously_wounded" || p.Condition == "seriously_ill"
}

// firstPerson fixes what a small sample must show.
type firstPerson struct {
	home Party
	make func(*Person)
}

// shown is how many people a sample begins with that are fixed.
const shown = 12

// first says that the person is one of them; chance does not change their papers.
func (p *Person) first() bool { return p.Number < shown }

// firstPeople are the first few, who are the same in every sample: the two
// soldiers of the report, and one of each kind that the law treats apart.
func firstPeople() []firstPerson {
	held := func(p *Person, condition, finding, fit, wish string) {
		p.Fate, p.Died, p.Hold = Held, 0, ""
		p.Holder = VER
		if p.Home == VER {
			p.Holder = SOK
		}
		if p.Captured == 0 {
			p.Captured = conflictBegan + 40
			p.Missing = p.Captured + 1
		}
		p.In[p.Holder] = true
		p.Condition, p.Finding, p.Fit, p.Wish = condition, finding, fit, wish
	}
	soldier := func(p *Person, condition, wish string) {
		held(p, condition, "", "", wish)
		p.In = [3]bool{VER: true} // Hanul says nothing of them
		p.Status, p.rank, p.place = "military", 0, 1
		p.Captured = dayOf(2025, 1, 9)
	}
	return []firstPerson{
		{HAN, func(p *Person) { soldier(p, "wounded", "stay") }},
		{HAN, func(p *Person) { soldier(p, "wounded", "return") }},
		{SOK, func(p *Person) { held(p, "good", "", "yes", "return"); p.Status = "medical" }},
		{SOK, func(p *Person) { held(p, "seriously_wounded", "110_direct", "yes", "return"); p.In[SOK] = true }},
		{SOK, func(p *Person) { held(p, "good", "", "", "third_country") }},
		{VER, func(p *Person) { held(p, "good", "", "yes", "return"); p.Status = "medical" }},
		{VER, func(p *Person) { held(p, "seriously_wounded", "110_direct", "yes", "return"); p.In[VER] = true }},
		{VER, func(p *Person) { held(p, "good", "", "yes", "return"); p.Status = "religious" }},
		{SOK, func(p *Person) { held(p, "seriously_ill", "110_neutral", "yes", "stay") }},
		{SOK, func(p *Person) {
			held(p, "seriously_wounded", "", "", "")
			p.Fate, p.Died = Dead, p.Captured+9
		}},
		{HAN, func(p *Person) { held(p, "good", "", "yes", "unknown"); p.In[HAN] = true }},
		{VER, func(p *Person) { held(p, "good", "", "yes", "return"); p.Hold = "prosecution" }},
	}
}

// Name is the person's name as custom has it in a language, correct in every
// letter. People of Verenia and Sokolia have no Korean form; it is Latin.
func (p *Person) Name(l Language) Name {
	t := theTables()
	if p.Home == HAN {
		return Name{Family: t.korean[p.family][l], Given: t.koreanGiven[p.given].spelled[l]}
	}
	sex := p.sex()
	return Name{t.families[p.Home][p.family][sex].spelled[l], t.given[p.Home][sex][p.given].spelled[l], t.fathers[p.Home][sex][p.father].spelled[l]}
}

func (p *Person) sex() int {
	if p.Female {
		return 1
	}
	return 0
}

// ServiceNumber is the number of the person's own army; civilians have none.
func (p *Person) ServiceNumber() string {
	if p.Status == "civilian" {
		return ""
	}
	return [...]string{"ВА-", "Р-", "9-"}[p.Home] + strconv.Itoa(serviceNumbers + int(p.service))[1:]
}

// Birthplace, Rank and Unit are written in a language; civilians have no rank and
// no unit.
func (p *Person) Birthplace(l Language) string {
	all := towns(p.Home)
	return all[int(p.birthplace)%len(all)][l]
}

// Rank is the person's rank.
func (p *Person) Rank(l Language) string {
	if p.Status == "civilian" {
		return ""
	}
	return ranks[p.rank][l]
}

// Unit is the person's unit.
func (p *Person) Unit(l Language) string {
	if p.Status == "civilian" {
		return ""
	}
	return theTables().units[p.Home][p.unit][l]
}

// units are the names of each party's units.
func units() (all [3][40]spelled) {
	for i := range all[0] {
		n := strconv.Itoa(11 + i*3)
		all[VER][i] = spelled{n + " бригада Веренії", n + " бригада Верении", n + " 여단", "Brigade " + n + " of Verenia"}
		all[SOK][i] = spelled{n + " полк Соколії", n + " полк Соколии", n + " 연대", "Regiment " + n + " of Sokolia"}
		all[HAN][i] = spelled{n + " загін Ханулу", n + " отряд Ханула", n + "부대", "Detachment " + n + " of Hanul"}
	}
	return all
}

// CapturedAt is the place of capture, "" for those who are not held.
func (p *Person) CapturedAt(l Language) string {
	if p.Fate == Lost {
		return ""
	}
	return frontPlaces[p.place][l]
}

// Camp is where the person is held, in the holder's language.
func (p *Person) Camp() string {
	switch {
	case p.Fate == Lost:
		return ""
	case p.Holder == VER:
		return verCamps[p.camp]
	}
	return sokCamps[p.camp]
}
