package web

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"html/template"
	"io/fs"
	"net/http"
	"path"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"homeward/bureau"
	"homeward/statement"

	"golang.org/x/text/language"
)

// page is what a handler makes: a template's name and what it shows.
type page struct {
	Template string
	Title    string // as a source wrote it
	Key      string // or a message
	Nav      string // the entry of the navigation it belongs to
	Refresh  int    // seconds after which the page is asked for again; 0: never
	Status   int
	To       string // where to go instead
	Body     any
}

// frame is what the layout shows around a page.
type frame struct {
	*page
	Party     string
	Language  string
	Languages []languageLink
	Query     string
	Entries   int64
}

type languageLink struct {
	Code, Name, Href string
	Current          bool
}

// Errors that have a page of their own.
var errNoPage = errors.New("there is no such page")

// badRequest is what somebody asked for in a way that cannot be read.
type badRequest struct{ word string }

func (e badRequest) Error() string { return e.word }

// pages are the templates by language and name.
type pages map[string]map[string]*template.Template

// readPages reads every template once for each language, with that language's words.
func readPages(m messages) (pages, error) {
	names, err := fs.Glob(files, "templates/*.html")
	if err != nil {
		return nil, err
	}
	all := pages{}
	for _, lang := range statement.Languages() {
		all[lang] = map[string]*template.Template{}
		base := template.New("layout").Funcs(m.functions(lang))
		for _, shared := range []string{"templates/layout.html", "templates/parts.html"} {
			if _, err := base.ParseFS(files, shared); err != nil {
				return nil, fmt.Errorf("reading the pages: %w", err)
			}
		}
		for _, file := range names {
			name := strings.TrimSuffix(path.Base(file), ".html")
			if name == "layout" || name == "parts" {
				continue
			}
			t, err := template.Must(base.Clone()).ParseFS(files, file)
			if err != nil {
				return nil, fmt.Errorf("reading the pages: %w", err)
			}
			all[lang][name] = t
		}
	}
	return all, nil
}

// shown is a value as a page shows it.
type shown struct {
	Text  string
	Title string // in words, or the code it is recorded as
	Lang  string // BCP 47, where it differs from the page's
	Href  string
	Date  bool
}

// functions are what templates may call, in one language.
func (m messages) functions(lang string) template.FuncMap {
	vocabulary := statement.DefaultVocabulary()
	foreign := func() string {
		if lang == "en" || len(m[lang]) > 0 {
			return ""
		}
		return lang
	}
	return template.FuncMap{
		"t": func(key string, args ...any) string { return m.say(lang, key, args...) },
		"label": func(property string) shown {
			if p := vocabulary.Property(property); p != nil {
				return shown{Text: p.LabelIn(lang), Title: property, Lang: foreign()}
			}
			return shown{Text: property}
		},
		"article": func(property string) string {
			if p := vocabulary.Property(property); p != nil {
				return p.Article
			}
			return ""
		},
		"value": func(property, value string) shown {
			p := vocabulary.Property(property)
			switch {
			case p == nil:
				return shown{Text: value}
			case p.Type == statement.CodeType:
				return shown{Text: p.CodeLabel(value, lang), Title: value, Lang: foreign()}
			case p.Type == statement.DateType:
				return shown{Text: value, Title: dateInWords(value), Date: true}
			case p.Type == statement.RefType:
				return shown{Text: value, Href: "/people/" + value}
			}
			return shown{Text: value, Lang: languageOf(value)}
		},
		"date":      func(d string) shown { return shown{Text: d, Title: dateInWords(d)} },
		"written":   func(s string) shown { return shown{Text: s, Lang: languageOf(s)} },
		"visible":   visible,
		"thousands": func(n any) string { v, _ := strconv.ParseInt(fmt.Sprint(n), 10, 64); return thousands(v) },
		"bits":      func(n float64) string { return strings.Replace(fmt.Sprintf("%.1f", n), "-", "−", 1) },
		"bitsWords": bits,
		"lang":      func() string { return lang },
		"links":     func(chain []statement.Speaker) int { return len(chain) - 1 },
		"refHref": func(ref string) string {
			r, err := statement.ParseRef(ref)
			if err != nil {
				return ""
			}
			if r.Ordinal == 0 {
				return fmt.Sprint("/entries/", r.Entry)
			}
			return fmt.Sprintf("/entries/%d#s-%d", r.Entry, r.Ordinal)
		},
	}
}

// languageOf tells the languages by script that a screen reader or a font must
// know of. Cyrillic alone does not tell Ukrainian from Russian.
func languageOf(s string) string {
	for _, r := range s {
		if unicode.Is(unicode.Hangul, r) {
			return "ko"
		}
	}
	return ""
}

// piece is a part of a text: ordinary, or a character that would act on the text
// around it unseen and is named instead.
type piece struct {
	Text    string
	Control bool
}

// visible parts a text from a source so that nothing in it is obeyed unseen:
// controls of writing direction, which can turn a name around, and all others
// but tabs and line ends.
func visible(s string) []piece {
	var out []piece
	from := 0
	for i, r := range s {
		if !hidden(r) {
			continue
		}
		if from < i {
			out = append(out, piece{Text: s[from:i]})
		}
		out = append(out, piece{Text: fmt.Sprintf("U+%04X", r), Control: true})
		from = i + len(string(r))
	}
	if from < len(s) {
		out = append(out, piece{Text: s[from:]})
	}
	return out
}

