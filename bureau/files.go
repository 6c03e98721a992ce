package bureau

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"

	"homeward/casefile"
	"homeward/identity"
	"homeward/name"
	"homeward/statement"
	"homeward/store"
)

// File is one person's file as the bureau shows it.
type File struct {
	*casefile.File
	Kind      statement.Kind            `json:"kind"`
	Documents map[statement.ID]Document `json:"documents,omitempty"` // that its statements stand in
	Names     map[statement.ID]string   `json:"names,omitempty"`     // of other subjects it links to
}

// ID is the subject the file is called by: the first of those joined.
func (f *File) ID() statement.ID { return f.Subjects[0] }

// Called is how a subject that the file speaks of is called, with its id.
func (f *File) Called(id statement.ID) string {
	name := f.Names[id]
	if slices.Contains(f.Subjects, id) {
		name = f.Title
	}
	if name == "" {
		return id.String()
	}
	return name + " [" + id.String() + "]"
}

// Document is a source that was taken in.
type Document struct {
	ID       statement.ID `json:"id"`
	Name     string       `json:"name"`
	Kind     string       `json:"kind"` // "list: persons", "report" …
	Dated    string       `json:"dated,omitempty"`
	Encoding string       `json:"encoding,omitempty"`
	Header   string       `json:"header,omitempty"`
	Mapping  string       `json:"mapping,omitempty"`
	Text     statement.ID `json:"text,omitzero"` // subject that holds a report's text
	By       string       `json:"recorded_by"`
	Entry    int64        `json:"entry"`
}

// sameName tells whether two written names can be one name: in another script,
// another spelling, another order. A part that differs outright makes it another.
func sameName(a, b string) bool {
	c := name.Compare(a, b)
	return c.Bits > 0 && !slices.ContainsFunc(c.Addends, func(a name.Addend) bool { return a.Kind == name.Differs })
}

// Show returns the file of the person a subject belongs to.
func (b *Bureau) Show(ctx context.Context, id statement.ID) (*File, error) {
	reg, err := b.register(ctx)
	if err != nil {
		return nil, err
	}
	subjects := reg.joined.of(id)
	entries, err := b.entriesOf(ctx, reg, subjects)
	if err != nil {
		return nil, err
	}
	own := slices.IndexFunc(entries, func(e *statement.Entry) bool { return slices.Contains(subjects, e.Subject) })
	if own < 0 {
		return nil, b.whyNothing(ctx, id)
	}
	f := &File{Kind: entries[own].Kind, Documents: map[statement.ID]Document{}, Names: map[statement.ID]string{}}
	f.File = casefile.Fold(casefile.Input{Subjects: subjects, Entries: entries}, b.vocab, sameName)
	for _, e := range entries {
		if d := e.Source.Document; !d.IsZero() {
			if _, has := f.Documents[d]; !has {
				doc, err := b.Document(ctx, d)
				if err != nil && !errors.Is(err, ErrErased) && !errors.Is(err, ErrUnknown) {
					return nil, err
				}
				f.Documents[d] = doc
			}
		}
	}
	for _, l := range f.Links {
		for _, other := range []statement.ID{l.From, l.To} {
			if _, has := f.Names[other]; !has && !slices.Contains(subjects, other) {
				if f.Names[other], err = b.nameOf(ctx, reg, other); err != nil {
					return nil, err
				}
			}
		}
	}
	return f, nil
}

// nameOf is a short name for a subject that another file links to.
func (b *Bureau) nameOf(ctx context.Context, reg *register, id statement.ID) (string, error) {
	if p, ok := reg.index.Person(identity.ID(id)); ok && len(p.Names) > 0 {
		return p.Names[0], nil
	}
	entries, err := b.said(ctx, id)
	if err != nil {
		return "", err
	}
	if len(entries) == 0 {
		return "(erased)", nil
	}
	for _, e := range entries {
		for _, s := range e.Statements {
			if s.Property == "name" || s.Property == "name.alias" {
				return s.Value, nil
			}
		}
	}
	return fmt.Sprintf("(%s without a name)", entries[0].Kind), nil
}

func (b *Bureau) whyNothing(ctx context.Context, id statement.ID) error {
	records, err := b.store.OfSubject(ctx, store.SubjectID(id))
	if err != nil {
		return err
	}
	if len(records) > 0 {
		return fmt.Errorf("%s: %w", id, ErrErased)
	}
	return fmt.Errorf("%s: %w", id, ErrUnknown)
}

