package list

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"

	"homeward/statement"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

const oneCard = `{
  "reference": "C-1", "power": "sok", "surname": "Выдумкин", "first_names": "Пётр", "date_of_birth": "02.05.1999",
  "service_number": 123456, "taken_prisoner_on": "2025-01-03", "health": "slightly_wounded", "date": "2025-01-05",
  "next_of_kin": {"name": "Выдумкина Анна", "relation": "мать", "address": "улица Несуществующая, 1"},
  "shoe_size": 44, "marks": ["scar",  "tattoo"], "rank": null
}`

func TestCardIsOnePerson(t *testing.T) {
	l, rows, bad := readAll(t, "card.json", oneCard, Options{})
	if len(rows) != 1 || len(bad) != 0 || l.Kind != Cards {
		t.Fatalf("%s: %d rows, %v", l.Kind, len(rows), bad)
	}
	r := rows[0]
	if got, want := says(r.Person), "reference=C-1; power=SOK written sok; name.family=Выдумкин; name.given=Пётр; birth.date=1999-05-02 written 02.05.1999; "+
		"service.number=123456; capture.date=2025-01-03; condition=slightly_wounded; card.written=2025-01-05"; got != want {
		t.Errorf("got %s\nwant %s", got, want)
	}
	if got, want := says(r.Kin), "name=Выдумкина Анна; relation=мать; address=улица Несуществующая, 1"; got != want {
		t.Errorf("kin: got %s", got)
	}
	cells := map[string]string{}
	for _, c := range r.PersonCells {
		cells[c.Header] = c.Text
	}
	if cells["shoe_size"] != "44" || cells["marks"] != `["scar",  "tattoo"]` {
		t.Errorf("unknown keys are not kept as written: %v", cells)
	}
	if got := strings.Join(l.Warnings, "|"); !strings.Contains(got, `"shoe_size"`) || !strings.Contains(got, `"marks"`) {
		t.Errorf("unknown keys are not warned of: %s", got)
	}
}

func TestCardsInAList(t *testing.T) {
	text := "\ufeff [" + oneCard + ",\n{\"surname\":\"A\",\"date_of_birth\":\"never\"},\n{\"rank\":\"x\"},\n" + strings.Replace(oneCard, "C-1", "C-2", 1) + "]\n"
	_, rows, bad := readAll(t, "cards.json", text, Options{})
	if len(rows) != 2 || len(bad) != 2 || rows[1].Number != 4 || bad[0].Row != 2 || bad[0].Header != "date_of_birth" || bad[1].Row != 3 {
		t.Errorf("%d rows, bad %v", len(rows), bad)
	}
	if rows[1].References[0] != "C-2" || rows[1].Offset <= rows[0].Offset || rows[1].Offset > int64(len(text)) {
		t.Errorf("%+v", rows[1])
	}
}

func TestCardsMapped(t *testing.T) {
	_, rows, _ := readAll(t, "cards.json", `{"Family": "A", "rank": "x"}`, Options{Map: map[string]string{"family": "name.family", "rank": "ignore"}})
	if got := says(rows[0].Person); got != "name.family=A" {
		t.Errorf("got %s", got)
	}
}

