package web

import (
	"context"
	"crypto/rand"
	"errors"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"homeward/bureau"
	"homeward/intake"
	"homeward/sample"

	"golang.org/x/net/html"
)

var today = time.Date(2025, 1, 20, 12, 0, 0, 0, time.UTC)

// aBureau founds a bureau of Verenia on SQLite in a temporary folder.
func aBureau(t *testing.T) *bureau.Bureau {
	t.Helper()
	b, err := bureau.Found(t.Context(), bureau.Config{Store: filepath.Join(t.TempDir(), "store"), Random: rand.Reader, Now: func() time.Time { return today }},
		bureau.Founding{Party: "VER", By: "olena", TimeZone: "Europe/Kyiv"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { b.Close() })
	return b
}

// imports takes in a list written on the spot.
func imports(t *testing.T, b *bureau.Bureau, name, text string) {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := b.Import(t.Context(), bureau.Import{Files: []string{path}, By: "olena", SaidBy: "Registry of Verenia"}, bureau.Watch{}); err != nil {
		t.Fatal(err)
	}
}

// theSample loads the sample conflict as any user does: lists, cards, events,
// enquiries, a report of which one proposal is rejected and one left open.
func theSample(t *testing.T, people int) (*bureau.Bureau, Options) {
	t.Helper()
	b, dir := aBureau(t), t.TempDir()
	written, err := sample.Write(dir, sample.Options{People: people, Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range written.Files {
		switch l.Kind {
		case "persons", "events", "enquiries", "cards":
			_, err := b.Import(t.Context(), bureau.Import{Files: []string{filepath.Join(dir, filepath.FromSlash(l.Name))}, By: "olena", SaidBy: l.SaidBy}, bureau.Watch{})
			if err != nil {
				t.Fatal(err)
			}
		}
	}
	reading, err := b.Intake(t.Context(), filepath.Join(dir, "report.txt"), "olena", intake.Options{})
	if err != nil {
		t.Fatal(err)
	}
	var ids []string
	for _, s := range reading.Report.Statements {
		ids = append(ids, s.ID)
	}
	n := len(ids)
	if _, err := b.Review(t.Context(), bureau.Review{Accept: ids[:n-2], Reject: ids[n-2 : n-1], By: "olena"}); err != nil {
		t.Fatal(err)
	}
	return b, Options{Terms: []string{filepath.Join(dir, "terms-parity.yaml"), filepath.Join(dir, "terms-offer.yaml")}}
}

// browse serves a bureau's pages in the test, with its background work running.
func browse(t *testing.T, b Bureau, o Options) *browser {
	t.Helper()
	s, err := New(b, o)
	if err != nil {
		t.Fatal(err)
	}
	go s.Run(t.Context())
	return &browser{server: s}
}

type browser struct{ server *Server }

// get asks for a page and reads it as a browser would.
func (b *browser) get(t *testing.T, path string, headers ...string) *answer {
	t.Helper()
	r := httptest.NewRequest("GET", path, nil)
	r.Host = "127.0.0.1:8080"
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	b.server.Handler(served).ServeHTTP(w, r)
	checkHeaders(t, w.Result().Header)
	a := &answer{path: path, status: w.Code, location: w.Header().Get("Location"), raw: w.Body.String(), kind: w.Header().Get("Content-Type"), cookie: w.Header().Get("Set-Cookie")}
	doc, err := html.Parse(strings.NewReader(a.raw))
	if err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	a.node = node{doc}
	return a
}

// page asks for a page that must be there.
func (b *browser) page(t *testing.T, path string, headers ...string) *answer {
	t.Helper()
	a := b.get(t, path, headers...)
	if a.status != 200 {
		t.Fatalf("%s: status %d: %s", path, a.status, a.one(t, "main").text())
	}
	return a
}

type answer struct {
	node
	path, location, raw, kind, cookie string
	status                            int
}

// node is an element of a page.
type node struct{ *html.Node }

func (n node) attr(name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

func (n node) has(name string) bool {
	return slices.ContainsFunc(n.Attr, func(a html.Attribute) bool { return a.Key == name })
}

// matches tells whether an element is what a word asks for: tag, .class or #id.
func (n node) matches(word string) bool {
	if n.Type != html.ElementNode {
		return false
	}
	switch word[0] {
	case '.':
		return slices.Contains(strings.Fields(n.attr("class")), word[1:])
	case '#':
		return n.attr("id") == word[1:]
	}
	return n.Data == word
}

// all finds the elements that lie within one another as the words say: "tr.best td"
// is written "tr" ".best" only where they are two elements.
func (n node) all(words ...string) []node {
	var out []node
	for d := range n.Descendants() {
		if (node{d}).matches(words[0]) {
			if len(words) == 1 {
				out = append(out, node{d})
			} else {
				out = append(out, node{d}.all(words[1:]...)...)
			}
		}
	}
	return out
}

func (n node) one(t *testing.T, words ...string) node {
	t.Helper()
	found := n.all(words...)
	if len(found) == 0 {
		t.Fatalf("no %s in the page", strings.Join(words, " "))
	}
	return found[0]
}

// text is what an element says, white space folded.
func (n node) text() string {
	var out strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode && d.Parent.Data != "style" && d.Parent.Data != "title" {
			out.WriteString(d.Data)
			out.WriteByte(' ')
		}
	}
	return strings.Join(strings.Fields(out.String()), " ")
}

// failing is a bureau that cannot be read, as when its disk is gone.
type failing struct{ *bureau.Bureau }

var errDisk = errors.New("reading the store: the disk is gone")

func (failing) Documents(context.Context) ([]bureau.Document, error) { return nil, errDisk }
