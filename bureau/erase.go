package bureau

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"homeward/statement"
	"homeward/store"
)

// Erasure tells what an erasure did.
type Erasure struct {
	Subjects []statement.ID `json:"subjects"` // all subjects joined as this person
	Entries  int            `json:"entries"`  // now unreadable; their hashes stay
	Redacted int            `json:"redacted"` // reports whose text was recorded anew without the spans about the person
	Already  bool           `json:"already,omitempty"`
}

// Erase destroys the keys of every subject joined as this person. The sealed
// bytes stay, so every proof stays valid, but nobody can read them again: not the
// bureau, not from a backup of the data. It cannot be undone, so a second person
// must approve; that it was done, by whom and why is recorded about the bureau,
// without a word about the person.
//
// It can be run again after an interruption. What else tells of the person goes
// with it: dedupe keys, search segments, and the spans of reports that accepted
// statements about the person quote.
func (b *Bureau) Erase(ctx context.Context, id statement.ID, d Decision, approvedBy string) (Erasure, error) {
	if err := d.check(); err != nil {
		return Erasure{}, err
	}
	if strings.TrimSpace(approvedBy) == "" || strings.EqualFold(strings.TrimSpace(approvedBy), strings.TrimSpace(d.By)) {
		return Erasure{}, errors.New("erasing cannot be undone: a second person must approve it, with --approved-by NAME")
	}
	kind, err := b.kindOf(ctx, id)
	if err != nil && !errors.Is(err, ErrErased) {
		return Erasure{}, err
	}
	if err == nil && kind != statement.Person && kind != statement.Group {
		return Erasure{}, fmt.Errorf("%s is a %s: persons and groups are erased; a document goes with what it says of them", id, kind)
	}
	reg, err := b.register(ctx)
	if err != nil {
		return Erasure{}, err
	}
	done := Erasure{Subjects: reg.joined.of(id)}
	var keys []uint64
	var numbers []int64
	quoted := map[statement.ID][]span{} // document → spans about the person
	for _, s := range done.Subjects {
		records, err := b.store.OfSubject(ctx, store.SubjectID(s))
		if err != nil {
			return Erasure{}, err
		}
		for _, r := range records {
			done.Entries++
			numbers = append(numbers, r.Number)
			if !slices.Contains(keys, r.Key) {
				keys = append(keys, r.Key)
			}
			e, err := b.open(r)
			if errors.Is(err, ErrErased) {
				done.Already = true
				continue
			}
			if err != nil {
				return Erasure{}, err
			}
			if e.Source.Start != e.Source.End {
				quoted[e.Source.Document] = append(quoted[e.Source.Document], span{e.Source.Start, e.Source.End})
			}
		}
	}
	if !done.Already {
		// Said first, so that an interrupted erasure is known of and can be run again.
		note := &statement.Entry{Subject: b.settings.Subject, Kind: statement.Bureau, Statements: []statement.Statement{{
			Property: "decision", Stance: statement.Asserts,
			Value: fmt.Sprintf("erasure of %d subjects, %d entries; approved by %s", len(done.Subjects), done.Entries, approvedBy)}}}
		if _, err := b.decide(ctx, note, d); err != nil {
			return Erasure{}, err
		}
	}
	for document, spans := range quoted {
		redacted, err := b.redact(ctx, document, spans, d)
		if err != nil {
			return Erasure{}, err
		}
		if redacted {
			done.Redacted++
		}
	}
	// The segments become unreadable in the same step as the person, and are then
	// built again from a log in which he can no longer be read.
	segments, err := b.segmentsWith(ctx, numbers)
	if err != nil {
		return Erasure{}, err
	}
	for _, s := range segments {
		keys = append(keys, s.Key)
	}
	if err := b.keys.Destroy(keys...); err != nil {
		return Erasure{}, err
	}
	b.mu.Lock()
	b.reg = nil
	b.mu.Unlock()
	if err := b.store.Forget(ctx, subjectIDs(done.Subjects)); err != nil {
		return Erasure{}, err
	}
	_, err = b.savedSegments(ctx) // rebuilds those whose key is gone
	return done, err
}

func subjectIDs(ids []statement.ID) []store.SubjectID {
	out := make([]store.SubjectID, len(ids))
	for i, id := range ids {
		out[i] = store.SubjectID(id)
	}
	return out
}

// segmentsWith returns the saved segments that account for any of the entries.
func (b *Bureau) segmentsWith(ctx context.Context, numbers []int64) ([]store.Blob, error) {
	heads, err := b.store.BlobHeads(ctx, segmentSpace)
	if err != nil {
		return nil, err
	}
	var with []store.Blob
	from := int64(0)
	for _, h := range heads {
		if slices.ContainsFunc(numbers, func(n int64) bool { return from <= n && n < h.Reach }) {
			with = append(with, h)
		}
		from = h.Reach
	}
	return with, nil
}
