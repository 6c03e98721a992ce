package casefile_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"testing"

	"homeward/casefile"
	"homeward/statement"

	"pgregory.net/rapid"
)

// drawEntries draws the entries of a person, a second subject, a group and a stranger,
// with corrections, withdrawals and links among them.
func drawEntries(t *rapid.T) []*statement.Entry {
	values := map[string][]string{
		"name":         {"Ivanenko Ostap", "Іваненко Остап", "Bondar Danylo"},
		"birth.date":   {"1999", "1999-05-02", "1999-06", "1998-01-01?", "199X"},
		"rank":         {"private", "sergeant"},
		"held.at":      {"Camp 1", "Camp 4"},
		"wish":         {"return", "stay", "unknown"},
		"phone":        {"1", "2"},
		"capture.date": {"2025-01-05", "2025-01-09", "2025-01"},
		"death.date":   {"2025-03"},
		"member":       {him.String(), other.String()},
		"same.person":  {alias.String()},
		"count":        {"2 soldiers"},
	}
	properties := make([]string, 0, len(values))
	for p := range values {
		properties = append(properties, p)
	}
	slices.Sort(properties)
	times := []string{"", "2025-01-12", "2025-02", "2025-01/..", "2024"}

	n := rapid.IntRange(0, 14).Draw(t, "entries")
	out := make([]*statement.Entry, 0, n)
	for i := 1; i <= n; i++ {
		e := said(int64(i), rapid.SampledFrom([]string{"", "A", "B", "C"}).Draw(t, "speaker"))
		e.Subject = rapid.SampledFrom([]statement.ID{him, him, alias, pair, other}).Draw(t, "subject")
		if e.Subject == pair {
			e.Kind = statement.Group
		}
		e.SaidOn = rapid.SampledFrom(times[:3]).Draw(t, "said on")
		e.Reliability = rapid.SampledFrom([]string{"", "A", "C"}).Draw(t, "reliability")
		for range rapid.IntRange(1, 3).Draw(t, "statements") {
			property := rapid.SampledFrom(properties).Draw(t, "property")
			s := st(property, rapid.SampledFrom(values[property]).Draw(t, "value"))
			s.Stance = rapid.SampledFrom([]statement.Stance{statement.Asserts, statement.Asserts, statement.Estimates, statement.Denies, statement.Wishes}).Draw(t, "stance")
			s.TrueOf = rapid.SampledFrom(times).Draw(t, "true of")
			s.Credibility = rapid.IntRange(0, 3).Draw(t, "credibility")
			if e.Kind == statement.Group && rapid.Bool().Draw(t, "unknown member") {
				s.Member = "unknown"
			}
			if i > 1 && rapid.IntRange(0, 3).Draw(t, "acts") == 0 {
				s.Acts = strconv.Itoa(rapid.IntRange(1, i).Draw(t, "on"))
				if rapid.Bool().Draw(t, "one statement") {
					s.Acts += ".1"
				}
				if rapid.Bool().Draw(t, "withdraws") {
					s.Property, s.Value, s.Stance, s.TrueOf, s.Member = "withdrawn", "entered in error", statement.Asserts, "", ""
				}
			}
			e.Statements = append(e.Statements, s)
		}
		out = append(out, e)
	}
	return out
}

func foldBoth(entries []*statement.Entry) *casefile.File {
	return casefile.Fold(casefile.Input{Subjects: []statement.ID{him, alias}, Entries: entries}, statement.DefaultVocabulary(), sameName)
}

