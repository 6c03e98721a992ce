package main

import (
	"bufio"
	"bytes"
	"cmp"
	"fmt"
	"hash/fnv"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"
	"unicode"

	"homeward/name"
)

type namesCommand struct {
	Compare compareCommand `cmd:"" help:"Compare two written names, in any scripts, and say why."`
	Rank    rankCommand    `cmd:"" help:"For every left name of a file of pairs, rank all its right names; print how often the right one is found."`
	Train   trainCommand   `cmd:"" help:"Learn the spellings of names from files of pairs."`
}

type trainCommand struct {
	Pairs string  `help:"Folder of *.tsv files: two columns, one name in two spellings." required:"" type:"path" placeholder:"DIR"`
	Seed  uint64  `help:"Chooses which left names are held out." default:"1" placeholder:"N"`
	Hold  float64 `help:"Share of the left names held out." default:"0.2" placeholder:"SHARE"`
	Out   string  `help:"File of the table." required:"" type:"path" placeholder:"FILE"`
}

func (c *trainCommand) Run(e *edge) error {
	if err := writable(c.Out); err != nil {
		return fmt.Errorf("--out: %w", err)
	}
	return e.computing(func() error { return c.train(e) })
}

func (c *trainCommand) train(e *edge) error {
	files, err := filepath.Glob(filepath.Join(c.Pairs, "*.tsv"))
	if err != nil {
		return err
	}
	slices.Sort(files)
	var pairs []name.Pair
	heldRight := map[string]bool{}
	held := 0
	for _, f := range files {
		all, err := readPairs(f)
		if err != nil {
			return err
		}
		for _, p := range all {
			switch {
			case p.Left == "":
			case name.Held(p.Left, c.Seed, c.Hold):
				held++
				heldRight[name.Normal(p.Right)] = true
			default:
				pairs = append(pairs, p)
			}
		}
	}
	// Where both sides are Cyrillic, a name of a held-out pair must not be learned from its other side either.
	pairs = slices.DeleteFunc(pairs, func(p name.Pair) bool {
		return name.ScriptOf(p.Right) == name.Cyrillic && heldRight[name.Normal(p.Right)]
	})
	if len(pairs) == 0 {
		return fmt.Errorf("%s: no file of pairs in it (*.tsv, two columns with a tab between)", c.Pairs)
	}
	fmt.Fprintf(e.stderr, "Learning from %d pairs; %d are held out by their left side.\n", len(pairs), held)
	t := name.Train(pairs, func(what string, round, examples int) {
		fmt.Fprintf(e.stderr, "  %s: round %d, %d pairs\n", what, round, examples)
	})
	table, err := t.MarshalBinary()
	if err != nil {
		return err
	}
	if err := os.WriteFile(c.Out, table, 0o644); err != nil {
		return err
	}
	fmt.Fprintf(e.stdout, "%s: %d bytes\n", c.Out, len(table))
	return nil
}

// readPairs reads a file of two columns; lines of more columns are another kind of table and are left out.
func readPairs(file string) ([]name.Pair, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	var out []name.Pair
	s := bufio.NewScanner(bytes.NewReader(bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))))
	s.Buffer(nil, 1<<20)
	for line := 1; s.Scan(); line++ {
		left, right, ok := strings.Cut(s.Text(), "\t")
		if right = strings.TrimRight(right, "\r"); !ok || right == "" || strings.Contains(right, "\t") {
			continue
		}
		out = append(out, name.Pair{Left: left, Right: right})
	}
	if err := s.Err(); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	return out, nil
}

type rankCommand struct {
	Pairs      string  `arg:"" help:"File of two columns with a tab between; an empty left column only adds to the pool." type:"existingfile"`
	Table      string  `help:"Learned table to use in the place of the program's own." type:"existingfile" placeholder:"FILE"`
	Held       float64 `help:"Ask only for left names that training with this share and seed holds out." placeholder:"SHARE"`
	Seed       uint64  `help:"Seed of the training." default:"1" placeholder:"N"`
	Only       string  `help:"Ask only for pairs that are: native (Korean full names in both scripts), full (the same by form alone, whatever they sound like), different (the spellings differ)." enum:",native,full,different" default:"" placeholder:"KIND"`
	Pool       int     `help:"Keep so many right names, those asked for first." placeholder:"N"`
	Candidates bool    `help:"Also weigh the whole pool for a hundred names, and print what the candidate stage keeps."`
	Misses     string  `help:"Write the names not found first to this file." type:"path" placeholder:"FILE"`
	Tasks      string  `help:"Write what is asked for and the pool as a file of pairs, for other programs." type:"path" placeholder:"FILE"`
	JSON       bool    `name:"json" help:"Print one JSON object."`
}

