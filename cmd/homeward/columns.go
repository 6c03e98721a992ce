package main

import (
	"strings"

	"golang.org/x/text/width"
)

// padded fills s with spaces to n columns of a terminal, in which a Hangul
// syllable takes two.
func padded(s string, n int) string {
	columns := 0
	for _, r := range s {
		columns++
		if k := width.LookupRune(r).Kind(); k == width.EastAsianWide || k == width.EastAsianFullwidth {
			columns++
		}
	}
	return s + strings.Repeat(" ", max(0, n-columns))
}
