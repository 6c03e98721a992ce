package web

import (
	"net/http"
	"strconv"
	"strings"

	"homeward/bureau"
	"homeward/statement"
)

// documentBody is a list as it was read.
type documentBody struct {
	bureau.Document
	Columns []columnRow
}

// columnRow is a column of a list: its header as written and what it is read as.
type columnRow struct {
	Number int
	Header string
	Target string // a property or another column, in the vocabulary's name
}

type documentsBody struct {
	Documents []bureau.Document
	pager
}

func (s *Server) documents(r *http.Request) (*page, error) {
	all, err := s.bureau.Documents(r.Context())
	if err != nil {
		return nil, err
	}
	var b documentsBody
	var from, to int
	b.pager, from, to = turn(r, len(all), rowsOnAPage)
	b.Documents = all[from:to]
	return &page{Template: "documents", Key: "documents.title", Nav: "documents", Body: b}, nil
}

func (s *Server) document(r *http.Request) (*page, error) {
	id, err := statement.ParseID(r.PathValue("id"))
	if err != nil {
		return nil, badRequest{err.Error()}
	}
	d, err := s.bureau.Document(r.Context(), id)
	if err != nil {
		return nil, err
	}
	readings, err := s.bureau.Readings(r.Context())
	if err != nil {
		return nil, err
	}
	for _, reading := range readings {
		if reading.Document == id {
			return s.report(r, d, reading)
		}
	}
	return &page{Template: "document", Title: d.Name, Nav: "documents", Body: documentBody{Document: d, Columns: columnsOf(d)}}, nil
}

// columnsOf puts the header row and the mapping of a list side by side; nil where
// they cannot be told apart, because a header holds what parts them.
func columnsOf(d bureau.Document) []columnRow {
	if d.Header == "" || d.Mapping == "" {
		return nil
	}
	headers, rest := strings.Split(d.Header, " | "), d.Mapping
	var rows []columnRow
	for i, h := range headers {
		var is bool
		if rest, is = strings.CutPrefix(rest, h+" = "); !is {
			return nil
		}
		end := len(rest)
		if i+1 < len(headers) {
			if end = strings.Index(rest, "; "+headers[i+1]+" = "); end < 0 {
				return nil
			}
		}
		rows = append(rows, columnRow{Number: i + 1, Header: h, Target: strings.TrimSuffix(rest[:end], "–")})
		rest = strings.TrimPrefix(rest[end:], "; ")
	}
	return rows
}

// askedSpan reads ?from= and &to=, code points of a report somebody wants to see.
func askedSpan(r *http.Request) (start, end int) {
	start, err := strconv.Atoi(r.URL.Query().Get("from"))
	if err != nil {
		return 0, 0
	}
	end, err = strconv.Atoi(r.URL.Query().Get("to"))
	if err != nil || start < 0 || end <= start {
		return 0, 0
	}
	return start, end
}