func hidden(r rune) bool {
	switch {
	case r == '\n' || r == '\t' || r == '\r':
		return false
	case r == 0x200e, r == 0x200f, r == 0x061c, r >= 0x202a && r <= 0x202e, r >= 0x2066 && r <= 0x2069, r == 0xfeff, r == 0x200b:
		return true
	}
	return unicode.IsControl(r)
}

// route serves what a handler makes as a page, and its errors as pages too.
func (s *Server) route(pattern string, make func(*http.Request) (*page, error)) {
	s.mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) {
		p, err := make(r)
		if errors.Is(err, context.Canceled) {
			return // nobody waits for it any more
		}
		if err != nil {
			p = failed(err)
		}
		if p.To != "" {
			http.Redirect(w, r, p.To, http.StatusSeeOther)
			return
		}
		s.show(w, r, p)
	})
}

// failed is the page of an error. Its words name what was asked for and what to do.
func failed(err error) *page {
	p := &page{Template: "error", Status: http.StatusInternalServerError, Body: err.Error()}
	var bad badRequest
	switch {
	case errors.Is(err, bureau.ErrErased):
		p.Status = http.StatusGone
	case errors.Is(err, bureau.ErrUnknown), errors.Is(err, errNoPage):
		p.Status = http.StatusNotFound
	case errors.As(err, &bad):
		p.Status = http.StatusBadRequest
	}
	p.Key = fmt.Sprint("error.", p.Status)
	return p
}

func (s *Server) show(w http.ResponseWriter, r *http.Request, p *page) {
	lang := s.language(w, r)
	f := frame{page: p, Party: s.bureau.Settings().Party, Language: "en", Query: r.URL.Query().Get("q")}
	if len(s.words[lang]) > 0 {
		f.Language = lang
	}
	if p.Key != "" {
		p.Title = s.words.say(lang, p.Key)
	}
	if head, err := s.bureau.Head(r.Context()); err == nil {
		f.Entries = head.Size
	}
	for _, code := range statement.Languages() {
		q := r.URL.Query()
		q.Set("lang", code)
		f.Languages = append(f.Languages, languageLink{Code: code, Name: languageNames[code], Href: "?" + q.Encode(), Current: code == lang})
	}
	var out bytes.Buffer
	if err := s.pages[lang][p.Template].ExecuteTemplate(&out, "layout", f); err != nil {
		http.Error(w, fmt.Sprintf("The page %s could not be made: %v", p.Template, err), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Content-Length", strconv.Itoa(out.Len()))
	if p.Status != 0 {
		w.WriteHeader(p.Status)
	}
	w.Write(out.Bytes())
}

var languageNames = map[string]string{"en": "English", "fr": "Français", "uk": "Українська", "ru": "Русский", "ko": "한국어"}

// language is the language of labels: the one asked for, which is kept in a
// cookie, else the browser's.
func (s *Server) language(w http.ResponseWriter, r *http.Request) string {
	known := statement.Languages()
	if asked := r.URL.Query().Get("lang"); slices.Contains(known, asked) {
		http.SetCookie(w, &http.Cookie{Name: "lang", Value: asked, Path: "/", HttpOnly: true, SameSite: http.SameSiteStrictMode})
		return asked
	}
	if c, err := r.Cookie("lang"); err == nil && slices.Contains(known, c.Value) {
		return c.Value
	}
	accepted, _, err := language.ParseAcceptLanguage(r.Header.Get("Accept-Language"))
	if err != nil {
		return "en"
	}
	for _, tag := range accepted {
		if base, _ := tag.Base(); slices.Contains(known, base.String()) {
			return base.String()
		}
	}
	return "en"
}

// static serves the stylesheet and the icon.
func static(w http.ResponseWriter, r *http.Request) {
	name := r.PathValue("name")
	types := map[string]string{"homeward.css": "text/css; charset=utf-8", "icon.svg": "image/svg+xml"}
	data, err := files.ReadFile("static/" + name)
	if err != nil || types[name] == "" {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", types[name])
	w.Write(data)
}

// pager leads through a long list.
type pager struct {
	Page, Pages    int
	First, Last    int // counted from 1
	Total          int
	Previous, Next string // addresses; empty at the ends
}

// turn reads ?page= and says which of total rows it shows.
func turn(r *http.Request, total, size int) (pager, int, int) {
	p := pager{Page: 1, Pages: max(1, (total+size-1)/size), Total: total}
	if n, err := strconv.Atoi(r.URL.Query().Get("page")); err == nil && n > 0 {
		p.Page = min(n, p.Pages)
	}
	to := func(n int) string {
		q := r.URL.Query()
		q.Set("page", strconv.Itoa(n))
		q.Del("lang")
		return "?" + q.Encode()
	}
	if p.Page > 1 {
		p.Previous = to(p.Page - 1)
	}
	if p.Page < p.Pages {
		p.Next = to(p.Page + 1)
	}
	from := (p.Page - 1) * size
	end := min(from+size, total)
	p.First, p.Last = min(from+1, total), end
	return p, from, end
}
