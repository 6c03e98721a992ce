package identity

import (
	"cmp"
	"encoding/binary"
	"hash/crc32"
	"runtime"
	"slices"
	"strings"

	"homeward/name"
)

// Build makes a segment of people. Of several with one id the last counts. The same people give the same bytes, in
// whatever order they come. A segment holds up to 100 million people; more go into several. Whoever has more people than
// fit in memory as [Person] adds them one at a time to a [Builder].
func Build(people []Person) *Segment {
	b := new(Builder)
	for _, p := range people {
		b.Add(p)
	}
	return b.Segment()
}

// Builder makes a segment of people added one at a time, and keeps of each some 50 bytes until then. The zero value is
// ready. It serves one goroutine.
type Builder struct {
	ids    []ID
	born   []uint32
	at     []uint64 // where each record begins: block, then place in it
	blocks [][]byte // records as the segment has them, words numbered as they came
	words  []string
	wordNo map[string]uint32
}

// builderBlock is the size from which a new block of records is begun, in bytes: what was written is never copied.
const builderBlock = 1 << 22

// Add adds a person. It keeps no reference to him.
func (b *Builder) Add(p Person) {
	if len(b.blocks) == 0 || len(b.blocks[len(b.blocks)-1]) >= builderBlock {
		b.blocks = append(b.blocks, make([]byte, 0, builderBlock+1<<12))
	}
	last := len(b.blocks) - 1
	record := b.blocks[last]
	b.ids, b.at = append(b.ids, p.ID), append(b.at, uint64(last)<<32|uint64(len(record)))
	packed, plain := packBorn(p.Born)
	b.born = append(b.born, packed*one(plain))
	for _, list := range p.worded() {
		record = binary.AppendUvarint(record, uint64(len(*list)))
		for _, s := range *list {
			words, ok := wordsOf(s)
			if !ok {
				words = []string{s}
			}
			record = binary.AppendUvarint(record, uint64(len(words)))
			for _, w := range words {
				record = binary.AppendUvarint(record, uint64(b.word(w)))
			}
		}
	}
	record = appendTexts(record, p.Numbers)
	var other []string
	if !plain {
		other = []string{p.Born}
	}
	b.blocks[last] = appendTexts(record, other)
}

func (b *Builder) word(w string) uint32 {
	n, ok := b.wordNo[w]
	if !ok {
		if b.wordNo == nil {
			b.wordNo = map[string]uint32{}
		}
		w = strings.Clone(w)
		n = uint32(len(b.words))
		b.words = append(b.words, w)
		b.wordNo[w] = n
	}
	return n
}

// record returns the bytes from a person's record on.
func (b *Builder) record(i uint32) *varints {
	return &varints{b.blocks[b.at[i]>>32][uint32(b.at[i]):]}
}

// Segment makes the segment of the people added. The builder is empty afterwards.
func (b *Builder) Segment() *Segment {
	w := writer{Builder: *b}
	*b = Builder{}
	w.wordNo = nil
	w.sort()
	w.numberWords()
	terms := w.readNames()
	w.numberTerms(terms)
	w.writePeople()
	w.ids, w.at, w.blocks, w.born = nil, nil, nil, nil
	w.writeWords()
	w.writeTerms(terms)
	s, err := OpenSegment(w.bytes())
	if err != nil {
		panic("identity: a segment just built does not open: " + err.Error())
	}
	return s
}

// writer makes the bytes of a segment of what was added.
type writer struct {
	Builder
	order  []uint32 // people by id, each once
	newNo  []uint32 // number of each word in the segment
	sorted []string // words as the segment has them
	part   [sections][]byte
	terms  []keyed // sorted
	termNo map[name.Skeleton]uint32
}

