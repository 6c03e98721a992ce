package intake

import (
	"bytes"
	"fmt"
	"slices"
	"sort"
	"strings"
	"unicode/utf8"
)

// Form is how a file holds its text.
type Form string

// The forms of text.
const (
	Plain    Form = "plain"    // the text as it is
	HTML     Form = "html"     // a page of the web, saved
	Telegram Form = "telegram" // result.json, as the Telegram desktop program exports a chat
)

// Forms are all forms, the plainest first.
func Forms() []Form { return []Form{Plain, HTML, Telegram} }

// MaxFile is the largest file of any form, in bytes. What is read of it as one
// text (a page, a message) is bound by Limit.
const MaxFile = 16 << 20

// FormOf tells the form of a file by what is in it: an object with messages is an
// export, a text that opens with markup is a page, all else is plain.
func FormOf(text string) Form {
	head := strings.TrimLeft(strings.TrimPrefix(text, "\ufeff"), " \t\r\n")
	switch {
	case strings.HasPrefix(head, "{") && (strings.Contains(head, `"messages"`)):
		return Telegram
	case strings.HasPrefix(head, "<") && isHTML(head):
		return HTML
	}
	return Plain
}

// View is a text as it reads, without what its form adds to it. Every code point
// knows the place it has in the original.
type View struct {
	Text []rune
	at   []int32 // for each code point, where it begins in the original; nil: the original itself
	end  []int32 // and where it ends; the same as at for what only parts the text, as two paragraphs
}

// Shown marks which of n code points of the original the view shows.
func (v *View) Shown(n int) []bool {
	shown := make([]bool, n)
	if v.at == nil {
		for i := range shown {
			shown[i] = true
		}
		return shown
	}
	for i := range v.at {
		for k := max(0, int(v.at[i])); k < min(int(v.end[i]), n); k++ {
			shown[k] = true
		}
	}
	return shown
}

func (v *View) put(r rune, at, end int) {
	v.Text = append(v.Text, r)
	v.at = append(v.at, int32(at))
	v.end = append(v.end, int32(end))
}

// part puts a blank line, a line end or a tab where the form parts what it shows.
func (v *View) part(mark string, at int) {
	n := len(v.Text)
	if n == 0 {
		return
	}
	if mark == "\n\n" && n > 1 && v.Text[n-1] == '\n' && v.Text[n-2] == '\n' || mark == "\t" && (v.Text[n-1] == '\t' || v.Text[n-1] == '\n') {
		return
	}
	for _, r := range mark {
		v.put(r, at, at)
	}
}

// Original is the place in the original of the code points start to end of the view.
func (v *View) Original(start, end int) (int, int) {
	if v.at == nil || start >= end || end > len(v.at) {
		return start, end
	}
	return int(v.at[start]), int(v.end[end-1])
}

// Place is where the code points start to end of the original stand in the view;
// empty where the view shows nothing of them.
func (v *View) Place(start, end int) (int, int) {
	if v.at == nil {
		n := len(v.Text)
		return min(start, n), min(max(start, end), n)
	}
	a := sort.Search(len(v.end), func(i int) bool { return int(v.end[i]) > start })
	b := sort.Search(len(v.at), func(i int) bool { return int(v.at[i]) >= end })
	return a, max(a, b)
}

// Words is what stands between two code points of the original, as it reads.
func (v *View) Words(start, end int) string {
	a, b := v.Place(start, end)
	return string(v.Text[a:b])
}

// Look gives the view of a file; form may be empty, it is then told by the text.
// The messages of an export stand in it one after the other.
func Look(text string, form Form) (View, error) {
	parts, err := partsOf(text, form)
	if err != nil {
		return View{}, err
	}
	if len(parts) == 1 {
		return parts[0].view, nil
	}
	var all View
	for _, p := range parts {
		if len(p.view.at) > 0 {
			all.part("\n\n", int(p.view.at[0]))
		}
		all.Text = append(all.Text, p.view.Text...)
		all.at = append(all.at, p.view.at...)
		all.end = append(all.end, p.view.end...)
	}
	if all.at == nil {
		all.at, all.end = []int32{}, []int32{}
	}
	return all, nil
}

// part is what is read as one text: a page, or a message of an export.
type part struct {
	view      View
	id        string // of the message
	dated     string // EDTF, as the form tells it
	language  string // BCP 47, as the form tells it
	author    string // of the message
	authorAt  [2]int // where the original names him
	forwarded string // whom the author passes on
	passedAt  [2]int
	chat      string // where it was written
}

// partsOf opens a file of a form. The errors tell the place and what to do.
func partsOf(text string, form Form) ([]part, error) {
	if len(text) > MaxFile {
		return nil, fmt.Errorf("reading a report: %d bytes are more than the %d a file may have; split it", len(text), MaxFile)
	}
	if !utf8.ValidString(text) {
		return nil, notUTF8(text)
	}
	if form == "" {
		form = FormOf(text)
	}
	switch form {
	case Plain:
		return []part{{view: View{Text: []rune(text)}}}, nil
	case HTML:
		return []part{htmlPart(text)}, nil
	case Telegram:
		return telegramParts(text)
	}
	return nil, fmt.Errorf("reading a report: the form %q is none of %v", form, Forms())
}

// notUTF8 names the first byte that is not UTF-8.
func notUTF8(text string) error {
	at := 0
	for i, r := range text {
		if r == utf8.RuneError {
			if _, n := utf8.DecodeRuneInString(text[i:]); n == 1 {
				at = i
				break
			}
		}
	}
	return fmt.Errorf("reading a report: byte %d is not UTF-8; save the file as UTF-8 and try again", at)
}

// isHTML: a declaration, or an element of a page among the first of the text.
func isHTML(head string) bool {
	low := bytes.ToLower([]byte(head[:min(len(head), 2048)]))
	for _, opens := range []string{"<!doctype html", "<html", "<head", "<body", "<article", "<main", "<div", "<p>", "<p ", "<h1", "<section", "<table", "<ul", "<ol", "<span"} {
		if bytes.HasPrefix(low, []byte(opens)) {
			return true
		}
	}
	return (bytes.HasPrefix(low, []byte("<!--")) || bytes.HasPrefix(low, []byte("<?xml"))) &&
		slices.ContainsFunc([]string{"<html", "<body", "<article", "<div", "<p>"}, func(e string) bool { return bytes.Contains(low, []byte(e)) })
}
