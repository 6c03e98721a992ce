package main

import (
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

// What a list says cannot steer the terminal it is read on, wherever the writing of
// it is cut.
func TestHarmlessWriter(t *testing.T) {
	for name, c := range map[string]struct{ in, want string }{
		"as it is":          {"Петренко\t김철수\n", "Петренко\t김철수\n"},
		"clears the screen": {"a\x1b[2Jb", "a\ufffd[2Jb"},
		"goes back":         {"overdue\rdone", "overdue\ufffddone"},
		"C1 control":        {"a\u009bb", "a\ufffdb"},
		"turns direction":   {"a\u202ecba", "a\ufffdcba"},
		"ends an isolate":   {"a\u2069b", "a\ufffdb"},
		"not UTF-8":         {"a\xffb", "a\ufffdb"},
	} {
		t.Run(name, func(t *testing.T) {
			var out strings.Builder
			h := &harmlessWriter{out: &out}
			for i := range len(c.in) {
				if n, err := h.Write([]byte{c.in[i]}); n != 1 || err != nil {
					t.Fatal(n, err)
				}
			}
			if out.String() != c.want {
				t.Errorf("%q, want %q", out.String(), c.want)
			}
		})
	}
	t.Run("any text in any pieces", rapid.MakeCheck(func(t *rapid.T) {
		text := rapid.String().Draw(t, "text") + "."
		var whole, pieces strings.Builder
		if _, err := (&harmlessWriter{out: &whole}).Write([]byte(text)); err != nil {
			t.Fatal(err)
		}
		h := &harmlessWriter{out: &pieces}
		for left := []byte(text); len(left) > 0; {
			n := rapid.IntRange(1, len(left)).Draw(t, "piece")
			if _, err := h.Write(left[:n]); err != nil {
				t.Fatal(err)
			}
			left = left[n:]
		}
		if pieces.String() != whole.String() {
			t.Errorf("in pieces %q, at once %q", pieces.String(), whole.String())
		}
		if utf8.RuneCountInString(whole.String()) != utf8.RuneCountInString(text) {
			t.Errorf("%q of %q", whole.String(), text)
		}
		for _, r := range whole.String() {
			if r != '\n' && r != '\t' && steers(r) {
				t.Errorf("%q steers", r)
			}
		}
	}))
}