func asJSON(t *rapid.T, f *casefile.File) string {
	b, err := json.Marshal(struct {
		File     *casefile.File
		Standing casefile.Standing
		Wish     casefile.Wish
		Timeline []casefile.Happening
	}{f, f.Standing(), f.Wish(), f.Timeline()})
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestOrderOfEntriesDoesNotMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		entries := drawEntries(t)
		shuffled := rapid.Permutation(entries).Draw(t, "shuffled")
		if len(entries) > 0 {
			shuffled = append(slices.Clone(shuffled), entries[0]) // and an entry given twice is one
		}
		if a, b := asJSON(t, foldBoth(entries)), asJSON(t, foldBoth(shuffled)); a != b {
			t.Fatalf("in order:\n%s\nshuffled:\n%s", a, b)
		}
	})
}

func TestNoClaimIsLost(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		entries := drawEntries(t)
		f := foldBoth(entries)
		seen := map[string]int{}
		for _, c := range everything(f) {
			seen[c.Ref.String()]++
			if (c.Status == casefile.Active) != (len(c.ActedOnBy) == 0) {
				t.Fatalf("%s is %s and acted on by %v", c.Ref, c.Status, c.ActedOnBy)
			}
		}
		for _, e := range entries {
			if e.Subject != him && e.Subject != alias {
				continue
			}
			for i := range e.Statements {
				if ref := fmt.Sprintf("%d.%d", e.Number, i+1); seen[ref] != 1 {
					t.Fatalf("statement %s stands %d times in the file", ref, seen[ref])
				}
			}
		}
		for _, c := range everything(f) {
			if c.Statement.Member != "" && slices.ContainsFunc(f.Properties, func(p casefile.Property) bool {
				return slices.ContainsFunc(p.Claims, func(o casefile.Claim) bool { return o.Ref == c.Ref })
			}) {
				t.Fatalf("%s, of an unknown member, was given to him", c.Ref)
			}
		}
	})
}

func TestWithdrawAndUndoIsIdentity(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		entries := drawEntries(t)
		before := foldBoth(entries)
		n := int64(len(entries))
		if n == 0 {
			return
		}
		target := rapid.Int64Range(1, n).Draw(t, "target")
		undone := append(slices.Clone(entries), said(n+1, "", withdrawn(strconv.FormatInt(target, 10))), said(n+2, "", withdrawn(strconv.FormatInt(n+1, 10))))
		after := foldBoth(undone)
		if len(after.Acts) != len(before.Acts)+2 {
			t.Fatalf("%d acts are listed, want %d", len(after.Acts), len(before.Acts)+2)
		}
		after.Acts = before.Acts
		if a, b := asJSON(t, before), asJSON(t, after); a != b {
			t.Fatalf("before:\n%s\nafter:\n%s", a, b)
		}
	})
}

func TestBestIsOneOfTheClaimsThatStand(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := foldBoth(drawEntries(t))
		for _, p := range f.Properties {
			if p.Best == nil {
				continue
			}
			if !p.Best.Counts() || p.Best.Strength() == casefile.NoValue {
				t.Fatalf("%s: the best, %s, does not count", p.Name, p.Best.Ref)
			}
			if p.Best.Strength() == casefile.Guess && slices.ContainsFunc(p.Claims, func(c casefile.Claim) bool { return c.Counts() && c.Strength() == casefile.Firm }) {
				t.Fatalf("%s: an estimate came before an assertion", p.Name)
			}
		}
	})
}

func BenchmarkFold(b *testing.B) {
	v := statement.DefaultVocabulary()
	list := on("2025-01-12", said(1, "service", st("name", "Ivanenko Ostap"), st("birth.date", "1999-05-02"), st("rank", "sergeant"),
		st("service.number", "AB-123"), st("capture.date", "2025-01-09"), st("held.by", "UA")))
	card := on("2025-01-14", said(2, "prisoner", st("name", "Іваненко Остап"), st("birth.date", "1999"), st("capture.date", "2025-01-05"),
		stance(statement.Wishes, st("wish", "stay"))))
	input := casefile.Input{Subjects: []statement.ID{him}, Entries: []*statement.Entry{list, card}}
	b.ReportAllocs()
	for b.Loop() {
		casefile.Fold(input, v, sameName)
	}
}
