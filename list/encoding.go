package list

import (
	"bytes"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"homeward/statement"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/transform"
)

// charset is an encoding Homeward reads text files in.
type charset string

const (
	utf8Charset charset = "utf-8"
	utf16LE     charset = "utf-16le"
	utf16BE     charset = "utf-16be"
	windows1251 charset = "windows-1251"
	eucKR       charset = "euc-kr" // read as cp949, which has all of EUC-KR
)

const wantedEncodings = "utf-8, utf-16le, utf-16be, windows-1251 (cp1251) or euc-kr (cp949) is wanted"

// charsetNamed finds a charset by one of the names people use. "utf-16" leaves the
// order of bytes to the file.
func charsetNamed(name string) (c charset, orderOpen bool, err error) {
	switch strings.ToLower(strings.NewReplacer("-", "", "_", "", " ", "").Replace(name)) {
	case "utf8":
		return utf8Charset, false, nil
	case "utf16":
		return utf16LE, true, nil
	case "utf16le":
		return utf16LE, false, nil
	case "utf16be":
		return utf16BE, false, nil
	case "cp1251", "win1251", "windows1251", "1251":
		return windows1251, false, nil
	case "cp949", "euckr", "uhc", "ms949", "949":
		return eucKR, false, nil
	}
	return "", false, fmt.Errorf("encoding %q: %s", name, wantedEncodings)
}

// wide says that a unit has two bytes.
func (c charset) wide() bool { return c == utf16LE || c == utf16BE }

// decode appends the text that the bytes of a line stand for to dst. bad is the
// first byte that stands for nothing, or -1; U+FFFD is put in its place.
func (c charset) decode(dst, line []byte) (text []byte, bad int) {
	bad = -1
	switch c {
	case utf16LE, utf16BE:
		unit := func(i int) rune {
			if c == utf16LE {
				return rune(line[i]) | rune(line[i+1])<<8
			}
			return rune(line[i])<<8 | rune(line[i+1])
		}
		for i := 0; i < len(line); i += 2 {
			r := rune(utf8.RuneError)
			if i+1 < len(line) {
				r = unit(i)
			} else {
				bad = firstBad(bad, i)
			}
			if utf16.IsSurrogate(r) {
				at := i
				low := rune(0)
				if i+3 < len(line) {
					low = unit(i + 2)
				}
				if r = utf16.DecodeRune(r, low); r == utf8.RuneError {
					bad = firstBad(bad, at)
				} else {
					i += 2
				}
			}
			dst = utf8.AppendRune(dst, r)
		}
	case windows1251:
		for i, b := range line {
			if b < 0x80 {
				dst = append(dst, b)
				continue
			}
			r := charmap.Windows1251.DecodeByte(b)
			if r == utf8.RuneError {
				bad = firstBad(bad, i)
			}
			dst = utf8.AppendRune(dst, r)
		}
	case eucKR:
		if isASCII(line) {
			return append(dst, line...), -1
		}
		decoder := korean.EUCKR.NewDecoder()
		out, _, err := transform.Append(decoder, dst, line)
		if err == nil && !bytes.ContainsRune(out[len(dst):], utf8.RuneError) {
			return out, -1
		}
		for i := 0; i < len(line); {
			n := 1
			if line[i] >= 0x80 && i+1 < len(line) {
				n = 2
			}
			one, err := decoder.Bytes(line[i : i+n])
			if err != nil || bytes.ContainsRune(one, utf8.RuneError) {
				bad = firstBad(bad, i)
				one, n = []byte("\ufffd"), 1
			}
			dst, i = append(dst, one...), i+n
		}
	default:
		if utf8.Valid(line) {
			return append(dst, line...), -1
		}
		return append(dst, bytes.ToValidUTF8(line, []byte("\ufffd"))...), invalidUTF8(line)
	}
	return dst, bad
}

func firstBad(bad, at int) int {
	if bad >= 0 {
		return bad
	}
	return at
}