// ranking is what names rank prints.
type ranking struct {
	Queries int     `json:"queries"`
	Pool    int     `json:"pool"`
	At1     float64 `json:"recall@1"`
	At10    float64 `json:"recall@10"`
	Speed   float64 `json:"queries_per_second"`
	Kept    float64 `json:"candidates_kept,omitempty"`
}

// asked is one left name and its right answers, by number in the pool.
type asked struct {
	left  string
	right map[int]bool
}

func (c *rankCommand) Run(e *edge) error {
	if c.Misses != "" {
		if err := writable(c.Misses); err != nil {
			return fmt.Errorf("--misses: %w", err)
		}
	}
	return e.computing(func() error { return c.rank(e) })
}

func (c *rankCommand) rank(e *edge) error {
	pairs, err := readPairs(c.Pairs)
	if err != nil {
		return err
	}
	var transducer *name.Transducer
	if c.Table == "" {
		transducer = name.Learned()
	} else {
		data, err := os.ReadFile(c.Table)
		if err != nil {
			return err
		}
		if transducer, err = name.OpenTransducer(data); err != nil {
			return fmt.Errorf("%s: %w", c.Table, err)
		}
	}
	queries, pool := c.task(pairs)
	if len(queries) == 0 {
		return fmt.Errorf("%s: no left name to ask for (two columns with a tab between)", c.Pairs)
	}
	if c.Tasks != "" {
		if err := writeTasks(c.Tasks, queries, pool); err != nil {
			return err
		}
	}
	start := time.Now()
	ranker := transducer.NewRanker(pool)
	ranker.Rank(queries[0].left, 1) // what is made ready once counts as time too, but belongs to no query
	out := ranking{Queries: len(queries), Pool: len(pool)}
	ahead := make([]int, len(queries))
	first := make([]int, len(queries))
	var wait sync.WaitGroup
	workers := runtime.GOMAXPROCS(0)
	for w := range workers {
		wait.Go(func() {
			for q := w; q < len(queries) && e.ctx.Err() == nil; q += workers {
				found := ranker.Rank(queries[q].left, rankDepth)
				ahead[q], first[q] = standsBehind(found, queries[q].right), -1
				if len(found) > 0 {
					first[q] = found[0].Number
				}
			}
		})
	}
	wait.Wait()
	if err := e.ctx.Err(); err != nil {
		return err
	}
	out.Speed = float64(len(queries)) / time.Since(start).Seconds()
	at1, at10 := 0, 0
	var misses strings.Builder
	for q, n := range ahead {
		if n < 10 {
			at10++
		}
		if n == 0 {
			at1++
			continue
		}
		for r := range queries[q].right {
			fmt.Fprintf(&misses, "%s\t%s\t%d", queries[q].left, pool[r], n)
			if first[q] >= 0 {
				fmt.Fprintf(&misses, "\t%s", pool[first[q]])
			}
			misses.WriteByte('\n')
		}
	}
	out.At1, out.At10 = float64(at1)/float64(len(queries)), float64(at10)/float64(len(queries))
	if c.Misses != "" {
		if err := os.WriteFile(c.Misses, []byte(misses.String()), 0o644); err != nil {
			return err
		}
	}
	if c.Candidates {
		out.Kept = kept(ranker, queries)
	}
	if c.JSON {
		return e.json(out)
	}
	fmt.Fprintf(e.stdout, "%d names asked for among %d: the right one stands first for %.2f %%, among the first ten for %.2f %% (ties count against). %.0f names a second.\n",
		out.Queries, out.Pool, 100*out.At1, 100*out.At10, out.Speed)
	if c.Candidates {
		fmt.Fprintf(e.stdout, "The candidate stage keeps %.2f %% of the right names that weighing everybody puts among the first ten.\n", 100*out.Kept)
	}
	return nil
}

