package list

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

// textRows reads separated text (RFC 4180, and what is sent under its name): one
// physical line after another, joined where a quoted cell runs on.
type textRows struct {
	how     chosen
	in      *bufio.Reader
	end     byte // of a line: '\n', or '\r' in files that have no other
	comma   byte
	rows    int
	lines   int
	offset  int64 // bytes of the file in front of the next line
	pending []textLine
	done    bool
	raw     []byte // of the line being read
	decoded []byte
	split   splitter
}

// textLine is a physical line, decoded, with the line end that follows it.
type textLine struct {
	text   string
	end    string
	number int
	offset int64 // behind it
	bad    error
}

const (
	maxLine    = 1 << 20 // bytes
	sampleSize = 256 << 10
	// joinedLines is how many lines a quoted cell may run over. A quotation mark
	// nobody closes must not swallow the list.
	joinedLines = 200
	// noSeparator parts the cells of a list with one column: it stands in no text.
	noSeparator = 0x1f
)

func openText(r io.ReaderAt, size int64, l *List, known map[string][]target) (*textRows, error) {
	sample := make([]byte, min(size, sampleSize))
	n, err := r.ReadAt(sample, 0)
	if err != nil && err != io.EOF {
		return nil, fmt.Errorf("reading: %w", err)
	}
	sample = sample[:n]
	var how chosen
	if l.options.Encoding != "" {
		how, err = chosenBy(l.options.Encoding, sample)
	} else {
		if how, err = detect(sample, int64(n) == size, known); err != nil {
			err = fmt.Errorf("%w: %w", ErrNotAList, err)
		}
	}
	if err != nil {
		return nil, err
	}
	t := &textRows{how: how, offset: int64(how.mark), end: '\n'}
	if bytes.IndexByte(sample, '\n') < 0 && bytes.IndexByte(sample, '\r') >= 0 {
		t.end = '\r'
	}
	t.in = bufio.NewReaderSize(io.NewSectionReader(r, t.offset, size-t.offset), 64<<10)
	return t, t.sniff(known, l.options.Map)
}

func (t *textRows) encoding() string { return string(t.how.charset) + ", " + t.how.how }

// sniff finds the separator: what sep= says, else the one under which a line has
// the most columns that are recognised, else the most columns.
func (t *textRows) sniff(known map[string][]target, mapped map[string]string) error {
	var ahead []textLine
	for len(ahead) < headerWithin {
		line, err := t.line()
		if err == io.EOF {
			break
		}
		if err != nil {
			return err
		}
		ahead = append(ahead, line)
	}
	if len(ahead) > 0 {
		// Excel's own line, which it does not show, is not a row.
		if sep, ok := strings.CutPrefix(strings.ToLower(ahead[0].text), "sep="); ok && len(sep) == 1 && sep[0] < utf8.RuneSelf && sep != `"` {
			t.comma = sep[0]
			ahead = ahead[1:]
		}
	}
	if t.comma == 0 {
		best := 1 // cells; one is had with any separator
		for _, comma := range []byte{',', ';', '\t', '|'} {
			for _, line := range ahead {
				s := splitter{comma: comma}
				s.line(line.text)
				if score := recognised(known, s.cells, mapped)*maxColumns + min(len(s.cells), maxColumns-1); len(s.cells) > 1 && score > best {
					best, t.comma = score, comma
				}
			}
		}
		if best < maxColumns {
			t.comma = noSeparator
		}
		// One column that is recognised by itself, and commas only in other lines:
		// they are of the names.
		for _, line := range ahead {
			if best < 2*maxColumns && recognised(known, []string{unquoted(line.text)}, mapped) == 1 {
				t.comma = noSeparator
			}
		}
	}
	t.split.comma = t.comma
	t.pending = ahead
	return nil
}

func unquoted(text string) string {
	if len(text) > 1 && text[0] == '"' && text[len(text)-1] == '"' {
		return text[1 : len(text)-1]
	}
	return text
}

// line reads one physical line. A line of more than maxLine bytes or of invalid
// bytes comes with an error in it and does not end the reading.
func (t *textRows) line() (textLine, error) {
	if len(t.pending) > 0 {
		l := t.pending[0]
		t.pending = t.pending[1:]
		return l, nil
	}
	if t.done {
		return textLine{}, io.EOF
	}
	begin, length := t.offset, 0
	raw := t.raw[:0]
	var last byte // of the bytes read, in front of the newest
	for ended := false; !ended; {
		part, err := t.in.ReadSlice(t.end)
		if n := len(part); err == nil && t.how.wide() {
			at := length + n - 1 // of the line end
			if n > 1 {
				last = part[n-2]
			}
			if t.how.charset == utf16BE {
				ended = at%2 == 1 && last == 0
			} else if at%2 == 0 {
				next, peekErr := t.in.Peek(1)
				ended = peekErr != nil || next[0] == 0
			}
		} else {
			ended = err == nil
		}
		if len(part) > 0 {
			last = part[len(part)-1]
		}
		length += len(part)
		if length <= maxLine {
			raw = append(raw, part...)
		}
		if ended && t.how.charset == utf16LE {
			if zero, err := t.in.ReadByte(); err == nil {
				length++
				raw = append(raw, zero)
			}
		}
		if err == io.EOF {
			t.done = true
			break
		}
		if err != nil && err != bufio.ErrBufferFull {
			return textLine{}, fmt.Errorf("reading near byte %d: %w", begin+int64(length), err)
		}
	}
	t.raw = raw
	if length == 0 {
		return textLine{}, io.EOF
	}
	t.lines++
	t.offset += int64(length)
	l := textLine{number: t.lines, offset: t.offset}
	if length > maxLine {
		l.bad = fmt.Errorf("the line has more than %d MiB", maxLine>>20)
		raw = raw[:min(len(raw), 2000)]
	}
	decoded, at := raw, -1
	if t.how.charset != utf8Charset || !utf8.Valid(raw) {
		decoded, at = t.how.decode(t.decoded[:0], raw)
		t.decoded = decoded
	}
	l.text = string(decoded)
	for _, end := range [...]string{"\r\n", "\n", "\r"} {
		if text, ok := strings.CutSuffix(l.text, end); ok && end[len(end)-1] == t.end {
			l.text, l.end = text, end
			break
		}
	}
	if at >= 0 && l.bad == nil {
		l.bad = fmt.Errorf("byte %d of the file (%#02x) is not %s; if the file is in another encoding, name it with --encoding", begin+int64(at)+1, raw[at], t.how.charset)
	}
	return l, nil
}