func TestFilesThatAreNoCards(t *testing.T) {
	for name, test := range map[string]struct{ data, want string }{
		"cut off":                       {`[{"surname":"A"},{"surname":`, "ends in the middle"},
		"not JSON":                      {`{"surname": A}`, "near byte 12, $.surname: invalid character 'A'"},
		"a list for a text":             {`[{"surname":"A"},{"surname":["B"]}]`, "near byte 34, $[1].surname: text is wanted, not a list"},
		"true for a text":               {`{"surname":true}`, "$.surname: text is wanted, not true"},
		"kin as a text":                 {`{"surname":"A","next_of_kin":"B"}`, "$.next_of_kin: an object"},
		"kin's name a list":             {`{"surname":"A","next_of_kin":{"name":{}}}`, "$.next_of_kin.name: text is wanted, not an object"},
		"twice":                         {`{"surname":"A","surname":"B"}`, "$.surname: the key stands there twice"},
		"something behind":              {`{"surname":"A"} {"surname":"B"}`, "something stands behind"},
		"not UTF-8":                     {"{\"surname\":\"A\xff\"}", "byte 14 (0xff) is not UTF-8"},
		"UTF-8 cut off":                 {"{\"surname\":\"A\xd0", "byte 14 (0xd0) is not UTF-8"},
		"only beginnings of characters": {`{"surname":"` + strings.Repeat("\xdd", 5000), "byte 13 (0xdd) is not UTF-8"},
		"no card":                       {`[]`, "no card"},
		"a number":                      {`[7]`, "$[0]: a card {…} is wanted"},
		"nobody":                        {`{"rank":"x"}`, "no column gives a name"},
	} {
		_, err := Open(strings.NewReader(test.data), int64(len(test.data)), "cards.json", Options{})
		if !errors.Is(err, ErrNotAList) || !strings.Contains(err.Error(), test.want) || !strings.HasPrefix(err.Error(), "cards.json: ") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestCardsOfAnotherEncodingOrKindAreRefused(t *testing.T) {
	for _, o := range []Options{{Encoding: "utf-16"}, {Kind: Persons}} {
		if _, err := Open(strings.NewReader(oneCard), int64(len(oneCard)), "card.json", o); err == nil {
			t.Errorf("%+v: no error", o)
		}
	}
}

func schemaOf(t *testing.T) *jsonschema.Schema {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(CardSchema()))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("card.json", doc); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("card.json")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestSchemaAgreesWithTheReader(t *testing.T) {
	s := schemaOf(t)
	for text, good := range map[string]bool{
		oneCard:                         true,
		"[" + oneCard + "]":             true,
		`{"name":"A","unknown":[1]}`:    true,
		`{"rank":"x"}`:                  false,
		`{"surname":["A"]}`:             false,
		`{"surname":true}`:              false,
		`{"name":"A","next_of_kin":""}`: false,
		`[]`:                            false,
	} {
		doc, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Validate(doc); (err == nil) != good {
			t.Errorf("schema on %s: %v", text, err)
		}
		if _, err := Open(strings.NewReader(text), int64(len(text)), "card.json", Options{}); (err == nil) != good {
			t.Errorf("reader on %s: %v", text, err)
		}
	}
}

// The schema knows the keys that the vocabulary gives a card, and no others.
func TestSchemaHasTheKeysOfTheVocabulary(t *testing.T) {
	text := string(CardSchema())
	for key := range cardKeys(statement.DefaultVocabulary()) {
		if _, inner, nested := strings.Cut(key, "."); nested {
			key = inner
		}
		if !strings.Contains(text, fmt.Sprintf("%q: {", key)) {
			t.Errorf("the schema has no key %q", key)
		}
	}
}

// Characters of every width are read whole wherever the reader's portions end.
func TestCardsAreReadInPortions(t *testing.T) {
	for _, letter := range []string{"x", "Ї", "홍", "𝔸"} {
		for shift := range 5 {
			want := strings.Repeat("y", shift) + strings.Repeat(letter, 20_000)
			_, rows, bad := readAll(t, "card.json", `{"name":"A","remark":"`+want+`"}`, Options{})
			if len(bad) > 0 && len(want) <= maxCell || len(rows) == 1 && rows[0].PersonCells[1].Text != want {
				t.Errorf("%s, %d before it: %d rows, %d bad", letter, shift, len(rows), len(bad))
			}
		}
	}
}

func FuzzCards(f *testing.F) {
	f.Add([]byte(`{"name":"` + strings.Repeat("\xdd", 600)))
	f.Add([]byte(oneCard))
	f.Add([]byte("[" + oneCard + ",{\"surname\":\"A\"}]"))
	f.Add([]byte(`[{"next_of_kin":{"name":"B"},"name":"A\u0000"}]`))
	f.Fuzz(func(t *testing.T, data []byte) { readWhatever(t, "cards.json", string(data), Options{}) })
}
