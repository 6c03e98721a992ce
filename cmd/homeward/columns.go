package main

import (
	"strings"
	"unicode"

	"golang.org/x/text/width"
)

// columnsOf is how many columns of a terminal a character takes: a Hangul syllable
// two, a mark on the letter before it none.
func columnsOf(r rune) int {
	switch {
	case unicode.Is(unicode.Mn, r), unicode.Is(unicode.Me, r), unicode.Is(unicode.Cf, r), r >= 0x1160 && r <= 0x11ff:
		return 0
	case r >= 0x1f300 && r <= 0x1faff:
		return 2
	}
	if k := width.LookupRune(r).Kind(); k == width.EastAsianWide || k == width.EastAsianFullwidth {
		return 2
	}
	return 1
}

func columnsIn(s string) (n int) {
	for _, r := range s {
		n += columnsOf(r)
	}
	return n
}

// padded fills s with spaces to n columns.
func padded(s string, n int) string {
	return s + strings.Repeat(" ", max(0, n-columnsIn(s)))
}

// wrapped puts parts that are not to be broken into lines of at most so many
// columns. A part longer than a line has one of its own.
func wrapped(parts []string, between string, limit int) (lines []string) {
	line, columns := "", 0
	for _, part := range parts {
		n := columnsIn(part)
		if columns > 0 && columns+columnsIn(between)+n > limit {
			lines = append(lines, line)
			line, columns = "", 0
		}
		if columns > 0 {
			line, columns = line+between, columns+columnsIn(between)
		}
		line, columns = line+part, columns+n
	}
	return append(lines, line)
}
