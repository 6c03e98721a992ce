package main

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"homeward/bureau"
	"homeward/exchange"
)

type planCommand struct {
	Make      planMakeCommand      `cmd:"" default:"withargs" help:"Plan: who goes, who stays and why (the word make may be left out)."`
	Verify    planVerifyCommand    `cmd:"" help:"Check a plan against terms and people, with none of the solver."`
	Why       planWhyCommand       `cmd:"" help:"Say why one person goes or stays, and what would change it."`
	Reconcile planReconcileCommand `cmd:"" help:"Hold lists of people handed over against the plan."`
}

// Help stands above the commands of a plan.
func (*planCommand) Help() string {
	return "homeward plan TERMS.yaml plans from this bureau's files, homeward plan TERMS.yaml --people PEOPLE.csv from a list;" +
		" homeward plan make --help has the other flags."
}

// planSource is where the people of a plan come from.
type planSource struct {
	People string `help:"People (CSV, XLSX); without it, those in this bureau's files." type:"path" placeholder:"FILE"`
}

func (s *planSource) read(e *edge) (people []exchange.Person, err error) {
	if s.People == "" {
		err = e.withBureau(func(b *bureau.Bureau) error {
			people, err = b.ExchangePeople(e.ctx)
			return err
		})
		return people, err
	}
	return readList(s.People, "the people", exchange.ReadPeople, exchange.ReadPeopleXLSX)
}

// readList reads a list that is CSV or a workbook. A workbook is a ZIP file,
// whatever it is called.
func readList[T any](path, what string, fromCSV func(io.Reader) ([]T, error), fromXLSX func(io.ReaderAt, int64) ([]T, error)) (list []T, err error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("opening %s: %w", what, err)
	}
	defer f.Close()
	var magic [4]byte
	if n, _ := f.ReadAt(magic[:], 0); n == 4 && string(magic[:]) == "PK\x03\x04" {
		var info os.FileInfo
		if info, err = f.Stat(); err == nil {
			list, err = fromXLSX(f, info.Size())
		}
	} else {
		list, err = fromCSV(f)
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return list, nil
}

func readTerms(path string) (*exchange.Terms, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("opening the terms: %w", err)
	}
	defer f.Close()
	terms, err := exchange.ReadTerms(f)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return terms, nil
}

func readPlan(path string) (exchange.Plan, error) {
	f, err := os.Open(path)
	if err != nil {
		return exchange.Plan{}, fmt.Errorf("opening the plan: %w", err)
	}
	defer f.Close()
	plan, err := exchange.ReadPlan(f)
	if err != nil {
		return plan, fmt.Errorf("%s: %w", path, err)
	}
	return plan, nil
}

// plan makes a plan from a list, or from the files of the bureau.
func (s *planSource) plan(e *edge, termsPath string) (exchange.Plan, error) {
	var made exchange.Plan
	err := e.computing(func() (err error) {
		made, err = s.solve(e, termsPath)
		return err
	})
	if errors.Is(err, errAbandoned) {
		return exchange.Plan{}, err // the other is not done with what it makes
	}
	return made, err
}

func (s *planSource) solve(e *edge, termsPath string) (plan exchange.Plan, err error) {
	terms, err := readTerms(termsPath)
	if err != nil {
		return plan, err
	}
	if s.People != "" {
		people, err := s.read(e)
		if err != nil {
			return plan, err
		}
		return bureau.PlanPeople(people, terms)
	}
	f, err := os.Open(termsPath)
	if err != nil {
		return plan, fmt.Errorf("opening the terms: %w", err)
	}
	defer f.Close()
	err = e.withBureau(func(b *bureau.Bureau) error {
		plan, err = b.Plan(e.ctx, f, termsPath)
		return err
	})
	return plan, err
}

type planMakeCommand struct {
	Terms string `arg:"" help:"Sheet of terms (YAML)." type:"path"`
	planSource
	JSON  bool              `name:"json" help:"Print the plan as JSON."`
	Out   string            `help:"Folder to write into: plan.json, plan.txt, people.csv (the list as it was, for verify and reconcile), and the parties' lists as CSV, XLSX and a page to print." type:"path" placeholder:"DIR"`
	Reads map[string]string `help:"Language a party reads its lists in: uk, ru, ko, or la for Latin letters; else that of most names of its people." placeholder:"PARTY=LANG"`
}

