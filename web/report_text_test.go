package web

import (
	"context"
	"io"
	"log"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"homeward/bureau"
	"homeward/intake"

	"github.com/chromedp/chromedp"
	"golang.org/x/net/html"
)

const savedPage = `<!DOCTYPE html>
<html lang="en"><head><title>News &amp; more</title><meta property="article:published_time" content="2025-01-12T08:00:00Z"></head>
<body><nav><a href="/">Home &raquo;</a></nav><h1>Two pilots</h1>
<p>Anna Sokil, <b>spokeswoman</b> of the ministry, said on Sunday that <em>the prisoner</em> was captured on January&nbsp;3 near Osokoryn.</p>
<p>&ldquo;We &amp; they want peace,&rdquo; said Marek Dolan.</p><script>var x = "hidden";</script></body></html>`

const savedChat = `{"name": "Kin of the missing", "type": "private_supergroup", "id": 4711, "messages": [
 {"id": 1, "type": "service", "date": "2025-01-01T10:00:00", "actor": "Olha", "action": "create_group", "text": ""},
 {"id": 2, "type": "message", "date": "2025-01-02T10:00:00", "from": "Olha Tarran", "from_id": "user1",
  "text": ["Anna Sokil said ", {"type": "bold", "text": "yesterday"}, " that the prisoner was captured near \"Osokoryn\"."]},
 {"id": 3, "type": "message", "date": "2025-01-09T10:00:00", "from": "Petro Krell", "forwarded_from": "Brigade 9 news",
  "text": "\u041f\u043e\u043b\u043e\u043d\u0435\u043d\u0456:\n1. \u0414\u043e\u043b\u0430\u043d \u041c\u0430\u0440\u0435\u043a, 12.03.1990\n2. \u0422\u0430\u0440\u0430\u043d \u0406\u0432\u043e, 01.02.1988"}]}`

// takesIn reads a report that is written on the spot.
func takesIn(t *testing.T, b *bureau.Bureau, name, text string) *bureau.Reading {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	reading, err := b.Intake(t.Context(), path, "olena", intake.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return reading
}

// A saved page and an export are shown as they read; what is marked is what the
// proposals quote, and a link to words of the file leads to them.
func TestReportIsShownAsItReads(t *testing.T) {
	b := aBureau(t)
	readings := []*bureau.Reading{takesIn(t, b, "page.html", savedPage), takesIn(t, b, "result.json", savedChat)}
	w := browse(t, b, Options{})
	for _, r := range readings {
		a := w.page(t, "/documents/"+r.Document.String())
		checkPage(t, a)
		var text strings.Builder
		for d := range a.one(t, ".text").Descendants() {
			if d.Type == html.TextNode {
				text.WriteString(d.Data)
			}
		}
		for _, markup := range []string{"<", "&amp;", "&nbsp;", "\\u04", "\\\"", "text_entities", "from_id", "hidden", "Home"} {
			if strings.Contains(text.String(), markup) {
				t.Errorf("%s: %q stands in the text shown", r.Report.Document.File, markup)
			}
		}
		for _, s := range r.Report.Statements {
			asked := w.page(t, "/documents/"+r.Document.String()+span(s.Content))
			var words strings.Builder
			for _, n := range asked.all(".text", ".asked") {
				words.WriteString(n.text())
			}
			if words.String() != plainly(s.Content.Reads()) {
				t.Errorf("%s: %q is marked, it reads %q", s.ID, words.String(), s.Content.Reads())
			}
			if quote := a.one(t, "#p-"+s.ID).one(t, "blockquote").text(); quote != plainly(s.Content.Reads()) {
				t.Errorf("%s is quoted as %q", s.ID, quote)
			}
		}
	}
	a := w.page(t, "/documents/"+readings[1].Document.String())
	heads := a.all(".text", ".message")
	if len(heads) != 2 || !strings.Contains(heads[0].text(), "Olha Tarran") || !strings.Contains(heads[1].text(), "Brigade 9 news") {
		t.Errorf("%d messages are told apart", len(heads))
	}
}

func span(s intake.Span) string {
	return "?from=" + strconv.Itoa(s.Start) + "&to=" + strconv.Itoa(s.End)
}

// In a real browser the words of a message stand as they were written.
func TestReportAsItReadsInABrowser(t *testing.T) {
	chromium(t)
	b := aBureau(t)
	page, chat := takesIn(t, b, "page.html", savedPage), takesIn(t, b, "result.json", savedChat)
	s, err := New(b, Options{})
	if err != nil {
		t.Fatal(err)
	}
	l, err := Listen(t.Context(), "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	stopped := make(chan error, 1)
	go func() { stopped <- s.Serve(ctx, l, log.New(io.Discard, "", 0)) }()
	v := visit(t, "http://"+l.Addr().String(), false)
	v.do(chromedp.Navigate(v.base + "/documents/" + page.Document.String()))
	v.reads(".text", "We & they want peace,” said Marek Dolan.")
	v.withinWidth("a saved page", 360)
	v.do(chromedp.Navigate(v.base + "/documents/" + chat.Document.String()))
	v.reads(".text", "Долан Марек, 12.03.1990")
	v.reads(".text .message", "Olha Tarran")
	v.withinWidth("an export", 360)
	if dir := os.Getenv("HOMEWARD_PICTURES"); dir != "" {
		if err := os.WriteFile(filepath.Join(dir, "export.png"), v.picture(), 0o600); err != nil {
			t.Fatal(err)
		}
		v.do(chromedp.Navigate(v.base + "/documents/" + page.Document.String()))
		if err := os.WriteFile(filepath.Join(dir, "page.png"), v.picture(), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	stop()
	if err := <-stopped; err != nil {
		t.Errorf("stopping: %v", err)
	}
}

// plainly is a text as node.text gives it: blanks folded.
func plainly(s string) string { return strings.Join(strings.Fields(s), " ") }