// entriesOf opens all entries that a file is folded from: those of the subjects,
// of the groups they are members of, and of linked subjects that name them.
func (b *Bureau) entriesOf(ctx context.Context, reg *register, subjects []statement.ID) ([]*statement.Entry, error) {
	want := slices.Clone(subjects)
	for _, s := range subjects {
		for _, g := range reg.within[s] {
			if !slices.Contains(want, g) {
				want = append(want, g)
			}
		}
	}
	for _, l := range reg.facts.Links {
		if slices.Contains(subjects, l.B) && !slices.Contains(want, l.A) {
			want = append(want, l.A)
		}
	}
	var records []store.Entry
	for _, id := range want {
		found, err := b.store.OfSubject(ctx, store.SubjectID(id))
		if err != nil {
			return nil, err
		}
		records = append(records, found...)
	}
	return b.openAll(ctx, records)
}

// Document returns what is on file about a document.
func (b *Bureau) Document(ctx context.Context, id statement.ID) (Document, error) {
	records, err := b.store.OfSubject(ctx, store.SubjectID(id))
	if err != nil {
		return Document{}, err
	}
	if len(records) == 0 {
		return Document{}, fmt.Errorf("document %s: %w", id, ErrUnknown)
	}
	entries, err := b.openAll(ctx, records)
	if err != nil {
		return Document{}, err
	}
	if len(entries) == 0 {
		return Document{}, fmt.Errorf("document %s: %w", id, ErrErased)
	}
	d := Document{ID: id, By: entries[0].By, Entry: entries[0].Number}
	for _, e := range entries {
		for _, s := range e.Statements {
			switch s.Property {
			case "document.name":
				d.Name = s.Value
			case "document.kind":
				d.Kind = s.Value
			case "document.date":
				d.Dated = s.Value
			case "document.encoding":
				d.Encoding = s.Value
			case "document.header":
				d.Header = s.Value
			case "document.mapping":
				d.Mapping = s.Value
			case "document.text":
				if d.Text, err = statement.ParseID(s.Value); err != nil {
					return Document{}, err
				}
			}
		}
	}
	if d.Kind == "" {
		return Document{}, fmt.Errorf("%s is no document: %w", id, ErrUnknown)
	}
	return d, nil
}

// Documents returns the sources taken in, the latest first.
func (b *Bureau) Documents(ctx context.Context) ([]Document, error) {
	reg, err := b.register(ctx)
	if err != nil {
		return nil, err
	}
	var all []Document
	for i := len(reg.facts.Documents) - 1; i >= 0; i-- {
		d, err := b.Document(ctx, reg.facts.Documents[i].Subject)
		if errors.Is(err, ErrErased) {
			continue
		}
		if err != nil {
			return nil, err
		}
		all = append(all, d)
	}
	return all, nil
}

// Hit is one person a search found: the person, not the subject, so that joined
// subjects show once.
type Hit struct {
	ID    statement.ID      `json:"id"`
	Names []string          `json:"names"`
	Bits  float64           `json:"bits"` // evidence that this is the one asked for
	Why   []identity.Addend `json:"why"`
	Also  []statement.ID    `json:"also,omitempty"` // further subjects of the same person
}

// Search finds people by name in any script, by number, or both, best first.
func (b *Bureau) Search(ctx context.Context, q identity.Query, limit int) ([]Hit, error) {
	if limit < 1 {
		return nil, errors.New("at least one person is asked for: give a limit of 1 or more")
	}
	if strings.TrimSpace(q.Name) == "" && len(q.Numbers) == 0 {
		return nil, errors.New("nothing to search for: give a name or a number")
	}
	reg, err := b.register(ctx)
	if err != nil {
		return nil, err
	}
	// One person may have many subjects: more of these are asked for until there are
	// enough people, or no more subjects.
	for ask := 2 * limit; ; ask *= 4 {
		found := reg.index.Search(q, ask)
		hits := reg.people(found, limit)
		if len(hits) == limit || len(found) < ask {
			return hits, nil
		}
	}
}

// people puts the subjects found together as the people they are, at most so many.
func (reg *register) people(found []identity.Candidate, limit int) []Hit {
	hits := []Hit{}
	at := map[statement.ID]int{} // by first subject
	for _, c := range found {
		set := reg.joined.of(statement.ID(c.ID))
		if i, has := at[set[0]]; has {
			for _, n := range c.Names {
				if !slices.Contains(hits[i].Names, n) {
					hits[i].Names = append(hits[i].Names, n)
				}
			}
			continue
		}
		if len(hits) == limit {
			break
		}
		at[set[0]] = len(hits)
		hits = append(hits, Hit{ID: set[0], Names: slices.Clone(c.Names), Bits: c.Bits, Why: c.Why, Also: set[1:]})
	}
	return hits
}

// Candidate is a pair of people the bureau holds who may be one person.
type Candidate struct {
	Left  Hit               `json:"left"`
	Right Hit               `json:"right"`
	Bits  float64           `json:"bits"`
	Why   []identity.Addend `json:"why"`
}

// LinkBits is from how many bits of evidence two subjects are proposed as one
// person. Some thirteen bits is odds of ten thousand to one over chance, which
// for lists of ten thousand still means a false proposal now and then: a human
// looks at each.
const LinkBits = 13

