package bureau

import (
	"errors"
	"strings"
	"testing"

	"homeward/intake"
	"homeward/statement"
	"homeward/store"
)

// proposalSaying is the proposal whose words hold some words.
func proposalSaying(t *testing.T, r *Reading, words string) intake.Statement {
	t.Helper()
	for _, s := range r.Report.Statements {
		if strings.Contains(s.Content.Reads(), words) {
			return s
		}
	}
	t.Fatalf("no proposal says %q", words)
	return intake.Statement{}
}

func entryOf(t *testing.T, b *Bureau, n int64) *statement.Entry {
	t.Helper()
	v, err := b.EntryAt(t.Context(), n)
	if err != nil {
		t.Fatal(err)
	}
	return v.Entry
}

func revise(t *testing.T, b *Bureau, r Revision) Accepted {
	t.Helper()
	r.By = "taras"
	done, err := b.Revise(t.Context(), r)
	if err != nil {
		t.Fatal(err)
	}
	return done
}

func TestRevise(t *testing.T) {
	b, _ := aBureau(t)
	r := read(t, b, article)
	wounded := proposalSaying(t, r, "wounded")
	stay := proposalSaying(t, r, "want to stay")
	born := proposalSaying(t, r, "Haeju")

	t.Run("an edited value names the reviewer and quotes the report", func(t *testing.T) {
		done := revise(t, b, Revision{Proposal: stay.ID, Parts: []Wording{{Property: "wish", Value: "third country"}}})
		e := entryOf(t, b, done.Entries[0])
		if len(e.Statements) != 1 || e.Statements[0].Value != "third_country" || e.By != "taras" || e.Source.Text != stay.Content.Text {
			t.Errorf("%+v", e)
		}
		if !strings.Contains(e.Because, "edited: wish third_country, was wish stay") {
			t.Errorf("because %q", e.Because)
		}
		if _, err := b.Undo(t.Context(), done.Entries[0], why); err != nil || decided(t, b, stay.ID) {
			t.Errorf("undone: %v", err)
		}
	})
	t.Run("split into two, undone whole", func(t *testing.T) {
		text := []rune(article)
		at := func(words string) (int, int) {
			i := len([]rune(article[:strings.Index(article, words)]))
			return i, i + len([]rune(words))
		}
		a, z := at("Pak Yong was wounded")
		c, d := at("on 5 January")
		done := revise(t, b, Revision{Proposal: wounded.ID, Parts: []Wording{
			{Start: a, End: z, Property: "condition", Value: "wounded", New: true},
			{Start: c, End: d, Property: "statement", EventOn: "2025-01-05"}}})
		var words []string
		for _, n := range done.Entries {
			words = append(words, entryOf(t, b, n).Source.Text)
		}
		if len(done.Entries) < 3 || words[1] != string(text[a:z]) || words[len(words)-1] != string(text[c:d]) {
			t.Errorf("%v: %q", done, words)
		}
		if e := entryOf(t, b, done.Entries[0]); e.Statements[0].Property != "name.alias" || e.Statements[0].Value != "Pak Yong" {
			t.Errorf("the new file: %+v", e.Statements)
		}
		if _, err := b.Undo(t.Context(), done.Entries[2], why); err != nil || decided(t, b, wounded.ID) {
			t.Errorf("undone: %v", err)
		}
		f, err := b.Show(t.Context(), done.Subjects[0])
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range f.Properties {
			for _, c := range p.Claims {
				if c.IsActive() {
					t.Errorf("%s still stands", c.Ref)
				}
			}
		}
	})
	t.Run("attached to a subject, not to an erased one", func(t *testing.T) {
		mine := revise(t, b, Revision{Proposal: born.ID, Parts: []Wording{{New: true}}}).Subjects[0]
		done := revise(t, b, Revision{Proposal: wounded.ID, Parts: []Wording{{To: mine}}})
		if done.Subjects[0] != mine {
			t.Errorf("%+v", done)
		}
		if _, err := b.Erase(t.Context(), mine, why, "petro"); err != nil {
			t.Fatal(err)
		}
		_, err := b.Revise(t.Context(), Revision{Proposal: stay.ID, Parts: []Wording{{To: mine}}, By: "taras"})
		if !errors.Is(err, ErrErased) || decided(t, b, stay.ID) {
			t.Errorf("attached to the erased: %v", err)
		}
	})
	t.Run("refused before anything is recorded", func(t *testing.T) {
		for what, w := range map[string]Wording{
			"no property":  {Property: "shoe size", Value: "44"},
			"bookkeeping":  {Property: "decision", Value: "x"},
			"a bad code":   {Property: "wish", Value: "perhaps"},
			"two readings": {Property: "capture.date", Value: "03/04/2025"},
			"no words":     {Start: 10, End: 5},
			"past the end": {Start: 1, End: 100000},
			"a document":   {To: r.Document},
			"nobody":       {To: statement.ID{1, 2, 3}},
		} {
			head, _ := b.Head(t.Context())
			_, err := b.Revise(t.Context(), Revision{Proposal: stay.ID, Parts: []Wording{{}, w}, By: "taras"})
			after, _ := b.Head(t.Context())
			if err == nil || after.Size != head.Size {
				t.Errorf("%s: %v, %d entries after %d", what, err, after.Size, head.Size)
			}
		}
	})
	mustVerify(t, b)
}

