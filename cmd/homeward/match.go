package main

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"homeward/identity"
	"homeward/list"

	"golang.org/x/term"
)

type matchCommand struct {
	Left   string   `arg:"" help:"List (CSV, XLSX)." type:"existingfile"`
	Right  string   `arg:"" optional:"" help:"Another; without it, duplicates within the first are found." type:"existingfile"`
	Out    string   `help:"Write the pairs, each with score, probability, verdict and explanation, to this CSV file." type:"path" placeholder:"FILE"`
	Truth  string   `help:"Two columns of record ids that are one person: print precision, recall, F1 and a reliability table." type:"existingfile" placeholder:"FILE"`
	ID     string   `name:"id" help:"Column with the record's id, where it is not called rec_id, unique_id, record_id or id." placeholder:"HEADER"`
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
	Seconds     float64         `json:"seconds"`
	Precision   *float64        `json:"precision,omitempty"`
	Recall      *float64        `json:"recall,omitempty"`
	F1          *float64        `json:"f1,omitempty"`
	Calibration *float64        `json:"expected_calibration_error,omitempty"`
	Reliability []reliable      `json:"reliability,omitempty"`
}

type matchedColumn struct {
	Header  string  `json:"header"`
	Kind    string  `json:"kind"`
	Agrees  float64 `json:"agrees"`  // bits, of an average value
	Differs float64 `json:"differs"` // bits
}

// reliable is one line of the reliability table: of the pairs said to be this likely, how many are right.
type reliable struct {
	From  float64 `json:"from"`
	To    float64 `json:"to"`
	Pairs int     `json:"pairs"`
	Said  float64 `json:"said"`
	Right float64 `json:"right"`
}

func (c *matchCommand) Run(e *edge) error {
	left, err := readRecords(c.Left)
	if err != nil {
		return err
	}
	right := left
	if c.Right != "" {
		if right, err = readRecords(c.Right); err != nil {
			return err
		}
	}
	columns, err := c.columns(left, right)
	if err != nil {
		return err
	}
	start := time.Now()
	leftRecords := left.records(c.idColumn(left), columns)
	var rightRecords []identity.Record
	if c.Right != "" {
		rightRecords = right.records(c.idColumn(right), columns)
	}
	linkage, err := identity.LinkLists(columns, leftRecords, rightRecords, c.progress(e))
	if err != nil {
		return err
	}
	links := linkage.Links(c.Least)
	out := matchedLists{Left: len(leftRecords), Right: len(rightRecords), Threshold: linkage.Threshold}
	for i, col := range columns {
		out.Columns = append(out.Columns, matchedColumn{col.Header, col.Kind.String(), linkage.Weights[i][1], linkage.Weights[i][len(linkage.Weights[i])-1]})
	}
	out.Pairs = len(linkage.Links(linkage.Threshold))
	out.Review = max(0, len(links)-out.Pairs)
	clusters := linkage.Clusters()
	out.Clusters, out.Weak = len(clusters.Size), len(clusters.Weak)
	out.Seconds = time.Since(start).Seconds()
	if rightRecords == nil {
		rightRecords = leftRecords
	}
	ids := func(l identity.Link) (string, string) { return leftRecords[l.Left].ID, rightRecords[l.Right].ID }
	if c.Out != "" {
		if err := writeLinks(c.Out, linkage, &clusters, links, ids); err != nil {
			return err
		}
	}
	if c.Truth != "" {
		if err := c.judge(&out, linkage, ids); err != nil {
			return err
		}
	}
	if c.JSON {
		return e.json(out)
	}
	return c.tell(e, &out, linkage, links, ids)
}

// progress tells the stages on a terminal, and nothing elsewhere.
func (c *matchCommand) progress(e *edge) func(string, int, int) {
	if f, ok := e.stderr.(*os.File); !ok || !term.IsTerminal(int(f.Fd())) {
		return nil
	}
	return func(stage string, done, of int) { fmt.Fprintf(e.stderr, "\r\x1b[K%s: %d of %d", stage, done, of) }
}