// Candidates yields pairs of subjects that may be one person and on which nobody
// has decided. It proposes; it never joins.
func (b *Bureau) Candidates(ctx context.Context, minBits float64) iter.Seq2[Candidate, error] {
	return func(yield func(Candidate, error) bool) {
		reg, err := b.register(ctx)
		if err != nil {
			yield(Candidate{}, err)
			return
		}
		active := reg.facts.active()
		decided := map[[2]statement.ID]bool{}
		for _, l := range reg.facts.Links {
			if active(l.Entry, l.Ordinal) {
				decided[pairOf(l.A, l.B)] = true
			}
		}
		for p := range reg.index.Pairs(minBits) {
			if err := ctx.Err(); err != nil {
				yield(Candidate{}, err)
				return
			}
			left, right := statement.ID(p.Left), statement.ID(p.Right)
			if decided[pairOf(left, right)] || slices.Contains(reg.joined.of(left), right) {
				continue
			}
			if !yield(Candidate{Left: reg.hit(left), Right: reg.hit(right), Bits: p.Bits, Why: p.Why}, nil) {
				return
			}
		}
	}
}

func (r *register) hit(id statement.ID) Hit {
	p, _ := r.index.Person(identity.ID(id))
	set := r.joined.of(id)
	return Hit{ID: id, Names: p.Names, Also: slices.DeleteFunc(slices.Clone(set), func(s statement.ID) bool { return s == id })}
}

// EachFile folds the file of every person and group the bureau holds and hands it
// on, next of kin and enquirers left out. It reads the store once in order of
// subjects, so that memory does not grow with their number; files of joined
// people come at the end.
func (b *Bureau) EachFile(ctx context.Context, visit func(*File) error) error {
	reg, err := b.register(ctx)
	if err != nil {
		return err
	}
	const batch = 2048
	var subjects [][]store.Entry
	var later []statement.ID
	flush := func() error {
		files := make([]*File, len(subjects))
		err := parallel(len(subjects), func(i int) error {
			var err error
			files[i], err = b.foldAlone(ctx, subjects[i])
			return err
		})
		subjects = subjects[:0]
		if err != nil {
			return err
		}
		for _, f := range files {
			if f != nil {
				if err := visit(f); err != nil {
					return err
				}
			}
		}
		return nil
	}
	for r, err := range b.store.BySubject(ctx) {
		if err != nil {
			return err
		}
		if n := len(subjects); n > 0 && subjects[n-1][0].Subject == r.Subject {
			subjects[n-1] = append(subjects[n-1], r)
			continue
		}
		id := statement.ID(r.Subject)
		set := reg.joined.of(id)
		if len(set) > 1 || len(reg.within[id]) > 0 {
			if set[0] == id && (len(later) == 0 || later[len(later)-1] != id) {
				later = append(later, id)
			}
			continue
		}
		if len(subjects) == batch {
			if err := flush(); err != nil {
				return err
			}
		}
		subjects = append(subjects, []store.Entry{r})
	}
	if err := flush(); err != nil {
		return err
	}
	for _, id := range later {
		entries, err := b.entriesOf(ctx, reg, reg.joined.of(id))
		if err != nil {
			return err
		}
		f := b.fold(reg.joined.of(id), entries)
		if f == nil {
			continue
		}
		if err := visit(f); err != nil {
			return err
		}
	}
	return nil
}

func (b *Bureau) foldAlone(ctx context.Context, records []store.Entry) (*File, error) {
	var entries []*statement.Entry
	for _, r := range records {
		e, err := b.open(ctx, r)
		if errors.Is(err, ErrErased) {
			continue
		}
		if err != nil {
			return nil, err
		}
		if e.Kind != statement.Person && e.Kind != statement.Group {
			return nil, nil
		}
		entries = append(entries, e)
	}
	return b.fold([]statement.ID{statement.ID(records[0].Subject)}, entries), nil
}

// fold makes a file, or nil where the subject is nobody the bureau keeps one for:
// erased, or known only as somebody's next of kin or enquirer.
func (b *Bureau) fold(subjects []statement.ID, entries []*statement.Entry) *File {
	var kind statement.Kind
	kin := map[statement.ID]bool{}
	for _, e := range entries {
		if slices.Contains(subjects, e.Subject) {
			if kind == "" {
				kind = e.Kind
			}
			kin[e.Subject] = kin[e.Subject] || slices.ContainsFunc(e.Statements, func(s statement.Statement) bool { return s.Property == "kin.of" })
		}
	}
	onlyKin := true
	for _, is := range kin {
		onlyKin = onlyKin && is
	}
	if kind == "" || onlyKin {
		return nil
	}
	return &File{Kind: kind, File: casefile.Fold(casefile.Input{Subjects: subjects, Entries: entries}, b.vocab, sameName)}
}
