package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"runtime/debug"
	"strings"
	"time"

	"homeward/bureau"
	"homeward/list"
	"homeward/statement/edtf"
)

type importCommand struct {
	Files       []string          `arg:"" help:"Lists (CSV, XLSX) or capture cards (JSON)." type:"path"`
	Kind        string            `help:"persons, events, enquiries or card, where the columns do not tell." placeholder:"KIND"`
	Map         map[string]string `help:"Read a column as a property: 'Header=property'." placeholder:"HEADER=PROPERTY" mapsep:"none"`
	Encoding    string            `help:"utf-8, utf-16le, utf-16be, windows-1251, euc-kr." placeholder:"NAME"`
	Sheet       string            `help:"Sheet of an XLSX file." placeholder:"NAME"`
	Dates       string            `help:"Order of dates such as 03/04/1999: dmy or mdy." placeholder:"ORDER"`
	SaidBy      string            `help:"Whose list it is." placeholder:"NAME"`
	SaidOn      string            `help:"As of which date (EDTF)." placeholder:"DATE"`
	Reliability string            `help:"Reliability of the source, A to F." placeholder:"GRADE"`
	Rejects     string            `help:"Write the bad rows, with row and reason, to this file." type:"path" placeholder:"FILE"`
	JSON        bool              `name:"json" help:"Print one JSON object a line: events and summaries."`
}

// importMemory is what the runtime is asked to keep an import within, in bytes: an
// office laptop has other work to do meanwhile. GOMEMLIMIT overrides it.
const importMemory = 640 << 20

func (c *importCommand) Run(e *edge) error {
	by, err := e.by()
	if err != nil {
		return err
	}
	options, err := c.options()
	if err != nil {
		return err
	}
	if os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(importMemory)
	}
	return e.withBureau(func(b *bureau.Bureau) error {
		rejects := &rejectsFile{path: c.Rejects}
		told := newTeller(e, c.JSON)
		done, err := b.Import(e.ctx, bureau.Import{Files: c.Files, By: by, SaidBy: c.SaidBy, SaidOn: c.SaidOn,
			Reliability: c.Reliability, Options: options}, bureau.Watch{
			Opened:   told.opened,
			Progress: told.progress,
			Rejected: func(bad *list.RowError) { told.rejected(bad); rejects.write(bad) },
		})
		told.done(done)
		if closeErr := rejects.close(); err == nil {
			err = closeErr
		}
		if err != nil {
			return err
		}
		for _, d := range done {
			if d.Bad > 0 {
				if c.Rejects == "" {
					fmt.Fprintln(e.stderr, "homeward: to get the bad rows as a file, with row and reason, run this again with --rejects FILE")
				}
				return exitStatus(exitRejected)
			}
		}
		return nil
	})
}

func (c *importCommand) options() (list.Options, error) {
	o := list.Options{Encoding: c.Encoding, Map: c.Map, Kind: list.Kind(c.Kind), Sheet: c.Sheet}
	switch c.Dates {
	case "":
	case "dmy":
		o.DateOrder = edtf.DayFirst
	case "mdy":
		o.DateOrder = edtf.MonthFirst
	default:
		return o, fmt.Errorf("--dates %q: dmy or mdy is wanted", c.Dates)
	}
	if c.SaidOn != "" {
		d, err := edtf.Parse(c.SaidOn)
		if err != nil {
			return o, fmt.Errorf("--said-on: %w", err)
		}
		c.SaidOn = d.String()
	}
	if c.Reliability != "" && (len(c.Reliability) != 1 || !strings.Contains("ABCDEF", c.Reliability)) {
		return o, fmt.Errorf("--reliability %q: a grade from A to F is wanted", c.Reliability)
	}
	return o, c.rejectsReady()
}

// rejectsReady refuses, before a row is taken in, a file of bad rows that could not
// be written, or that is a list being read. It leaves no file: one is made with the
// first bad row.
func (c *importCommand) rejectsReady() error {
	if c.Rejects == "" {
		return nil
	}
	if err := writable(c.Rejects); err != nil {
		return fmt.Errorf("--rejects: the bad rows could not be written: %w; name another file", err)
	}
	out, err := os.Stat(c.Rejects)
	if err != nil {
		return nil // it is not there yet
	}
	for _, path := range c.Files {
		if in, err := os.Stat(path); err == nil && os.SameFile(in, out) {
			return fmt.Errorf("--rejects %s: this is a list to be taken in, and would be overwritten; name another file", c.Rejects)
		}
	}
	return nil
}

