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
	Redacted int            `json:"redacted"` // reports whose text was recorded anew without what is about the person
	Already  bool           `json:"already,omitempty"`
	// Left is what may still tell of the person and cannot go with him, in words.
	Left []string `json:"left,omitempty"`
}

// Erase destroys the keys of every subject joined as this person. The sealed
// bytes stay, so every proof stays valid, but nobody can read them again: not the
// bureau, not from a backup of the data. It cannot be undone, so a second person
// must approve; that it was done, by whom and why is recorded about the bureau,
// without a word about the person.
//
// What else tells of the person goes with it: the words of reports in which he is
// mentioned, with the proposals about him, dedupe keys, and search segments. The
// order makes it safe to run again after an interruption anywhere: first the
// ledger says whose erasure began, then reports are redacted, while his file still
// tells where, then the keys go, and last the ledger says that it is complete.
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
	begun, err := b.erasures(ctx)
	if err != nil {
		return Erasure{}, err
	}
	done := Erasure{Subjects: slices.Clone(reg.joined.of(id))}
	var noted erasure
	for _, e := range begun {
		// The keys of an interrupted erasure may be gone, and with them what joined
		// its subjects: the ledger says whose they were.
		if slices.ContainsFunc(done.Subjects, func(s statement.ID) bool { return slices.Contains(e.subjects, s) }) {
			noted = e
			for _, s := range e.subjects {
				if slices.Contains(done.Subjects, s) {
					continue
				}
				if _, err := b.kindOf(ctx, s); !errors.Is(err, ErrErased) { // parted from him since, and readable: another's file
					continue
				}
				done.Subjects = append(done.Subjects, s)
			}
		}
	}
	of, err := b.aboutToGo(ctx, done.Subjects)
	if err != nil {
		return Erasure{}, err
	}
	done.Entries, done.Already = len(of.numbers), of.erased
	if slices.ContainsFunc(done.Subjects, func(s statement.ID) bool { return !slices.Contains(noted.subjects, s) }) {
		note := &statement.Entry{Subject: b.settings.Subject, Kind: statement.Bureau, Statements: []statement.Statement{{
			Property: "decision", Stance: statement.Asserts,
			Value: fmt.Sprintf("erasure of %d subjects, %d entries; approved by %s", len(done.Subjects), done.Entries, strings.TrimSpace(approvedBy))}}}
		for _, s := range done.Subjects {
			note.Statements = append(note.Statements, statement.Statement{Property: "erasure.of", Value: s.String(), Stance: statement.Asserts})
		}
		note.By, note.Because, note.SaidOn = d.By, d.Because, b.today()
		note.SaidBy = []statement.Speaker{{Name: d.By, Role: "bureau"}}
		key, _, err := b.keyOfSubject(ctx, b.settings.Subject)
		if err != nil {
			return Erasure{}, err
		}
		// The numbers that sources gave the person lead to the note from now on, so
		// that no later row is taken for one about whoever shares them.
		placed, err := b.append(ctx, []draft{{refs: of.carried, entries: []*statement.Entry{note}}}, map[statement.ID]uint64{b.settings.Subject: key})
		if err != nil {
			return Erasure{}, err
		}
		noted.entry = placed[0].Number
	}
	if err := b.redactAll(ctx, &done, of, d); err != nil {
		return Erasure{}, err
	}
	// The segments become unreadable in the same step as the person, and are then
	// built again from a log in which he can no longer be read.
	segments, err := b.segmentsWith(ctx, of.numbers)
	if err != nil {
		return Erasure{}, err
	}
	keys := of.keys
	for _, s := range segments {
		keys = append(keys, s.Key)
	}
	if err := b.keys.Destroy(keys...); err != nil {
		return Erasure{}, err
	}
	b.forgetRegister()
	if err := b.store.Forget(ctx, subjectIDs(done.Subjects)); err != nil {
		return Erasure{}, err
	}
	if _, err = b.savedSegments(ctx); err != nil { // rebuilds those whose key is gone
		return Erasure{}, err
	}
	return done, b.completeErasure(ctx, noted.entry, d)
}

// completeErasure says that an erasure is complete, and from which key on search
// segments were begun after it. Whoever has the bureau open reads it anew then.
func (b *Bureau) completeErasure(ctx context.Context, start int64, d Decision) error {
	fence, _, err := b.keys.NewKeys(1)
	if err != nil {
		return err
	}
	_, err = b.decide(ctx, &statement.Entry{Subject: b.settings.Subject, Kind: statement.Bureau, Statements: []statement.Statement{{
		Property: "erasure.done", Value: fmt.Sprintf("%d-%d", start, fence), Stance: statement.Asserts}}}, d)
	b.forgetRegister()
	return err
}

func (b *Bureau) forgetRegister() {
	b.mu.Lock()
	b.reg = nil
	b.mu.Unlock()
	b.quoted.forget()
}

// erasure is one erasure as the ledger has it.
type erasure struct {
	entry    int64
	subjects []statement.ID
	fence    uint64 // keys with a lower number were made before it was complete; 0 until then
}

