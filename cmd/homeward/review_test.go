package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
)

// typed prints what is typed, a line an argument, with @NAME@ replaced by the first
// line of the file NAME: typed t @anna@ q
func typed() {
	for _, a := range os.Args[1:] {
		if name, ok := strings.CutPrefix(a, "@"); ok {
			line, err := os.ReadFile(strings.TrimSuffix(name, "@"))
			if err != nil {
				fmt.Fprintln(os.Stderr, "typed:", err)
				os.Exit(1)
			}
			a, _, _ = strings.Cut(string(line), "\n")
		}
		fmt.Println(a)
	}
}

func TestColumnsOfCharacters(t *testing.T) {
	for text, want := range map[string]int{"abc": 3, "포로": 4, "е\u0301": 1, "a\u200bb": 2, "ｆ": 2, "№": 1, "😀": 2, "г.": 2} {
		n := 0
		for _, r := range text {
			n += columnsOf(r)
		}
		if n != want {
			t.Errorf("%q takes %d columns, want %d", text, n, want)
		}
	}
}

// The keys of a review stay whole on a narrow screen, in as many lines as it takes.
func TestWrapped(t *testing.T) {
	for name, c := range map[string]struct {
		parts   []string
		between string
		limit   int
		want    []string
	}{
		"the keys, 38 columns": {reviewKeys, "  ", 38, []string{"a accept  e edit  s split  t attach", "r reject  u undo  n next  p back", "q quit  ? help >"}},
		"the keys, one line":   {reviewKeys, "  ", 90, []string{"a accept  e edit  s split  t attach  r reject  u undo  n next  p back  q quit  ? help >"}},
		"Hangul is wide":       {[]string{"포로", "카드", "ab"}, " ", 7, []string{"포로", "카드 ab"}},
		"longer than a line":   {[]string{"abcdef", "g"}, " ", 4, []string{"abcdef", "g"}},
		"nothing":              {nil, " ", 4, []string{""}},
	} {
		t.Run(name, func(t *testing.T) {
			if got := wrapped(c.parts, c.between, c.limit); !slices.Equal(got, c.want) {
				t.Errorf("%q, want %q", got, c.want)
			}
		})
	}
}

func TestNothingSteersTheTerminal(t *testing.T) {
	for _, text := range []string{"\x1b[2J", "a\u202eb", "\u009b31m", "\r", "\x00", "\u2066x"} {
		if got := shown(text); strings.ContainsAny(got, "\x1b\r\x00\u202e\u009b\u2066") {
			t.Errorf("%q is shown as %q", text, got)
		}
	}
	if got := shown(" one\n two\t"); got != "one two" {
		t.Errorf("%q", got)
	}
}

func TestWordsAreFoundNearestToTheProposal(t *testing.T) {
	text := []rune("he was cold. Then\nhe was warm, and he was cold again")
	for _, c := range []struct {
		words string
		near  int
		want  int
	}{{"he was", 20, 18}, {"he was", 0, 0}, {"Then he", 0, 13}, {"cold again", 0, 42}, {"nothing", 0, -1}, {"", 0, -1}} {
		if got := nearest(text, []rune(c.words), c.near); got != c.want {
			t.Errorf("%q near %d: %d, want %d", c.words, c.near, got, c.want)
		}
	}
}

// Lines are keys where there is no terminal; arrows are keys where there is one.
func TestKeys(t *testing.T) {
	read := func(input string, raw bool) (keys string) {
		k := &keyboard{in: make(chan byte), screen: &screen{out: new(bytes.Buffer)}, stop: make(chan struct{}), raw: raw}
		go k.read(strings.NewReader(input))
		for range 20 {
			r, err := k.key(context.Background(), func() {})
			if err != nil {
				t.Fatal(err)
			}
			keys += string(r)
			if r == 'q' {
				break
			}
		}
		return keys
	}
	if got := read("accept\n\n  r\nn", false); got != "arnq" {
		t.Errorf("lines: %q", got)
	}
	if got := read("a\x1b[C\x1b[Dх\x1b[5~r\x03a", true); got != "anp\ufffdrq" {
		t.Errorf("single keys: %q", got)
	}
}
