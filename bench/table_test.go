package bench_test

import (
	"bytes"
	"fmt"
	"io"
	"testing"
	"text/tabwriter"
)

// table is what make bench prints: what it was measured on, then one row a
// measure and one column a store.
type table struct {
	about   [][2]string
	columns []string
	rows    []string // in order of the first put
	values  map[string][]string
}

func (t *table) say(what, value string) { t.about = append(t.about, [2]string{what, value}) }

func (t *table) put(row string, column int, value string) {
	if t.values == nil {
		t.values = map[string][]string{}
	}
	if t.values[row] == nil {
		t.rows = append(t.rows, row)
		t.values[row] = make([]string, len(t.columns))
	}
	t.values[row][column] = value
}

func (t *table) write(w io.Writer) error {
	about := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, a := range t.about {
		fmt.Fprintf(about, "%s\t%s\n", a[0], a[1])
	}
	if err := about.Flush(); err != nil {
		return err
	}
	names := 0
	for _, r := range t.rows {
		names = max(names, len(r))
	}
	line := func(name string, cells []string) error {
		text := fmt.Sprintf("%-*s", names, name)
		for i, c := range cells {
			if c == "" {
				c = "-"
			}
			text += fmt.Sprintf("  %*s", max(t.width(i), len(c)), c)
		}
		_, err := fmt.Fprintln(w, text)
		return err
	}
	fmt.Fprintln(w)
	if err := line("", t.columns); err != nil {
		return err
	}
	for _, r := range t.rows {
		if err := line(r, t.values[r]); err != nil {
			return err
		}
	}
	return nil
}

// width of a column is that of its longest cell.
func (t *table) width(column int) int {
	w := len(t.columns[column])
	for _, cells := range t.values {
		w = max(w, len(cells[column]))
	}
	return w
}

func TestTableIsAligned(t *testing.T) {
	tab := &table{columns: []string{"SQLite", "PostgreSQL"}}
	tab.say("machine", "two cores")
	tab.say("seed", "1")
	tab.put("import, rows/s", 0, "12000")
	tab.put("verify, entries/s", 0, "9")
	tab.put("import, rows/s", 1, "7")
	var out bytes.Buffer
	if err := tab.write(&out); err != nil {
		t.Fatal(err)
	}
	const want = `machine  two cores
seed     1

                   SQLite  PostgreSQL
import, rows/s      12000           7
verify, entries/s       9           -
`
	if got := out.String(); got != want {
		t.Errorf("the table is\n%s\nnot\n%s", got, want)
	}
}