// writable reports why a file that is to be written later could not be. It changes
// nothing of one that is there, and leaves none that is not.
func writable(path string) error {
	_, missing := os.Stat(path)
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE, 0o600)
	if err != nil {
		return err
	}
	if err = f.Close(); err == nil && missing != nil {
		err = os.Remove(path)
	}
	return err
}

// rejectsFile takes the bad rows; it is made with the first of them.
type rejectsFile struct {
	path string
	file *os.File
	out  *list.Rejects
	err  error
}

func (r *rejectsFile) write(bad *list.RowError) {
	if r.path == "" || r.err != nil {
		return
	}
	if r.file == nil {
		if r.file, r.err = os.OpenFile(r.path, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600); r.err != nil {
			return
		}
		r.out = list.NewRejects(r.file)
	}
	r.err = r.out.Write(bad)
}

func (r *rejectsFile) close() error {
	if r.file == nil {
		return r.err
	}
	for _, err := range []error{r.out.Flush(), r.file.Close()} {
		if r.err == nil {
			r.err = err
		}
	}
	if r.err != nil {
		return fmt.Errorf("writing the bad rows to %s: %w", r.path, r.err)
	}
	return nil
}

// teller says how an import goes on: lines for people on standard error, or one
// JSON object a line on standard output. A row is acknowledged by the line that
// covers it, which is printed after its commit.
type teller struct {
	e        *edge
	json     bool
	onScreen bool
	began    time.Time
	badTold  int
}

func newTeller(e *edge, asJSON bool) *teller {
	return &teller{e: e, json: asJSON, onScreen: drawsOn(e.stderr), began: time.Now()}
}

func (t *teller) event(name string, v any) {
	line, err := json.Marshal(map[string]any{"event": name, name: v})
	if err == nil {
		fmt.Fprintf(t.e.screen, "%s\n", line)
	}
}

var kinds = map[list.Kind]string{list.Persons: "persons", list.Events: "events", list.Enquiries: "enquiries", list.Cards: "capture cards"}

func (t *teller) opened(i bureau.Imported) {
	if t.json {
		t.event("opened", i)
		return
	}
	fmt.Fprintf(t.e.stdout, "%s: a list of %s, %s\n", i.File, kinds[i.Kind], i.Encoding)
	for _, m := range i.Mapping {
		fmt.Fprintf(t.e.stdout, "  %s → %s\n", padded(m.Header, 28), m.Describe())
	}
}

func (t *teller) progress(p bureau.Progress) {
	switch {
	case t.json:
		t.event("progress", p)
	case t.onScreen:
		share := ""
		if p.Of > 0 && p.Bytes > 0 {
			share = fmt.Sprintf("%3d %%  ", 100*p.Bytes/p.Of)
		}
		fmt.Fprintf(t.e.stderr, "\r\x1b[K%srow %d is on disk  (%.0f rows/s)", share, p.Row, float64(p.Added+p.Known+p.Bad)/time.Since(t.began).Seconds())
	default:
		fmt.Fprintf(t.e.stderr, "%s: rows up to %d are on disk\n", p.File, p.Row)
	}
}

const badShown = 10

func (t *teller) rejected(bad *list.RowError) {
	t.badTold++
	switch {
	case t.json:
		t.event("rejected", map[string]any{"row": bad.Row, "column": bad.Column, "header": bad.Header, "reason": bad.Reason})
	case t.badTold <= badShown:
		t.clear(t.e.stderr)
		fmt.Fprintf(t.e.stderr, "not imported: %s\n", harmless(bad.Error()))
	case t.badTold == badShown+1:
		t.clear(t.e.stderr)
		fmt.Fprintln(t.e.stderr, "not imported: more rows; --rejects FILE has them all")
	}
}

func (t *teller) clear(w io.Writer) {
	if t.onScreen {
		fmt.Fprint(w, "\r\x1b[K")
	}
}

func (t *teller) done(all []bureau.Imported) {
	if !t.json {
		t.clear(t.e.stderr)
	}
	for _, d := range all {
		if t.json {
			t.event("imported", d)
			continue
		}
		said := []string{fmt.Sprintf("%d rows", d.Rows), fmt.Sprintf("%d new", d.Added)}
		if d.Known > 0 {
			said = append(said, fmt.Sprintf("%d known already", d.Known))
		}
		if d.Bad > 0 {
			said = append(said, fmt.Sprintf("%d not imported", d.Bad))
		}
		fmt.Fprintf(t.e.stdout, "%s: %s\n", d.File, strings.Join(said, ", "))
		for _, w := range d.Warnings {
			fmt.Fprintf(t.e.stdout, "  note: %s\n", w)
		}
	}
}
