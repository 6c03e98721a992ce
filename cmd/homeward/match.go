package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strconv"
	"time"

	"homeward/identity"
	"homeward/match"
)

type matchCommand struct {
	Left   string   `arg:"" help:"List (CSV, XLSX)." type:"existingfile"`
	Right  string   `arg:"" optional:"" help:"Another; without it, duplicates within the first are found." type:"existingfile"`
	Out    string   `help:"Write the pairs, each with score, probability, verdict and explanation, to this CSV file. A run that is broken off goes on from there when it is called again." type:"path" placeholder:"FILE"`
	Truth  string   `help:"Two columns of record ids that are one person: print precision, recall, F1 and a reliability table." type:"existingfile" placeholder:"FILE"`
	ID     string   `name:"id" help:"Column with the record's id, where it is not called rec_id, unique_id, record_id or id." placeholder:"HEADER"`
	Pair   []string `help:"Columns that say the same under headers that do not show it." placeholder:"LEFT=RIGHT"`
	Ignore []string `help:"Columns not to compare." placeholder:"HEADER"`
	Least  float64  `help:"Leave out pairs below this probability." default:"0.05" placeholder:"P"`
	JSON   bool     `name:"json" help:"Print one JSON object."`
}

// matchedLists is what match --json prints.
type matchedLists struct {
	Left        int             `json:"left"`
	Right       int             `json:"right,omitempty"`
	Columns     []matchedColumn `json:"columns"`
	Threshold   float64         `json:"threshold"`
	Pairs       int             `json:"pairs"`  // at or above the threshold
	Review      int             `json:"review"` // below it, at or above --least
	Clusters    int             `json:"clusters"`
	Weak        int             `json:"weak"` // links to be looked at: they alone join what else does not agree
	Strongest   []matchedPair   `json:"strongest"`
	Undecided   []matchedPair   `json:"undecided"`
	Seconds     float64         `json:"seconds"`
	Precision   *float64        `json:"precision,omitempty"`
	Recall      *float64        `json:"recall,omitempty"`
	F1          *float64        `json:"f1,omitempty"`
	Calibration *float64        `json:"expected_calibration_error,omitempty"`
	Reliability []reliable      `json:"reliability,omitempty"`
}

type matchedColumn struct {
	Header  string  `json:"header"`
	Other   string  `json:"other,omitempty"` // in the right list, where it has another
	How     string  `json:"how"`             // header, meaning, values, --pair; scripts: names in two, compared whole
	Kind    string  `json:"kind"`
	Agrees  float64 `json:"agrees"`  // bits, of an average value
	Differs float64 `json:"differs"` // bits
}

// matchedPair is one pair with all that is said of it.
type matchedPair struct {
	Left        string            `json:"left"`
	Right       string            `json:"right"`
	Bits        float64           `json:"bits"`
	Probability float64           `json:"probability"`
	Verdict     string            `json:"verdict"`
	Why         []identity.Addend `json:"why"`
	Turns       []identity.Turn   `json:"turns"` // what would change the verdict
	Other       *otherCandidate   `json:"best_other,omitempty"`
}

// otherCandidate is the likeliest other record that one of a pair may be.
type otherCandidate struct {
	Of          string  `json:"of"`
	ID          string  `json:"id"`
	Bits        float64 `json:"bits"`
	Probability float64 `json:"probability"`
}

// matching is a linkage with what is needed to tell of it.
type matching struct {
	linkage     *identity.Linkage
	left, right []identity.Record
	columns     []match.Column
	clusters    identity.Clusters
	others      *identity.Others
	links       []identity.Link // at or above --least
}

const pairsShown = 5 // the likeliest, and those nearest to the threshold

