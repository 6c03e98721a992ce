package identity

import (
	"encoding/binary"
	"hash/crc32"
	"runtime"
	"slices"
	"sync"

	"homeward/name"
)

// Build makes a segment of people. Of several with one id the last counts. Names are read on all cores; memory
// beyond people and result is about 60 bytes a person. The same people give the same bytes, in whatever order
// they come. A segment holds up to 100 million people; more go into several.
func Build(people []Person) *Segment {
	people = byID(people)
	terms := readNames(people)
	b := builder{people: people}
	b.number(terms)
	b.writePeople()
	b.writeWords()
	b.writeTerms(terms)
	data := b.bytes()
	s, err := OpenSegment(data)
	if err != nil {
		panic("identity: a segment just built does not open: " + err.Error())
	}
	return s
}

// chunk is the reading of a stretch of people: the terms of each, by numbers local to the chunk.
type chunk struct {
	terms []name.Skeleton // by local number
	of    []uint32        // local terms of all people of the chunk, one after the other
	ends  []int           // where each person's end in of
}

// readNames sounds out every name, in parallel stretches.
func readNames(people []Person) []chunk {
	workers := runtime.GOMAXPROCS(0)
	size := max((len(people)+workers-1)/workers, 1)
	var chunks []chunk
	for from := 0; from < len(people); from += size {
		chunks = append(chunks, chunk{})
	}
	var wait sync.WaitGroup
	for i := range chunks {
		wait.Go(func() { chunks[i].read(people[i*size : min((i+1)*size, len(people))]) })
	}
	wait.Wait()
	return chunks
}