func writeTasks(file string, queries []asked, pool []string) error {
	var b strings.Builder
	for _, q := range queries {
		for n, name := range pool {
			if q.right[n] {
				fmt.Fprintf(&b, "%s\t%s\n", q.left, name)
			}
		}
	}
	for _, name := range pool {
		fmt.Fprintf(&b, "\t%s\n", name)
	}
	return os.WriteFile(file, []byte(b.String()), 0o644)
}

// rankDepth is how far a ranking is looked at.
const rankDepth = 60

// standsBehind counts the wrong names that stand before the best right one or share its score; a right name not
// found stands behind everything.
func standsBehind(found []name.Ranked, right map[int]bool) int {
	for i, f := range found {
		if !right[f.Number] {
			continue
		}
		n := 0
		for j, g := range found {
			if !right[g.Number] && (j < i || g.Bits == f.Bits) {
				n++
			}
		}
		return n
	}
	return 1 << 30
}

// kept is the share of right names in the first ten of an exhaustive ranking that the staged one has there too.
func kept(ranker *name.Ranker, queries []asked) float64 {
	all, stayed := 0, 0
	step := max(1, len(queries)/300)
	for q := 0; q < len(queries); q += step {
		if standsBehind(ranker.RankAll(queries[q].left, rankDepth), queries[q].right) >= 10 {
			continue
		}
		all++
		if standsBehind(ranker.Rank(queries[q].left, rankDepth), queries[q].right) < 10 {
			stayed++
		}
	}
	return float64(stayed) / float64(max(all, 1))
}

// task picks what is asked for and among what. Right names that are the same in normal form are one name.
func (c *rankCommand) task(pairs []name.Pair) ([]asked, []string) {
	var wanted []name.Pair
	answers := map[string][]name.Pair{}
	for _, p := range pairs {
		if p.Left != "" {
			answers[p.Left] = append(answers[p.Left], p)
		}
	}
	asking := map[string]bool{}
	for left, ps := range answers {
		switch {
		case c.Held > 0 && !name.Held(left, c.Seed, c.Held),
			c.Only == "native" && !slices.ContainsFunc(ps, name.NativeKorean),
			c.Only == "full" && !slices.ContainsFunc(ps, name.FullKorean),
			c.Only == "different" && slices.ContainsFunc(ps, func(p name.Pair) bool { return name.Normal(p.Left) == name.Normal(p.Right) }):
			continue
		}
		asking[left] = true
	}
	var rest []name.Pair
	for _, p := range pairs {
		if asking[p.Left] {
			wanted = append(wanted, p)
		} else {
			rest = append(rest, p)
		}
	}
	if c.Pool > 0 {
		// By a hash, so that neither the file's order nor the alphabet chooses.
		slices.SortStableFunc(wanted, func(a, b name.Pair) int { return cmp.Compare(lot(a.Left), lot(b.Left)) })
		slices.SortStableFunc(rest, func(a, b name.Pair) int { return cmp.Compare(lot(a.Right), lot(b.Right)) })
	}
	var pool []string
	number := map[string]int{}
	var queries []asked
	at := map[string]int{}
	for _, p := range append(wanted, rest...) {
		key := name.Normal(p.Right)
		n, known := number[key]
		if !known {
			if c.Pool > 0 && len(pool) >= c.Pool {
				continue
			}
			n = len(pool)
			number[key] = n
			pool = append(pool, p.Right)
		}
		if !asking[p.Left] {
			continue
		}
		q, known := at[p.Left]
		if !known {
			q = len(queries)
			at[p.Left] = q
			queries = append(queries, asked{p.Left, map[int]bool{}})
		}
		queries[q].right[n] = true
	}
	return queries, pool
}

func lot(s string) uint64 {
	h := fnv.New64a()
	h.Write([]byte(s))
	return h.Sum64() * 0x9E3779B97F4A7C15
}

type compareCommand struct {
	A    string `arg:"" help:"A name as written."`
	B    string `arg:"" help:"Another."`
	JSON bool   `name:"json" help:"Print JSON."`
}

