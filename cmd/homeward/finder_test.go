package main

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"compress/gzip"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/unicode/norm"
)

// finder looks for many words in many files at once, in every form in which a
// program could have written them down by mistake.
type finder struct {
	byKey map[uint32][]needle // by the first four bytes
	maybe [1 << 20]bool       // whether some needle's four bytes hash to here
}

type needle struct {
	bytes      []byte
	word, form string
}

func newFinder(words []string) *finder {
	f := &finder{byKey: map[uint32][]needle{}}
	for _, w := range words {
		for form, b := range formsOf(w) {
			if len(b) < 8 {
				panic("too short to be found by chance only: " + w + " as " + form)
			}
			key := binary.LittleEndian.Uint32(b)
			f.byKey[key] = append(f.byKey[key], needle{b, w, form})
			f.maybe[slot(key)] = true
		}
	}
	return f
}

func slot(key uint32) uint32 { return key * 2654435761 >> 12 }

// formsOf gives the bytes of a word in each form. Its first letter is left off, so
// that it is also found where a program has made it a capital.
func formsOf(word string) map[string][]byte {
	letters := []rune(word)[1:]
	rest := string(letters)
	forms := map[string][]byte{"UTF-8": []byte(rest), "hexadecimal": []byte(hex.EncodeToString([]byte(rest)))}
	for _, u := range utf16.Encode(letters) {
		forms["UTF-16LE"] = binary.LittleEndian.AppendUint16(forms["UTF-16LE"], u)
		forms["UTF-16BE"] = binary.BigEndian.AppendUint16(forms["UTF-16BE"], u)
	}
	for shift := range 3 { // where the word falls into the groups of three bytes
		code := base64.StdEncoding.EncodeToString(append(make([]byte, shift), rest...))
		// The first and the last group depend on what stands around.
		forms[fmt.Sprint("base64 at ", shift)] = []byte(code[4 : len(code)-4])
	}
	if upper := strings.ToUpper(rest); upper != rest {
		forms["capitals"] = []byte(upper)
	}
	if b, err := charmap.Windows1251.NewEncoder().Bytes([]byte(rest)); err == nil && string(b) != rest {
		forms["windows-1251"] = b
	}
	if b, err := korean.EUCKR.NewEncoder().Bytes([]byte(rest)); err == nil && string(b) != rest {
		forms["EUC-KR"] = b
	}
	if jamo := norm.NFD.String(rest); jamo != rest {
		forms["letters taken apart"] = []byte(jamo)
	}
	if escaped := url.QueryEscape(rest); escaped != rest {
		forms["of an address"] = []byte(escaped)
		var b strings.Builder
		for _, u := range utf16.Encode(letters) {
			fmt.Fprintf(&b, `\u%04x`, u)
		}
		forms["escaped JSON"] = []byte(b.String())
	}
	return forms
}

// in calls found for each needle that stands in the data.
func (f *finder) in(data []byte, found func(needle)) {
	for i := 0; i+8 <= len(data); i++ {
		key := binary.LittleEndian.Uint32(data[i:])
		if !f.maybe[slot(key)] {
			continue
		}
		for _, n := range f.byKey[key] {
			if bytes.HasPrefix(data[i:], n.bytes) {
				found(n)
			}
		}
	}
}

// hit is a word found, in which form and where.
type hit struct{ word, form, where string }

func (h hit) String() string { return h.word + " as " + h.form + " in " + h.where }