func (c *planMakeCommand) Run(e *edge) error {
	_, missing := os.Stat(c.Out)
	if err := c.ready(); err != nil {
		return err
	}
	plan, err := c.plan(e, c.Terms)
	told := ""
	if err == nil && c.Out != "" {
		told, err = c.handover(e, plan)
	}
	if err != nil {
		if c.Out != "" && missing != nil {
			os.Remove(c.Out) // if it is empty
		}
		return err
	}
	if c.JSON {
		err = e.json(plan)
	} else if err = plan.WriteText(e.stdout); err == nil && c.Out != "" {
		fmt.Fprintf(e.stdout, "\nThe plan and the parties' lists are in %s. They name people: keep them as you keep the files.\n", c.Out)
		fmt.Fprintf(e.stdout, "Lists are written for readers of: %s. --reads PARTY=LANG says otherwise.\n", told)
	}
	if err == nil && plan.Status == exchange.Infeasible {
		err = exitStatus(exitFailed)
	}
	return err
}

// ready refuses before a plan is made what could not be written after it.
func (c *planMakeCommand) ready() error {
	if c.Out == "" {
		if len(c.Reads) > 0 {
			return errors.New("--reads is for the lists that --out DIR writes")
		}
		return nil
	}
	if _, err := bureau.ReadersOf(nil, c.Reads); err != nil {
		return fmt.Errorf("--reads: %w", err)
	}
	if _, err := os.Stat(filepath.Join(c.Out, "plan.json")); err == nil {
		return fmt.Errorf("%s has a plan already, which is not written over; name another folder", c.Out)
	}
	if err := os.MkdirAll(c.Out, 0o700); err != nil {
		return fmt.Errorf("making the folder of the lists: %w", err)
	}
	return nil
}

// handover writes a plan and its lists, and tells in which languages.
func (c *planMakeCommand) handover(e *edge, plan exchange.Plan) (told string, err error) {
	people, err := c.read(e)
	if err != nil {
		return "", err
	}
	readersOf := bureau.ReadersOf
	if c.People == "" {
		terms, err := readTerms(c.Terms)
		if err != nil {
			return "", err
		}
		if exchange.Verify(people, terms, plan) != nil { // somebody else has written into the files
			return "", errors.New("the files changed while the plan was made; plan again")
		}
		readersOf = bureau.ReadersOfFiles
	}
	readers, err := readersOf(people, c.Reads)
	if err != nil {
		return "", err
	}
	return languagesTold(plan, readers), c.write(plan, people, readers)
}

// languagesTold says in which language each party of a plan has its lists.
func languagesTold(plan exchange.Plan, readers bureau.Readers) string {
	words := map[string]string{"uk": "Ukrainian", "ru": "Russian", "ko": "Korean", "la": "Latin letters"}
	parties := map[string]bool{}
	for i := range plan.Releases {
		parties[plan.Releases[i].From], parties[plan.Releases[i].To] = true, true
	}
	var told []string
	for _, party := range slices.Sorted(maps.Keys(parties)) {
		told = append(told, party+" "+words[cmp.Or(readers[party], "la")])
	}
	return strings.Join(told, ", ")
}

// write puts the plan and its lists into a folder, readable by its owner only.
func (c *planMakeCommand) write(plan exchange.Plan, people []exchange.Person, readers bureau.Readers) error {
	lists := exchange.HandoverLists(people, plan, readers)
	files := []struct {
		name  string
		write func(io.Writer) error
	}{
		{"plan.txt", plan.WriteText},
		{"people.csv", func(w io.Writer) error { return exchange.WritePeople(w, people) }},
		{"lists.xlsx", func(w io.Writer) error { return exchange.WriteXLSX(w, lists) }},
		{"lists.html", func(w io.Writer) error { return exchange.WriteHTML(w, plan, lists) }},
	}
	used := map[string]bool{}
	for i := range lists {
		file := lists[i].FileName()
		for used[file] {
			file += "-2"
		}
		used[file] = true
		files = append(files, struct {
			name  string
			write func(io.Writer) error
		}{file + ".csv", lists[i].WriteCSV})
	}
	// The plan comes last: where it is, the rest is whole.
	files = append(files, struct {
		name  string
		write func(io.Writer) error
	}{"plan.json", func(w io.Writer) error { return writeJSON(w, plan) }})
	for _, f := range files {
		if err := writePrivate(filepath.Join(c.Out, f.name), f.write); err != nil {
			return err
		}
	}
	return nil
}

