package list

import (
	"encoding/csv"
	"io"
	"strconv"
)

// Rejects writes bad rows as CSV: where, why, and the cells as written, so that
// they can be put right and sent again.
type Rejects struct {
	out   *csv.Writer
	begun bool
}

// NewRejects returns a writer of bad rows.
func NewRejects(w io.Writer) *Rejects { return &Rejects{out: csv.NewWriter(w)} }

// Write adds a bad row.
func (r *Rejects) Write(bad *RowError) error {
	if !r.begun {
		r.begun = true
		if err := r.out.Write([]string{"file", "row", "line", "column", "header", "reason", "cells as written"}); err != nil {
			return err
		}
	}
	row := []string{bad.File, strconv.Itoa(bad.Row), strconv.Itoa(bad.Line), strconv.Itoa(bad.Column), bad.Header, bad.Reason}
	return r.out.Write(append(row, bad.Cells...))
}

// Flush writes what is still held back.
func (r *Rejects) Flush() error {
	r.out.Flush()
	return r.out.Error()
}
