package sample

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/text/encoding"
	"golang.org/x/text/transform"
)

// folder makes the files of a sample. The first error of any of them is kept and
// everything after it does nothing, so that rows need no error handling.
type folder struct {
	dir   string
	open  []io.Closer
	files []File
	err   error
}

func (f *folder) fail(what string, err error) {
	if f.err == nil && err != nil {
		f.err = fmt.Errorf("%s: %w", what, err)
	}
}

func (f *folder) create(name string) io.Writer {
	file, err := os.Create(filepath.Join(f.dir, filepath.FromSlash(name)))
	if err != nil {
		f.fail("making a file of the sample", err)
		return io.Discard
	}
	f.open = append(f.open, file)
	return file
}

// close ends all files, the one made last first: encoders and buffers before the
// file they write to.
func (f *folder) close() {
	for i := len(f.open) - 1; i >= 0; i-- {
		f.fail("writing the sample", f.open[i].Close())
	}
	f.open = nil
}

// text writes a whole file.
func (f *folder) text(name, kind, text string) {
	_, err := io.WriteString(f.create(name), text)
	f.fail("writing "+name, err)
	f.files = append(f.files, File{Name: name, Kind: kind})
}

// File is one of the files written.
type File struct {
	Name   string `json:"name"`
	Kind   string `json:"kind"`              // persons, events, enquiries, cards, report, terms, people (of an exchange), truth, readme
	Rows   int    `json:"rows,omitempty"`    // header not counted
	SaidBy string `json:"said_by,omitempty"` // whose list it is, for --said-by
}

// table is a list being written as text.
type table struct {
	out   *bufio.Writer
	comma byte
	line  []byte
	in    *folder
	file  int // in in.files
}

// closing closes by a function.
type closing func() error

func (c closing) Close() error { return c() }

// table makes a list with its header. A nil encoding is UTF-8.
func (f *folder) table(file File, comma byte, e encoding.Encoding, header ...string) *table {
	w := f.create(file.Name)
	if e != nil {
		encoded := transform.NewWriter(w, e.NewEncoder())
		f.open = append(f.open, encoded)
		w = encoded
	}
	t := &table{out: bufio.NewWriterSize(w, 1<<17), comma: comma, in: f, file: len(f.files)}
	f.open = append(f.open, closing(t.out.Flush))
	f.files = append(f.files, file)
	t.write(header)
	return t
}

// row writes one row.
func (t *table) row(cells ...string) {
	t.write(cells)
	t.in.files[t.file].Rows++
}

func (t *table) write(cells []string) {
	b := t.line[:0]
	for i, c := range cells {
		if i > 0 {
			b = append(b, t.comma)
		}
		start, quoted := len(b), false
		for k := range len(c) {
			switch c[k] {
			case t.comma, '"', '\r', '\n':
				quoted = true
			}
		}
		if b = append(b, c...); quoted {
			b = append(append(append(b[:start], '"'), strings.ReplaceAll(c, `"`, `""`)...), '"')
		}
	}
	t.line = append(b, '\r', '\n')
	_, err := t.out.Write(t.line)
	t.in.fail("writing "+t.in.files[t.file].Name, err)
}