// A page of the web and an export are quoted as they read, and what an erasure
// takes is gone from the words, the views and the second copy an export keeps.
func TestFormsAreQuotedAndErased(t *testing.T) {
	for name, text := range map[string]string{
		"page.html": "<!DOCTYPE html><html><body><p>Two soldiers, <b>Kim Chol</b> &amp; <i>Pak Yong</i>, were there.</p><p>The officer said that <b>Kim</b> Chol was wounded &amp; cold. The officer said that Pak Yong was captured on 9 January 2025.</p></body></html>",
		"result.json": `{"name": "Kin", "messages": [{"id": 1, "type": "message", "date": "2025-01-12T10:00:00", "from": "Officer",
			"text": ["Anna Sokil said that ", {"type": "bold", "text": "Kim Chol"}, " was wounded and cold. Anna Sokil said that Pak Yong was captured on 9 January 2025."],
			"text_entities": [{"type": "plain", "text": "Anna Sokil said that "}, {"type": "bold", "text": "Kim Chol"}, {"type": "plain", "text": " was wounded and cold. Anna Sokil said that Pak Yong was captured on 9 January 2025."}]}]}`,
	} {
		t.Run(name, func(t *testing.T) {
			b, _ := aBureau(t)
			r, err := b.Intake(t.Context(), write(t, name, text), "olena", intake.Options{})
			if err != nil {
				t.Fatal(err)
			}
			s := proposalSaying(t, r, "wounded")
			if s.Content.Words == "" {
				t.Fatalf("%+v has no words of its own", s.Content)
			}
			done, err := b.Review(t.Context(), Review{AcceptAll: true, By: "olena"})
			if err != nil {
				t.Fatal(err)
			}
			var kim statement.ID
			for _, a := range done.Accepted {
				for i, n := range a.Entries {
					record, err := b.store.Entry(t.Context(), n)
					if err != nil {
						t.Fatal(err)
					}
					kept, err := b.unseal([]store.Entry{record})
					if err != nil {
						t.Fatal(err)
					}
					for _, speaker := range kept[0].SaidBy {
						if speaker.Name == "Anna Sokil" || speaker.Name == "Officer" {
							t.Errorf("entry %d keeps the name %q, not its place", n, speaker.Name)
						}
					}
					if e := entryOf(t, b, n); strings.Contains(e.Source.Text, "wounded") {
						kim = a.Subjects[i]
						if e.Source.Text != s.Content.Words {
							t.Errorf("quoted %q, it reads %q", e.Source.Text, s.Content.Words)
						}
					}
				}
			}
			if _, err := b.Erase(t.Context(), kim, why, "taras"); err != nil {
				t.Fatal(err)
			}
			for _, where := range keeps(t, b, "Kim") {
				t.Errorf("after the erasure the name stands in %s", where)
			}
			again := readingsOf(t, b)[0]
			if strings.Contains(again.Text, "Kim") || strings.Contains(again.Text, "wounded") {
				t.Errorf("the text is now %q", again.Text)
			}
			for _, st := range again.Report.Statements {
				if strings.Contains(st.Content.Words, "Kim") {
					t.Errorf("%s reads %q", st.ID, st.Content.Words)
				}
			}
		})
	}
}
