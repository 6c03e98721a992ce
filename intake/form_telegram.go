package intake

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"homeward/statement/edtf"
)

// node is a value of a JSON file, with the place it stands at.
type node struct {
	start, end int // bytes of the file
	delim      json.Delim
	keys       []string
	items      []node
	text       string // of a string
	isText     bool
}

func (n *node) get(key string) *node {
	for i, k := range n.keys {
		if k == key {
			return &n.items[i]
		}
	}
	return &node{}
}

// deepest is how far the values of an export may be nested.
const deepest = 64

type exportReader struct {
	text string
	d    *json.Decoder
	at   int // bytes up to which the code points are counted
	n    int // and how many they are
}

// codePoint is how many code points stand before a byte. It counts from where it
// was asked last, so that a file asked about from place to near place is gone
// through once.
func (x *exportReader) codePoint(at int) int {
	if at < x.at {
		x.n -= utf8.RuneCountInString(x.text[at:x.at])
	} else {
		x.n += utf8.RuneCountInString(x.text[x.at:at])
	}
	x.at = at
	return x.n
}

func (x *exportReader) fault(err error) error {
	at := int(x.d.InputOffset())
	var syntax *json.SyntaxError
	if errors.As(err, &syntax) {
		at = int(syntax.Offset)
	}
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		err = errors.New("it ends in the middle")
	}
	return fmt.Errorf("reading a report: the export cannot be read at byte %d (%w); export the chat again as machine-readable JSON, or say --form plain", at, err)
}

// value reads the value that comes next.
func (x *exportReader) value(depth int) (node, error) {
	if depth > deepest {
		return node{}, x.fault(fmt.Errorf("values are nested more than %d deep", deepest))
	}
	start := int(x.d.InputOffset())
	for start < len(x.text) && strings.IndexByte(" \t\r\n,:", x.text[start]) >= 0 {
		start++
	}
	t, err := x.d.Token()
	if err != nil {
		return node{}, x.fault(err)
	}
	n := node{start: start, end: int(x.d.InputOffset())}
	switch t := t.(type) {
	case string:
		n.text, n.isText = t, true
	case json.Delim:
		n.delim = t
		for x.d.More() {
			if t == '{' {
				k, err := x.d.Token()
				if err != nil {
					return node{}, x.fault(err)
				}
				n.keys = append(n.keys, fmt.Sprint(k))
			}
			item, err := x.value(depth + 1)
			if err != nil {
				return node{}, err
			}
			n.items = append(n.items, item)
		}
		if _, err := x.d.Token(); err != nil {
			return node{}, x.fault(err)
		}
		n.end = int(x.d.InputOffset())
	case json.Number:
		n.text = t.String()
	}
	return n, nil
}

// telegramParts are the messages of an export, in its order. Both the export of
// one chat and that of all of an account are read. What a service tells ("joined
// the group") is no message.
func telegramParts(text string) ([]part, error) {
	plain := strings.TrimPrefix(text, "\ufeff")
	x := &exportReader{text: plain}
	x.d = json.NewDecoder(strings.NewReader(plain))
	x.d.UseNumber()
	top, err := x.value(0)
	if err != nil {
		return nil, err
	}
	mark := 0
	if plain != text {
		mark = 1 // a byte order mark is a code point of the file
	}
	chats := []*node{&top}
	for i := range top.get("chats").get("list").items {
		chats = append(chats, &top.get("chats").get("list").items[i])
	}
	parts := []part{}
	for _, chat := range chats {
		name := chat.get("name").text
		for i := range chat.get("messages").items {
			m := &chat.get("messages").items[i]
			if k := m.get("type").text; k != "" && k != "message" {
				continue
			}
			p := part{id: m.get("id").text, chat: name}
			p.view.at, p.view.end = []int32{}, []int32{}
			p.author, p.authorAt = x.named(m.get("from"), mark)
			p.forwarded, p.passedAt = x.named(m.get("forwarded_from"), mark)
			p = p.datedBy(m.get("date").text)
			body := m.get("text")
			if body.isText && body.text == "" || len(body.items) == 0 && !body.isText {
				body = m.get("text_entities")
			}
			x.words(body, &p.view, mark, 0)
			if strings.TrimSpace(string(p.view.Text)) != "" {
				parts = append(parts, p)
			}
		}
	}
	return parts, nil
}

// named is a name and its place, without the quotation marks of JSON.
func (x *exportReader) named(n *node, mark int) (string, [2]int) {
	if !n.isText || strings.TrimSpace(n.text) == "" {
		return "", [2]int{}
	}
	return n.text, [2]int{x.codePoint(n.start+1) + mark, x.codePoint(n.end-1) + mark}
}

// words puts a text of an export into a view: a string, or a list of strings and of
// objects that hold one (bold words, links).
func (x *exportReader) words(n *node, v *View, mark, depth int) {
	switch {
	case n.isText:
		x.literal(n, v, mark)
	case n.delim == '[' && depth < 2:
		for i := range n.items {
			item := &n.items[i]
			if item.delim == '{' {
				item = item.get("text")
			}
			x.words(item, v, mark, depth+1)
		}
	}
}

// literal puts a JSON string into a view, escape by escape.
func (x *exportReader) literal(n *node, v *View, mark int) {
	raw := x.text[n.start+1 : n.end-1]
	at := x.codePoint(n.start+1) + mark
	for i := 0; i < len(raw); {
		r, size := utf8.DecodeRuneInString(raw[i:])
		width := 1
		if r == '\\' && i+1 < len(raw) {
			size, width = 2, 2
			switch raw[i+1] {
			case 'n':
				r = '\n'
			case 't':
				r = '\t'
			case 'r':
				r = '\r'
			case 'b', 'f':
				r = ' '
			case 'u':
				r, size = escaped(raw[i:])
				width = size
			default:
				r = rune(raw[i+1])
			}
		}
		v.put(r, at, at+width)
		i, at = i+size, at+width
	}
}

// escaped reads \uXXXX, or two of them that are one code point.
func escaped(s string) (rune, int) {
	hex := func(s string) rune {
		r := rune(0)
		if len(s) < 6 || s[0] != '\\' || s[1] != 'u' {
			return -1
		}
		for _, c := range s[2:6] {
			switch {
			case c >= '0' && c <= '9':
				r = r<<4 + (c - '0')
			case c|0x20 >= 'a' && c|0x20 <= 'f':
				r = r<<4 + (c | 0x20) - 'a' + 10
			default:
				return -1
			}
		}
		return r
	}
	r := hex(s)
	if r < 0 {
		return utf8.RuneError, 2
	}
	if utf16.IsSurrogate(r) {
		if two := utf16.DecodeRune(r, hex(s[6:])); two != utf8.RuneError {
			return two, 12
		}
		return utf8.RuneError, 6
	}
	return r, 6
}

// daysOf are the days of several messages, as EDTF: a day or an interval.
func daysOf(parts []part) string {
	first, last := "", ""
	for _, p := range parts {
		if p.dated == "" {
			continue
		}
		if first == "" || p.dated < first {
			first = p.dated
		}
		if p.dated > last {
			last = p.dated
		}
	}
	if first == last {
		return first
	}
	a, errA := edtf.Parse(first)
	b, errB := edtf.Parse(last)
	if errA != nil || errB != nil {
		return ""
	}
	d, err := edtf.Interval(a, b)
	if err != nil {
		return ""
	}
	return d.String()
}
