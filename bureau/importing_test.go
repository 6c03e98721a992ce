package bureau

import (
	"strings"
	"testing"

	"homeward/identity"
	"homeward/list"
	"homeward/statement"
)

func imported(t *testing.T, b *Bureau, path string, o list.Options) Imported {
	t.Helper()
	done, err := b.Import(t.Context(), Import{Files: []string{path}, By: "olena", SaidBy: "Sokolia", Options: o}, Watch{})
	if err != nil {
		t.Fatal(err)
	}
	return done[0]
}

func found(t *testing.T, b *Bureau, q identity.Query) []Hit {
	t.Helper()
	hits, err := b.Search(t.Context(), q, 5)
	if err != nil {
		t.Fatal(err)
	}
	return hits
}

// Two rows that differ only in the next of kin, or the enquirer, are two rows.
func TestAnotherKinIsAnotherRow(t *testing.T) {
	b, _ := aBureau(t)
	imported(t, b, write(t, "a.csv", "family name,given name,next of kin,kin phone\nKovalenko,Ivan,Kovalenko Olha,+380 1\n"), list.Options{})
	if r := imported(t, b, write(t, "b.csv", "family name,given name,next of kin,kin phone\nKovalenko,Ivan,Kovalenko Maria,+380 2\n"), list.Options{}); r.Added != 1 {
		t.Errorf("another next of kin: %d new, %d known", r.Added, r.Known)
	}
	if len(found(t, b, identity.Query{Name: "Kovalenko Maria"})) == 0 {
		t.Error("the second next of kin is not on file")
	}
	imported(t, b, write(t, "c.csv", "missing person,enquirer,enquirer phone\nBondar Petro,Bondar Olha,+1\n"), list.Options{Kind: list.Enquiries})
	if r := imported(t, b, write(t, "d.csv", "missing person,enquirer,enquirer phone\nBondar Petro,Bondar Vira,+2\n"), list.Options{Kind: list.Enquiries}); r.Added != 1 {
		t.Errorf("another enquirer: %d new, %d known", r.Added, r.Known)
	}
}

// A column that was not recognised the first time is read when the file is sent
// again with --map, into the same people's files.
func TestColumnReadAnew(t *testing.T) {
	b, _ := aBureau(t)
	path := write(t, "a.csv", "family name,given name,Kürzel\nKovalenko,Ivan,12345\nBondar,Petro,\n")
	imported(t, b, path, list.Options{})
	o := list.Options{Map: map[string]string{"Kürzel": "service.number"}}
	r := imported(t, b, path, o)
	if r.Known != 2 || r.Added != 1 || len(r.Warnings) != 1 || !strings.Contains(r.Warnings[0], "imported before with other columns") {
		t.Errorf("%d known, %d added, warnings %q", r.Known, r.Added, r.Warnings)
	}
	hits := found(t, b, identity.Query{Numbers: []string{"12345"}})
	if len(hits) != 1 || hits[0].ID != found(t, b, identity.Query{Name: "Kovalenko Ivan"})[0].ID {
		t.Errorf("the number leads to %+v", hits)
	}
	if r := imported(t, b, path, o); r.Added != 0 || len(r.Warnings) != 0 {
		t.Errorf("a third time: %d added, warnings %q", r.Added, r.Warnings)
	}
	mustVerify(t, b)
}

// A row that names its person by a number is not given to somebody whom it speaks
// against, or when its numbers lead to two people.
func TestNumberAgainstTheRow(t *testing.T) {
	o := list.Options{Map: map[string]string{"N": "reference"}}
	for _, c := range []struct{ name, people, events, warning string }{
		{"born on another day", "N,family name,given name,date of birth\n7,Kovalenko,Ivan,1990-01-02\n", "N,date of birth,event,date\n7,1961-11-30,death,2024-05-01\n", "date of birth"},
		{"of the other sex", "N,family name,given name,sex\n7,Kovalenko,Ivan,male\n", "N,sex,event,date\n7,female,death,2024-05-01\n", "sex"},
		{"another father", "N,family name,given name,father's name\n7,Kovalenko,Ivan,Petro\n", "N,father's name,event,date\n7,Mykhailo,death,2024-05-01\n", "name"},
	} {
		b, _ := aBureau(t)
		imported(t, b, write(t, "p.csv", c.people), o)
		r := imported(t, b, write(t, "e.csv", c.events), o)
		if len(r.Warnings) != 1 || !strings.Contains(r.Warnings[0], c.warning) {
			t.Errorf("%s: warnings %q", c.name, r.Warnings)
		}
		f, err := b.Show(t.Context(), found(t, b, identity.Query{Name: "Kovalenko Ivan"})[0].ID)
		if err != nil {
			t.Fatal(err)
		}
		if _, dead := f.Value("death.date"); dead {
			t.Errorf("%s: he is told dead", c.name)
		}
	}
}