func isASCII(b []byte) bool {
	for _, c := range b {
		if c >= 0x80 {
			return false
		}
	}
	return true
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

// chosen is an encoding, how it was decided, and how many bytes of mark precede
// the text.
type chosen struct {
	charset
	how  string
	mark int
}

// markOf finds the mark a file begins with.
func markOf(sample []byte) (charset, int) {
	switch {
	case bytes.HasPrefix(sample, []byte("\xef\xbb\xbf")):
		return utf8Charset, 3
	case bytes.HasPrefix(sample, []byte("\xff\xfe")):
		return utf16LE, 2
	case bytes.HasPrefix(sample, []byte("\xfe\xff")):
		return utf16BE, 2
	}
	return "", 0
}

// chosenBy takes the encoding that the user names, and the mark if it is one of it.
func chosenBy(name string, sample []byte) (chosen, error) {
	c, orderOpen, err := charsetNamed(name)
	if err != nil {
		return chosen{}, err
	}
	marked, n := markOf(sample)
	if orderOpen {
		if marked.wide() {
			c = marked
		} else if found := wideWithoutMark(sample); found != "" {
			c = found
		}
	}
	how := chosen{c, "by --encoding", 0}
	if marked == c {
		how.mark = n
	}
	return how, nil
}

// detect decides on the encoding of a sample from the beginning of a file: its
// mark, else UTF-8 if that is what it is, else the one that makes headers and
// likely words of it.
func detect(sample []byte, whole bool, known map[string][]target) (chosen, error) {
	if c, n := markOf(sample); n > 0 {
		return chosen{c, "by its mark", n}, nil
	}
	if c := wideWithoutMark(sample); c != "" {
		return chosen{c, "no mark; by its line ends and separators", 0}, nil
	}
	if control := bytes.IndexFunc(sample, neverInText); control >= 0 {
		n := len(bytes.FieldsFunc(sample, func(r rune) bool { return !neverInText(r) }))
		if n > 8 && n > len(sample)/500 {
			return chosen{}, fmt.Errorf("byte %d is %#02x, and more such follow, so it is no text; is it a file of another program?", control+1, sample[control])
		}
	}
	text := sample
	if !whole { // not to cut a character in two
		if text = text[:bytes.LastIndexByte(text, '\n')+1]; len(text) == 0 {
			text = sample[:len(sample)-min(len(sample), 4)]
			text = bytes.TrimRightFunc(text, func(r rune) bool { return r >= 0x80 })
		}
	}
	bad := invalidUTF8(text)
	if bad < 0 {
		return chosen{utf8Charset, "valid throughout", 0}, nil
	}
	if mostlyUTF8(text) {
		return chosen{utf8Charset, "valid but for a few bytes", 0}, nil
	}
	best, bestScore := chosen{}, 0
	for _, c := range []charset{windows1251, eucKR} {
		if s := plausible(c, text, known); s > bestScore {
			best, bestScore = chosen{c, "by its words", 0}, s
		}
	}
	if bestScore == 0 {
		return chosen{}, fmt.Errorf("byte %d (%#02x) is not UTF-8, and the text makes no sense as windows-1251 or EUC-KR; name the encoding with --encoding, or save the file as UTF-8", bad+1, text[bad])
	}
	return best, nil
}

// Decode gives the text of a file that is no list, in UTF-8, and the name of its encoding: the one that is named, or,
// where none is, the one it is told to be in as that of a list is. A mark at its beginning stays. Text that is UTF-8 but
// for some bytes is an error, which names the first.
func Decode(file []byte, encoding string) (text []byte, found string, err error) {
	var how chosen
	switch {
	case encoding != "":
		how, err = chosenBy(encoding, file)
	case utf8.Valid(file):
		return file, string(utf8Charset), nil
	default:
		how, err = detect(file, true, nil)
	}
	if err != nil {
		return nil, "", err
	}
	text, bad := how.decode(make([]byte, 0, len(file)+len(file)/2), file)
	if bad >= 0 {
		return nil, "", fmt.Errorf("byte %d (%#02x) is not %s (%s); name the encoding with --encoding, or save the file as UTF-8", bad+1, file[bad], how.charset, how.how)
	}
	return text, string(how.charset), nil
}

func neverInText(r rune) bool { return r < 0x20 && r != '\t' && r != '\n' && r != '\r' && r != 0x1a }

// mostlyUTF8 says that a text is UTF-8 with a few bytes gone wrong. Text of another
// encoding has next to no sequences that are valid UTF-8.
func mostlyUTF8(b []byte) bool {
	good, bad := 0, 0
	for i := 0; i < len(b); {
		r, n := utf8.DecodeRune(b[i:])
		switch {
		case r == utf8.RuneError && n <= 1:
			bad++
		case n > 1:
			good++
		}
		i += max(n, 1)
	}
	return good > 20*bad
}

// wideWithoutMark recognises UTF-16 without a mark: line ends, separators, digits
// and blanks have a zero byte beside them, all on the same side.
func wideWithoutMark(sample []byte) charset {
	little, big := 0, 0
	for i := 0; i+1 < len(sample); i += 2 {
		switch first, second := sample[i], sample[i+1]; {
		case second == 0 && (first >= 0x20 && first < 0x7f || first == '\n' || first == '\r' || first == '\t'):
			little++
		case first == 0 && (second >= 0x20 && second < 0x7f || second == '\n' || second == '\r' || second == '\t'):
			big++
		}
	}
	switch units := len(sample) / 2; {
	case little >= 4 && little > 4*big && little*20 > units:
		return utf16LE
	case big >= 4 && big > 4*little && big*20 > units:
		return utf16BE
	}
	return ""
}

// plausible scores a reading of a text that is not UTF-8: known headers first,
// then letters as they stand in words. 0 is nonsense.
func plausible(c charset, text []byte, known map[string][]target) int {
	out, bad := c.decode(make([]byte, 0, 2*len(text)), text)
	decoded := string(out)
	score := 0
	for i, line := range strings.SplitN(decoded, "\n", headerWithin+1) {
		if i == headerWithin {
			break
		}
		for _, cell := range strings.FieldsFunc(line, func(r rune) bool { return strings.ContainsRune(",;\t|\r", r) }) {
			if f := statement.FoldHeader(strings.Trim(cell, `" `)); !isASCII([]byte(f)) && len(known[f]) > 0 {
				score += 1000
			}
		}
	}
	if bad >= 0 && score == 0 {
		return 0
	}
	// Wrongly read bytes make letters, but no words: see isWord. Hangul as such is
	// enough, for random bytes make rare syllables and signs of it.
	letters, good := 0, 0
	for len(decoded) > 0 {
		n := strings.IndexFunc(decoded, func(r rune) bool { return !unicode.IsLetter(r) })
		if n < 0 {
			n = len(decoded)
		}
		word := decoded[:n]
		if n == 0 {
			r, size := utf8.DecodeRuneInString(decoded)
			if n = size; r >= 0x80 && !strings.ContainsRune("№«»“”„’–—…°§", r) && !unicode.IsSpace(r) {
				letters++
			}
		} else if !isASCII([]byte(word)) {
			count := utf8.RuneCountInString(word)
			letters += count
			if isWord(word) {
				good += count
			}
		}
		decoded = decoded[n:]
	}
	if letters == 0 || good*10 < letters*7 {
		return score
	}
	return score + 1 + good*100/letters
}

// isWord says that letters stand as they do in words: Hangul syllables, or Cyrillic
// letters all small, all capitals, or small behind the first; no others among them.
func isWord(word string) bool {
	hangul, cyrillic, capitals, small, n := 0, 0, 0, 0, 0
	first := true
	for _, r := range word {
		n++
		switch {
		case r >= 0xac00 && r <= 0xd7a3:
			hangul++
		case unicode.Is(unicode.Cyrillic, r):
			cyrillic++
			if unicode.IsLower(r) {
				small++
			} else if !first {
				capitals++
			}
		}
		first = false
	}
	switch {
	case hangul == n:
		return true
	case cyrillic == n:
		return capitals == 0 || small == 0
	}
	return false
}
