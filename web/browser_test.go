package web

import (
	"bytes"
	"context"
	"fmt"
	"image/png"
	"io"
	"log"
	"net/url"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"homeward/bureau"
	"homeward/statement"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	browserlog "github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// chromium finds a browser. Without one the test is skipped, but never where all
// tests are to run.
func chromium(t *testing.T) string {
	t.Helper()
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	const missing = "no Chromium is installed: scripts/install-test-deps installs it"
	if os.Getenv("CI") != "" {
		t.Fatal(missing)
	}
	t.Skip(missing)
	return ""
}

// visitor is a caseworker at a real browser.
type visitor struct {
	ctx  context.Context
	t    *testing.T
	base string

	mu       sync.Mutex
	requests []string
	errors   []string
}

func visit(t *testing.T, base string, javascript bool) *visitor {
	t.Helper()
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(chromium(t)), chromedp.UserDataDir(t.TempDir()),
		chromedp.Flag("disable-gpu", true), chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true))
	if os.Geteuid() == 0 {
		options = append(options, chromedp.NoSandbox)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewExecAllocator(ctx, options...)
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewContext(ctx)
	t.Cleanup(cancel)
	v := &visitor{ctx: ctx, t: t, base: base}
	v.do(chromedp.EmulateViewport(1280, 900))
	v.do(func(ctx context.Context, tab *chromedp.Target) (chromedp.Void, error) {
		_, err := cdp.Call(ctx, tab, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: !javascript})
		return chromedp.Void{}, err
	})
	if err := chromedp.Listen(ctx, v.hear); err != nil {
		t.Fatal(err)
	}
	return v
}

// hear notes every request and everything a browser complains of.
func (v *visitor) hear(event any) {
	v.mu.Lock()
	defer v.mu.Unlock()
	switch e := event.(type) {
	case *network.EventRequestWillBeSent:
		v.requests = append(v.requests, e.Request.URL)
	case *network.EventLoadingFailed:
		v.errors = append(v.errors, "not loaded: "+e.ErrorText)
	case *browserlog.EventEntryAdded:
		v.errors = append(v.errors, e.Entry.Text+" "+e.Entry.URL)
	case *runtime.EventConsoleAPICalled:
		v.errors = append(v.errors, "console: "+string(e.Type))
	case *runtime.EventExceptionThrown:
		v.errors = append(v.errors, "exception: "+e.ExceptionDetails.Text)
	}
}

func (v *visitor) do(steps ...chromedp.Action[chromedp.Void]) {
	v.t.Helper()
	if err := chromedp.Do(v.ctx, steps...); err != nil {
		v.t.Fatal(err)
	}
}

// follow clicks and waits for the page that comes.
func (v *visitor) follow(selector string) {
	v.t.Helper()
	answer, err := chromedp.RunResponse(v.ctx, chromedp.Click(chromedp.CSS(selector)))
	if err != nil {
		v.t.Fatalf("following %s: %v", selector, err)
	}
	if answer.Status != 200 {
		v.t.Fatalf("following %s: status %d", selector, answer.Status)
	}
}

func (v *visitor) text(selector string) string {
	v.t.Helper()
	text, err := chromedp.Run(v.ctx, chromedp.Text(chromedp.CSS(selector)))
	if err != nil {
		v.t.Fatalf("reading %s: %v", selector, err)
	}
	return text
}

func (v *visitor) reads(selector, want string) {
	v.t.Helper()
	if got := v.text(selector); !strings.Contains(got, want) {
		v.t.Errorf("%s reads %q, want %q in it", selector, got, want)
	}
}

// picture takes a picture of the page as it is in the window.
func (v *visitor) picture() []byte {
	v.t.Helper()
	data, err := chromedp.Run(v.ctx, chromedp.CaptureScreenshot())
	if err != nil {
		v.t.Fatal(err)
	}
	return data
}

// withinWidth checks that nothing must be scrolled sideways to be read. It asks
// the browser for the page's layout, which needs no JavaScript in the page.
func (v *visitor) withinWidth(what string, width int64) {
	v.t.Helper()
	v.do(chromedp.EmulateViewport(width, 800))
	got, err := chromedp.Run(v.ctx, chromedp.Evaluate[int64]("document.documentElement.scrollWidth"))
	if err != nil {
		v.t.Fatal(err)
	}
	if got > width {
		v.t.Errorf("%s is %d pixels wide in a window of %d", what, got, width)
	}
	v.do(chromedp.EmulateViewport(1280, 900))
}

// onPaper checks that what can be opened on the screen stands open on paper, where
// nobody can click.
func (v *visitor) onPaper(what string, selectors ...string) {
	v.t.Helper()
	media := func(kind string) {
		v.do(func(ctx context.Context, tab *chromedp.Target) (chromedp.Void, error) {
			_, err := cdp.Call(ctx, tab, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: kind})
			return chromedp.Void{}, err
		})
	}
	media("print")
	for _, selector := range selectors {
		shown, err := chromedp.Run(v.ctx, chromedp.Evaluate[bool](fmt.Sprintf("[...document.querySelectorAll(%q)].some(e => e.checkVisibility({contentVisibilityAuto: true}) && e.getBoundingClientRect().height > 0)", selector)))
		if err != nil {
			v.t.Fatal(err)
		}
		if !shown {
			v.t.Errorf("%s on paper does not show %s", what, selector)
		}
	}
	media("")
}