// erasures reads all erasures, in order.
func (b *Bureau) erasures(ctx context.Context) ([]erasure, error) {
	entries, err := b.said(ctx, b.settings.Subject)
	if err != nil {
		return nil, err
	}
	var all []erasure
	for _, e := range entries {
		var begun erasure
		for _, s := range e.Statements {
			switch s.Property {
			case "erasure.of":
				id, err := statement.ParseID(s.Value)
				if err != nil {
					return nil, fmt.Errorf("entry %d: %w", e.Number, err)
				}
				begun.subjects = append(begun.subjects, id)
			case "erasure.done":
				var start int64
				var fence uint64
				if _, err := fmt.Sscanf(s.Value, "%d-%d", &start, &fence); err != nil {
					return nil, fmt.Errorf("entry %d: %q is no completed erasure", e.Number, s.Value)
				}
				for i := range all {
					if all[i].entry == start {
						all[i].fence = fence
					}
				}
			}
		}
		if len(begun.subjects) > 0 {
			begun.entry = e.Number
			all = append(all, begun)
		}
	}
	return all, nil
}

// fences lead from the entries of the erased to the key from which on a segment was
// surely begun after they had become unreadable. A process that read the log
// before and saves its segment afterwards is found out by it.
func (b *Bureau) fences(ctx context.Context) (map[int64]uint64, error) {
	about, err := b.store.OfSubject(ctx, store.SubjectID(b.settings.Subject))
	if err != nil {
		return nil, err
	}
	b.keyMu.Lock()
	known, at := b.fenced, b.fencedAt
	b.keyMu.Unlock()
	if known != nil && at == len(about) {
		return known, nil // nothing was said of the bureau since
	}
	all, err := b.erasures(ctx)
	if err != nil {
		return nil, err
	}
	fences := map[int64]uint64{}
	defer func() {
		b.keyMu.Lock()
		b.fenced, b.fencedAt = fences, len(about)
		b.keyMu.Unlock()
	}()
	for _, e := range all {
		for _, s := range e.subjects {
			if e.fence == 0 {
				continue
			}
			records, err := b.store.OfSubject(ctx, store.SubjectID(s))
			if err != nil {
				return nil, err
			}
			for _, r := range records {
				fences[r.Number] = e.fence
			}
		}
	}
	return fences, nil
}

// stale tells whether a segment of the entries from ≤ number < to, sealed under a
// key, may hold what was erased.
func stale(fences map[int64]uint64, key uint64, from, to int64) bool {
	for number, fence := range fences {
		if from <= number && number < to && key < fence {
			return true
		}
	}
	return false
}

// erases tells whether an entry begins or completes an erasure.
func erases(e *statement.Entry) bool {
	return e.Kind == statement.Bureau && slices.ContainsFunc(e.Statements, func(s statement.Statement) bool {
		return s.Property == "erasure.of" || s.Property == "erasure.done"
	})
}

// leaving is what is on file of people about to be erased.
type leaving struct {
	keys    []uint64
	numbers []int64
	quoted  map[statement.ID][]span // document → stretches their files quote
	sources []statement.ID          // documents they stand in
	names   []string                // from lists and cards, as written
	carried []store.Tag             // of the numbers that sources gave them
	erased  bool                    // some of it cannot be read any more
}

func (b *Bureau) aboutToGo(ctx context.Context, subjects []statement.ID) (*leaving, error) {
	of := &leaving{quoted: map[statement.ID][]span{}}
	for _, s := range subjects {
		records, err := b.store.OfSubject(ctx, store.SubjectID(s))
		if err != nil {
			return of, err
		}
		for _, r := range records {
			of.numbers = append(of.numbers, r.Number)
			if !slices.Contains(of.keys, r.Key) {
				of.keys = append(of.keys, r.Key)
			}
			e, err := b.open(ctx, r)
			if errors.Is(err, ErrErased) {
				of.erased = true
				continue
			}
			if err != nil {
				return of, err
			}
			if document := e.Source.Document; !document.IsZero() && !slices.Contains(of.sources, document) {
				of.sources = append(of.sources, document)
			}
			if e.Source.Quotes() {
				of.quoted[e.Source.Document] = append(of.quoted[e.Source.Document], span{e.Source.Start, e.Source.End})
			} else {
				of.names = append(of.names, namesOf(e.Statements)...)
			}
			for _, s := range e.Statements {
				if s.Property == "reference" {
					of.carried = append(of.carried, b.numberTag(e.SaidBy, s.Value, erasedCarrier))
				}
			}
		}
	}
	return of, nil
}

