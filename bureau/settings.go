package bureau

import (
	"context"
	"errors"
	"fmt"

	"homeward/seal"
	"homeward/statement"
	"homeward/store"
)

// Settings of a bureau: whose it is. Read from the ledger's entries about the
// bureau itself, the first of which is always entry 0.
type Settings struct {
	Party    string            `json:"party"`
	Ledger   string            `json:"ledger"`
	TimeZone string            `json:"time_zone"`
	Targets  map[string]string `json:"targets,omitempty"` // own target per duty, such as "P3D"
	Ended    string            `json:"hostilities_ended,omitempty"`
	Subject  statement.ID      `json:"subject"`
}

// loadSettings reads them when a bureau is opened, and again when they change.
func (b *Bureau) loadSettings(ctx context.Context) error {
	first, err := b.store.Entry(ctx, 0)
	if errors.Is(err, store.ErrNotFound) {
		if head, err := b.store.Head(ctx); err != nil || head.Size > 0 {
			return errors.Join(errors.New("entry 0, which says whose bureau this is, is missing; see what else with: homeward verify"), err)
		}
		return errEmpty
	}
	if err != nil {
		return err
	}
	entries, err := b.said(ctx, first.Subject)
	if errors.Is(err, seal.ErrNotAuthentic) || errors.Is(err, seal.ErrNoKey) {
		return fmt.Errorf("reading whose bureau this is: either the keyring is another bureau's (name the right one with --keys) or an entry was changed (see: homeward verify): %w", err)
	}
	if err != nil {
		return fmt.Errorf("reading whose bureau this is: %w", err)
	}
	s := Settings{Subject: statement.ID(first.Subject), Targets: map[string]string{}, TimeZone: "UTC"}
	dead := inactiveOf(entries)
	for _, e := range entries {
		if dead[statement.Ref{Entry: e.Number}.String()] {
			continue
		}
		for _, st := range e.Statements {
			switch st.Property {
			case "bureau.party":
				s.Party = st.Value
			case "bureau.ledger":
				s.Ledger = st.Value
			case "bureau.timezone":
				s.TimeZone = st.Value
			case "bureau.target":
				if rule, target, ok := cutTarget(st.Value); ok {
					s.Targets[rule] = target
				}
			case "hostilities.ended":
				s.Ended = st.Value
			}
		}
	}
	if s.Party == "" {
		return fmt.Errorf("%w: entry 0 does not say whose bureau this is", ErrNoBureau)
	}
	b.settings = s
	return nil
}
