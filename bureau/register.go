package bureau

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"

	"homeward/identity"
	"homeward/seal"
	"homeward/statement"
	"homeward/store"

	"github.com/fxamacker/cbor/v2"
)

// The register is what the bureau keeps in memory of the whole log, so that no
// question needs a pass over it: the search index, the statements that join
// subjects, the members of groups, the documents. It is a fold of the log, saved
// as sealed segments each of which accounts for a range of entries; any process
// loads the segments and follows the log from there.
type register struct {
	reach  int64 // entries accounted for
	index  *identity.Index
	facts  facts
	tail   []identity.Person               // people of entries no saved segment accounts for
	top    *identity.Segment               // the tail, as the index has it
	groups map[statement.ID][]statement.ID // group → enumerated members
	within map[statement.ID][]statement.ID // member → groups
	joined *clusters
}

// facts are what the register knows beside the search index. They are small:
// decisions and documents, not people.
type facts struct {
	Links     []linkFact     `cbor:"links,omitempty"`
	Members   []memberFact   `cbor:"members,omitempty"`
	Documents []documentFact `cbor:"documents,omitempty"`
	erasures  int            // begun or completed, as far as read from the log; never saved
	Acts      []actFact      `cbor:"acts,omitempty"` // withdrawals, which may reach links and members; corrections reach neither
}

// linkFact is one statement that two subjects are, or are not, one person.
type linkFact struct {
	Entry   int64        `cbor:"e"`
	Ordinal int          `cbor:"o"`
	A       statement.ID `cbor:"a"`
	B       statement.ID `cbor:"b"`
	Same    bool         `cbor:"s"`
}

type memberFact struct {
	Entry   int64        `cbor:"e"`
	Ordinal int          `cbor:"o"`
	Group   statement.ID `cbor:"g"`
	Member  statement.ID `cbor:"m"`
}

type documentFact struct {
	Entry   int64        `cbor:"e"`
	Subject statement.ID `cbor:"s"`
	Report  bool         `cbor:"r,omitempty"`
}

type actFact struct {
	Entry   int64  `cbor:"e"`
	Ordinal int    `cbor:"o"`
	Acts    string `cbor:"a"`
}

// segmentContent is the plaintext of a saved segment.
type segmentContent struct {
	Version int    `cbor:"v"`
	From    int64  `cbor:"from"`
	To      int64  `cbor:"to"`
	Index   []byte `cbor:"index,omitempty"`
	Facts   facts  `cbor:"facts"`
}

const (
	segmentSpace   = "segment"
	segmentVersion = 1
	// segmentEntries is how many entries one segment accounts for at most: enough
	// that ten million people are a few dozen segments, few enough that building
	// one stays within the memory an office laptop can spare.
	segmentEntries = 250_000
	// tailEntries is how many entries a process may have to follow at its start
	// before a writer saves them as a segment.
	tailEntries = 2_000
)

// segmentHeader is bound to a sealed segment.
func segmentHeader(id int64) []byte { return fmt.Appendf(nil, "homeward segment %d", id) }

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

