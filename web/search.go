package web

import (
	"errors"
	"net/http"
	"strconv"
	"strings"
	"unicode"

	"homeward/bureau"
	"homeward/identity"
	"homeward/statement"
	"homeward/statement/edtf"
)

// searchBody is who was asked for and who was found.
type searchBody struct {
	Name, Born, Number string
	BornUnread         bool // the year or date of birth could not be read
	Asked              bool
	Hits               []hitRow
	Most               int
}

// hitRow is one person found.
type hitRow struct {
	personRow
	AllNames []string
	Bits     float64
	Why      []identity.Addend
	Also     int // further subjects joined as the same person
}

// mostHits is how many people a search shows: whoever is not among them is
// found by asking more closely.
const mostHits = 25

func (s *Server) search(r *http.Request) (*page, error) {
	q := r.URL.Query()
	b := searchBody{Name: tidy(q.Get("q")), Born: tidy(q.Get("born")), Number: tidy(q.Get("number")), Most: mostHits}
	p := &page{Template: "search", Key: "search.title", Nav: "search"}
	if b.Name == "" && b.Number == "" {
		p.Body = b
		return p, nil
	}
	if to := s.direct(r, b.Name); to != "" {
		p.To = to
		return p, nil
	}
	b.Asked = true
	query := identity.Query{Name: b.Name}
	for _, word := range strings.Fields(b.Name) {
		if strings.ContainsFunc(word, unicode.IsDigit) {
			query.Numbers = append(query.Numbers, word)
		}
	}
	if len(query.Numbers) > 0 && len(query.Numbers) == len(strings.Fields(b.Name)) {
		query.Name = ""
		query.Numbers = append(query.Numbers, b.Name)
	}
	if b.Number != "" {
		query.Numbers = append(query.Numbers, b.Number)
	}
	if b.Born != "" {
		d, _, err := edtf.ParseLoose(b.Born, edtf.AsWritten)
		if b.BornUnread = err != nil; err == nil {
			query.Born = d.String()
		}
	}
	hits, err := s.bureau.Search(r.Context(), query, mostHits)
	if err != nil {
		return nil, err
	}
	for _, h := range hits {
		row, err := s.personRow(r.Context(), h.ID)
		if gone(err) {
			continue
		}
		if err != nil {
			return nil, err
		}
		b.Hits = append(b.Hits, hitRow{personRow: row.personRow, AllNames: h.Names, Bits: h.Bits, Why: h.Why, Also: len(h.Also)})
	}
	p.Title, p.Key = strings.TrimSpace(b.Name+" "+b.Number), ""
	p.Body = b
	return p, nil
}

// direct is where an id of a person or document, or the number of an entry, leads.
func (s *Server) direct(r *http.Request, text string) string {
	if number, is := strings.CutPrefix(text, "#"); is {
		if n, err := strconv.ParseInt(number, 10, 64); err == nil && n >= 0 {
			return "/entries/" + number
		}
	}
	if len(text) >= 9 && text[4] == '-' { // at least two groups of an id
		if _, _, err := statement.ParseIDPrefix(text); err == nil {
			if id, err := s.bureau.Resolve(r.Context(), text); err == nil || !errors.Is(err, bureau.ErrUnknown) && !id.IsZero() {
				return "/people/" + id.String()
			}
		}
	}
	return ""
}

// tidy folds white space and cuts what nobody's name is as long as.
func tidy(s string) string {
	s = strings.Join(strings.Fields(strings.ToValidUTF8(s, "")), " ")
	if runes := []rune(s); len(runes) > 300 {
		s = string(runes[:300])
	}
	return s
}