// scan looks through all files below the folders, their names, and whatever is
// packed in them. It returns each word once for each form and file.
func (f *finder) scan(t *testing.T, folders ...string) (found []hit, files int) {
	t.Helper()
	for _, folder := range folders {
		err := filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
			if err != nil {
				return err
			}
			once := map[hit]bool{}
			look := func(where string, data []byte) {
				f.in(data, func(n needle) { once[hit{n.word, n.form, where}] = true })
			}
			look("the name of "+path, []byte(d.Name()))
			if d.Type().IsRegular() {
				data, err := os.ReadFile(path)
				if err != nil {
					return err
				}
				files++
				look(path, data)
				unpack(data, func(part []byte) { look(path+", packed", part) })
			}
			for h := range once {
				found = append(found, h)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return found, files
}

// unpack gives the content of every gzip stream and every zip member that begins
// anywhere in the data, whole or cut off.
func unpack(data []byte, each func([]byte)) {
	const most = 64 << 20
	give := func(r io.Reader) {
		if b, _ := io.ReadAll(io.LimitReader(r, most)); len(b) > 0 { // what could be read of a broken stream counts
			each(b)
		}
	}
	for at := range places(data, "\x1f\x8b\x08") {
		if r, err := gzip.NewReader(bytes.NewReader(data[at:])); err == nil {
			give(r)
		}
	}
	const header = 30 // APPNOTE.TXT 4.3.7
	for at := range places(data, "PK\x03\x04") {
		member := data[at:]
		if len(member) < header || binary.LittleEndian.Uint16(member[8:]) != zip.Deflate {
			continue
		}
		begin := header + int(binary.LittleEndian.Uint16(member[26:])) + int(binary.LittleEndian.Uint16(member[28:]))
		if begin < len(member) {
			give(flate.NewReader(bytes.NewReader(member[begin:])))
		}
	}
}

// places yields where a mark stands in the data.
func places(data []byte, mark string) func(yield func(int) bool) {
	return func(yield func(int) bool) {
		for from := 0; ; from++ {
			i := bytes.Index(data[from:], []byte(mark))
			if i < 0 || !yield(from+i) {
				return
			}
			from += i
		}
	}
}

// TestFinder plants every form of every canary, plain and packed, among bytes of
// chance: all must be found, and nothing else.
func TestFinder(t *testing.T) {
	chance := rand.New(rand.NewPCG(1, 2))
	words := newCanaries(chance).words
	find := newFinder(words)
	noise := func(n int) []byte {
		b := make([]byte, n)
		for i := range b {
			b[i] = byte(chance.Uint32())
		}
		return b
	}
	plain := noise(1000)
	want := map[[2]string]bool{}
	for _, w := range words {
		for form, b := range formsOf(w) {
			plain = append(append(plain, b...), noise(chance.IntN(9))...)
			want[[2]string{w, form}] = true
		}
	}
	var gz, zipped bytes.Buffer
	z := gzip.NewWriter(&gz)
	z.Write(plain)
	z.Close()
	archive := zip.NewWriter(&zipped)
	member, err := archive.Create("a/member.xml")
	if err != nil {
		t.Fatal(err)
	}
	member.Write(plain)
	archive.Close()

	for name, data := range map[string][]byte{
		"plain": plain,
		// Begun in the middle of a file and cut off before its end, as in a page of a database.
		"gzip": slices.Concat(noise(77), gz.Bytes(), noise(50)),
		"zip":  slices.Concat(noise(77), zipped.Bytes()[:zipped.Len()-10], noise(50)),
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			if err := os.WriteFile(filepath.Join(dir, "file"), data, 0o600); err != nil {
				t.Fatal(err)
			}
			found, files := find.scan(t, dir)
			if files != 1 {
				t.Errorf("%d files looked into, 1 is wanted", files)
			}
			got := map[[2]string]bool{}
			for _, h := range found {
				got[[2]string{h.word, h.form}] = true
			}
			for pair := range want {
				if !got[pair] {
					t.Errorf("%s as %s is not found", pair[0], pair[1])
				}
			}
		})
	}
	t.Run("names of files", func(t *testing.T) {
		dir := t.TempDir()
		if err := os.Mkdir(filepath.Join(dir, words[1]+".d"), 0o700); err != nil {
			t.Fatal(err)
		}
		if found, _ := find.scan(t, dir); len(found) != 1 || found[0].word != words[1] {
			t.Errorf("found %v", found)
		}
	})
	t.Run("a program's own encoders", func(t *testing.T) {
		word := words[2]
		escaped, err := json.Marshal(map[string]string{"name": word})
		if err != nil {
			t.Fatal(err)
		}
		for form, b := range map[string]string{
			"UTF-8": string(escaped), "hexadecimal": fmt.Sprintf(`\x%x`, word),
			"of an address": "/search?q=" + url.QueryEscape(word), "capitals, first letter": strings.ToTitle(word[:1]) + word[1:],
		} {
			n := 0
			find.in([]byte(b), func(needle) { n++ })
			if n == 0 {
				t.Errorf("%s is not found as %s", b, form)
			}
		}
	})
	t.Run("nothing in noise", func(t *testing.T) {
		find.in(noise(8<<20), func(n needle) { t.Errorf("%s is found as %s", n.word, n.form) })
	})
}