// register returns the register, loaded if need be and brought up to the log's
// end. What it points to is not changed in place by later calls that find new
// entries, save the search index, which allows that.
func (b *Bureau) register(ctx context.Context) (*register, error) {
	head, err := b.store.Head(ctx)
	if err != nil {
		return nil, err
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.reg != nil && b.reg.reach < head.Size {
		next := *b.reg
		if err := b.follow(ctx, &next, head.Size); err != nil {
			return nil, err
		}
		if next.facts.erasures == b.reg.facts.erasures {
			b.reg = &next
		} else { // somebody was erased by another process: nothing read before is kept
			b.reg = nil
			b.quoted.forget()
		}
	}
	if b.reg == nil {
		r, err := b.loadSegments(ctx)
		if err == nil && r.reach < head.Size {
			err = b.follow(ctx, r, head.Size)
		}
		if err != nil {
			return nil, fmt.Errorf("loading the search index: %w", err)
		}
		b.reg = r
	}
	return b.reg, nil
}

// loadSegments reads the saved segments. Where one is missing, its key was
// destroyed (an erasure that was interrupted), or it was saved by somebody who had
// read the log before an erasure, the log itself is read.
func (b *Bureau) loadSegments(ctx context.Context) (*register, error) {
	r := &register{index: new(identity.Index)}
	fences, err := b.fences(ctx)
	if err != nil {
		return nil, err
	}
	for blob, err := range b.store.Blobs(ctx, segmentSpace) {
		if err != nil {
			return nil, err
		}
		content, err := b.openSegment(blob)
		if errors.Is(err, seal.ErrDestroyed) {
			continue
		}
		if err != nil {
			return nil, err
		}
		if content.From < r.reach || stale(fences, blob.Key, content.From, content.To) {
			continue
		}
		if content.From > r.reach {
			if err := b.follow(ctx, r, content.From); err != nil {
				return nil, err
			}
		}
		if len(content.Index) > 0 {
			segment, err := identity.OpenSegment(content.Index)
			if err != nil {
				return nil, fmt.Errorf("segment %d: %w", blob.ID, err)
			}
			r.index.Add(segment)
		}
		r.facts.add(content.Facts)
		r.reach = content.To
	}
	r.settle()
	return r, nil
}

func (b *Bureau) openSegment(blob store.Blob) (*segmentContent, error) {
	key, err := b.keys.Key(blob.Key)
	if err != nil {
		return nil, err
	}
	plain, err := seal.Open(key, segmentHeader(blob.ID), blob.Sealed)
	if err != nil {
		return nil, fmt.Errorf("segment %d: %w", blob.ID, err)
	}
	content := new(segmentContent)
	if err := cbor.Unmarshal(plain, content); err != nil {
		return nil, fmt.Errorf("segment %d: %w", blob.ID, err)
	}
	if content.Version != segmentVersion {
		return nil, fmt.Errorf("segment %d is of version %d, this Homeward reads %d", blob.ID, content.Version, segmentVersion)
	}
	return content, nil
}

// follow reads the entries from the register's reach up to size.
func (b *Bureau) follow(ctx context.Context, r *register, size int64) error {
	people, err := b.gather(ctx, r.reach, size, &r.facts)
	if err != nil {
		return fmt.Errorf("following the ledger from entry %d: %w", r.reach, err)
	}
	if len(people) > 0 {
		// The few entries since the last saved segment are kept as one segment, so
		// that a long day of single entries does not end with thousands of them.
		if len(r.tail) > tailEntries {
			r.tail, r.top = nil, nil
		}
		r.tail = append(r.tail[:len(r.tail):len(r.tail)], people...)
		top := identity.Build(r.tail)
		if r.top == nil || !r.index.Replace(r.top, top) {
			r.index.Add(top)
		}
		r.top = top
	}
	r.reach = size
	r.settle()
	return nil
}

// gather reads a range of the log, adds to f what it says, and returns what the
// search index should hold of it. A person of whom the range holds only a part is
// returned whole, with what earlier entries say.
func (b *Bureau) gather(ctx context.Context, from, to int64, f *facts) ([]identity.Person, error) {
	var people []identity.Person
	var continued []statement.ID
	err := b.readRange(ctx, from, to, func(e *statement.Entry) error {
		f.take(e)
		p, ok := indexed(e)
		acts := e.Kind == statement.Person && slices.ContainsFunc(e.Statements, func(s statement.Statement) bool { return s.Acts != "" })
		switch {
		case ok && e.Continues || acts: // what is withdrawn or corrected is no longer found
			continued = append(continued, e.Subject)
		case ok:
			people = append(people, p)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	slices.SortFunc(continued, func(a, b statement.ID) int { return bytes.Compare(a[:], b[:]) })
	for _, id := range slices.Compact(continued) {
		entries, err := b.said(ctx, id)
		if err != nil {
			return nil, err
		}
		whole := identity.Person{ID: identity.ID(id)}
		// Entry by entry: the parts of one name stand in one.
		for _, e := range standingEntries(entries) {
			if p, ok := indexed(e); ok {
				merge(&whole, p)
			}
		}
		people = append(people, whole)
	}
	return people, nil
}

func merge(into *identity.Person, p identity.Person) {
	add := func(into *[]string, more []string) {
		for _, s := range more {
			if !slices.Contains(*into, s) {
				*into = append(*into, s)
			}
		}
	}
	add(&into.Names, p.Names)
	add(&into.Numbers, p.Numbers)
	add(&into.Units, p.Units)
	add(&into.Places, p.Places)
	if p.Born != "" {
		into.Born = p.Born
	}
}

// readRange opens entries in order, batch by batch on all cores, leaving out the
// erased.
func (b *Bureau) readRange(ctx context.Context, from, to int64, visit func(*statement.Entry) error) error {
	const batch = 4096
	records := make([]store.Entry, 0, batch)
	flush := func() error {
		entries, err := b.openAll(ctx, records)
		if err != nil {
			return err
		}
		records = records[:0]
		for _, e := range entries {
			if err := visit(e); err != nil {
				return err
			}
		}
		return nil
	}
	for r, err := range b.store.Entries(ctx, from, to) {
		if err != nil {
			return err
		}
		if records = append(records, r); len(records) == batch {
			if err := flush(); err != nil {
				return err
			}
		}
	}
	return flush()
}

// take adds what an entry says to the facts.
func (f *facts) take(e *statement.Entry) {
	if erases(e) {
		f.erasures++
	}
	for i, s := range e.Statements {
		switch s.Property {
		case "same.person", "not.same.person":
			if other, err := statement.ParseID(s.Value); err == nil {
				f.Links = append(f.Links, linkFact{Entry: e.Number, Ordinal: i + 1, A: e.Subject, B: other, Same: s.Property == "same.person"})
			}
		case "member":
			if m, err := statement.ParseID(s.Value); err == nil {
				f.Members = append(f.Members, memberFact{Entry: e.Number, Ordinal: i + 1, Group: e.Subject, Member: m})
			}
		case "document.kind":
			f.Documents = append(f.Documents, documentFact{Entry: e.Number, Subject: e.Subject, Report: s.Value == "report"})
		}
		if s.Property == "withdrawn" {
			f.Acts = append(f.Acts, actFact{Entry: e.Number, Ordinal: i + 1, Acts: s.Acts})
		}
	}
}

// indexed returns what the search index should hold of an entry, if anything.
func indexed(e *statement.Entry) (identity.Person, bool) {
	p := identity.Person{ID: identity.ID(e.Subject)}
	if e.Kind != statement.Person {
		return p, false
	}
	var full, family, given, father string
	for _, s := range e.Statements {
		switch s.Property {
		case "name":
			full = s.Value
		case "name.family":
			family = s.Value
		case "name.given":
			given = s.Value
		case "name.father":
			father = s.Value
		case "name.alias":
			p.Names = append(p.Names, s.Value)
		case "birth.date":
			p.Born = s.Value
		case "service.number", "prisoner.number", "reference":
			p.Numbers = append(p.Numbers, s.Value)
		case "unit":
			p.Units = append(p.Units, s.Value)
		case "birth.place":
			p.Places = append(p.Places, s.Value)
		}
	}
	if written := joinName(family, given, father); written != "" {
		p.Names = append([]string{written}, p.Names...)
	}
	if full != "" {
		p.Names = append([]string{full}, p.Names...)
	}
	return p, len(p.Names) > 0 || len(p.Numbers) > 0
}

// joinName puts the parts of a name into one, in the order lists are sorted by.
func joinName(family, given, father string) string {
	name := family
	for _, part := range []string{given, father} {
		if part != "" && name != "" {
			name += " "
		}
		name += part
	}
	return name
}

func (f *facts) add(g facts) {
	f.Links = append(f.Links, g.Links...)
	f.Members = append(f.Members, g.Members...)
	f.Documents = append(f.Documents, g.Documents...)
	f.Acts = append(f.Acts, g.Acts...)
}

// standingEntries are a subject's entries as they stand: without what was withdrawn,
// and with each correction in the place of what it corrects.
func standingEntries(entries []*statement.Entry) []*statement.Entry {
	dead := inactiveOf(entries)
	better := map[string]statement.Statement{} // by what they correct
	ref := func(e *statement.Entry, i int) string { return statement.Ref{Entry: e.Number, Ordinal: i + 1}.String() }
	corrects := func(s statement.Statement) bool { return s.Acts != "" && s.Property != "withdrawn" }
	acts := map[string]string{} // what a statement is corrected by
	for _, e := range entries {
		for i, s := range e.Statements {
			if target, err := statement.ParseRef(s.Acts); corrects(s) && err == nil && target.Entry < e.Number && !dead[statement.Ref{Entry: e.Number}.String()] && !dead[ref(e, i)] {
				better[s.Acts], acts[s.Acts] = s, ref(e, i)
			}
		}
	}
	var standing []*statement.Entry
	for _, e := range entries {
		if dead[statement.Ref{Entry: e.Number}.String()] {
			continue
		}
		left := *e
		left.Statements = nil
		for i, s := range e.Statements {
			if s.Property == "withdrawn" || corrects(s) || dead[ref(e, i)] {
				continue
			}
			// Each act reaches only earlier entries, so that a chain of them ends.
			for at := ref(e, i); acts[at] != ""; at = acts[at] {
				s = better[at]
			}
			left.Statements = append(left.Statements, s)
		}
		standing = append(standing, &left)
	}
	return standing
}

// standingStatements are the statements of standingEntries.
func standingStatements(entries []*statement.Entry) []statement.Statement {
	var standing []statement.Statement
	for _, e := range standingEntries(entries) {
		standing = append(standing, e.Statements...)
	}
	return standing
}

// inactiveOf returns which of some entries, or their statements, are withdrawn.
func inactiveOf(entries []*statement.Entry) map[string]bool {
	var f facts
	for _, e := range entries {
		f.take(e)
	}
	return f.inactive()
}

// inactive returns which statements and entries are withdrawn, by reference. An
// act that is itself withdrawn does nothing; acts only reach earlier entries, so
// going from the latest backwards decides each before it is needed.
func (f *facts) inactive() map[string]bool {
	dead := map[string]bool{}
	for i := len(f.Acts) - 1; i >= 0; i-- {
		act := f.Acts[i]
		if !dead[statement.Ref{Entry: act.Entry}.String()] && !dead[statement.Ref{Entry: act.Entry, Ordinal: act.Ordinal}.String()] {
			dead[act.Acts] = true
		}
	}
	return dead
}

// active returns a function that tells whether a statement holds.
func (f *facts) active() func(entry int64, ordinal int) bool {
	dead := f.inactive()
	return func(entry int64, ordinal int) bool {
		return !dead[statement.Ref{Entry: entry}.String()] && !dead[statement.Ref{Entry: entry, Ordinal: ordinal}.String()]
	}
}

func (r *register) settle() {
	active := r.facts.active()
	r.joined = joinAll(r.facts.Links, active)
	r.groups, r.within = map[statement.ID][]statement.ID{}, map[statement.ID][]statement.ID{}
	for _, m := range r.facts.Members {
		if active(m.Entry, m.Ordinal) && !slices.Contains(r.groups[m.Group], m.Member) {
			r.groups[m.Group] = append(r.groups[m.Group], m.Member)
			r.within[m.Member] = append(r.within[m.Member], m.Group)
		}
	}
}

// saveIndex saves segments for the entries no saved one accounts for, if there
// are at least so many. It reads the log, not the register: an import of millions
// saves as it goes and never holds them.
func (b *Bureau) saveIndex(ctx context.Context, atLeast int64) error {
	head, err := b.store.Head(ctx)
	if err != nil {
		return err
	}
	saved, err := b.savedSegments(ctx)
	if err != nil {
		return err
	}
	var from, id int64
	if len(saved) > 0 {
		from, id = saved[len(saved)-1].Reach, saved[len(saved)-1].ID
	}
	if head.Size-from < atLeast {
		return nil
	}
	// Small neighbours are joined, so that a bureau that records a few entries a
	// day does not end with a thousand segments.
	var drop []store.Blob
	for i := len(saved) - 1; i >= 0; i-- {
		begin := int64(0)
		if i > 0 {
			begin = saved[i-1].Reach
		}
		if head.Size-begin > segmentEntries || saved[i].Reach-begin > 2*(head.Size-from) {
			break
		}
		from, drop = begin, append(drop, saved[i])
	}
	var put []store.Blob
	for from < head.Size {
		id++
		to := min(from+segmentEntries, head.Size)
		blob, err := b.buildSegment(ctx, id, from, to)
		if err != nil {
			return fmt.Errorf("saving the search index: %w", err)
		}
		put, from = append(put, blob), to
	}
	return b.replaceSegments(ctx, drop, put)
}

// savedSegments lists the saved segments in order, without their content. Those
// an interrupted erasure made unreadable are rebuilt first.
func (b *Bureau) savedSegments(ctx context.Context) ([]store.Blob, error) {
	heads, err := b.store.BlobHeads(ctx, segmentSpace)
	if err != nil {
		return nil, err
	}
	fences, err := b.fences(ctx)
	if err != nil {
		return nil, err
	}
	from := int64(0)
	for i, h := range heads {
		_, err := b.keys.Key(h.Key)
		switch old := stale(fences, h.Key, from, h.Reach); {
		case errors.Is(err, seal.ErrDestroyed) || err == nil && old:
			blob, err := b.buildSegment(ctx, h.ID, from, h.Reach)
			if err != nil {
				return nil, err
			}
			if err := b.store.ReplaceBlobs(ctx, segmentSpace, nil, []store.Blob{blob}); err != nil {
				return nil, err
			}
			if err := b.keys.Destroy(h.Key); err != nil {
				return nil, err
			}
			heads[i].Key = blob.Key
		case err != nil:
			return nil, err
		}
		from = h.Reach
	}
	return heads, nil
}

// replaceSegments puts new segments in the place of old ones and destroys the
// old ones' keys.
func (b *Bureau) replaceSegments(ctx context.Context, old, put []store.Blob) error {
	var drop []int64
	var keys []uint64
	for _, o := range old {
		drop, keys = append(drop, o.ID), append(keys, o.Key)
	}
	if err := b.store.ReplaceBlobs(ctx, segmentSpace, drop, put); err != nil {
		return fmt.Errorf("saving the search index: %w", err)
	}
	return b.keys.Destroy(keys...)
}

// buildSegment reads a range of the log and seals what the register needs of it
// under a key of its own.
func (b *Bureau) buildSegment(ctx context.Context, id, from, to int64) (store.Blob, error) {
	// The key is made before the log is read: its number tells which erasures the
	// segment may have missed.
	keyID, keys, err := b.keys.NewKeys(1)
	if err != nil {
		return store.Blob{}, err
	}
	content := segmentContent{Version: segmentVersion, From: from, To: to}
	people, err := b.gather(ctx, from, to, &content.Facts)
	if err != nil {
		return store.Blob{}, err
	}
	if len(people) > 0 {
		if content.Index, err = identity.Build(people).MarshalBinary(); err != nil {
			return store.Blob{}, err
		}
	}
	plain, err := cbor.Marshal(content)
	if err != nil {
		return store.Blob{}, err
	}
	sealed, err := seal.Seal(keys[0], segmentHeader(id), plain, b.random)
	if err != nil {
		return store.Blob{}, err
	}
	return store.Blob{Space: segmentSpace, ID: id, Reach: to, Key: keyID, Sealed: sealed}, nil
}
