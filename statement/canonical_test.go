package statement_test

import (
	"bytes"
	"encoding/hex"
	"reflect"
	"strings"
	"testing"

	"homeward/statement"

	"pgregory.net/rapid"
)

func codec(t testing.TB) *statement.Codec {
	t.Helper()
	c, err := statement.NewCodec()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// small is the shortest entry: {"v": 1, "by": "A", "sts": [{"p": "x", "st": "s", "val": "y"}], "kind": "k"}
const small = "a4 6176 01 626279 6141 63737473 81 a3 6170 6178 627374 6173 6376616c 6179 646b696e64 616b"

func bytesOf(t testing.TB, text string) []byte {
	t.Helper()
	b, err := hex.DecodeString(strings.NewReplacer(" ", "", "\n", "").Replace(text))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestCanonicalBytesOfTheShortestEntry(t *testing.T) {
	e := &statement.Entry{Number: 7, Subject: statement.ID{9}, Kind: "k", By: "A", Statements: []statement.Statement{{Property: "x", Value: "y", Stance: "s"}}}
	b, err := codec(t).Encode(e)
	if err != nil {
		t.Fatal(err)
	}
	if want := bytesOf(t, small); !bytes.Equal(b, want) {
		t.Errorf("%x; want %x", b, want)
	}
	if e.Version != 0 {
		t.Error("Encode changed the entry it was given")
	}
}

func TestDecodeRefuses(t *testing.T) {
	for _, test := range []struct{ rule, text, want string }{
		{"another version", strings.Replace(small, "6176 01", "6176 02", 1), "version 2"},
		{"no version", strings.Replace(strings.Replace(small, "a4", "a3", 1), "6176 01", "", 1), "version 0"},
		{"an unknown field", strings.Replace(strings.Replace(small, "a4", "a5", 1), "6176 01", "6176 01 6178 01", 1), "unknown"},
		{"a field in another case", strings.Replace(small, "626279", "624259", 1), "unknown"},
		{"a key twice", strings.Replace(strings.Replace(small, "a4", "a5", 1), "6176 01", "6176 01 6176 01", 1), "duplicate"},
		{"a key twice within", strings.Replace(strings.Replace(small, "a3", "a4", 1), "6170 6178", "6170 6178 6170 6178", 1), "duplicate"},
		{"a map of indefinite length", strings.Replace(small, "a4", "bf", 1) + "ff", "indefinite"},
		{"an array of indefinite length", strings.Replace(small, "81 ", "9f ", 1), "indefinite"},
		{"text of indefinite length", strings.Replace(small, "6141", "7f6141ff", 1), "indefinite"},
		{"text that is not UTF-8", strings.Replace(small, "6141", "61ff", 1), "UTF-8"},
		{"bytes in place of text", strings.Replace(small, "6141", "4141", 1), "byte string"},
		{"a number in place of text", strings.Replace(small, "6141", "01", 1), "integer"},
		{"a tag", strings.Replace(small, "6141", "d81c6141", 1), "tag"},
		{"something behind", small + "00", "extraneous"},
		{"nothing", "", "EOF"},
		{"cut short", small[:len(small)-4], "EOF"},
		{"a subject of nine bytes", strings.Replace(strings.Replace(small, "a4", "a5", 1), "63737473", "63737263 a1 63646f63 49 010203040506070809 63737473", 1), "not 9"},
	} {
		t.Run(test.rule, func(t *testing.T) {
			e, err := codec(t).Decode(bytesOf(t, test.text))
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("Decode = %+v, %v; want an error with %q", e, err, test.want)
			}
		})
	}
	if _, err := codec(t).Decode(bytesOf(t, small)); err != nil {
		t.Errorf("the entry all these differ from is refused: %v", err)
	}
}

func TestEncodeRefusesWhatCouldNotBeReadAgain(t *testing.T) {
	const bad = "Kovalenko\xff"
	for _, e := range []*statement.Entry{
		{By: bad}, {Because: bad}, {Kind: bad}, {Channel: bad}, {SaidOn: bad}, {Reliability: bad},
		{SaidBy: []statement.Speaker{{Name: bad}}}, {SaidBy: []statement.Speaker{{Role: bad}}},
		{Source: statement.Source{Sheet: bad}}, {Source: statement.Source{Text: bad}},
		{Source: statement.Source{Cells: []statement.Cell{{Header: bad}}}}, {Source: statement.Source{Cells: []statement.Cell{{Text: bad}}}},
		{Statements: []statement.Statement{{Property: bad}}}, {Statements: []statement.Statement{{Value: bad}}}, {Statements: []statement.Statement{{Written: bad}}},
		{Statements: []statement.Statement{{Language: bad}}}, {Statements: []statement.Statement{{Script: bad}}}, {Statements: []statement.Statement{{Stance: bad}}},
		{Statements: []statement.Statement{{TrueOf: bad}}}, {Statements: []statement.Statement{{Label: bad}}}, {Statements: []statement.Statement{{Member: bad}}},
		{Statements: []statement.Statement{{Acts: bad}}},
	} {
		if b, err := codec(t).Encode(e); err == nil {
			t.Errorf("%+v is encoded as %x", e, b)
		}
	}
}

// anEntry draws entries in which every field is sometimes set and sometimes not.
func anEntry() *rapid.Generator[*statement.Entry] {
	text := rapid.OneOf(rapid.Just(""), rapid.String(), rapid.SampledFrom([]string{"Ковалєнко", "김철수", "2025-01-03", "a\x00b"}))
	number := rapid.OneOf(rapid.Just(0), rapid.IntRange(-1, 300), rapid.Int())
	kinds, stances := rapid.SampledFrom(statement.Kinds()), rapid.SampledFrom(statement.Stances())
	return rapid.Custom(func(t *rapid.T) *statement.Entry {
		s := func(label string) string { return text.Draw(t, label) }
		n := func(label string) int { return number.Draw(t, label) }
		e := &statement.Entry{Version: statement.CanonicalVersion, Kind: kinds.Draw(t, "kind"), By: s("by"), Channel: s("channel"), SaidOn: s("said on"),
			Reliability: s("reliability"), Continues: rapid.Bool().Draw(t, "continues"), Because: s("because")}
		for range rapid.IntRange(0, 3).Draw(t, "speakers") {
			e.SaidBy = append(e.SaidBy, statement.Speaker{Name: s("name"), Role: s("role")})
		}
		if rapid.Bool().Draw(t, "with source") {
			e.Source = statement.Source{Sheet: s("sheet"), Row: n("row"), Start: n("start"), End: n("end"), Text: s("text")}
			if rapid.Bool().Draw(t, "with document") {
				e.Source.Document = anID().Draw(t, "document")
			}
			for range rapid.IntRange(0, 3).Draw(t, "cells") {
				e.Source.Cells = append(e.Source.Cells, statement.Cell{Column: n("column"), Header: s("header"), Text: s("cell")})
			}
		}
		for range rapid.IntRange(1, 4).Draw(t, "statements") {
			e.Statements = append(e.Statements, statement.Statement{Property: s("property"), Value: s("value"), Written: s("written"), Language: s("language"),
				Script: s("script"), Stance: stances.Draw(t, "stance"), TrueOf: s("true of"), Credibility: n("credibility"), Label: s("label"),
				Column: n("column"), Member: s("member"), Acts: s("acts")})
		}
		return e
	})
}

func TestCanonicalBytesReadBack(t *testing.T) {
	c := codec(t)
	rapid.Check(t, func(t *rapid.T) {
		e := anEntry().Draw(t, "entry")
		b, err := c.Encode(e)
		if err != nil {
			t.Fatal(err)
		}
		got, err := c.Decode(b)
		if err != nil {
			t.Fatalf("%x: %v", b, err)
		}
		if !reflect.DeepEqual(got, e) {
			t.Fatalf("%+v is read back as %+v", e, got)
		}
		again, err := c.Encode(got)
		if err != nil || !bytes.Equal(again, b) {
			t.Fatalf("%x, encoded again, is %x, %v", b, again, err)
		}
	})
}

func FuzzDecode(f *testing.F) {
	c := codec(f)
	f.Add(bytesOf(f, small))
	seed, err := c.Encode(&statement.Entry{Kind: statement.Person, By: "Officer A", SaidBy: []statement.Speaker{{Name: "Ковалєнко", Role: "prisoner"}}, Channel: "list",
		SaidOn: "2025-01", Reliability: "B", Continues: true, Because: "why", Source: statement.Source{Document: statement.ID{1, 2}, Sheet: "s", Row: 2, Start: 3, End: 4,
			Cells: []statement.Cell{{Column: 1, Header: "Name", Text: "김철수"}}, Text: "…"},
		Statements: []statement.Statement{{Property: "name", Value: "김철수", Written: "김 철수", Language: "ko", Script: "Hang", Stance: statement.Asserts, TrueOf: "2025",
			Credibility: 2, Label: "medical", Column: 1, Member: "unknown:2", Acts: "812.3"}}})
	if err != nil {
		f.Fatal(err)
	}
	f.Add(seed)
	f.Fuzz(func(t *testing.T, b []byte) {
		e, err := c.Decode(b)
		if err != nil {
			return
		}
		once, err := c.Encode(e)
		if err != nil {
			t.Fatalf("%x is read but cannot be written: %v", b, err)
		}
		again, err := c.Decode(once)
		if err != nil {
			t.Fatalf("%x is written as %x, which is refused: %v", b, once, err)
		}
		twice, err := c.Encode(again)
		if err != nil || !bytes.Equal(once, twice) {
			t.Fatalf("%x is written as %x, and that as %x, %v", b, once, twice, err)
		}
	})
}

func BenchmarkCodec(b *testing.B) {
	c := codec(b)
	e := &statement.Entry{Kind: statement.Person, By: "Officer A", SaidBy: []statement.Speaker{{Name: "Bureau of the other party"}}, Channel: "list", SaidOn: "2025-01-12"}
	for i, p := range []string{"name", "birth.date", "birth.place", "rank", "service.number", "unit", "power", "sex", "capture.date", "capture.place"} {
		e.Source.Cells = append(e.Source.Cells, statement.Cell{Column: i + 1, Header: p, Text: "as it is written"})
		e.Statements = append(e.Statements, statement.Statement{Property: p, Value: "as it is written", Stance: statement.Asserts, Column: i + 1})
	}
	data, err := c.Encode(e)
	if err != nil {
		b.Fatal(err)
	}
	b.Run("encode", func(b *testing.B) {
		b.SetBytes(int64(len(data)))
		for b.Loop() {
			if _, err := c.Encode(e); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("decode", func(b *testing.B) {
		b.SetBytes(int64(len(data)))
		for b.Loop() {
			if _, err := c.Decode(data); err != nil {
				b.Fatal(err)
			}
		}
	})
}