// counted says how many there are of something.
func counted(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

func writePrivate(path string, write func(io.Writer) error) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return fmt.Errorf("writing a list: %w", err)
	}
	return errors.Join(write(f), f.Close())
}

type planVerifyCommand struct {
	Plan  string `arg:"" help:"The plan (JSON), as homeward plan --json printed it." type:"path"`
	Terms string `help:"Sheet of terms (YAML)." type:"path" required:"" placeholder:"FILE"`
	planSource
}

func (c *planVerifyCommand) Run(e *edge) error {
	plan, err := readPlan(c.Plan)
	if err != nil {
		return err
	}
	terms, err := readTerms(c.Terms)
	if err != nil {
		return err
	}
	people, err := c.read(e)
	if err != nil {
		return err
	}
	unchecked, err := exchange.Examine(people, terms, plan)
	if err != nil {
		faults := strings.Split(err.Error(), "\n")
		fmt.Fprintf(e.stdout, "%s does not hold under %s, for %s:\n", c.Plan, c.Terms, counted(len(faults), "reason"))
		for _, f := range faults {
			fmt.Fprintf(e.stdout, "  %s\n", f)
		}
		return exitStatus(exitFailed)
	}
	fmt.Fprintf(e.stdout, "%s holds: %s, %d go, %d stay, in %s. Wishes, the owed, every term, crossings, trust limits, reasons and counts were checked.\n",
		c.Plan, plan.Status, len(plan.Releases), len(plan.Left), counted(len(plan.Stages), "stage"))
	for _, what := range unchecked {
		fmt.Fprintf(e.stdout, "  not checked: %s\n", what)
	}
	return nil
}

type planWhyCommand struct {
	ID    string `arg:"" help:"An id of the list of people."`
	Plan  string `help:"The plan (JSON); without it one is made from --terms." type:"path" xor:"from" required:"" placeholder:"FILE"`
	Terms string `help:"Sheet of terms (YAML)." type:"path" xor:"from" required:"" placeholder:"FILE"`
	planSource
	JSON bool `name:"json" help:"Print JSON."`
}

func (c *planWhyCommand) Run(e *edge) (err error) {
	var plan exchange.Plan
	if c.Plan != "" {
		plan, err = readPlan(c.Plan)
	} else {
		plan, err = c.plan(e, c.Terms)
	}
	if err != nil {
		return err
	}
	why, err := plan.Why(c.ID)
	if err != nil {
		return err
	}
	if c.JSON {
		return e.json(why)
	}
	return why.WriteText(e.stdout)
}

type planReconcileCommand struct {
	Plan   string   `arg:"" help:"The plan (JSON)." type:"path"`
	Handed []string `arg:"" help:"Lists of people handed over (CSV, XLSX), one for each round, in their order." type:"path"`
	planSource
	Terms string `help:"Sheet of terms (YAML): ranks reserves for those who were not produced." type:"path" placeholder:"FILE"`
	Whole bool   `help:"The lists are the whole handover: everybody of the plan is due."`
	JSON  bool   `name:"json" help:"Print JSON."`
}

func (c *planReconcileCommand) Run(e *edge) error {
	plan, err := readPlan(c.Plan)
	if err != nil {
		return err
	}
	o := exchange.ReconcileOptions{Whole: c.Whole, Alike: bureau.NamesAlike}
	if c.Terms != "" {
		if o.Terms, err = readTerms(c.Terms); err != nil {
			return err
		}
	}
	var rounds []exchange.Round
	for _, path := range c.Handed {
		handed, err := readList(path, "a list of people handed over", exchange.ReadHanded, exchange.ReadHandedXLSX)
		if err != nil {
			return err
		}
		rounds = append(rounds, exchange.Round{Name: filepath.Base(path), Handed: handed})
	}
	people, err := c.read(e)
	if err != nil {
		return err
	}
	r, err := exchange.Reconcile(people, plan, rounds, o)
	if err != nil {
		return err
	}
	if c.JSON {
		err = e.json(r)
	} else {
		err = r.WriteText(e.stdout)
	}
	if err == nil && r.Broken() {
		err = exitStatus(exitFailed)
	}
	return err
}