func (c *matchCommand) tell(e *edge, out *matchedLists, k *identity.Linkage, links []identity.Link, ids func(identity.Link) (string, string)) error {
	if c.progress(e) != nil {
		fmt.Fprint(e.stderr, "\r\x1b[K")
	}
	fmt.Fprintf(e.stdout, "Compared, with the bits learned for agreeing and for differing:\n")
	for _, col := range out.Columns {
		fmt.Fprintf(e.stdout, "  %s %-7s %+6.1f %+6.1f\n", padded(col.Header, 20), col.Kind, col.Agrees, col.Differs)
	}
	fmt.Fprintf(e.stdout, "%d pairs are likely one person (probability from %.2f), %d more are for review, in %.1f s. Nothing is merged.\n", out.Pairs, out.Threshold, out.Review, out.Seconds)
	fmt.Fprintf(e.stdout, "They make %d clusters; %d weak links are to be looked at first.\n", out.Clusters, out.Weak)
	if c.Out != "" {
		fmt.Fprintf(e.stdout, "Written to %s\n", c.Out)
	} else {
		for _, l := range links[:min(len(links), 10)] {
			a, b := ids(l)
			fmt.Fprintf(e.stdout, "\n%s ~ %s  %+.1f bits, probability %s\n", a, b, l.Bits, told(l.Probability))
			for _, w := range k.Explain(l) {
				fmt.Fprintf(e.stdout, "  %+6.1f  %s  %s ~ %s\n", w.Bits, padded(w.What, 30), orDash(w.Left), orDash(w.Right))
			}
		}
		if len(links) > 10 {
			fmt.Fprintf(e.stdout, "\n… and %d more. To get all of them: --out FILE\n", len(links)-10)
		}
	}
	if out.F1 != nil {
		fmt.Fprintf(e.stdout, "\nAgainst %s: precision %.4f, recall %.4f, F1 %.4f; expected calibration error %.4f\n", c.Truth, *out.Precision, *out.Recall, *out.F1, *out.Calibration)
		fmt.Fprintln(e.stdout, "  said          pairs    mean    right")
		for _, r := range out.Reliability {
			fmt.Fprintf(e.stdout, "  %.2f to %.2f %7d  %6.3f   %6.3f\n", r.From, r.To, r.Pairs, r.Said, r.Right)
		}
	}
	return nil
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

// table is a list as cells.
type table struct {
	file    string
	headers []string
	rows    [][]string
}

// readRecords reads a list's cells as written: through package list, which knows encodings and workbooks, and as
// plain CSV where that finds no column it knows.
func readRecords(file string) (*table, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	if strings.EqualFold(filepath.Ext(file), ".csv") {
		if t, err := plainCSV(f, file); err == nil {
			return t, nil
		}
		if _, err := f.Seek(0, io.SeekStart); err != nil {
			return nil, err
		}
	}
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	l, err := list.Open(f, info.Size(), filepath.Base(file), list.Options{Kind: list.Persons})
	if err != nil {
		return nil, err
	}
	t := &table{file: file}
	for _, m := range l.Mapping {
		for len(t.headers) < m.Index {
			t.headers = append(t.headers, "")
		}
		t.headers[m.Index-1] = m.Header
	}
	for r, err := range l.Rows() {
		row := make([]string, len(t.headers))
		if bad := (*list.RowError)(nil); errors.As(err, &bad) {
			copy(row, bad.Cells) // what cannot be taken in can still be compared
		} else if err != nil {
			return nil, err
		}
		for _, cell := range slices.Concat(r.PersonCells, r.KinCells) {
			if 0 < cell.Column && cell.Column <= len(row) {
				row[cell.Column-1] = cell.Text
			}
		}
		t.rows = append(t.rows, row)
	}
	return t, nil
}

// plainCSV reads UTF-8 with commas, rows of equal length, blanks around cells left out.
func plainCSV(r io.Reader, file string) (*table, error) {
	c := csv.NewReader(r)
	c.TrimLeadingSpace = true
	c.ReuseRecord = true
	t := &table{file: file}
	for {
		row, err := c.Read()
		if err == io.EOF {
			break
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
		cells := make([]string, len(row))
		for i, s := range row {
			if cells[i] = strings.TrimSpace(strings.TrimPrefix(s, "\ufeff")); strings.ContainsRune(s, '\uFFFD') || strings.ToValidUTF8(s, "") != s {
				return nil, fmt.Errorf("%s: not UTF-8", file)
			}
		}
		if t.headers == nil {
			t.headers = cells
			continue
		}
		t.rows = append(t.rows, cells)
	}
	if len(t.headers) < 2 {
		return nil, fmt.Errorf("%s: no columns with commas between", file)
	}
	return t, nil
}

func headerKey(h string) string {
	return strings.ToLower(strings.NewReplacer(" ", "", "_", "", "-", "", ".", "").Replace(h))
}

// idColumn is the column with the records' ids, or -1: the row's number then.
func (c *matchCommand) idColumn(t *table) int {
	for _, want := range []string{headerKey(c.ID), "recid", "uniqueid", "recordid", "id"} {
		for i, h := range t.headers {
			if want != "" && headerKey(h) == want {
				return i
			}
		}
	}
	return -1
}

func (t *table) records(id int, columns []identity.Column) []identity.Record {
	at := make([]int, len(columns))
	for i, c := range columns {
		at[i] = slices.IndexFunc(t.headers, func(h string) bool { return headerKey(h) == headerKey(c.Header) })
	}
	out := make([]identity.Record, len(t.rows))
	for n, row := range t.rows {
		out[n] = identity.Record{ID: strconv.Itoa(n + 2), Values: make([]string, len(columns))}
		if id >= 0 {
			out[n].ID = row[id]
		}
		for i, c := range at {
			out[n].Values[i] = row[c]
		}
	}
	return out
}

// columns picks the columns that both lists have and that hold something, and says how each is compared.
func (c *matchCommand) columns(left, right *table) ([]identity.Column, error) {
	var out []identity.Column
	id := c.idColumn(left)
	for i, h := range left.headers {
		key := headerKey(h)
		// A column called cluster says who is one person: that is the answer, not evidence.
		if i == id || key == "" || key == "cluster" || slices.ContainsFunc(c.Ignore, func(s string) bool { return headerKey(s) == key }) {
			continue
		}
		if !slices.ContainsFunc(right.headers, func(o string) bool { return headerKey(o) == key }) {
			continue
		}
		if kind, ok := kindOf(key, left, i); ok {
			out = append(out, identity.Column{Header: h, Kind: kind})
		}
	}
	if len(out) == 0 {
		return nil, fmt.Errorf("%s and %s have no column in common; the first has %s, the second %s", left.file, right.file,
			strings.Join(left.headers, ", "), strings.Join(right.headers, ", "))
	}
	return out, nil
}

// kindOf tells by the header, then by the values. A column without values is not compared.
func kindOf(key string, t *table, column int) (identity.ColumnKind, bool) {
	filled, digits, dates := 0, 0, 0
	for _, row := range t.rows[:min(len(t.rows), 2000)] {
		v := row[column]
		if v == "" {
			continue
		}
		filled++
		d := 0
		for _, r := range v {
			if '0' <= r && r <= '9' {
				d++
			}
		}
		if d*2 > len(v) {
			digits++
		}
		if (len(v) == 8 || len(v) == 10) && d == 8 {
			dates++
		}
	}
	switch {
	case filled == 0:
		return 0, false
	case strings.Contains(key, "birth") || strings.Contains(key, "dob") || strings.Contains(key, "date") || dates*10 > filled*9:
		return identity.DateColumn, true
	case digits*10 > filled*8:
		return identity.NumberColumn, true
	case strings.Contains(key, "name") || strings.Contains(key, "patronymic") || slices.Contains([]string{"ім’я", "ім'я", "прізвище", "піб", "побатькові", "имя", "фамилия", "отчество", "фио", "성명", "이름", "성"}, key):
		return identity.NameColumn, true
	}
	return identity.WordsColumn, true
}

func writeLinks(file string, k *identity.Linkage, clusters *identity.Clusters, links []identity.Link, ids func(identity.Link) (string, string)) (err error) {
	f, err := os.Create(file)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	w := csv.NewWriter(f)
	header := []string{"left", "right", "bits", "probability", "verdict", "prior"}
	for _, c := range k.Columns {
		header = append(header, c.Header, c.Header+" bits")
	}
	header = append(header, "others", "others bits", "cluster", "weak")
	if err := w.Write(header); err != nil {
		return err
	}
	for _, l := range links {
		a, b := ids(l)
		verdict := "review"
		if l.Probability >= k.Threshold {
			verdict = "likely one person"
		}
		row := []string{a, b, fmt.Sprintf("%.2f", l.Bits), fmt.Sprintf("%.4f", l.Probability), verdict}
		row = append(row, make([]string, len(header)-len(row))...)
		for _, x := range k.Explain(l) {
			at := 5
			if x.What == identity.ThirdAgrees || x.What == identity.OthersSayLess {
				at = len(header) - 3
				row[at-1] = strings.TrimSpace(x.What + " " + x.Left)
			}
			for i, c := range k.Columns {
				if said, ok := strings.CutPrefix(x.What, c.Header+": "); ok {
					at = 7 + 2*i
					row[at-1] = said
				}
			}
			row[at] = fmt.Sprintf("%.2f", x.Bits)
		}
		if n := clusters.Of[l.Left]; n > 0 && k.Together(clusters, l) {
			row[len(row)-2] = strconv.Itoa(n)
		}
		row[len(row)-1] = string(clusters.Weak[l])
		if err := w.Write(row); err != nil {
			return err
		}
	}
	w.Flush()
	return w.Error()
}

// judge measures the links against pairs of ids known to be one person.
func (c *matchCommand) judge(out *matchedLists, k *identity.Linkage, ids func(identity.Link) (string, string)) error {
	truth, err := readTruth(c.Truth, c.Right == "")
	if err != nil {
		return err
	}
	const bins = 10
	var pairs [bins]int
	var said, right [bins]float64
	hits := 0
	for _, l := range k.Links(0) {
		a, b := ids(l)
		if c.Right == "" && a > b {
			a, b = b, a
		}
		bin := min(int(l.Probability*bins), bins-1)
		pairs[bin]++
		said[bin] += l.Probability
		if truth[[2]string{a, b}] {
			right[bin]++
			if l.Probability >= k.Threshold {
				hits++
			}
		}
	}
	// The lowest bin is nearly all of the pairs and says little; the error is that of pairs said to be over 0.1.
	total, off := 0.0, 0.0
	for i := range bins {
		if pairs[i] == 0 {
			continue
		}
		n := float64(pairs[i])
		if i > 0 {
			total += n
			off += math.Abs(said[i] - right[i])
		}
		out.Reliability = append(out.Reliability, reliable{float64(i) / bins, float64(i+1) / bins, pairs[i], said[i] / n, right[i] / n})
	}
	precision, recall := float64(hits)/float64(max(out.Pairs, 1)), float64(hits)/float64(max(len(truth), 1))
	f1, ece := 0.0, off/max(total, 1)
	if hits > 0 {
		f1 = 2 * precision * recall / (precision + recall)
	}
	out.Precision, out.Recall, out.F1, out.Calibration = &precision, &recall, &f1, &ece
	return nil
}

// readTruth reads two columns of ids, or the first two columns ending in _l and _r with a clerical_match_score, of
// which those from 0.5 count. within puts the ids of a pair in order.
func readTruth(file string, within bool) (map[[2]string]bool, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	t, err := plainCSV(f, file)
	if err != nil {
		return nil, err
	}
	l, r, score := 0, 1, -1
	if strings.HasSuffix(t.headers[0], "_l") {
		for i, h := range t.headers {
			if strings.HasSuffix(h, "_r") {
				r = i
				break
			}
		}
		score = slices.Index(t.headers, "clerical_match_score")
		if l = slices.Index(t.headers, strings.TrimSuffix(t.headers[r], "_r")+"_l"); l < 0 {
			return nil, fmt.Errorf("%s: no column beside %s that ends in _l", file, t.headers[r])
		}
	}
	out := map[[2]string]bool{}
	for n, row := range t.rows {
		if score >= 0 {
			s, err := strconv.ParseFloat(row[score], 64)
			if err != nil {
				return nil, fmt.Errorf("%s: row %d: %q is no score", file, n+2, row[score])
			}
			if s < 0.5 {
				continue
			}
		}
		a, b := row[l], row[r]
		if within && a > b {
			a, b = b, a
		}
		out[[2]string{a, b}] = true
	}
	return out, nil
}
