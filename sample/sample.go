package sample

import (
	"bytes"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

//go:embed text
var texts embed.FS

// Options say what to write.
type Options struct {
	People int    // how many people there are; 0 is 300
	Seed   uint64 // the same seed gives the same bytes
	// Only "persons" writes one plain list, persons.csv: one row a person, ten
	// columns, UTF-8. Blank writes the whole conflict.
	Only string
	// Progress, if not nil, hears from time to time how many people are written.
	Progress func(people int)
}

// Summary is what was written.
type Summary struct {
	People int    `json:"people"`
	Held   int    `json:"held"`
	Dead   int    `json:"dead"`
	Links  int    `json:"links"` // pairs of rows that are one person: truth-links.csv
	Files  []File `json:"files"` // in the order in which they were made
}

// MostPeople is how many people a sample may have.
const MostPeople = 100_000_000

// Write writes a sample into a folder, which it makes if need be. It refuses a
// folder that holds anything other than an earlier sample. It uses the memory of
// a few buffers however many people there are.
func Write(dir string, o Options) (Summary, error) {
	if o.People == 0 {
		o.People = 300
	}
	if o.People < 0 || o.People > MostPeople {
		return Summary{}, fmt.Errorf("a sample of %d people: expected 1 to %d", o.People, MostPeople)
	}
	if o.Only != "" && o.Only != "persons" {
		return Summary{}, fmt.Errorf("only %q: expected persons, or nothing for the whole conflict", o.Only)
	}
	if err := prepare(dir, o); err != nil {
		return Summary{}, err
	}
	f := &folder{dir: dir}
	s := Summary{People: o.People}
	readme, err := texts.ReadFile("text/README.txt")
	f.fail("reading the text about the sample", err)
	f.text("README.txt", "readme", string(readme)+fmt.Sprintf("\nThis sample: %d people, seed %d.\n", o.People, o.Seed))
	if o.Only == "persons" {
		writePersons(f, o, &s)
	} else {
		writeConflict(f, o, &s)
	}
	f.close()
	s.Files = f.files
	for _, file := range f.files {
		if file.Kind == "truth" {
			s.Links = file.Rows
		}
	}
	return s, f.err
}

// prepare makes the folder ready: the files of an earlier sample go, other files
// beside them stay, and a folder of anything else stops the work.
func prepare(dir string, o Options) error {
	entries, err := os.ReadDir(dir)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("looking into the folder for the sample: %w", err)
	}
	if len(entries) > 0 {
		if err := clear(dir); err != nil {
			return err
		}
	}
	sub := dir
	if o.Only == "" && o.People <= mostInBook {
		sub = filepath.Join(dir, "cards")
	}
	if err := os.MkdirAll(sub, 0o777); err != nil {
		return fmt.Errorf("making the folder for the sample: %w", err)
	}
	return nil
}

// names are the files that a sample may have.
var names = []string{"README.txt", "report.txt", "terms-offer.yaml", "terms-parity.yaml", fileVER, fileSOK, fileHANBook, fileHANText,
	"truth-links.csv", "events.csv", "events-sok.csv", "enquiries.csv", "exchange-people.csv", "cards.json", "persons.csv"}

func clear(dir string) error {
	ours, err := texts.ReadFile("text/README.txt")
	if err != nil {
		return fmt.Errorf("reading the text about the sample: %w", err)
	}
	theirs, err := os.ReadFile(filepath.Join(dir, "README.txt"))
	if err != nil || !bytes.HasPrefix(theirs, ours) {
		return fmt.Errorf("%s is not empty and holds no earlier sample: name a new folder", dir)
	}
	earlier := names
	for i := range fewCards {
		earlier = append(earlier[:len(earlier):len(earlier)], cardFile(i+1))
	}
	for _, name := range earlier {
		if err := os.Remove(filepath.Join(dir, filepath.FromSlash(name))); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("clearing away the earlier sample: %w", err)
		}
	}
	return nil
}

const progressEvery = 20_000

func writeConflict(f *folder, o Options, s *Summary) {
	for _, t := range [...]File{{Name: "report.txt", Kind: "report"}, {Name: "terms-offer.yaml", Kind: "terms"}, {Name: "terms-parity.yaml", Kind: "terms"}} {
		text, err := texts.ReadFile("text/" + t.Name)
		f.fail("reading "+t.Name, err)
		f.text(t.Name, t.Kind, string(text))
	}
	l := newLists(f, o.People)
	e, people, c := newEvents(f), newExchangePeople(f), newCards(f, o.People, l.words)
	for p := range People(o.People, o.Seed) {
		if f.err != nil {
			return
		}
		listed := l.person(&p)
		card := c.person(&p)
		if card.file != "" && listed[VER].reference != "" {
			l.link(listed[VER], card)
		}
		e.person(&p, listed, card.file != "")
		people.person(&p, listed)
		s.count(&p)
		o.report(p.Number + 1)
	}
}

func (s *Summary) count(p *Person) {
	switch p.Fate {
	case Held:
		s.Held++
	case Dead:
		s.Dead++
	}
}

func (o *Options) report(done int) {
	if o.Progress != nil && (done%progressEvery == 0 || done == o.People) {
		o.Progress(done)
	}
}

func writePersons(f *folder, o Options, s *Summary) {
	t := f.table(File{Name: "persons.csv", Kind: "persons"}, ',', nil, headerPersons...)
	for p := range People(o.People, o.Seed) {
		if f.err != nil {
			return
		}
		l := p.Home.Language()
		n := p.Name(l)
		given := n.Given
		if n.Father != "" {
			given += " " + n.Father
		}
		sex := "male"
		if p.Female {
			sex = "female"
		}
		t.row(reference('P', p.Number+1), n.Family, given, p.Born.String(), sex, p.Rank(l), p.ServiceNumber(), p.Home.String(), p.Captured.String(), p.Camp())
		s.count(&p)
		o.report(p.Number + 1)
	}
}