func (c *matchCommand) Run(e *edge) error {
	if c.Least < 0 || c.Least > 1 {
		return fmt.Errorf("--least %g: a probability is from 0 to 1", c.Least)
	}
	if info, err := os.Stat(c.Out); c.Out != "" && err == nil && !info.Mode().IsRegular() {
		return fmt.Errorf("--out %s is there and no file", c.Out)
	}
	for _, in := range []string{c.Left, c.Right, c.Truth} {
		if a, err := os.Stat(in); in != "" && c.Out != "" && err == nil {
			if b, err := os.Stat(c.Out); err == nil && os.SameFile(a, b) {
				return fmt.Errorf("--out %s would take the place of what is read", c.Out)
			}
		}
	}
	left, leftData, err := readTable(c.Left)
	if err != nil {
		return err
	}
	right, rightData := left, []byte(nil)
	if c.Right != "" {
		if right, rightData, err = readTable(c.Right); err != nil {
			return err
		}
	}
	for _, t := range slices.Compact([]*match.Table{left, right}) {
		if t.Bad > 0 {
			fmt.Fprintf(e.stderr, "homeward: %s: %d rows are compared as written, such as this: %s\n", t.File, t.Bad, harmless(t.Why))
		}
	}
	options := match.Options{ID: c.ID, Pair: c.Pair, Ignore: c.Ignore}
	m := &matching{}
	if m.columns, err = match.Columns(left, right, options); err != nil {
		return err
	}
	start := time.Now()
	course := identity.Course{Tell: c.progress(e)}
	var unfinished *comparedSoFar
	if c.Out != "" {
		run, err := runOf(leftData, rightData, m.columns)
		if err != nil {
			return err
		}
		var reason string
		if unfinished, reason, err = openKept(c.Out, run, c.Left, c.Right); err != nil {
			return err
		}
		defer unfinished.close()
		switch {
		case reason != "":
			fmt.Fprintf(e.stderr, "homeward: what an interrupted run left in %s is of no use: %s. Starting anew.\n", unfinished.path, reason)
		case unfinished.before > 0:
			fmt.Fprintf(e.stderr, "homeward: going on with an interrupted run: %d stretches of records have been compared already\n", unfinished.before)
		}
		course.Journal = unfinished
	}
	leftData, rightData = nil, nil
	m.left = left.Records(m.columns, options, false)
	if c.Right != "" {
		m.right = right.Records(m.columns, options, true)
	}
	c.tellRepeated(e, left.File, m.left)
	c.tellRepeated(e, right.File, m.right)
	compared := make([]identity.Column, len(m.columns))
	for i, p := range m.columns {
		compared[i] = identity.Column{Header: p.Header, Kind: p.Kind}
	}
	if m.linkage, err = identity.LinkLists(e.ctx, compared, m.left, m.right, course); err != nil {
		if errors.Is(err, context.Canceled) && c.Out != "" {
			return fmt.Errorf("stopped; %s has what was compared, and the same command goes on from there", unfinished.path)
		} else if errors.Is(err, context.Canceled) {
			return errors.New("stopped; nothing was kept: with --out FILE, the same command would go on from there")
		}
		return err
	}
	if m.right == nil {
		m.right = m.left
	}
	m.links = m.linkage.Links(c.Least)
	m.clusters = m.linkage.Clusters()
	m.others = m.linkage.Others(&m.clusters)
	out := m.told(left, right, c)
	if c.Out != "" {
		if err := m.write(e.ctx, c.Out); err != nil {
			return err
		}
		if err := unfinished.finished(); err != nil {
			return fmt.Errorf("%s is written; taking away %s: %w", c.Out, unfinished.path, err)
		}
	}
	out.Seconds = time.Since(start).Seconds()
	if c.Truth != "" {
		if err := c.judge(e, out, m); err != nil {
			return err
		}
	}
	if c.JSON {
		return e.json(out)
	}
	return c.tell(e, out)
}

// readTable reads a list, and returns the file's bytes with it.
func readTable(file string) (*match.Table, []byte, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, nil, err
	}
	t, err := match.Read(data, file)
	return t, data, err
}

