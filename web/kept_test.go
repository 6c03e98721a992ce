package web

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"homeward/intake"

	"pgregory.net/rapid"
)

// A pass over a million files takes longer than anybody waits for a page: the page
// shows what is there, says so, and asks again.
func TestKeptAnswers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		work := make(chan func(context.Context), 4)
		go func() {
			for job := range work {
				job(t.Context())
			}
		}()
		defer close(work)
		var k kept[string]
		begun := 0
		slow := func(takes time.Duration, answer string, err error) func(context.Context, func(string)) (string, error) {
			return func(_ context.Context, soFar func(string)) (string, error) {
				begun++
				time.Sleep(takes / 2)
				soFar("half of " + answer)
				time.Sleep(takes / 2)
				return answer, err
			}
		}
		ask := func(size int64, day string, compute func(context.Context, func(string)) (string, error)) asked[string] {
			return k.ask(t.Context(), work, size, today, day, compute)
		}
		began := time.Now()
		got := ask(10, "20", slow(time.Minute, "ten", nil))
		if waited := time.Since(began); got.Has || waited != patience {
			t.Errorf("the first time there is nothing yet: %+v after %v", got, waited)
		}
		time.Sleep(35 * time.Second)
		if got = ask(10, "20", nil); !got.Has || got.Whole || got.Answer != "half of ten" || got.Size != 10 {
			t.Errorf("half way: %+v", got)
		}
		time.Sleep(time.Minute)
		began = time.Now()
		if got = ask(10, "20", nil); !got.Whole || !got.Fresh || got.Answer != "ten" || time.Since(began) != 0 {
			t.Errorf("done: %+v", got)
		}
		// Whoever adds entries one by one does not have every file read each time.
		if got = ask(11, "20", nil); got.Fresh || got.Answer != "ten" || got.Size != 10 || begun != 1 {
			t.Errorf("just after a long pass, an old answer stands: %+v, %d passes", got, begun)
		}
		time.Sleep(5 * time.Minute)
		if got = ask(12, "20", slow(time.Minute, "twelve", nil)); got.Fresh || got.Answer != "ten" || got.Size != 10 {
			t.Errorf("while a new one is made, the old one stands and says as of when: %+v", got)
		}
		time.Sleep(40 * time.Second)
		if got = ask(12, "20", nil); got.Answer != "ten" || !got.Whole {
			t.Errorf("half a new answer does not replace a whole old one: %+v", got)
		}
		time.Sleep(time.Minute)
		if got = ask(12, "20", nil); got.Answer != "twelve" || begun != 2 {
			t.Errorf("the new one: %+v", got)
		}
		// A new day can make something overdue: it is not waited for.
		if got = ask(12, "21", slow(time.Second, "next day", nil)); got.Answer != "next day" || !got.Fresh {
			t.Errorf("a new day: %+v", got)
		}
		failed := errors.New("the disk is gone")
		if got = ask(13, "22", slow(time.Second, "", failed)); !errors.Is(got.Err, failed) || got.Answer != "next day" {
			t.Errorf("a failure: %+v", got)
		}
		if got = ask(13, "22", slow(time.Second, "again", nil)); got.Err != nil || got.Answer != "again" {
			t.Errorf("after a failure it is tried again: %+v", got)
		}
	})
}

// However marks lie over one another, the pieces are the text, and each piece lies
// wholly within or without each mark.
func TestPiecesAreTheText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOfN(rapid.RuneFrom([]rune("ab ї김\n")), 0, 40, -1).Draw(t, "text")
		spans := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) intake.Span {
			start := rapid.IntRange(-2, 45).Draw(t, "start")
			return intake.Span{Start: start, End: start + rapid.IntRange(-2, 20).Draw(t, "length")}
		}), 0, 6).Draw(t, "spans")
		rep := &intake.Report{}
		for i, s := range spans {
			switch i % 3 {
			case 0:
				rep.Statements = append(rep.Statements, intake.Statement{ID: "S" + string(rune('1'+i)), Content: s, Cue: &s, Stance: "asserts"})
			case 1:
				rep.Artefacts = append(rep.Artefacts, intake.Artefact{Span: s, Kind: "stray"})
			}
		}
		wanted := intake.Span{Start: rapid.IntRange(-2, 45).Draw(t, "from"), End: rapid.IntRange(-2, 45).Draw(t, "to")}
		var all strings.Builder
		var begun []string
		heads, marked := 0, 0
		for _, p := range piecesOf(text, rep, wanted) {
			all.WriteString(p.Text)
			begun = append(begun, p.Begins...)
			if p.AskedHead {
				heads++
			}
			if p.Asked {
				marked += len([]rune(p.Text))
			}
		}
		if all.String() != text {
			t.Fatalf("the pieces give %q", all.String())
		}
		length := len([]rune(text))
		fits := func(s intake.Span) bool { return s.Start >= 0 && s.Start < s.End && s.End <= length }
		if fits(wanted) && (heads != 1 || marked != wanted.End-wanted.Start) || !fits(wanted) && heads+marked != 0 {
			t.Fatalf("of %d to %d, %d characters are marked, with %d anchors", wanted.Start, wanted.End, marked, heads)
		}
		for _, s := range rep.Statements {
			if n := count(begun, s.ID); fits(s.Content) && n != 1 || !fits(s.Content) && n != 0 {
				t.Fatalf("%s begins %d times", s.ID, n)
			}
		}
	})
}

func count(all []string, one string) int {
	return len(all) - len(slices.DeleteFunc(slices.Clone(all), func(s string) bool { return s == one }))
}

func TestVisibleLosesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.String().Draw(t, "text")
		var kept, named strings.Builder
		for _, p := range visible(text) {
			if p.Control {
				named.WriteString(p.Text)
			} else {
				kept.WriteString(p.Text)
			}
		}
		want := strings.Map(func(r rune) rune {
			if hidden(r) {
				return -1
			}
			return r
		}, text)
		if kept.String() != want && strings.ToValidUTF8(kept.String(), "\ufffd") != want {
			t.Fatalf("%q is shown as %q", text, kept.String())
		}
		if strings.Count(named.String(), "U+") != len([]rune(text))-len([]rune(want)) {
			t.Fatalf("%q: named are %q", text, named.String())
		}
	})
}