func (c *chunk) read(people []Person) {
	local := map[name.Skeleton]uint32{}
	for _, p := range people {
		from := len(c.of)
		for _, written := range p.Names {
			for _, t := range indexTerms(name.Parse(written)) {
				n, ok := local[t]
				if !ok {
					n = uint32(len(c.terms))
					local[t] = n
					c.terms = append(c.terms, t)
				}
				c.of = append(c.of, n)
			}
		}
		own := c.of[from:]
		slices.Sort(own)
		c.of = c.of[:from+len(slices.Compact(own))]
		c.ends = append(c.ends, len(c.of))
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

type builder struct {
	people []Person
	part   [sections][]byte

	words  []string          // sorted
	wordNo map[string]uint32 //
	terms  []keyed           // sorted
	termNo map[name.Skeleton]uint32
}

// number sorts the distinct words and terms.
func (b *builder) number(chunks []chunk) {
	b.wordNo = map[string]uint32{}
	type sorting struct{ normal, word string }
	var all []sorting
	add := func(w string) {
		if _, ok := b.wordNo[w]; !ok {
			b.wordNo[w] = 0
			all = append(all, sorting{name.Normal(w), w})
		}
	}
	for i := range b.people {
		for _, list := range b.people[i].worded() {
			for _, s := range *list {
				words, ok := wordsOf(s)
				if !ok {
					add(s)
				}
				for _, w := range words {
					add(w)
				}
			}
		}
	}
	slices.SortFunc(all, func(x, y sorting) int {
		if x.normal != y.normal {
			return compareStrings(x.normal, y.normal)
		}
		return compareStrings(x.word, y.word)
	})
	b.words = make([]string, len(all))
	for i, s := range all {
		b.words[i], b.wordNo[s.word] = s.word, uint32(i)
	}
	b.termNo = map[name.Skeleton]uint32{}
	for _, c := range chunks {
		for _, t := range c.terms {
			if _, ok := b.termNo[t]; !ok {
				b.termNo[t] = 0
				b.terms = append(b.terms, keyed{t.Key(), t})
			}
		}
	}
	slices.SortFunc(b.terms, func(x, y keyed) int {
		if x.key != y.key {
			return compareStrings(x.key, y.key)
		}
		return compareStrings(string(x.term), string(y.term))
	})
	for i, t := range b.terms {
		b.termNo[t.term] = uint32(i)
	}
}

func compareStrings(a, b string) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

func (b *builder) put32(section int, n int) {
	b.part[section] = binary.LittleEndian.AppendUint32(b.part[section], uint32(n))
}

// writePeople writes ids, dates, records and numbers.
func (b *builder) writePeople() {
	type numbered struct{ hash, person uint32 }
	var numbers []numbered
	var record []byte
	for i := range b.people {
		p := &b.people[i]
		b.part[sIDs] = append(b.part[sIDs], p.ID[:]...)
		packed, plain := packBorn(p.Born)
		b.put32(sBorn, int(packed*one(plain)))
		if i%recordBlock == 0 {
			b.put32(sRecordAt, len(b.part[sRecords]))
		}
		record = record[:0]
		for _, list := range p.worded() {
			record = binary.AppendUvarint(record, uint64(len(*list)))
			for _, s := range *list {
				words, ok := wordsOf(s)
				if !ok {
					words = []string{s}
				}
				record = binary.AppendUvarint(record, uint64(len(words)))
				for _, w := range words {
					record = binary.AppendUvarint(record, uint64(b.wordNo[w]))
				}
			}
		}
		record = appendTexts(record, p.Numbers)
		var other []string
		if !plain {
			other = []string{p.Born}
		}
		record = appendTexts(record, other)
		b.part[sRecords] = binary.AppendUvarint(b.part[sRecords], uint64(len(record)))
		b.part[sRecords] = append(b.part[sRecords], record...)
		for _, n := range p.Numbers {
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
		b.put32(sNumbers, int(n.hash))
		b.put32(sNumbers, int(n.person))
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
func (b *builder) writeWords() {
	for _, w := range b.words {
		b.put32(sWordAt, len(b.part[sWords]))
		b.part[sWords] = append(b.part[sWords], w...)
		b.put32(sWordTermsAt, len(b.part[sWordTerms]))
		parsed := name.Parse(w)
		var own []uint32
		add := func(readings []name.Skeleton) {
			for _, s := range readings {
				if t, ok := b.termNo[s]; ok {
					own = append(own, t)
				}
			}
		}
		for _, t := range parsed.Tokens {
			add(t.Sounds)
		}
		add(name.Sounds(name.Normal(w)))
		slices.Sort(own)
		own = slices.Compact(own)
		b.part[sWordTerms] = binary.AppendUvarint(b.part[sWordTerms], uint64(len(own)))
		for _, t := range own {
			b.part[sWordTerms] = binary.AppendUvarint(b.part[sWordTerms], uint64(t))
		}
	}
	b.put32(sWordAt, len(b.part[sWords]))
	b.put32(sWordTermsAt, len(b.part[sWordTerms]))
}

// writeTerms writes the dictionary of terms, the keys over it, and who bears each term.
func (b *builder) writeTerms(chunks []chunk) {
	last := ""
	for i, t := range b.terms {
		if i == 0 || t.key != last {
			b.put32(sKeyAt, len(b.part[sKeys]))
			b.part[sKeys] = append(b.part[sKeys], t.key...)
			b.put32(sKeyTerm, i)
			last = t.key
		}
		b.put32(sTermAt, len(b.part[sTerms]))
		b.part[sTerms] = append(b.part[sTerms], t.term...)
	}
	b.put32(sKeyAt, len(b.part[sKeys]))
	b.put32(sKeyTerm, len(b.terms))
	b.put32(sTermAt, len(b.part[sTerms]))

	// Counting sort: room for each term's bearers, then fill in the order of people.
	start := make([]int, len(b.terms)+1)
	for _, c := range chunks {
		for _, t := range c.of {
			start[b.termNo[c.terms[t]]+1]++
		}
	}
	for i := range b.terms {
		start[i+1] += start[i]
	}
	bearers, fill := make([]uint32, start[len(b.terms)]), slices.Clone(start)
	person := uint32(0)
	for _, c := range chunks {
		global := make([]uint32, len(c.terms))
		for i, t := range c.terms {
			global[i] = b.termNo[t]
		}
		from := 0
		for _, end := range c.ends {
			for _, t := range c.of[from:end] {
				bearers[fill[global[t]]] = person
				fill[global[t]]++
			}
			from = end
			person++
		}
	}
	for i := range b.terms {
		b.put32(sPostAt, len(b.part[sPosts]))
		own := bearers[start[i]:start[i+1]]
		b.part[sPosts] = binary.AppendUvarint(b.part[sPosts], uint64(len(own)))
		before := uint32(0)
		for _, p := range own {
			b.part[sPosts] = binary.AppendUvarint(b.part[sPosts], uint64(p-before))
			before = p
		}
	}
	b.put32(sPostAt, len(b.part[sPosts]))
}

// bytes puts head and sections together.
func (b *builder) bytes() []byte {
	size := headLen + 8*sections
	for _, p := range b.part {
		size += len(p)
	}
	data := make([]byte, headLen, size)
	copy(data, magic)
	binary.LittleEndian.PutUint32(data[len(magic)+4:], uint32(len(b.people)))
	binary.LittleEndian.PutUint32(data[len(magic)+8:], sections)
	end := 0
	for _, p := range b.part {
		end += len(p)
		data = binary.LittleEndian.AppendUint64(data, uint64(end))
	}
	for _, p := range b.part {
		data = append(data, p...)
	}
	binary.LittleEndian.PutUint32(data[len(magic):], crc32.Checksum(data[headLen:], crc32.MakeTable(crc32.Castagnoli)))
	return data
}