func (t *textRows) next() (rawRow, error) {
	for {
		first, err := t.line()
		if err != nil {
			return rawRow{}, err
		}
		if t.done && len(t.pending) == 0 && first.text == "\x1a" {
			return rawRow{}, io.EOF // the mark old programs end a file with
		}
		t.rows++
		bad := func(reason string) error {
			return &RowError{Row: t.rows, Line: first.number, Reason: reason, Cells: []string{shortened(first.text)}}
		}
		if first.bad != nil {
			return rawRow{}, bad(first.bad.Error())
		}
		if strings.TrimSpace(first.text) == "" {
			continue
		}
		t.split.begin()
		t.split.line(first.text)
		offset := first.offset
		if t.split.open {
			if offset, err = t.join(first); err != nil {
				return rawRow{}, err
			}
			if t.split.open {
				return rawRow{}, bad(fmt.Sprintf("a quotation mark is opened on line %d and not closed (a cell has at most %d lines and %d KiB); double the marks that belong to the text", first.number, joinedLines, maxCell>>10))
			}
		}
		if t.split.wrong {
			return rawRow{}, bad("a quotation mark stands within a cell in quotation marks; double those that belong to the text")
		}
		return rawRow{cells: t.split.cells, number: t.rows, line: first.number, offset: offset, text: true}, nil
	}
}

// join reads on until the quoted cell of the first line ends. Where it does not,
// or ends in the middle of a cell, the lines taken are read again as rows of their
// own, and only the first is a bad one.
func (t *textRows) join(first textLine) (offset int64, err error) {
	var taken []textLine
	before, size := first, 0
	for len(taken) < joinedLines && size <= maxCell {
		line, err := t.line()
		if err == io.EOF {
			break
		}
		if err != nil {
			return 0, err
		}
		taken = append(taken, line)
		if line.bad != nil {
			break
		}
		t.split.text(before.end)
		t.split.line(line.text)
		if t.split.wrong {
			t.split.open = true // it was another cell's mark that closed it
			break
		}
		if !t.split.open {
			return line.offset, nil
		}
		before, size = line, size+len(line.text)
	}
	t.pending = append(taken, t.pending...)
	return 0, nil
}

func shortened(s string) string {
	if len(s) > 1000 {
		s = strings.ToValidUTF8(s[:1000], "") + " …"
	}
	return s
}

// splitter splits lines into cells. A quotation mark within an unquoted cell is an
// ordinary character; behind the one that closes a quoted cell only blanks may
// stand.
type splitter struct {
	comma byte
	cells []string
	open  bool // a quoted cell does not end on the line
	wrong bool // something stands behind a closing mark
	cell  []byte
}

func (s *splitter) begin() {
	s.cells, s.open, s.wrong, s.cell = s.cells[:0], false, false, s.cell[:0]
}

// text adds to the open cell.
func (s *splitter) text(text string) { s.cell = append(s.cell, text...) }

func (s *splitter) line(line string) {
	inside := s.open
	for {
		if !inside {
			if line == "" || line[0] != '"' {
				i := strings.IndexByte(line, s.comma)
				if i < 0 {
					s.cells = append(s.cells, line)
					return
				}
				s.cells, line = append(s.cells, line[:i]), line[i+1:]
				continue
			}
			line = line[1:]
			s.cell = s.cell[:0]
		}
		inside, s.open = false, true
		i := strings.IndexByte(line, '"')
		for i >= 0 && i+1 < len(line) && line[i+1] == '"' {
			s.cell = append(s.cell, line[:i+1]...)
			line = line[i+2:]
			i = strings.IndexByte(line, '"')
		}
		if i < 0 {
			s.cell = append(s.cell, line...)
			return
		}
		cell := line[:i]
		if len(s.cell) > 0 {
			s.cell = append(s.cell, cell...)
			cell = string(s.cell)
			s.cell = s.cell[:0]
		}
		s.open = false
		s.cells = append(s.cells, cell)
		line = strings.TrimLeft(line[i+1:], " ")
		if line == "" {
			return
		}
		if line[0] != s.comma {
			s.wrong = true
			return
		}
		line = line[1:]
	}
}