// sort puts people in the order of their ids; of those with one id the last stays.
func (w *writer) sort() {
	w.order = make([]uint32, len(w.ids))
	for i := range w.order {
		w.order[i] = uint32(i)
	}
	slices.SortFunc(w.order, func(a, b uint32) int {
		if c := w.ids[a].Compare(w.ids[b]); c != 0 {
			return c
		}
		return int(b) - int(a)
	})
	w.order = slices.CompactFunc(w.order, func(a, b uint32) bool { return w.ids[a] == w.ids[b] })
}

// numberWords sorts the words of the people who stay.
func (w *writer) numberWords() {
	const unused = 1<<32 - 1
	w.newNo = make([]uint32, len(w.words))
	for i := range w.newNo {
		w.newNo[i] = unused
	}
	for _, p := range w.order {
		v := w.record(p)
		for range worded {
			for lists, _ := v.next(); lists > 0; lists-- {
				for words, _ := v.next(); words > 0; words-- {
					n, _ := v.next()
					w.newNo[n] = 0
				}
			}
		}
	}
	type sorting struct {
		normal string
		number uint32
	}
	var all []sorting
	for i, n := range w.newNo {
		if n != unused {
			all = append(all, sorting{number: uint32(i)})
		}
	}
	parallel((len(all)+sortStretch-1)/sortStretch, func(i int) {
		for k := i * sortStretch; k < min(i*sortStretch+sortStretch, len(all)); k++ {
			all[k].normal = name.Normal(w.words[all[k].number])
		}
	})
	slices.SortFunc(all, func(x, y sorting) int {
		return cmp.Or(cmp.Compare(x.normal, y.normal), cmp.Compare(w.words[x.number], w.words[y.number]))
	})
	w.sorted = make([]string, len(all))
	for i, s := range all {
		w.sorted[i], w.newNo[s.number] = w.words[s.number], uint32(i)
	}
}

// sortStretch is how many words or people one goroutine reads at a time.
const sortStretch = 1 << 14

// chunk is the reading of a stretch of people: the terms of each, by numbers local to the chunk.
type chunk struct {
	terms []name.Skeleton // by local number
	of    []uint32        // local terms of all people of the chunk, one after the other
	ends  []uint32        // where each person's end in of
}

// readNames sounds out every name, a stretch of people for each core.
func (w *writer) readNames() []chunk {
	workers := runtime.GOMAXPROCS(0)
	size := max((len(w.order)+workers-1)/workers, 1)
	chunks := make([]chunk, (len(w.order)+size-1)/size)
	parallel(len(chunks), func(i int) { chunks[i].read(w, w.order[i*size:min((i+1)*size, len(w.order))]) })
	return chunks
}

// readAgain bounds the written names whose reading a goroutine remembers while building.
const readAgain = 1 << 15

func (c *chunk) read(w *writer, people []uint32) {
	local := map[name.Skeleton]uint32{}
	known := map[string][]uint32{}
	var written []byte
	for _, p := range people {
		from := len(c.of)
		v := w.record(p)
		for names, _ := v.next(); names > 0; names-- {
			written = written[:0]
			words, _ := v.next()
			for k := range words {
				if k > 0 {
					written = append(written, ' ')
				}
				n, _ := v.next()
				written = append(written, w.words[n]...)
			}
			terms, ok := known[string(written)]
			if !ok {
				whole := string(written)
				for _, t := range indexTerms(name.Parse(whole)) {
					n, ok := local[t]
					if !ok {
						n = uint32(len(c.terms))
						local[t] = n
						c.terms = append(c.terms, t)
					}
					terms = append(terms, n)
				}
				if len(known) >= readAgain {
					clear(known)
				}
				known[whole] = terms
			}
			c.of = append(c.of, terms...)
		}
		own := c.of[from:]
		slices.Sort(own)
		c.of = c.of[:from+len(slices.Compact(own))]
		c.ends = append(c.ends, uint32(len(c.of)))
	}
}