// tellRepeated warns of an id that two records have: results could not be told apart.
func (c *matchCommand) tellRepeated(e *edge, file string, records []identity.Record) {
	seen := make(map[string]int, len(records))
	for i, r := range records {
		if was, ok := seen[r.ID]; ok {
			fmt.Fprintf(e.stderr, "homeward: %s: the records in rows %d and %d are both called %q; results cannot tell such records apart\n", file, was+2, i+2, r.ID)
			return
		}
		seen[r.ID] = i
	}
}

// told sums up a matching.
func (m *matching) told(left, right *match.Table, c *matchCommand) *matchedLists {
	k := m.linkage
	out := &matchedLists{Left: len(left.Rows), Threshold: k.Threshold, Clusters: len(m.clusters.Size), Weak: len(m.clusters.Weak), Strongest: []matchedPair{}, Undecided: []matchedPair{}}
	if c.Right != "" {
		out.Right = len(right.Rows)
	}
	for i, p := range m.columns {
		col := matchedColumn{Header: p.Header, How: p.How, Kind: p.Kind.String(), Agrees: k.Weights[i][1], Differs: k.Weights[i][len(k.Weights[i])-1]}
		if p.Other != p.Header {
			col.Other = p.Other
		}
		out.Columns = append(out.Columns, col)
	}
	for i, c := range k.Columns[len(m.columns):] {
		weights := k.Weights[len(m.columns)+i]
		out.Columns = append(out.Columns, matchedColumn{Header: c.Header, How: "scripts", Kind: c.Kind.String(), Agrees: weights[1], Differs: weights[len(weights)-1]})
	}
	out.Pairs = len(k.Links(k.Threshold))
	out.Review = max(0, len(m.links)-out.Pairs)
	for _, l := range m.links[:min(len(m.links), pairsShown)] {
		out.Strongest = append(out.Strongest, m.pair(l))
	}
	nearest := slices.Clone(m.links[max(len(out.Strongest), out.Pairs-pairsShown):min(len(m.links), max(out.Pairs, len(out.Strongest))+pairsShown)])
	off := func(l identity.Link) float64 { return max(l.Probability-k.Threshold, k.Threshold-l.Probability) }
	slices.SortStableFunc(nearest, func(a, b identity.Link) int {
		switch {
		case off(a) < off(b):
			return -1
		case off(a) > off(b):
			return 1
		}
		return 0
	})
	for _, l := range nearest[:min(len(nearest), pairsShown)] {
		out.Undecided = append(out.Undecided, m.pair(l))
	}
	return out
}

func (m *matching) ids(l identity.Link) (string, string) {
	return m.left[l.Left].ID, m.right[l.Right].ID
}

// pair is what is said of one link.
func (m *matching) pair(l identity.Link) matchedPair {
	out := matchedPair{Bits: l.Bits, Probability: l.Probability, Verdict: m.linkage.Verdict(l), Why: m.linkage.Explain(l), Turns: m.linkage.Turns(l), Other: m.other(l)}
	out.Left, out.Right = m.ids(l)
	if out.Turns == nil {
		out.Turns = []identity.Turn{}
	}
	return out
}

// other is the best other candidate for one of a pair.
func (m *matching) other(l identity.Link) *otherCandidate {
	other, ofLeft, ok := m.others.Other(l)
	if !ok {
		return nil
	}
	a, b := m.ids(l)
	of := b
	if ofLeft {
		of = a
	}
	x, y := m.ids(other)
	// In one list a record may stand on either side of a pair. In two, an id may be in both.
	id := y
	if &m.left[0] == &m.right[0] && y == of || &m.left[0] != &m.right[0] && !ofLeft {
		id = x
	}
	return &otherCandidate{of, id, other.Bits, other.Probability}
}

// progress tells the stages on a terminal, and nothing elsewhere.
func (c *matchCommand) progress(e *edge) func(string, int, int) {
	if !drawsOn(e.stderr) {
		return nil
	}
	return func(stage string, done, of int) { fmt.Fprintf(e.stderr, "\r\x1b[K%s: %d of %d", stage, done, of) }
}