// redactAll redacts every report in which the people are mentioned or which their
// files quote.
func (b *Bureau) redactAll(ctx context.Context, done *Erasure, of *leaving, d Decision) error {
	readings, err := b.readingsOf(ctx, of)
	if err != nil {
		return err
	}
	for _, r := range readings {
		mentioned := false
		for _, subject := range r.Subjects {
			id, err := statement.ParseID(subject)
			mentioned = mentioned || err == nil && slices.Contains(done.Subjects, id)
		}
		quoted := of.quoted[r.Document]
		if !mentioned && len(quoted) == 0 {
			continue
		}
		recorded, err := b.recordedOf(ctx, r)
		if err != nil {
			return err
		}
		redacted, err := b.redact(ctx, r, redactionOf(r, done.Subjects, recorded, quoted, of.names), d)
		if err != nil {
			return fmt.Errorf("redacting report %d: %w", r.Number, err)
		}
		if !redacted {
			continue
		}
		done.Redacted++
		// Others' files quote the same text: what the index holds of them is read anew.
		for _, subject := range r.Subjects {
			id, err := statement.ParseID(subject)
			if err != nil {
				return err
			}
			records, err := b.store.OfSubject(ctx, store.SubjectID(id))
			if err != nil {
				return err
			}
			for _, record := range records {
				of.numbers = append(of.numbers, record.Number)
			}
		}
	}
	return b.tellWhatIsLeft(ctx, done, of)
}

// recordedOf returns what each accepted proposal of a report let into files, as far
// as it can be read.
func (b *Bureau) recordedOf(ctx context.Context, r *Reading) (map[string][]*statement.Entry, error) {
	recorded := map[string][]*statement.Entry{}
	for id, v := range r.Decided {
		if v.What != "accept" {
			continue
		}
		decision, err := b.entry(ctx, statement.Ref{Entry: v.Entry})
		if err != nil {
			return nil, err
		}
		whole, err := b.together(ctx, decision)
		if err != nil {
			return nil, err
		}
		recorded[id] = []*statement.Entry{}
		for _, e := range whole {
			if e.Number != v.Entry {
				recorded[id] = append(recorded[id], e)
			}
		}
	}
	return recorded, nil
}

// tellNamesakes names reports that call somebody by one of the person's names and
// were not linked with him: whether it is he, nobody has said, so nothing of them is
// redacted.
func (b *Bureau) tellNamesakes(ctx context.Context, done *Erasure, of *leaving, reg *register) error {
	if len(of.names) == 0 {
		return nil
	}
	for i, d := range reg.reports() {
		if slices.Contains(of.sources, d.Subject) {
			continue
		}
		words, err := b.wordsOf(ctx, d.Subject)
		if err != nil {
			return err
		}
		low := strings.ToLower(words.text)
		if slices.ContainsFunc(of.names, func(n string) bool {
			return strings.Contains(oneLine(n), " ") && strings.Contains(low, strings.ToLower(oneLine(n)))
		}) {
			done.Left = append(done.Left, fmt.Sprintf("report %d names somebody so called who was not linked with the person: it stays as it is", i+1))
		}
	}
	return nil
}

// Unfinished returns whose erasure was begun and not completed: it wants to be run
// again.
func (b *Bureau) Unfinished(ctx context.Context) ([]statement.ID, error) {
	all, err := b.erasures(ctx)
	if err != nil {
		return nil, err
	}
	var open []statement.ID
	for _, e := range all {
		if e.fence == 0 {
			open = append(open, e.subjects[0])
		}
	}
	return open, nil
}

// readingsOf are the readings in which people may be mentioned: of the documents
// their files name, or, where these cannot be read any more, all.
func (b *Bureau) readingsOf(ctx context.Context, of *leaving) ([]*Reading, error) {
	if of.erased {
		return b.Readings(ctx)
	}
	var readings []*Reading
	for _, document := range of.sources {
		r, err := b.readingOf(ctx, document)
		if err != nil {
			return nil, err
		}
		if r != nil {
			readings = append(readings, r)
		}
	}
	return readings, nil
}

// tellWhatIsLeft names what may still tell of the person and is not his alone.
func (b *Bureau) tellWhatIsLeft(ctx context.Context, done *Erasure, of *leaving) error {
	reg, err := b.register(ctx)
	if err != nil {
		return err
	}
	for _, l := range reg.facts.Links {
		if slices.Contains(done.Subjects, l.B) && !slices.Contains(done.Subjects, l.A) {
			done.Left = append(done.Left, fmt.Sprintf("entry %d, in the file of %s, compares the two and gives a reason, which may name the person", l.Entry, l.A))
		}
	}
	if err := b.tellNamesakes(ctx, done, of, reg); err != nil {
		return err
	}
	for _, id := range of.sources {
		doc, err := b.Document(ctx, id)
		if errors.Is(err, ErrErased) {
			continue
		}
		if err != nil {
			return err
		}
		low := strings.ToLower(doc.Name)
		for _, n := range of.names {
			if slices.ContainsFunc(strings.Fields(strings.ToLower(n)), func(part string) bool { return len([]rune(part)) > 2 && strings.Contains(low, part) }) {
				done.Left = append(done.Left, fmt.Sprintf("the name of the file %q, entry %d, holds a part of the name: it stays readable", doc.Name, doc.Entry))
				break
			}
		}
	}
	return nil
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
