package intake

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// goldFile is the hand annotation of a report.
type goldFile struct {
	Doc        string `json:"doc"`
	Statements []struct {
		ID     string `json:"id"`
		Src    string `json:"src"`
		Stance string `json:"stance"`
		Span   string `json:"span"`
		At     [2]int `json:"at"`
	} `json:"statements"`
	Artefacts []struct {
		Span string `json:"span"`
		At   [2]int `json:"at"`
	} `json:"artefacts"`
	Timex []struct {
		Span  string `json:"span"`
		Value string `json:"value"`
		At    [2]int `json:"at"`
	} `json:"timex"`
}

// seed returns the annotated report, or skips: it is kept beside the project and
// is no part of it. Where CI is set it must be there if anything beside the
// project is.
func seed(t *testing.T) (string, goldFile) {
	t.Helper()
	dir := filepath.Join("..", "..", "shared", "seed")
	b, err := os.ReadFile(filepath.Join(dir, "gold.json"))
	if err != nil {
		if os.Getenv("CI") != "" {
			t.Log("CI has no annotated report; testdata carries the floors that always run")
		}
		t.Skip("the annotated report is not beside the project: ", err)
	}
	var g goldFile
	if err := json.Unmarshal(b, &g); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(filepath.Join(dir, g.Doc))
	if err != nil {
		t.Fatal(err)
	}
	return string(text), g
}

func jaccard(a, b [2]int) float64 {
	lo, hi := max(a[0], b[0]), min(a[1], b[1])
	if hi <= lo {
		return 0
	}
	return float64(hi-lo) / float64(max(a[1], b[1])-min(a[0], b[0]))
}

// speakerIs says whether a statement's speaker is the one the annotation names.
func speakerIs(r *Report, s *Statement, gold string) bool {
	low := strings.ToLower(s.Speaker)
	for _, m := range r.Mentions {
		if m.ID == s.SpeakerMention {
			low += " | " + strings.ToLower(strings.Join(m.Names, " | "))
		}
	}
	switch gold {
	case "K1":
		return strings.Contains(low, "one of them")
	case "K2":
		return strings.Contains(low, "the other soldier")
	}
	want := map[string]string{"SBU": "sbu", "Kyiv security services": "security services", "UA Special Operations Forces": "special operations forces",
		"UA special forces": "special forces", "UA SOF note": "note", "Ramin Mahnad (ICRC senior legal advisor)": "ramin mahnad", "Dmitri Peskov (implicit)": "peskov"}[gold]
	if want == "" {
		want = strings.ToLower(gold)
	}
	return strings.Contains(low, want)
}

func goldStance(s string) string {
	if s == "denies (nonverbal)" {
		return "denies-nonverbal"
	}
	return s
}

func TestSeedReport(t *testing.T) {
	text, g := seed(t)
	r, err := Read(text, Options{File: g.Doc})
	if err != nil {
		t.Fatal(err)
	}
	used := map[int]bool{}
	spans, full := 0, 0
	for _, want := range g.Statements {
		best, at := -1, .0
		for i := range r.Statements {
			c := r.Statements[i].Content
			if j := jaccard(want.At, [2]int{c.Start, c.End}); j > at && !used[i] {
				best, at = i, j
			}
		}
		if at < .8 {
			got := ""
			if best >= 0 {
				got = r.Statements[best].Content.Text
			}
			t.Logf("%s missed (%.2f): %q; nearest %q", want.ID, at, want.Span, got)
			continue
		}
		used[best] = true
		spans++
		s := &r.Statements[best]
		okSpeaker, okStance := speakerIs(&r, s, want.Src), string(s.Stance) == goldStance(want.Stance)
		if okSpeaker && okStance {
			full++
		} else {
			t.Logf("%s: speaker %q (want %q), stance %s (want %s)", want.ID, s.Speaker, want.Src, s.Stance, want.Stance)
		}
	}
	extra := 0
	for i, s := range r.Statements {
		if !used[i] {
			extra++
			t.Logf("extra %s %s %s: %q", s.ID, s.Speaker, s.Stance, s.Content.Text)
		}
	}
	arte := 0
	hit := map[int]bool{}
	for _, want := range g.Artefacts {
		ok := false
		for i, a := range r.Artefacts {
			if a.Start < want.At[1] && want.At[0] < a.End && jaccard(want.At, [2]int{a.Start, a.End}) >= .25 {
				ok = true
				hit[i] = true
			}
		}
		if ok {
			arte++
		} else {
			t.Logf("artefact missed: %q", want.Span)
		}
	}
	for i, a := range r.Artefacts {
		if !hit[i] {
			t.Logf("artefact extra: %s %q", a.Kind, a.Text)
		}
	}
	dates, dated := 0, 0
	for _, want := range g.Timex {
		if want.Value[0] != '2' {
			continue
		}
		dated++
		for _, x := range r.Times {
			if x.Start < want.At[1] && want.At[0] < x.End && x.Value == want.Value {
				dates++
				break
			}
		}
	}
	t.Logf("statements: %d of %d spans, %d with speaker and stance, %d extra; artefacts %d of %d, %d extra; dates %d of %d",
		spans, len(g.Statements), full, extra, arte, len(g.Artefacts), len(r.Artefacts)-len(hit), dates, dated)
	for _, x := range r.Times {
		t.Logf("time %q = %s", x.Text, x.Value)
	}
	for _, x := range r.Conflicts {
		t.Logf("conflict %s %s %s: %s", x.Kind, x.A, x.B, x.What)
	}
	if testing.Verbose() {
		for _, s := range r.Statements {
			t.Logf("%s %s|%s|%s|%s|on %s|ev %s|%v|%s=%q also %v q %v ver %s\n   %q", s.ID, s.Speaker, s.Stance, s.Mode, s.Channel, s.SaidOn, s.EventOn, s.About, s.Property, s.Value, s.Also, s.Quantity, s.Verification, s.Content.Text)
		}
		for _, m := range r.Mentions {
			t.Logf("%s %s of %s members %v size %d %q", m.ID, m.Kind, m.Of, m.Members, m.Size, m.Names)
		}
	}
}
