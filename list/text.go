package list

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"strings"

	"homeward/statement"

	"golang.org/x/text/transform"
)

// textRows reads separated text (RFC 4180, and what is sent under its name): one
// physical line after another, joined where a quoted cell runs on.
type textRows struct {
	how     chosen
	in      *bufio.Reader
	comma   byte
	rows    int
	lines   int
	offset  int64 // bytes of the file in front of the next line
	pending []textLine
	done    bool
}

// textLine is a physical line, decoded, without its line end.
type textLine struct {
	text   string
	number int
	offset int64 // behind it
	bad    error
}

const (
	maxLine    = 1 << 20
	sampleSize = 256 << 10
	// joinedLines is how many lines a quoted cell may run over. A quotation mark
	// nobody closes must not swallow the list.
	joinedLines = 200
)

func openText(r io.ReaderAt, size int64, l *List, v *statement.Vocabulary) (*textRows, error) {
	sample := make([]byte, min(size, sampleSize))
	if n, err := r.ReadAt(sample, 0); err != nil && err != io.EOF {
		return nil, fmt.Errorf("reading: %w", err)
	} else {
		sample = sample[:n]
	}
	var how chosen
	var err error
	if l.options.Encoding != "" {
		how.charset, err = encodingNamed(l.options.Encoding)
		how.how = "--encoding"
		for _, mark := range []string{"\xef\xbb\xbf", "\xff\xfe", "\xfe\xff"} {
			if bytes.HasPrefix(sample, []byte(mark)) && (len(mark) == 3) != how.wide {
				how.skip = len(mark)
			}
		}
	} else {
		how, err = detect(sample, int64(len(sample)) == size, v)
	}
	if err != nil {
		return nil, err
	}
	t := &textRows{how: how, offset: int64(how.skip)}
	var in io.Reader = io.NewSectionReader(r, int64(how.skip), size-int64(how.skip))
	if how.wide {
		in = transform.NewReader(in, how.decoder())
	}
	t.in = bufio.NewReaderSize(in, 64<<10)
	return t, t.sniff(v, l.options.Map)
}

func (t *textRows) encoding() string { return t.how.name + ", " + t.how.how }

// sniff finds the separator: what sep= says, else the one under which the most
// columns are recognised, else the most frequent.
func (t *textRows) sniff(v *statement.Vocabulary, mapped map[string]string) error {
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
		if sep, ok := strings.CutPrefix(strings.ToLower(ahead[0].text), "sep="); ok && len(sep) == 1 {
			t.comma = sep[0]
			ahead = ahead[1:]
			t.rows++
		}
	}
	if t.comma == 0 {
		best := -1
		for _, comma := range []byte{',', ';', '\t', '|'} {
			score := 0
			for _, line := range ahead {
				cells, _ := splitLine(line.text, comma)
				score = max(score, recognised(v, cells, mapped)*1000+len(cells))
			}
			if score > best {
				best, t.comma = score, comma
			}
		}
	}
	t.pending = ahead
	return nil
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
	var raw []byte
	var long bool
	begin := t.offset
	for {
		part, err := t.in.ReadSlice('\n')
		t.offset += t.width(part)
		if len(raw)+len(part) <= maxLine {
			raw = append(raw, part...)
		} else {
			long = true
		}
		if err == bufio.ErrBufferFull {
			continue
		}
		if err == io.EOF {
			t.done = true
			if len(raw) == 0 && !long {
				return textLine{}, io.EOF
			}
			break
		}
		if err != nil {
			return textLine{}, fmt.Errorf("reading near byte %d: %w", t.offset, err)
		}
		break
	}
	t.lines++
	l := textLine{number: t.lines, offset: t.offset}
	raw = bytes.TrimSuffix(bytes.TrimSuffix(raw, []byte("\n")), []byte("\r"))
	if long {
		l.bad = fmt.Errorf("the line has more than %d MiB", maxLine>>20)
		return l, nil
	}
	var ok bool
	if t.how.wide {
		l.text, ok = string(raw), !bytes.Contains(raw, []byte("\ufffd"))
	} else {
		l.text, ok = t.how.decode(raw)
	}
	if !ok {
		at := int64(0)
		if t.how.decoder == nil {
			at = int64(invalidUTF8(raw))
		}
		l.text = strings.ToValidUTF8(l.text, "�")
		l.bad = fmt.Errorf("byte %d of the file is not %s; if the file is in another encoding, name it with --encoding", begin+at+1, t.how.name)
	}
	return l, nil
}

