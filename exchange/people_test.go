package exchange

import (
	"bytes"
	"errors"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestMalformedPeople(t *testing.T) {
	for _, c := range []struct{ rule, text, want string }{
		{"empty", "", "row 1: the list is empty"},
		{"no home", "id,holder\n", "row 1, column home: is missing from the header"},
		{"misspelt column", "id,holder,home,whish\n", `row 1, column "whish": is not a column of this list; expected some of id, name`},
		{"column twice", "id,holder,home,id\n", "column id: stands twice"},
		{"short row", "id,holder,home\nP1,VER\n", "row 2: has 2 cells; expected 3"},
		{"blank id", "id,holder,home\n,VER,SOK\n", "row 2, column id: is blank"},
		{"blank holder", "id,holder,home\nP1, ,SOK\n", "row 2, column holder: is blank"},
		{"same id", "id,holder,home\nP1,VER,SOK\n\nP1,VER,SOK\n", `row 4, column id: "P1" stands in row 2 already`},
		{"wish in other words", "id,holder,home,wish\nP1,VER,SOK,perhaps\n", `row 2, column wish: "perhaps" is not known; expected unknown, return, stay, third_country, or blank`},
		{"condition is no finding", "id,holder,home,finding\nP1,VER,SOK,seriously wounded\n", `column finding: "seriously wounded" is not known; expected none, 110_direct, 110_neutral`},
		{"date", "id,holder,home,born\nP1,VER,SOK,13.1.1990\n", `row 2, column born: "13.1.1990" is not a date: write YYYY-MM-DD, YYYY-MM or YYYY`},
		{"no such day", "id,holder,home,born\nP1,VER,SOK,1990-02-30\n", "that month has no day 30"},
		{"not UTF-8", "id,holder,home,name\nP1,VER,SOK,\xff\n", "row 2, column name: is not UTF-8"},
		{"UTF-16", "\xff\xfei\x00d\x00,\x00", "row 1: the header is not UTF-8; save the list as CSV in UTF-8, or as XLSX"},
		{"semicolons and commas", "id;holder,home\n", `row 1, column "id;holder": is not a column`},
		{"open quote", "id,holder,home\nP1,\"VER,SOK\n", "is not CSV at character"},
		{"two faults at once", "id,holder,home,hold,sex\nP1,VER,SOK,jail,f\nP2,VER,SOK,,q\n", "column hold: \"jail\" is not known; expected none, prosecution, sentence, or blank\npeople, row 3, column sex"},
	} {
		t.Run(c.rule, func(t *testing.T) {
			_, err := ReadPeople(strings.NewReader(c.text))
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Fatalf("says %v\nwant %q", err, c.want)
			}
			var fault *PeopleError
			if !errors.As(err, &fault) {
				t.Errorf("%T is not a PeopleError", err)
			}
		})
	}
}

func TestPeopleAreRead(t *testing.T) {
	people, err := ReadPeople(strings.NewReader("\xef\xbb\xbfHome,id,holder,wish,group,priority,born,captured_on,finding,fit_to_travel,status\n" +
		"SOK,P1,VER,,\"a; b;;\",minors,1999,2022-04,110_direct,Yes,\n,,,,,,,,,,\nVER,P2,SOK,STAY,,,,,,,medical\n"))
	if err != nil {
		t.Fatal(err)
	}
	if len(people) != 2 {
		t.Fatalf("%d people, want 2", len(people))
	}
	p := people[0]
	if p.ID != "P1" || p.Home != "SOK" || p.Wish != WishUnknown || len(p.Group) != 2 || p.Group[1] != "b" || p.Born != (Date{1999, 0, 0}) ||
		p.CapturedOn != (Date{2022, 4, 0}) || p.Finding != FindingDirect || p.FitToTravel != FitYes || p.Status != StatusMilitary || p.Hold != HoldNone {
		t.Errorf("%+v", p)
	}
	if people[1].Wish != WishStay || people[1].Status != StatusMedical || people[1].FitToTravel != FitUnknown {
		t.Errorf("%+v", people[1])
	}
}

// Spreadsheets part the cells by semicolons where a comma stands in numbers.
func TestPeopleArePartedAsTheHeaderIs(t *testing.T) {
	want, err := ReadPeople(strings.NewReader("id,holder,home,name,group\nP1,VER,SOK,\"Kim; 김\",a;b\n"))
	if err != nil {
		t.Fatal(err)
	}
	for rule, text := range map[string]string{
		"semicolons": "\xef\xbb\xbfid;holder;home;name;group\r\nP1;VER;SOK;\"Kim; 김\";\"a;b\"\r\n",
		"tabs":       "id\tholder\thome\tname\tgroup\nP1\tVER\tSOK\tKim; 김\ta;b\n",
	} {
		t.Run(rule, func(t *testing.T) {
			if got, err := ReadPeople(strings.NewReader(text)); err != nil || !reflect.DeepEqual(got, want) {
				t.Errorf("%+v, %v\nwant %+v", got, err, want)
			}
		})
	}
}

// What is not known of a date never counts in anybody's favour or against him.
func TestVagueDates(t *testing.T) {
	on := Date{2025, 6, 15}
	for _, c := range []struct {
		born    string
		under25 bool
		from25  bool
	}{
		{"2000-06-15", false, true},
		{"2000-06-16", true, false},
		{"2000-06", false, false},
		{"2000", false, false},
		{"2001", true, false},
		{"1999", false, true},
		{"", false, false},
	} {
		d, err := ParseDate(c.born)
		if err != nil {
			t.Fatal(err)
		}
		p := Person{ID: "P", Born: d}
		a := newAudit(nil, &Terms{On: on})
		for what, s := range map[string]struct {
			sel  *Selector
			want bool
		}{"under": {&Selector{AgeUnder: 25}, c.under25}, "from": {&Selector{AgeFrom: 25}, c.from25}} {
			if got := s.sel.picks(&p, on); got != s.want {
				t.Errorf("born %q, %s 25: solver says %v, want %v", c.born, what, got, s.want)
			}
			if got := a.is(s.sel, &p); got != s.want {
				t.Errorf("born %q, %s 25: verifier says %v, want %v", c.born, what, got, s.want)
			}
		}
	}
}

func FuzzReadPeople(f *testing.F) {
	f.Add([]byte("id,holder,home,wish\nP1,VER,SOK,return\n"))
	f.Add([]byte("id,holder,home,born,group\n\"P\n1\",VER,SOK,1999-12,a;b\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		people, err := ReadPeople(bytes.NewReader(text))
		if err != nil {
			if people != nil {
				t.Fatal("people and an error")
			}
			return
		}
		seen := map[string]bool{}
		for _, p := range people {
			if p.ID == "" || p.Holder == "" || p.Home == "" || seen[p.ID] || p.Wish == "" {
				t.Fatalf("%+v", p)
			}
			seen[p.ID] = true
		}
	})
}

// A list that is written out is read back the same, whatever stands in it.
func TestPeopleAreReadBackAsWritten(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		people, _ := randomInstance(rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 81)), 30)
		for i := range people {
			word := strings.TrimSpace(strings.ReplaceAll(rapid.StringMatching(`['=+\-@ \pL"\n,;0-9]{0,12}`).Draw(t, "name"), "\r", ""))
			people[i].Name, people[i].Unit = word, word
			people[i].Group = list(strings.ReplaceAll(word, "'", ""))
		}
		var b bytes.Buffer
		if err := WritePeople(&b, people); err != nil {
			t.Fatal(err)
		}
		got, err := ReadPeople(&b)
		if err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(got, people) {
			t.Fatalf("read back %+v, want %+v", got, people)
		}
	})
}
