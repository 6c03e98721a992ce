package list

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"homeward/statement"
)

//go:generate go test -run TestPageIsCurrent -args -write

var write = flag.Bool("write", false, "write the tables of docs/lists.md anew")

const page = "../docs/lists.md"

// The tables of the page are those of the vocabulary: "go generate ./list" writes
// them anew between their marks.
func TestPageIsCurrent(t *testing.T) {
	data, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	v := statement.DefaultVocabulary()
	text := string(data)
	for name, table := range map[string]string{"persons": personsTable(v), "columns": columnsTable(v), "events": eventsTable(v), "codes": codesTable(v), "card": cardTable(v)} {
		begin, end := "<!-- "+name+" -->\n", "<!-- end of "+name+" -->"
		before, rest, ok := strings.Cut(text, begin)
		_, after, ok2 := strings.Cut(rest, end)
		if !ok || !ok2 {
			t.Fatalf("docs/lists.md has no table marked %q", name)
		}
		text = before + begin + "\n" + table + "\n" + end + after
	}
	if text == string(data) {
		return
	}
	if !*write {
		t.Fatal("docs/lists.md is not what the vocabulary says: run go generate ./list")
	}
	if err := os.WriteFile(page, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

func row(b *strings.Builder, cells ...string) {
	for i, c := range cells {
		cells[i] = strings.ReplaceAll(c, "|", "\\|")
	}
	fmt.Fprintf(b, "| %s |\n", strings.Join(cells, " | "))
}

func begin(headers ...string) *strings.Builder {
	b := new(strings.Builder)
	row(b, headers...)
	fmt.Fprintln(b, strings.Repeat("|---", len(headers))+"|")
	return b
}

func personsTable(v *statement.Vocabulary) string {
	b := begin("property", "holds", "headers it is recognised by")
	for _, p := range v.Properties {
		if len(p.Columns) > 0 {
			row(b, "`"+p.Name+"`", string(p.Type), strings.Join(p.Columns, ", "))
		}
	}
	return b.String()
}

func columnsTable(v *statement.Vocabulary) string {
	b := begin("column", "speaks of", "headers it is recognised by")
	for _, c := range v.Columns {
		about := map[string]string{"kin": "next of kin or enquirer: " + c.Property, "row": "the row itself"}[c.About]
		row(b, "`"+c.Column+"`", about, strings.Join(c.Headers, ", "))
	}
	return b.String()
}

func eventsTable(v *statement.Vocabulary) string {
	b := begin("event", "also written", "its date fills", "its place fills", "its detail fills")
	for _, e := range v.Events {
		parts := map[string]string{}
		for _, p := range v.Properties {
			if code, part, ok := strings.Cut(p.Event, ":"); ok && code == e.Code {
				parts[part] = "`" + p.Name + "`"
			}
		}
		detail := parts["detail"]
		if parts["code"] != "" {
			detail = parts["code"] + " (one of its codes)"
		}
		row(b, "`"+e.Code+"`", strings.Join(e.Also, ", "), parts["date"], parts["place"], detail)
	}
	return b.String()
}

func codesTable(v *statement.Vocabulary) string {
	b := begin("property", "code", "also written")
	for _, p := range v.Properties {
		if len(p.Columns) == 0 {
			continue
		}
		for _, c := range p.Codes {
			var words []string
			for _, language := range statement.Languages() {
				words = append(words, c.Label[language])
			}
			row(b, "`"+p.Name+"`", "`"+c.Code+"`", strings.Join(append(words, c.Also...), ", "))
		}
	}
	return b.String()
}

func cardTable(v *statement.Vocabulary) string {
	b := begin("key", "read as")
	for _, p := range v.Properties {
		if p.Card != "" {
			row(b, "`"+p.Card+"`", "`"+p.Name+"`")
		}
	}
	for _, c := range v.Columns {
		if c.Card != "" {
			row(b, "`"+c.Card+"`", "`"+c.Column+"`")
		}
	}
	return b.String()
}
