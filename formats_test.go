package homeward_test

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"homeward/ledger"
	"homeward/seal"
	"homeward/statement"

	"github.com/fxamacker/cbor/v2"
	"github.com/santhosh-tekuri/jsonschema/v6"
	"golang.org/x/mod/sumdb/note"
)

// block is a fenced block of docs/formats.md: its info string and what stands in it.
type block struct{ info, text string }

func formatBlocks(t *testing.T) []block {
	t.Helper()
	data, err := os.ReadFile("docs/formats.md")
	if err != nil {
		t.Fatal(err)
	}
	var blocks []block
	for _, m := range regexp.MustCompile("(?ms)^```([a-z][^\n]*)\n(.*?)^```$").FindAllStringSubmatch(string(data), -1) {
		blocks = append(blocks, block{m[1], m[2]})
	}
	return blocks
}

// formatBlock returns the one block with that info string.
func formatBlock(t *testing.T, info string) string {
	t.Helper()
	var found []string
	for _, b := range formatBlocks(t) {
		if b.info == info {
			found = append(found, b.text)
		}
	}
	if len(found) != 1 {
		t.Fatalf("docs/formats.md has %d blocks %q, not one", len(found), info)
	}
	return found[0]
}

func formatHex(t *testing.T, info string) []byte {
	t.Helper()
	b, err := hex.DecodeString(strings.Join(strings.Fields(formatBlock(t, info)), ""))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// schemaAt compiles one schema of the project.
func schemaAt(t *testing.T, path string) *jsonschema.Schema {
	t.Helper()
	c := jsonschema.NewCompiler()
	c.DefaultDraft(jsonschema.Draft2020)
	c.AssertFormat()
	s, err := c.Compile(filepath.FromSlash(path))
	if err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	return s
}

func valid(s *jsonschema.Schema, data []byte) error {
	v, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
	if err != nil {
		return err
	}
	return s.Validate(v)
}

func TestExamplesOfFormatsAreValid(t *testing.T) {
	shown := map[string]bool{}
	for _, b := range formatBlocks(t) {
		language, path, _ := strings.Cut(b.info, " ")
		examples := []string{b.text}
		switch language {
		case "json":
		case "jsonl":
			examples = strings.Split(strings.TrimSpace(b.text), "\n")
		default:
			continue
		}
		s := schemaAt(t, path)
		shown[path] = true
		for _, example := range examples {
			if err := valid(s, []byte(example)); err != nil {
				t.Errorf("the example of %s: %v", path, err)
			}
			if err := valid(s, []byte(strings.Replace(example, `{`, `{"unheard of": 1, `, 1))); err == nil {
				t.Errorf("%s allows keys that it does not name", path)
			}
		}
	}
	page, err := os.ReadFile("docs/formats.md")
	if err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob("docs/schema/*.json")
	if err != nil || len(files) == 0 {
		t.Fatalf("no schemas: %v", err)
	}
	for _, f := range files {
		f = filepath.ToSlash(f)
		if !shown[f] || !strings.Contains(string(page), "("+strings.TrimPrefix(f, "docs/")+")") {
			t.Errorf("docs/formats.md has no example of %s, or no link to it", f)
		}
	}
	for _, link := range regexp.MustCompile(`\]\(([^)#:]+)\)`).FindAllStringSubmatch(string(page), -1) {
		if _, err := os.Stat(filepath.Join("docs", filepath.FromSlash(link[1]))); err != nil {
			t.Errorf("docs/formats.md links to what is not there: %v", err)
		}
	}
}

func TestWorkedEntryOfFormats(t *testing.T) {
	codec, err := statement.NewCodec()
	if err != nil {
		t.Fatal(err)
	}
	plain := formatHex(t, "hex entry")
	e, err := codec.Decode(plain)
	if err != nil {
		t.Fatal(err)
	}
	if err := e.Check(statement.DefaultVocabulary()); err != nil {
		t.Error(err)
	}
	if again, err := codec.Encode(e); err != nil || !bytes.Equal(again, plain) {
		t.Errorf("encoded again: %x, %v", again, err)
	}
	diagnosed, err := cbor.Diagnose(plain)
	if err != nil {
		t.Fatal(err)
	}
	// Both notations are brought to one spelling: escapes resolved, no white space.
	squeeze := func(s string) string { return strings.Join(strings.Fields(s), "") }
	escaped := regexp.MustCompile(`\\u([0-9a-f]{4})`).ReplaceAllStringFunc(diagnosed, func(u string) string {
		var text string
		if err := json.Unmarshal([]byte(`"`+u+`"`), &text); err != nil {
			t.Fatal(err)
		}
		return text
	})
	if want := squeeze(formatBlock(t, "cbor-diag")); squeeze(escaped) != want {
		t.Errorf("the bytes are\n%s\nnot\n%s", squeeze(escaped), want)
	}

	subject, err := statement.ParseID("3m8r-y5td-0cjv-97wz")
	if err != nil {
		t.Fatal(err)
	}
	count := func(from byte, n int) []byte {
		b := make([]byte, n)
		for i := range b {
			b[i] = from + byte(i)
		}
		return b
	}
	key, err := seal.KeyFrom(count(0, seal.KeySize))
	if err != nil {
		t.Fatal(err)
	}
	r := ledger.Record{Subject: subject, Key: 41, Recorded: time.Date(2025, 1, 13, 9, 30, 0, 0, time.UTC)}
	if header := r.Header(); len(header) != 27 || !bytes.Equal(header, formatHex(t, "hex header")) {
		t.Errorf("the header is %x", header)
	}
	if r.Sealed, err = seal.Seal(key, r.Header(), plain, bytes.NewReader(count(0x40, 24))); err != nil || !bytes.Equal(r.Sealed, formatHex(t, "hex sealed")) {
		t.Errorf("the sealed bytes are %x, %v", r.Sealed, err)
	}
	if opened, err := seal.Open(key, formatHex(t, "hex header"), formatHex(t, "hex sealed")); err != nil || !bytes.Equal(opened, plain) {
		t.Errorf("the sealed bytes open to %x, %v", opened, err)
	}
	if leaf := r.Hash(); !bytes.Equal(leaf[:], formatHex(t, "hex leaf")) {
		t.Errorf("the leaf hash is %x", leaf)
	}
}

// TestCDDLOfFormatsIsTheCode holds the CDDL against the fields the codec writes:
// the same keys, the same of them optional, and of the same type.
func TestCDDLOfFormatsIsTheCode(t *testing.T) {
	cddl := regexp.MustCompile(`(?m);[^\n]*$`).ReplaceAllString(formatBlock(t, "cddl"), "")
	ofText := reflect.TypeFor[string]()
	names := map[string]reflect.Type{"tstr": ofText, "edtf": ofText, "ref": ofText, "member": ofText, "grade": ofText, "kind": reflect.TypeFor[statement.Kind](),
		"stance": reflect.TypeFor[statement.Stance](), "uint": reflect.TypeFor[int](), "1": reflect.TypeFor[int](), "1..6": reflect.TypeFor[int](),
		"true": reflect.TypeFor[bool](), "id": reflect.TypeFor[statement.ID]()}
	structs := map[string]reflect.Type{"entry": reflect.TypeFor[statement.Entry](), "source": reflect.TypeFor[statement.Source](), "speaker": reflect.TypeFor[statement.Speaker](),
		"cell": reflect.TypeFor[statement.Cell](), "part": reflect.TypeFor[statement.Part](), "statement": reflect.TypeFor[statement.Statement]()}
	for name, of := range structs {
		names[name], names["[+ "+name+"]"] = of, reflect.SliceOf(of)
	}
	field := regexp.MustCompile(`(?m)^\s+(\? )?"([a-z]+)": (.+?),\s*$`)
	for name, of := range structs {
		rule := regexp.MustCompile(`(?ms)^` + name + ` = \{\s*\n(.*?)^\}`).FindStringSubmatch(cddl)
		if rule == nil {
			t.Errorf("the CDDL has no rule %s", name)
			continue
		}
		fields := field.FindAllStringSubmatch(rule[1], -1)
		if lines := strings.Count(strings.TrimSpace(rule[1]), "\n") + 1; lines != len(fields) {
			t.Errorf("%s: %d of %d lines of the rule are understood", name, len(fields), lines)
		}
		said := map[string][]string{}
		for i, f := range fields {
			said[f[2]] = f
			// The rule lists the keys in the order in which they are written.
			if i > 0 && cmpKeys(fields[i-1][2], f[2]) >= 0 {
				t.Errorf("%s: %q is written before %q", name, f[2], fields[i-1][2])
			}
		}
		for i := range of.NumField() {
			key, options, _ := strings.Cut(of.Field(i).Tag.Get("cbor"), ",")
			if key == "-" {
				continue
			}
			f := said[key]
			if f == nil {
				t.Errorf("%s: the CDDL has no key %q", name, key)
				continue
			}
			delete(said, key)
			if optional := options != ""; optional != (f[1] != "") {
				t.Errorf("%s: key %q is optional: %v; the CDDL says otherwise", name, key, optional)
			}
			if names[f[3]] != of.Field(i).Type {
				t.Errorf("%s: key %q is a %s; the CDDL says %s", name, key, of.Field(i).Type, f[3])
			}
		}
		for key := range said {
			t.Errorf("%s: the CDDL has the key %q, which is never written", name, key)
		}
	}
	choices := func(rule string) []string {
		m := regexp.MustCompile(`(?ms)^` + rule + ` = (.*?)(\n[a-z]|\z)`).FindStringSubmatch(cddl)
		if m == nil {
			t.Fatalf("the CDDL has no rule %s", rule)
		}
		var all []string
		for _, c := range strings.Split(m[1], "/") {
			all = append(all, strings.Trim(strings.TrimSpace(c), `"`))
		}
		return all
	}
	var kinds, stances []string
	for _, k := range statement.Kinds() {
		kinds = append(kinds, string(k))
	}
	for _, s := range statement.Stances() {
		stances = append(stances, string(s))
	}
	for rule, want := range map[string][]string{"kind": kinds, "stance": stances, "grade": {"A", "B", "C", "D", "E", "F"}} {
		if got := choices(rule); !slices.Equal(got, want) {
			t.Errorf("the CDDL's %s is %q; want %q", rule, got, want)
		}
	}
	var show struct {
		Defs struct {
			Claim struct {
				Properties struct {
					Stance struct{ Enum []string }
				}
			}
		} `json:"$defs"`
		Properties struct{ Kind struct{ Enum []string } }
	}
	data, err := os.ReadFile("docs/schema/show.schema.json")
	if err == nil {
		err = json.Unmarshal(data, &show)
	}
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(show.Defs.Claim.Properties.Stance.Enum, stances) || len(show.Properties.Kind.Enum) != len(kinds) {
		t.Error("the stances or kinds of show.schema.json are not those of the code")
	}
}

// cmpKeys orders short text keys as core deterministic CBOR does.
func cmpKeys(a, b string) int {
	if len(a) != len(b) {
		return len(a) - len(b)
	}
	return strings.Compare(a, b)
}

func TestTablesOfFormatsAreTheCode(t *testing.T) {
	squeeze := func(s string) string { return strings.Join(strings.Fields(s), " ") }
	for _, path := range []string{"store/sqlite/schema.go", "store/postgres/postgres.go"} {
		source, err := os.ReadFile(filepath.FromSlash(path))
		if err != nil {
			t.Fatal(err)
		}
		documented := formatBlock(t, "sql "+path)
		for _, statement := range strings.SplitAfter(strings.TrimSpace(documented), ";") {
			if !strings.Contains(squeeze(string(source)), squeeze(statement)) {
				t.Errorf("%s does not make the table of docs/formats.md: %s", path, squeeze(statement))
			}
		}
		// The count of migrations, in a table of its own on PostgreSQL, is told in words.
		made := regexp.MustCompile(`CREATE TABLE [a-z.]+ \([^v]`).FindAllString(string(source), -1)
		if n := strings.Count(documented, "CREATE TABLE"); n != len(made) {
			t.Errorf("%s makes %d tables, docs/formats.md has %d", path, len(made), n)
		}
	}
}

func TestCheckpointOfFormatsIsSigned(t *testing.T) {
	v, err := note.NewVerifier(strings.TrimSpace(formatBlock(t, "verifier")))
	if err != nil {
		t.Fatal(err)
	}
	if head, err := ledger.OpenCheckpoint([]byte(formatBlock(t, "note")), v); err != nil || head.Size != 1164 {
		t.Errorf("the checkpoint says %d entries, %v", head.Size, err)
	}
}

// TestWhatCommandsPrintIsAsDocumented runs the built command on a sample and holds
// everything it prints as JSON against the schemas.
func TestWhatCommandsPrintIsAsDocumented(t *testing.T) {
	dir := t.TempDir()
	program := filepath.Join(dir, "homeward")
	if runtime.GOOS == "windows" {
		program += ".exe"
	}
	if out, err := exec.Command("go", "build", "-o", program, "./cmd/homeward").CombinedOutput(); err != nil {
		t.Fatalf("building the command: %v\n%s", err, out)
	}
	demo := filepath.Join(dir, "demo")
	files := filepath.Join(demo, "files")
	run := func(status int, args ...string) []byte {
		t.Helper()
		cmd := exec.Command(program, append([]string{"--store", filepath.Join(demo, "store"), "--keys", filepath.Join(demo, "keys"), "--by", "olena"}, args...)...)
		var told bytes.Buffer
		cmd.Stderr = &told
		out, err := cmd.Output()
		var exit *exec.ExitError
		if err != nil && !errors.As(err, &exit) || cmd.ProcessState.ExitCode() != status {
			t.Fatalf("homeward %s: %v; want exit status %d\n%s", strings.Join(args, " "), err, status, told.String())
		}
		return out
	}
	check := func(schema string, out []byte) {
		t.Helper()
		if err := valid(schemaAt(t, schema), out); err != nil {
			t.Errorf("%s: %v\n%.2000s", schema, err, out)
		}
	}
	const at = "2025-01-20"

	check("docs/schema/demo.schema.json", run(0, "demo", "--no-serve", "--json", "--people", "120", "--dir", demo))
	check("docs/schema/rules.schema.json", run(0, "due", "--rules", "--json"))
	check("docs/schema/due.schema.json", run(0, "due", "--at", "2020-01-01", "--json")) // nothing yet
	due := run(0, "due", "--at", at, "--json")
	check("docs/schema/due.schema.json", due)
	reviews := run(0, "review", "--json")
	check("docs/schema/review.schema.json", reviews)
	check("docs/schema/search.schema.json", run(0, "search", "--json", "Song Hyo Rim"))
	check("docs/schema/search.schema.json", run(0, "search", "--json", "--number", "no such number"))
	check("docs/schema/verify.schema.json", run(0, "verify", "--json"))
	check("docs/schema/match.schema.json", run(0, "match", "--json", filepath.Join(files, "persons-ver.csv")))
	check("docs/schema/match.schema.json", run(0, "match", "--json", filepath.Join(files, "persons-ver.csv"), filepath.Join(files, "persons-sok.csv"), "--truth", filepath.Join(files, "truth-links.csv")))
	check("intake/schema/intake.schema.json", run(0, "intake", "--json", filepath.Join(files, "report.txt")))
	check("exchange/schema/plan.schema.json", run(0, "plan", "--json", filepath.Join(files, "terms-offer.yaml")))

	check("docs/schema/names-compare.schema.json", run(0, "names", "compare", "--json", "Сергій Петренко", "Petrenko S."))
	check("docs/schema/names-compare.schema.json", run(0, "names", "compare", "--json", "김철수", "Ким"))
	pairs := filepath.Join(dir, "pairs.tsv")
	if err := os.WriteFile(pairs, []byte("Іваненко\tIvanenko\nПетренко\tPetrenko\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	check("docs/schema/names-rank.schema.json", run(0, "names", "rank", "--json", pairs))

	// A checkpoint of another ledger of that name shows a problem.
	foreign := filepath.Join(dir, "foreign")
	if err := os.WriteFile(foreign, []byte(formatBlock(t, "note")), 0o600); err != nil {
		t.Fatal(err)
	}
	check("docs/schema/verify.schema.json", run(1, "verify", "--json", "--against", foreign))

	// Files: of those who are owed something, and of all the report speaks of.
	var owed struct {
		Due []struct{ Subject, Person string }
	}
	var read []struct {
		Subjects map[string]string
	}
	if err := errors.Join(json.Unmarshal(due, &owed), json.Unmarshal(reviews, &read)); err != nil {
		t.Fatal(err)
	}
	subjects := map[string]bool{}
	for _, d := range owed.Due {
		if len(subjects) < 20 {
			subjects[d.Subject] = true
		}
	}
	for _, r := range read {
		for _, s := range r.Subjects {
			subjects[s] = true
		}
	}
	if len(subjects) < 22 {
		t.Errorf("only %d files to look at", len(subjects))
	}
	for s := range subjects {
		check("docs/schema/show.schema.json", run(0, "show", s, "--at", at, "--json"))
	}

	// A list with a bad row: its events, and the bad row.
	list, rejects := filepath.Join(dir, "sokolia.csv"), filepath.Join(dir, "rejects.csv")
	err := os.WriteFile(list, []byte("name,date of birth,captured on\nПетренко Микола,17.05.1998,03.01.2025\nІваненко Олег,30.02.1999,\n"), 0o600)
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, line := range bytes.Split(bytes.TrimSpace(run(3, "import", "--json", "--rejects", rejects, list)), []byte("\n")) {
		check("docs/schema/import-event.schema.json", line)
		var e struct{ Event string }
		if err := json.Unmarshal(line, &e); err != nil {
			t.Fatal(err)
		}
		seen[e.Event] = true
	}
	if len(seen) != 4 {
		t.Errorf("events %v; want all four", seen)
	}
	if bad, err := os.ReadFile(rejects); err != nil || string(bad) != formatBlock(t, "csv") {
		t.Errorf("the bad rows are\n%s, %v\nnot\n%s", bad, err, formatBlock(t, "csv"))
	}

	// A report whose proposals are still open, decided on.
	report := filepath.Join(dir, "news.txt")
	text := "12 January 2025\n\nThe minister said that two soldiers of Hanul were captured on 9 January. \"I want to go home,\" said one of them.\n"
	if err := os.WriteFile(report, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	check("intake/schema/intake.schema.json", run(0, "intake", "--json", report))
	reviews = run(0, "review", "--json")
	check("docs/schema/review.schema.json", reviews)
	var open []struct {
		Number int
		File   string
		Report struct{ Statements []struct{ ID string } }
	}
	if err := json.Unmarshal(reviews, &open); err != nil {
		t.Fatal(err)
	}
	last := open[len(open)-1]
	if last.File != "news.txt" || len(last.Report.Statements) < 2 {
		t.Fatalf("the report proposes %+v", last)
	}
	id := func(i int) string { return fmt.Sprintf("%d.%s", last.Number, last.Report.Statements[i].ID) }
	check("docs/schema/reviewed.schema.json", run(0, "review", "--json", "--accept", id(0), "--because", "as printed"))
	check("docs/schema/reviewed.schema.json", run(0, "review", "--json", "--reject", id(1), "--because", "not said"))
}