// indexTerms are the skeletons under which a name can be found: each token in each reading, and neighbours of one
// syllable read as one (Min Su under Minsu).
func indexTerms(n name.Name) []name.Skeleton {
	var out []name.Skeleton
	var before *name.Token
	for i := range n.Tokens {
		t := &n.Tokens[i]
		if t.Role == name.Title || t.Role == name.Initial {
			before = nil
			continue
		}
		out = append(out, t.Sounds...)
		if before != nil && t.Script == before.Script && syllable(t.Sounds[0]) && syllable(before.Sounds[0]) {
			out = append(out, name.Sounds(before.Normal + t.Normal)[0])
		}
		before = t
	}
	return out
}

// syllable reports that a skeleton has one group of vowels.
func syllable(s name.Skeleton) bool {
	groups, in := 0, false
	for i := range len(s) {
		v := false
		switch s[i] {
		case 'a', 'e', 'i', 'o', 'u', 'O', 'U', 'y':
			v = true
		}
		if v && !in {
			groups++
		}
		in = v
	}
	return groups == 1
}

// termOrder is the order of terms in a segment.
type keyed struct {
	key  string
	term name.Skeleton
}

// numberTerms sorts the distinct terms.
func (w *writer) numberTerms(chunks []chunk) {
	w.termNo = map[name.Skeleton]uint32{}
	for _, c := range chunks {
		for _, t := range c.terms {
			if _, ok := w.termNo[t]; !ok {
				w.termNo[t] = 0
				w.terms = append(w.terms, keyed{t.Key(), t})
			}
		}
	}
	slices.SortFunc(w.terms, func(x, y keyed) int {
		return cmp.Or(cmp.Compare(x.key, y.key), cmp.Compare(x.term, y.term))
	})
	for i, t := range w.terms {
		w.termNo[t.term] = uint32(i)
	}
}

func (w *writer) put32(section int, n int) {
	w.part[section] = binary.LittleEndian.AppendUint32(w.part[section], uint32(n))
}

// writePeople writes ids, dates, records and numbers.
func (w *writer) writePeople() {
	type numbered struct{ hash, person uint32 }
	var numbers []numbered
	var record []byte
	w.part[sIDs] = make([]byte, 0, len(ID{})*len(w.order))
	w.part[sBorn] = make([]byte, 0, 4*len(w.order))
	for i, p := range w.order {
		w.part[sIDs] = append(w.part[sIDs], w.ids[p][:]...)
		w.put32(sBorn, int(w.born[p]))
		if i%recordBlock == 0 {
			w.put32(sRecordAt, len(w.part[sRecords]))
		}
		record = record[:0]
		v := w.record(p)
		for range worded {
			lists, _ := v.next()
			record = binary.AppendUvarint(record, uint64(lists))
			for range lists {
				words, _ := v.next()
				record = binary.AppendUvarint(record, uint64(words))
				for range words {
					n, _ := v.next()
					record = binary.AppendUvarint(record, uint64(w.newNo[n]))
				}
			}
		}
		own := v.texts()
		record = appendTexts(appendTexts(record, own), v.texts())
		w.part[sRecords] = binary.AppendUvarint(w.part[sRecords], uint64(len(record)))
		w.part[sRecords] = append(w.part[sRecords], record...)
		for _, n := range own {
			if key := numberKey(n); key != "" {
				numbers = append(numbers, numbered{hash32(key), uint32(i)})
			}
		}
	}
	slices.SortFunc(numbers, func(x, y numbered) int {
		if x.hash != y.hash {
			return int(int64(x.hash) - int64(y.hash))
		}
		return int(x.person) - int(y.person)
	})
	for _, n := range numbers {
		w.put32(sNumbers, int(n.hash))
		w.put32(sNumbers, int(n.person))
	}
}

func one(b bool) uint32 {
	if b {
		return 1
	}
	return 0
}

func appendTexts(to []byte, texts []string) []byte {
	to = binary.AppendUvarint(to, uint64(len(texts)))
	for _, s := range texts {
		to = binary.AppendUvarint(to, uint64(len(s)))
		to = append(to, s...)
	}
	return to
}