func (c *matchCommand) tell(e *edge, out *matchedLists) error {
	if c.progress(e) != nil {
		fmt.Fprint(e.stderr, "\r\x1b[K")
	}
	var w bytes.Buffer
	fmt.Fprintf(&w, "Compared, with the bits learned for agreeing and for differing:\n")
	widest := 20
	for _, col := range out.Columns {
		widest = min(max(widest, columnsIn(col.Header)), 44)
	}
	for _, col := range out.Columns {
		fmt.Fprintf(&w, "  %s %-7s %+6.1f %+6.1f", padded(col.Header, widest), col.Kind, col.Agrees, col.Differs)
		if col.Other != "" {
			fmt.Fprintf(&w, "  beside %s (by %s)", col.Other, col.How)
		}
		fmt.Fprintln(&w)
	}
	fmt.Fprintf(&w, "%d pairs are likely one person (probability from %.2f), %d more are for review, in %.1f s. Nothing is merged.\n", out.Pairs, out.Threshold, out.Review, out.Seconds)
	fmt.Fprintf(&w, "They make %d clusters; %d weak links are to be looked at first.\n", out.Clusters, out.Weak)
	if c.Out != "" {
		fmt.Fprintf(&w, "Written to %s\n", c.Out)
	}
	if len(out.Strongest) > 0 && c.Out == "" {
		fmt.Fprintf(&w, "\nThe likeliest:\n")
		for i := range out.Strongest {
			out.Strongest[i].tell(&w, out.Threshold)
		}
	}
	if len(out.Undecided) > 0 && c.Out == "" {
		fmt.Fprintf(&w, "\nThe nearest to the threshold:\n")
		for i := range out.Undecided {
			out.Undecided[i].tell(&w, out.Threshold)
		}
	}
	if rest := out.Pairs + out.Review - len(out.Strongest) - len(out.Undecided); rest > 0 && c.Out == "" {
		fmt.Fprintf(&w, "\n… and %d more. To get all of them: --out FILE\n", rest)
	}
	if out.F1 != nil {
		fmt.Fprintf(&w, "\nAgainst %s: precision %.4f, recall %.4f, F1 %.4f; expected calibration error %.4f\n", c.Truth, *out.Precision, *out.Recall, *out.F1, *out.Calibration)
		fmt.Fprintln(&w, "  said          pairs    mean    right")
		for _, r := range out.Reliability {
			fmt.Fprintf(&w, "  %.2f to %.2f %7d  %6.3f   %6.3f\n", r.From, r.To, r.Pairs, r.Said, r.Right)
		}
	}
	_, err := e.stdout.Write(w.Bytes())
	return err
}

func (p *matchedPair) tell(w *bytes.Buffer, threshold float64) {
	fmt.Fprintf(w, "\n%s ~ %s  %+.1f bits, probability %s: %s\n", p.Left, p.Right, p.Bits, told(p.Probability), p.Verdict)
	for _, a := range p.Why {
		fmt.Fprintf(w, "  %+6.1f  %s  %s ~ %s\n", a.Bits, padded(a.What, 30), orDash(a.Left), orDash(a.Right))
	}
	if len(p.Turns) == 0 {
		fmt.Fprintf(w, "  No one thing would change the verdict.\n")
	}
	for _, t := range p.Turns {
		fmt.Fprintf(w, "  The verdict would change if %s (%+.1f bits).\n", t.What, t.After)
	}
	if p.Other != nil {
		fmt.Fprintf(w, "  Best other candidate for %s: %s, %+.1f bits, probability %s\n", p.Other.Of, p.Other.ID, p.Other.Bits, told(p.Other.Probability))
	} else {
		fmt.Fprintf(w, "  No other candidate for either; that makes this one no likelier.\n")
	}
}

// told writes a probability without claiming certainty.
func told(p float64) string {
	switch {
	case p > 0.999:
		return "over 0.999"
	case p < 0.001:
		return "under 0.001"
	}
	return strconv.FormatFloat(p, 'f', 3, 64)
}