func TestNumbersOfTwoPeople(t *testing.T) {
	b, _ := aBureau(t)
	o := list.Options{Map: map[string]string{"N": "reference"}}
	imported(t, b, write(t, "p.csv", "N,family name,given name\n8,Bondar,Petro\n9,Melnyk,Oleh\n"), o)
	path := write(t, "e.csv", "N,family name,event,date\n8,Melnyk,death,2024-05-01\n")
	if r := imported(t, b, path, o); len(r.Warnings) != 1 || !strings.Contains(r.Warnings[0], "name") {
		t.Errorf("warnings %q", r.Warnings)
	}
}

// A number that was corrected or withdrawn leads nowhere any more.
func TestNumberThatNoLongerHolds(t *testing.T) {
	o := list.Options{Map: map[string]string{"N": "reference"}}
	for _, how := range []string{"corrected", "withdrawn"} {
		b, _ := aBureau(t)
		imported(t, b, write(t, "p.csv", "N,family name,given name\n7,Kovalenko,Ivan\n"), o)
		var err error
		if how == "corrected" {
			_, err = b.Correct(t.Context(), statement.Ref{Entry: 2, Ordinal: 1}, "8", why)
		} else {
			_, err = b.Withdraw(t.Context(), statement.Ref{Entry: 2}, why)
		}
		if err != nil {
			t.Fatal(err)
		}
		r := imported(t, b, write(t, "e.csv", "N,event,date\n7,death,2024-05-01\n"), o)
		if len(r.Warnings) != 1 || !strings.Contains(r.Warnings[0], "corrected or withdrawn") {
			t.Errorf("%s: warnings %q", how, r.Warnings)
		}
	}
}

// Reading a column anew, or as another's word, makes no row a second person, and
// takes no number away.
func TestReadAnewIsTheSameRow(t *testing.T) {
	b, _ := aBureau(t)
	people := write(t, "p.csv", "N,family name,given name,Kürzel,Stichtag\n7,Kovalenko,Ivan,12345,2024-01-02\n")
	imported(t, b, people, list.Options{Map: map[string]string{"N": "reference"}})
	r := imported(t, b, people, list.Options{Map: map[string]string{"N": "reference", "Kürzel": "service.number", "Stichtag": "said on"}})
	if r.Known != 1 {
		t.Errorf("%d known", r.Known)
	}
	r = imported(t, b, write(t, "e.csv", "N,event,date\n7,death,2024-05-01\n"), list.Options{Map: map[string]string{"N": "reference"}})
	if len(r.Warnings) != 0 {
		t.Errorf("warnings %q", r.Warnings)
	}
	if n := len(found(t, b, identity.Query{Name: "Kovalenko Ivan"})); n != 1 {
		t.Errorf("%d people", n)
	}
}

// Two imports at once of two lists of one source that give one number to two people:
// the number is nobody's.
func TestOneNumberFromTwoImportsAtOnce(t *testing.T) {
	b, c := aBureau(t)
	o := list.Options{Map: map[string]string{"N": "reference"}}
	one, two := write(t, "one.csv", "N,family name,given name\n7,Kovalenko,Ivan\n"), write(t, "two.csv", "N,family name,given name\n7,Bondar,Petro\n")
	other, err := Open(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	st := b.store
	b.store = &lateAfter{Store: st, left: 1, before: func() { imported(t, other, two, o) }} // before the rows, behind the document
	imported(t, b, one, o)
	b.store = st
	r := imported(t, b, write(t, "e.csv", "N,event,date\n7,death,2024-05-01\n"), o)
	if len(r.Warnings) != 1 || !strings.Contains(r.Warnings[0], "several persons") {
		t.Errorf("warnings %q", r.Warnings)
	}
	mustVerify(t, b)
}
