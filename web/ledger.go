package web

import (
	"context"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"homeward/bureau"
	"homeward/ledger"
	"homeward/statement"
)

// ledgerBody is the state of the ledger and what proves it.
type ledgerBody struct {
	Name       string
	Size       int64
	Root       string
	Checkpoint string
	Key        string
	Verified   asOf
	Report     ledger.Report
	Latest     []int64
}

func (s *Server) ledger(r *http.Request) (*page, error) {
	ctx := r.Context()
	head, err := s.bureau.Head(ctx)
	if err != nil {
		return nil, err
	}
	signed, key, err := s.bureau.Checkpoint(ctx)
	if err != nil {
		return nil, err
	}
	now := s.bureau.Now()
	got := s.verified.ask(ctx, s.work, head.Size, now, s.day(now), func(ctx context.Context, _ func(ledger.Report)) (ledger.Report, error) {
		return s.bureau.Verify(ctx, nil)
	})
	if got.Err != nil {
		return nil, fmt.Errorf("verifying the ledger: %w", got.Err)
	}
	b := ledgerBody{Name: s.bureau.Settings().Ledger, Size: head.Size, Root: head.Root.String(), Checkpoint: string(signed), Key: key,
		Verified: since(got), Report: got.Answer}
	for n := head.Size - 1; n >= 0 && n >= head.Size-10; n-- {
		b.Latest = append(b.Latest, n)
	}
	return &page{Template: "ledger", Key: "ledger.title", Nav: "ledger", Refresh: b.Verified.refresh(), Body: b}, nil
}

// checkpoint hands out the signed head to be kept outside.
func (s *Server) checkpoint(w http.ResponseWriter, r *http.Request) {
	signed, _, err := s.bureau.Checkpoint(r.Context())
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Content-Disposition", `attachment; filename="homeward-checkpoint.txt"`)
	w.Write(signed)
}

// entryBody is one entry as it was recorded.
type entryBody struct {
	bureau.EntryView
	Recorded time.Time
	Subject  statement.ID
	Rows     []entryRow
	Source   sourceRow
	Document bureau.Document
	Proof    string
	Previous string
	Next     string
}

// entryRow is one of its statements.
type entryRow struct {
	statement.Statement
	Number int
	Acts   string // address of what it corrects or withdraws
}

func (s *Server) entry(r *http.Request) (*page, error) {
	n, err := strconv.ParseInt(r.PathValue("n"), 10, 64)
	if err != nil || n < 0 {
		return nil, badRequest{fmt.Sprintf("%q is no number of an entry: they are counted from 0", r.PathValue("n"))}
	}
	v, err := s.bureau.EntryAt(r.Context(), n)
	if err != nil {
		return nil, err
	}
	b := entryBody{EntryView: v, Recorded: v.Record.Recorded, Subject: statement.ID(v.Record.Subject), Proof: string(v.Proof)}
	if n > 0 {
		b.Previous = fmt.Sprint("/entries/", n-1)
	}
	if n+1 < v.Size {
		b.Next = fmt.Sprint("/entries/", n+1)
	}
	if e := v.Entry; e != nil {
		for i, st := range e.Statements {
			row := entryRow{Statement: st, Number: i + 1}
			if ref, err := statement.ParseRef(st.Acts); st.Acts != "" && err == nil {
				row.Acts = fmt.Sprintf("/entries/%d#s-%d", ref.Entry, ref.Ordinal)
			}
			b.Rows = append(b.Rows, row)
		}
		b.Source = sourceRow{Document: e.Source.Document, Sheet: e.Source.Sheet, Row: e.Source.Row, Start: e.Source.Start, End: e.Source.End,
			Cells: e.Source.Cells, Text: e.Source.Text}
		if !e.Source.Document.IsZero() {
			b.Document, err = s.bureau.Document(r.Context(), e.Source.Document)
			if err != nil && !gone(err) {
				return nil, err
			}
			b.Source.Name = b.Document.Name
		}
	}
	return &page{Template: "entry", Title: fmt.Sprint("#", n), Nav: "ledger", Body: b}, nil
}
