package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/unicode"
)

// writeLists writes lists and a card of every kind and encoding, full of
// canaries, and returns their names. With them go many.csv and big.xlsx.
func (c *canaries) writeLists(t *testing.T, dir string) []string {
	t.Helper()
	var names []string
	write := func(name string, data []byte, err error) {
		t.Helper()
		if err == nil {
			err = os.WriteFile(filepath.Join(dir, name), data, 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
		names = append(names, name)
	}
	name := func(word func() string) string { return capital(word()) + " " + capital(word()) }
	persons := func(header string, word, other func() string) []byte {
		var b strings.Builder
		b.WriteString(header + "\n")
		for i := range 9 {
			n := name(word)
			if word, _, _ := strings.Cut(n, " "); len(c.named) < 9 {
				c.named = append(c.named, word)
			}
			fmt.Fprintf(&b, "%d-%s,%s,1990-01-0%d,%s,%s,%s,%s\n", i, other(), n, i+1, word(), word(), name(word), word())
		}
		return []byte(b.String())
	}
	english := "reference,name,date of birth,held at,unheard of column,next of kin,kin address"
	write(c.latin()+".csv", persons(english, c.latin, c.hangul), nil)
	data, err := charmap.Windows1251.NewEncoder().Bytes(persons("номер,фио,дата рождения,лагерь,цвет,next of kin,kin address", c.cyrillic, c.latin))
	write(c.cyrillic()+".csv", data, err)
	data, err = korean.EUCKR.NewEncoder().Bytes(persons("번호,성명,생년월일,수용소,색,next of kin,kin address", c.hangul, c.latin))
	write(c.hangul()+".csv", data, err)
	data, err = unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().Bytes(persons(english, c.hangul, c.cyrillic))
	write("wide.csv", data, err)

	write("events.csv", fmt.Appendf(nil, "ref,name,event,event date,event place\n1-%s,%s,death,2025-01-11,%s\n,%s,transfer,2025-01-12,%s\n",
		c.latin(), name(c.latin), c.cyrillic(), name(c.hangul), c.latin()), nil)
	write("enquiries.csv", fmt.Appendf(nil, "name,enquirer,enquiry received on,kin address,remarks\n%s,%s,2025-01-12,%s,%s\n",
		name(c.latin), name(c.cyrillic), c.hangul(), c.latin()), nil)
	card, err := json.Marshal(map[string]any{"surname": c.cyrillic(), "first_names": c.latin(), "health": "good", "unknown key": c.hangul(),
		"next_of_kin": map[string]string{"name": c.cyrillic(), "address": c.latin()}})
	write("card.json", card, err)
	names = append(names, c.hangul()+".xlsx")
	writeBook(t, filepath.Join(dir, names[len(names)-1]), []any{"name", "date of birth", "remarks"}, 8, func(i int) []any {
		return []any{name(c.cyrillic), fmt.Sprint(1960 + i), c.hangul() + " " + c.latin()}
	})

	listed := names
	var b strings.Builder
	b.WriteString("ref,name,remarks\n")
	for i := range 2500 {
		fmt.Fprintf(&b, "%d,%s %s,%s\n", i, capital(c.words[i%len(c.words)]), capital(c.words[(i*7+1)%len(c.words)]), c.words[(i*11+2)%len(c.words)])
	}
	write("many.csv", []byte(b.String()), nil)
	writeBook(t, filepath.Join(dir, "big.xlsx"), []any{"name", "remarks"}, 1200, func(i int) []any {
		if i == 0 {
			return []any{name(c.latin), c.latin()}
		}
		return []any{"", strings.Repeat(c.words[i%len(c.words)]+" ", 32_000/40)}
	})
	return listed
}

func writeBook(t *testing.T, path string, header []any, rows int, row func(int) []any) {
	t.Helper()
	book := excelize.NewFile()
	sheet, err := book.NewStreamWriter("Sheet1")
	if err == nil {
		err = sheet.SetRow("A1", header)
	}
	for i := 0; i < rows && err == nil; i++ {
		err = sheet.SetRow(fmt.Sprint("A", i+2), row(i))
	}
	if err == nil {
		err = sheet.Flush()
	}
	if err == nil {
		err = book.SaveAs(path)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// writeReport writes a report in which canaries speak and are spoken of.
func (c *canaries) writeReport(t *testing.T, dir string) string {
	t.Helper()
	name := c.latin() + ".txt"
	text := fmt.Sprintf("date 2025-01-13 Minister Anna %s said on Sunday that the soldier %s was captured on January 9 near %s.\n\n"+
		"The soldier said that he was captured on January 5 and that he wants to stay. “%s %s,” he said.\n",
		capital(c.latin()), capital(c.latin()), capital(c.latin()), c.cyrillic(), c.hangul())
	if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

// writeLong writes long.csv, a list long enough to crash in the middle of.
func (c *canaries) writeLong(t *testing.T, dir string) {
	t.Helper()
	var b strings.Builder
	b.WriteString("name,remarks\n")
	for i := range 60_000 {
		fmt.Fprintf(&b, "%s %d,%s\n", c.words[i%len(c.words)], i, c.words[(i+7)%len(c.words)])
	}
	if err := os.WriteFile(filepath.Join(dir, "long.csv"), []byte(b.String()), 0o600); err != nil {
		t.Fatal(err)
	}
}