// writeWords writes the dictionary of words and the terms each can stand for.
func (w *writer) writeWords() {
	for _, word := range w.sorted {
		w.put32(sWordAt, len(w.part[sWords]))
		w.part[sWords] = append(w.part[sWords], word...)
		w.put32(sWordTermsAt, len(w.part[sWordTerms]))
		parsed := name.Parse(word)
		var own []uint32
		add := func(readings []name.Skeleton) {
			for _, s := range readings {
				if t, ok := w.termNo[s]; ok {
					own = append(own, t)
				}
			}
		}
		for _, t := range parsed.Tokens {
			add(t.Sounds)
		}
		add(name.Sounds(name.Normal(word)))
		slices.Sort(own)
		own = slices.Compact(own)
		w.part[sWordTerms] = binary.AppendUvarint(w.part[sWordTerms], uint64(len(own)))
		for _, t := range own {
			w.part[sWordTerms] = binary.AppendUvarint(w.part[sWordTerms], uint64(t))
		}
	}
	w.put32(sWordAt, len(w.part[sWords]))
	w.put32(sWordTermsAt, len(w.part[sWordTerms]))
}

// writeTerms writes the dictionary of terms, the keys over it, and who bears each term.
func (w *writer) writeTerms(chunks []chunk) {
	last := ""
	for i, t := range w.terms {
		if i == 0 || t.key != last {
			w.put32(sKeyAt, len(w.part[sKeys]))
			w.part[sKeys] = append(w.part[sKeys], t.key...)
			w.put32(sKeyTerm, i)
			last = t.key
		}
		w.put32(sTermAt, len(w.part[sTerms]))
		w.part[sTerms] = append(w.part[sTerms], t.term...)
	}
	w.put32(sKeyAt, len(w.part[sKeys]))
	w.put32(sKeyTerm, len(w.terms))
	w.put32(sTermAt, len(w.part[sTerms]))

	// Counting sort: room for each term's bearers, then fill in the order of people.
	start := make([]int, len(w.terms)+1)
	for _, c := range chunks {
		for _, t := range c.of {
			start[w.termNo[c.terms[t]]+1]++
		}
	}
	for i := range w.terms {
		start[i+1] += start[i]
	}
	bearers, fill := make([]uint32, start[len(w.terms)]), slices.Clone(start)
	person := uint32(0)
	for _, c := range chunks {
		global := make([]uint32, len(c.terms))
		for i, t := range c.terms {
			global[i] = w.termNo[t]
		}
		from := uint32(0)
		for _, end := range c.ends {
			for _, t := range c.of[from:end] {
				bearers[fill[global[t]]] = person
				fill[global[t]]++
			}
			from = end
			person++
		}
	}
	for i := range w.terms {
		w.put32(sPostAt, len(w.part[sPosts]))
		own := bearers[start[i]:start[i+1]]
		w.part[sPosts] = binary.AppendUvarint(w.part[sPosts], uint64(len(own)))
		before := uint32(0)
		for _, p := range own {
			w.part[sPosts] = binary.AppendUvarint(w.part[sPosts], uint64(p-before))
			before = p
		}
	}
	w.put32(sPostAt, len(w.part[sPosts]))
}

// bytes puts head and sections together.
func (w *writer) bytes() []byte {
	size := headLen + 8*sections
	for _, p := range w.part {
		size += len(p)
	}
	data := make([]byte, headLen, size)
	copy(data, magic)
	binary.LittleEndian.PutUint32(data[len(magic)+4:], uint32(len(w.order)))
	binary.LittleEndian.PutUint32(data[len(magic)+8:], sections)
	end := 0
	for _, p := range w.part {
		end += len(p)
		data = binary.LittleEndian.AppendUint64(data, uint64(end))
	}
	for i, p := range w.part {
		data = append(data, p...)
		w.part[i] = nil
	}
	binary.LittleEndian.PutUint32(data[len(magic):], crc32.Checksum(data[headLen:], crc32.MakeTable(crc32.Castagnoli)))
	return data
}
