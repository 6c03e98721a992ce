package sample

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
)

// card is a capture card (GCIII Annex IV B) as a file: its keys are those that the
// vocabulary gives. It is written by the prisoner in his own language.
type card struct {
	Reference      string `json:"reference"`
	Power          string `json:"power"`
	Surname        string `json:"surname"`
	FirstNames     string `json:"first_names"`
	FatherName     string `json:"father_first_name,omitempty"`
	DateOfBirth    string `json:"date_of_birth"`
	PlaceOfBirth   string `json:"place_of_birth"`
	Rank           string `json:"rank,omitempty"`
	ServiceNumber  string `json:"service_number,omitempty"`
	NextOfKin      *kin   `json:"next_of_kin,omitempty"`
	TakenOn        string `json:"taken_prisoner_on"`
	TakenAt        string `json:"taken_prisoner_at"`
	DetainingPower string `json:"detaining_power"`
	Health         string `json:"health"`
	PrisonerNumber string `json:"prisoner_number"`
	PresentCamp    string `json:"present_camp"`
	ArrivedOn      string `json:"arrived_on"`
	Date           string `json:"date"`
}

type kin struct {
	Name     string `json:"name"`
	Relation string `json:"relation"`
	Address  string `json:"address"`
}

// fewCards is how many cards a small sample has, each a file of its own; a large
// sample has one file with a card for every twentieth person held by Verenia.
const fewCards = 24

type cards struct {
	words
	f       *folder
	array   *bytes.Buffer // of a large sample, emptied into out again and again
	out     io.Writer
	file    int
	written int
}

func newCards(f *folder, people int, w words) *cards {
	c := &cards{words: w, f: f}
	if people <= mostInBook {
		return c
	}
	c.file = len(f.files)
	c.out, c.array = f.create("cards.json"), new(bytes.Buffer)
	f.files = append(f.files, File{Name: "cards.json", Kind: "cards"})
	f.open = append(f.open, closing(func() error {
		opening := ""
		if c.written == 0 {
			opening = "["
		}
		c.array.WriteString(opening + "\n]\n")
		_, err := c.array.WriteTo(c.out)
		return err
	}))
	return c
}

func cardFile(n int) string { return fmt.Sprintf("cards/%04d.json", n) }

// person writes the card of a person, if the sample has one of him, and says where.
func (c *cards) person(p *Person) (at row) {
	if p.Fate == Lost || p.Holder != VER || p.Number <= 1 || p.Fate == Dead {
		return at
	}
	if r := p.random(streamFamily); c.array == nil && (c.written == fewCards || !r.permille(300)) || c.array != nil && !r.permille(50) {
		return at
	}
	text, err := json.MarshalIndent(c.card(p), "", "  ")
	c.f.fail("writing a capture card", err)
	c.written++
	at.reference = reference('C', c.written)
	if c.array == nil {
		at.file = cardFile(c.written)
		c.f.text(at.file, "cards", string(text)+"\n")
		c.f.files[len(c.f.files)-1].Rows = 1
		return at
	}
	at.file = "cards.json"
	if c.written == 1 {
		c.array.WriteString("[\n")
	} else {
		c.array.WriteString(",\n")
	}
	c.array.Write(text)
	c.f.files[c.file].Rows++
	if c.array.Len() > 1<<17 {
		_, err := c.array.WriteTo(c.out)
		c.f.fail("writing cards.json", err)
	}
	return at
}

func (c *cards) card(p *Person) card {
	l := p.Home.Language()
	r := p.random(streamFamily)
	n := p.Name(l)
	arrived := p.Captured + Day(r.between(1, 5))
	out := card{
		Reference: reference('C', c.written+1), Power: p.Home.String(), Surname: n.Family, FirstNames: n.Given, FatherName: n.Father,
		DateOfBirth: p.Born.String(), PlaceOfBirth: p.Birthplace(l), Rank: p.Rank(l), ServiceNumber: p.ServiceNumber(),
		TakenOn: p.Captured.String(), TakenAt: p.CapturedAt(l), DetainingPower: "VER", Health: c.word("condition", p.Condition, l),
		PrisonerNumber: fmt.Sprintf("VER-%07d", 1000+p.Number), PresentCamp: p.Camp(), ArrivedOn: arrived.String(),
		Date: (arrived + Day(r.between(0, 9))).String(),
	}
	if t := theTables(); p.Home == SOK {
		out.NextOfKin = &kin{
			Name:     t.families[SOK][p.family][1].spelled[Russian] + " " + t.given[SOK][1][t.givenRank[1].draw(&r)].spelled[Russian],
			Relation: "мать", Address: sokStreets[r.below(len(sokStreets))] + ", " + fmt.Sprint(1+r.below(90)) + ", " + p.Birthplace(Russian)}
	}
	return out
}
