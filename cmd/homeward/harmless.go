package main

import (
	"io"
	"strings"
	"unicode"
	"unicode/utf8"
)

// steers reports that a character would steer a terminal or turn the direction of
// writing, so that what a list or a report has in it could forge what is read here.
func steers(r rune) bool {
	return unicode.IsControl(r) || r >= '\u202a' && r <= '\u202e' || r >= '\u2066' && r <= '\u2069' || r == '\u200e' || r == '\u200f'
}

// harmless is a text without characters that steer, in one line.
func harmless(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t' || r == '\u2028' || r == '\u2029':
			return ' '
		case steers(r):
			return utf8.RuneError
		}
		return r
	}, text)
}

// shown is a text of a report or list as it may stand on a screen: in one line, with
// single blanks.
func shown(text string) string { return strings.Join(strings.Fields(harmless(text)), " ") }

// harmlessWriter passes text on without characters that steer; lines and tabs stay.
type harmlessWriter struct {
	out  io.Writer
	rest []byte // of a character whose end is not written yet
}

func (h *harmlessWriter) Write(b []byte) (int, error) {
	text := append(h.rest, b...)
	whole := len(text)
	for back := 1; back < utf8.UTFMax && back <= len(text); back++ {
		if at := len(text) - back; utf8.RuneStart(text[at]) {
			if !utf8.FullRune(text[at:]) {
				whole = at
			}
			break
		}
	}
	_, err := io.WriteString(h.out, strings.Map(func(r rune) rune {
		if r != '\n' && r != '\t' && steers(r) {
			return utf8.RuneError
		}
		return r
	}, string(text[:whole])))
	h.rest = append([]byte(nil), text[whole:]...)
	if err != nil {
		return 0, err
	}
	return len(b), nil
}