// A caseworker walks from the overview to a person, the report he is in, the
// duties and a plan, in a real browser, without JavaScript, and nothing is asked of
// any other address.
func TestWalkInABrowser(t *testing.T) {
	chromium(t)
	b, o := theSample(t, 90)
	s, err := New(b, o)
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
	base := "http://" + l.Addr().String()
	for _, javascript := range []bool{false, true} {
		t.Run(fmt.Sprintf("JavaScript %v", javascript), func(t *testing.T) { walk(t, visit(t, base, javascript), b) })
	}
	stop()
	if err := <-stopped; err != nil {
		t.Errorf("stopping: %v", err)
	}
}

func walk(t *testing.T, v *visitor, b *bureau.Bureau) {
	hangul, cyrillic := sampleNames(t, b)
	v.do(chromedp.Navigate(v.base + "/"))
	v.reads("h1", "National Information Bureau of VER")
	v.reads("#pressing", "pressing")
	v.reads("tbody tr:first-child .state", "overdue")
	v.withinWidth("the overview", 360)

	v.do(chromedp.SendKeys(chromedp.CSS("#bigq"), hangul))
	v.follow(".bigfind button")
	v.reads(".hits li:first-child h2", hangul)
	v.withinWidth("search", 360)
	v.do(chromedp.SetValue(chromedp.CSS("#f-q"), cyrillic))
	v.follow(".fields button")
	v.reads(".hits li:first-child h2", cyrillic)
	v.follow(".hits li:first-child h2 a")
	v.reads("h1", cyrillic)

	v.do(chromedp.Navigate(v.base + "/people?conflict=capture.date"))
	v.follow("tbody th a")
	v.reads("#conflicts", "Conflicts")
	v.reads(".conflict", "Captured on")
	v.withinWidth("a casefile", 360)
	if os.Getenv("HOMEWARD_SCREENSHOT") == "1" {
		screenshot(t, v, b)
	}

	v.do(chromedp.Navigate(v.base + "/documents"))
	v.follow("tbody tr:first-child a")
	v.reads("h1", "report.txt")
	v.reads(".proposals tbody tr:first-child", "accepted")
	v.withinWidth("a report", 360)

	v.follow("nav a[href='/duties']")
	v.follow(".states a[href*='overdue']")
	v.reads("tbody tr:first-child .state", "overdue")
	v.withinWidth("duties", 360)

	v.follow("nav a[href='/plans']")
	v.follow("main li a")
	v.reads(".verdict", "people home")
	v.reads("#stays", "Who stays, and why")
	v.withinWidth("a plan", 320)
	v.onPaper("a plan", ".reason summary", ".reason .people li")

	v.mu.Lock()
	defer v.mu.Unlock()
	if len(v.requests) < 10 {
		t.Errorf("only %d requests were seen", len(v.requests))
	}
	for _, address := range v.requests {
		if !strings.HasPrefix(address, v.base+"/") {
			t.Errorf("something was asked of %s", address)
		}
	}
	for _, complaint := range v.errors {
		t.Errorf("the browser complains: %s", complaint)
	}
}

// sampleNames are one name in Hangul and one in Cyrillic that only one person bears.
func sampleNames(t *testing.T, b *bureau.Bureau) (hangul, cyrillic string) {
	t.Helper()
	err := b.EachFile(t.Context(), func(f *bureau.File) error {
		switch {
		case f.Kind != statement.Person:
		case languageOf(f.Title) == "ko" && hangul == "":
			hangul = f.Title
		case strings.Contains(f.Title, "ович") && cyrillic == "":
			cyrillic = f.Title
		}
		return nil
	})
	if err != nil || hangul == "" || cyrillic == "" {
		t.Fatalf("the sample has no names to search for: %q, %q, %v", hangul, cyrillic, err)
	}
	return hangul, cyrillic
}

// screenshot writes the picture of a casefile with its conflict that the README
// shows: the captured soldier of the report.
func screenshot(t *testing.T, v *visitor, b *bureau.Bureau) {
	t.Helper()
	var best statement.ID
	err := b.EachFile(t.Context(), func(f *bureau.File) error {
		if f.Kind == statement.Person && len(f.Conflicts()) > 0 && len(f.Unassigned) > 0 {
			best = f.ID()
		}
		return nil
	})
	if err != nil || best.IsZero() {
		t.Fatalf("nobody to take a picture of: %v", err)
	}
	v.do(chromedp.Navigate(v.base + "/people/" + url.PathEscape(best.String())))
	data := v.picture()
	if len(data) > 300_000 {
		t.Errorf("the picture has %d bytes", len(data))
	}
	if _, err := png.Decode(bytes.NewReader(data)); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile("../docs/screenshot.png", data, 0o644); err != nil {
		t.Fatal(err)
	}
}