// comparedNames is what names compare --json prints. Bits is the sum of the addends.
type comparedNames struct {
	A       string         `json:"a"`
	B       string         `json:"b"`
	Bits    float64        `json:"bits"`
	Addends []comparedPart `json:"addends"`
	Learned *learnedBits   `json:"learned,omitempty"`
}

type comparedPart struct {
	What  string   `json:"what"`
	Bits  float64  `json:"bits"`
	Left  string   `json:"left,omitempty"`
	Right string   `json:"right,omitempty"`
	Align []step   `json:"alignment,omitempty"`
	By    []string `json:"standards,omitempty"` // by which one side is exactly the spelling of the other
}

// step is one step of an alignment, and what it costs in bits.
type step struct {
	Left  string  `json:"left"`
	Right string  `json:"right"`
	Bits  float64 `json:"bits"`
}

// learnedBits is what the learned spellings say of the whole name, beside the sum and not part of it.
type learnedBits struct {
	Bits  float64 `json:"bits"`
	Steps []step  `json:"steps"`
}

func (c *compareCommand) Run(e *edge) error {
	for _, written := range [2]string{c.A, c.B} {
		if !strings.ContainsFunc(written, unicode.IsLetter) {
			return fmt.Errorf("%q: no name to compare: a name has letters", written)
		}
	}
	compared := name.Compare(c.A, c.B)
	out := comparedNames{A: c.A, B: c.B, Bits: compared.Bits, Addends: []comparedPart{}}
	for _, a := range compared.Addends {
		part := comparedPart{What: a.Kind.String(), Bits: a.Bits, Left: a.Left, Right: a.Right}
		for _, edit := range a.Edits() {
			part.Align = append(part.Align, step(edit))
		}
		from, to := a.Left, a.Right
		if name.ScriptOf(from) == name.Latin || name.ScriptOf(to) == name.Hangul {
			from, to = to, from
		}
		for _, s := range name.Following(from, to) {
			part.By = append(part.By, s.Name+": "+from+" → "+to)
		}
		out.Addends = append(out.Addends, part)
	}
	l, r := name.Hear(name.Parse(c.A)), name.Hear(name.Parse(c.B))
	if bits, ok := name.Learned().Bits(l, r); ok {
		out.Learned = &learnedBits{Bits: bits, Steps: []step{}}
		for _, spelled := range name.Learned().Spelling(l, r) {
			out.Learned.Steps = append(out.Learned.Steps, step{spelled.Left, spelled.Right, spelled.Bits})
		}
	}
	if c.JSON {
		return e.json(out)
	}
	fmt.Fprintf(e.stdout, "%s\n%s\n\n", c.A, c.B)
	for _, a := range out.Addends {
		fmt.Fprintf(e.stdout, "%+6.1f  %s  %s ~ %s\n", a.Bits, padded(a.What, 20), orDash(a.Left), orDash(a.Right))
		e.draw(a.Align)
		for _, s := range a.By {
			fmt.Fprintf(e.stdout, "          %s\n", s)
		}
	}
	fmt.Fprintf(e.stdout, "%+6.1f  bits in all. Bits are evidence that this is one name; one name is not one person.\n", out.Bits)
	if out.Learned != nil {
		fmt.Fprintf(e.stdout, "\n%+6.1f  by spellings learned from examples, looked at apart from the sum\n", out.Learned.Bits)
		e.draw(out.Learned.Steps)
	}
	return nil
}

func costOf(bits float64) string {
	if bits < 0.05 {
		return ""
	}
	return fmt.Sprintf("%.1f", bits)
}

// draw prints an alignment as columns: left over right over what each step costs in
// bits, where any does.
func (e *edge) draw(steps []step) {
	var rows [3]strings.Builder
	for _, s := range steps {
		for i, part := range [3]string{cmp.Or(s.Left, "·"), cmp.Or(s.Right, "·"), costOf(s.Bits)} {
			rows[i].WriteString(padded(part, 5))
		}
	}
	for i := range rows {
		if row := strings.TrimRight(rows[i].String(), " "); row != "" {
			fmt.Fprintf(e.stdout, "          %s\n", row)
		}
	}
}
