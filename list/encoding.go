package list

import (
	"bytes"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"homeward/statement"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/korean"
	unicodeenc "golang.org/x/text/encoding/unicode"
)

// charset is an encoding Homeward reads text files in.
type charset struct {
	name    string
	wide    bool                     // two bytes a unit: lines cannot be split before decoding
	decoder func() *encoding.Decoder // nil for UTF-8
}

func charsets() []charset {
	wide := func(e unicodeenc.Endianness) func() *encoding.Decoder {
		return func() *encoding.Decoder { return unicodeenc.UTF16(e, unicodeenc.IgnoreBOM).NewDecoder() }
	}
	return []charset{
		{name: "utf-8"},
		{name: "utf-16le", wide: true, decoder: wide(unicodeenc.LittleEndian)},
		{name: "utf-16be", wide: true, decoder: wide(unicodeenc.BigEndian)},
		{name: "windows-1251", decoder: func() *encoding.Decoder { return charmap.Windows1251.NewDecoder() }},
		{name: "euc-kr", decoder: func() *encoding.Decoder { return korean.EUCKR.NewDecoder() }}, // cp949, which has all of EUC-KR
	}
}

// encodingNamed finds a charset by one of the names people use.
func encodingNamed(name string) (charset, error) {
	also := map[string]string{"utf8": "utf-8", "utf16": "utf-16le", "utf-16": "utf-16le", "utf16le": "utf-16le", "utf16be": "utf-16be",
		"cp1251": "windows-1251", "win1251": "windows-1251", "windows1251": "windows-1251", "1251": "windows-1251",
		"cp949": "euc-kr", "euckr": "euc-kr", "uhc": "euc-kr", "ms949": "euc-kr", "949": "euc-kr"}
	want := strings.ToLower(strings.TrimSpace(name))
	if a, ok := also[want]; ok {
		want = a
	}
	for _, c := range charsets() {
		if c.name == want {
			return c, nil
		}
	}
	return charset{}, fmt.Errorf("encoding %q: utf-8, utf-16le, utf-16be, windows-1251 (cp1251) or euc-kr (cp949) is wanted", name)
}

// decode turns bytes into text; ok is false where they are not valid.
func (c charset) decode(b []byte) (text string, ok bool) {
	if c.decoder == nil {
		return string(b), utf8.Valid(b)
	}
	if ascii(b) && !c.wide {
		return string(b), true
	}
	out, err := c.decoder().Bytes(b)
	return string(out), err == nil && !bytes.Contains(out, []byte("\ufffd"))
}

func ascii(b []byte) bool {
	for _, c := range b {
		if c >= 0x80 {
			return false
		}
	}
	return true
}

// chosen is an encoding, how it was decided, and how many bytes of mark precede
// the text.
type chosen struct {
	charset
	how  string
	skip int
}

// detect decides on the encoding of a sample from the beginning of a file: its
// mark, else UTF-8 if that is what it is, else the one that makes headers and
// likely words of it.
func detect(sample []byte, whole bool, v *statement.Vocabulary) (chosen, error) {
	named := func(name string) charset {
		c, err := encodingNamed(name)
		if err != nil {
			panic(err) // the names below are those of charsets
		}
		return c
	}
	switch {
	case bytes.HasPrefix(sample, []byte("\xef\xbb\xbf")):
		return chosen{named("utf-8"), "by its mark", 3}, nil
	case bytes.HasPrefix(sample, []byte("\xff\xfe")):
		return chosen{named("utf-16le"), "by its mark", 2}, nil
	case bytes.HasPrefix(sample, []byte("\xfe\xff")):
		return chosen{named("utf-16be"), "by its mark", 2}, nil
	}
	if name := wideWithoutMark(sample); name != "" {
		return chosen{named(name), "no mark; by its line ends", 0}, nil
	}
	if bytes.IndexByte(sample, 0) >= 0 {
		return chosen{}, fmt.Errorf("%w: byte %d is NUL, so it is no text; is it a file of another program?", ErrNotAList, bytes.IndexByte(sample, 0)+1)
	}
	text := sample
	if !whole {
		text = text[:bytes.LastIndexByte(text, '\n')+1]
		if len(text) == 0 {
			text = sample[:len(sample)-min(len(sample), 4)]
		}
	}
	bad := invalidUTF8(text)
	if bad < 0 {
		return chosen{named("utf-8"), "valid throughout", 0}, nil
	}
	best, bestScore := chosen{}, 0
	for _, name := range []string{"windows-1251", "euc-kr"} {
		if s := plausible(named(name), text, v); s > bestScore {
			best, bestScore = chosen{named(name), "by its words", 0}, s
		}
	}
	if bestScore == 0 {
		return chosen{}, fmt.Errorf("%w: byte %d (%#x) is not UTF-8, and the text makes no sense as windows-1251 or EUC-KR; name the encoding with --encoding", ErrNotAList, bad+1, text[bad])
	}
	return best, nil
}

func invalidUTF8(b []byte) int {
	for i := 0; i < len(b); {
		if b[i] < 0x80 {
			i++
			continue
		}
		r, n := utf8.DecodeRune(b[i:])
		if r == utf8.RuneError && n <= 1 {
			return i
		}
		i += n
	}
	return -1
}

// wideWithoutMark recognises UTF-16 without a mark: line ends and separators have
// a zero byte beside them, all on the same side.
func wideWithoutMark(sample []byte) string {
	little, big := 0, 0
	for i := 0; i+1 < len(sample); i += 2 {
		lo, hi := sample[i], sample[i+1]
		switch {
		case hi == 0 && lo != 0 && lo < 0x80:
			little++
		case lo == 0 && hi != 0 && hi < 0x80:
			big++
		}
	}
	switch units := len(sample) / 2; {
	case little > 0 && big == 0 && little*50 > units:
		return "utf-16le"
	case big > 0 && little == 0 && big*50 > units:
		return "utf-16be"
	}
	return ""
}

// plausible scores a reading of a text that is not UTF-8: known headers first,
// then letters as they stand in words. 0 is nonsense.
func plausible(c charset, text []byte, v *statement.Vocabulary) int {
	decoded, ok := c.decode(text)
	if !ok && c.name == "euc-kr" {
		return 0
	}
	known := headers(v)
	score := 0
	lines := strings.SplitN(decoded, "\n", headerWithin+1)
	for _, line := range lines[:min(len(lines), headerWithin)] {
		for _, cell := range strings.FieldsFunc(line, func(r rune) bool { return strings.ContainsRune(",;\t|\r", r) }) {
			if f := statement.FoldHeader(strings.Trim(cell, `" `)); !ascii([]byte(f)) && len(known[f]) > 0 {
				score += 1000
			}
		}
	}
	// Words begin with a capital and go on in small letters; wrongly read bytes do
	// not. Hangul syllables as such are enough, for random bytes make rare ones.
	letters, good := 0, 0
	var before rune
	for _, r := range decoded {
		switch {
		case unicode.Is(unicode.Cyrillic, r):
			letters++
			if unicode.IsLower(r) && unicode.IsLetter(before) || unicode.IsUpper(r) && !unicode.IsLower(before) {
				good++
			}
		case r >= 0xac00 && r <= 0xd7a3:
			letters, good = letters+1, good+1
		case r >= 0x80:
			letters++
		}
		before = r
	}
	if letters == 0 || good*10 < letters*7 {
		return score
	}
	return score + 1 + good*100/letters
}