// width is how many bytes of the file a piece of decoded text took.
func (t *textRows) width(part []byte) int64 {
	if !t.how.wide {
		return int64(len(part))
	}
	n := int64(0)
	for _, r := range string(part) {
		n += 2
		if r > 0xffff {
			n += 2
		}
	}
	return n
}

func (t *textRows) next() (rawRow, error) {
	for {
		first, err := t.line()
		if err != nil {
			return rawRow{}, err
		}
		t.rows++
		if first.bad != nil {
			return rawRow{}, &RowError{Row: t.rows, Line: first.number, Reason: first.bad.Error(), Cells: []string{shortened(first.text)}}
		}
		if strings.TrimSpace(first.text) == "" {
			continue
		}
		cells, open := splitLine(first.text, t.comma)
		if !open {
			return rawRow{cells: cells, number: t.rows, line: first.number, offset: first.offset}, nil
		}
		raw, err := t.join(first)
		if err != nil {
			return rawRow{}, err
		}
		return raw, nil
	}
}

// join puts lines together until the quoted cell ends. Where it does not, the
// first line is a bad row and the others are read again by themselves.
func (t *textRows) join(first textLine) (rawRow, error) {
	var taken []textLine
	text := first.text
	for len(taken) < joinedLines && len(text) <= maxCell*2 {
		line, err := t.line()
		if err == io.EOF || line.bad != nil {
			if line.bad != nil {
				taken = append(taken, line)
			}
			break
		}
		if err != nil {
			return rawRow{}, err
		}
		taken = append(taken, line)
		text += "\n" + line.text
		if !strings.Contains(line.text, `"`) {
			continue // it cannot end here
		}
		if cells, open := splitLine(text, t.comma); !open {
			return rawRow{cells: cells, number: t.rows, line: first.number, offset: line.offset}, nil
		}
	}
	t.pending = append(taken, t.pending...)
	return rawRow{}, &RowError{Row: t.rows, Line: first.number, Reason: "a quotation mark is opened and not closed", Cells: []string{shortened(first.text)}}
}

func shortened(s string) string {
	if len(s) > 1000 {
		s = strings.ToValidUTF8(s[:1000], "") + " …"
	}
	return s
}

// splitLine splits a line into cells; open says that a quoted cell does not end
// on it. A quotation mark within an unquoted cell is an ordinary character, and so
// is what follows the closing one up to the separator.
func splitLine(line string, comma byte) (cells []string, open bool) {
	cells = make([]string, 0, 1+strings.Count(line, string(comma)))
	for {
		if !strings.HasPrefix(line, `"`) {
			i := strings.IndexByte(line, comma)
			if i < 0 {
				return append(cells, line), false
			}
			cells, line = append(cells, line[:i]), line[i+1:]
			continue
		}
		var cell strings.Builder
		line = line[1:]
		for {
			i := strings.IndexByte(line, '"')
			if i < 0 {
				return append(cells, cell.String()+line), true
			}
			cell.WriteString(line[:i])
			line = line[i+1:]
			if !strings.HasPrefix(line, `"`) {
				break
			}
			cell.WriteByte('"')
			line = line[1:]
		}
		i := strings.IndexByte(line, comma)
		if i < 0 {
			return append(cells, cell.String()+line), false
		}
		cells, line = append(cells, cell.String()+line[:i]), line[i+1:]
	}
}
