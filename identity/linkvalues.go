package identity

import (
	"runtime"
	"strings"
	"sync"

	"homeward/name"
)

// read numbers the values of all records, each distinct one made ready once.
func (k *Linkage) read(left, right []Record) {
	n := len(k.Columns)
	k.values, k.marks = make([]uint32, n*k.records), make([]marks, n*k.records)
	k.lexicon = make([]lexicon, n)
	k.counts = make([][]int32, n)
	var groups [][]int // columns with one lexicon
	names := -1
	for c, col := range k.Columns {
		switch {
		case col.Kind == NameColumn && names >= 0:
			groups[names] = append(groups[names], c)
			continue
		case col.Kind == NameColumn:
			names = len(groups)
		}
		groups = append(groups, []int{c})
	}
	parallel(len(groups), func(g int) { k.readColumns(groups[g], left, right) })
}

func (k *Linkage) readColumns(columns []int, left, right []Record) {
	n := len(k.Columns)
	x := lexicon{words: []string{""}}
	raw, normal := map[string]uint32{"": 0}, map[string]uint32{"": 0}
	kind := k.Columns[columns[0]].Kind
	for _, c := range columns {
		at := c
		for _, records := range [2][]Record{left, right} {
			for i := range records {
				v := k.value(&records[i], c)
				number, ok := raw[v]
				if !ok {
					ready := normalValue(kind, v)
					if number, ok = normal[ready]; !ok {
						number = uint32(len(x.words))
						normal[ready] = number
						x.words = append(x.words, ready)
					}
					raw[v] = number
				}
				k.values[at] = number
				at += n
			}
		}
	}
	x.spell(kind)
	x.tellScripts()
	if kind == NameColumn || kind == WordsColumn && x.severalScripts() {
		x.sounds = make([][]name.Skeleton, len(x.words))
		parallel((len(x.words)+1023)/1024, func(i int) {
			for w := max(1024*i, 1); w < min(1024*i+1024, len(x.words)); w++ {
				x.sounds[w] = name.Sounds(strings.ReplaceAll(x.words[w], " ", ""))
			}
		})
	}
	if kind == NameColumn {
		x.numberSounds()
	}
	for _, c := range columns {
		counts := make([]int32, len(x.words))
		for at := c; at < len(k.values); at += n {
			counts[k.values[at]]++
			k.marks[at] = x.marks[k.values[at]]
		}
		k.lexicon[c], k.counts[c] = x, counts
	}
}

// spell sets the letters and marks of all words.
func (x *lexicon) spell(kind ColumnKind) {
	x.ends, x.marks = make([]uint32, len(x.words)), make([]marks, len(x.words))
	for i, w := range x.words {
		l := letters(w)
		x.runes = append(x.runes, l...)
		x.ends[i], x.marks[i] = uint32(len(x.runes)), marksOf(l)
		if kind == DateColumn {
			x.marks[i] = marksOfDate(w)
		}
	}
}

func (x *lexicon) tellScripts() {
	x.script = make([]name.Script, len(x.words))
	for w := range x.words {
		x.script[w] = name.ScriptOf(x.words[w])
	}
}

// severalScripts reports that one word in twenty is in another of the scripts whose letters have sounds here than most.
func (x *lexicon) severalScripts() bool {
	counts := map[name.Script]int{}
	all, most := 0, 0
	for _, s := range x.script {
		if s == name.Latin || s == name.Cyrillic || s == name.Hangul {
			counts[s]++
			all, most = all+1, max(most, counts[s])
		}
	}
	return (all-most)*20 > all
}

// numberSounds numbers the keys of the first readings of names.
func (x *lexicon) numberSounds() {
	x.sound = make([]uint32, len(x.words))
	numbers := map[string]uint32{}
	for w, s := range x.sounds {
		if len(s) == 0 {
			continue
		}
		key := s[0].Key()
		n, ok := numbers[key]
		if !ok {
			n = uint32(len(numbers) + 1)
			numbers[key] = n
		}
		x.sound[w] = n
	}
}

func normalValue(kind ColumnKind, v string) string {
	switch kind {
	case NumberColumn:
		return numberKey(v)
	case DateColumn:
		return dateDigits(v)
	case wholeNameColumn:
		return v // where syllables end is told by hyphens
	}
	return name.Normal(v)
}

// dateDigits is a date as YYYYMMDD where it is full, as its digits otherwise.
func dateDigits(v string) string {
	return strings.Map(func(r rune) rune {
		if '0' <= r && r <= '9' {
			return r
		}
		return -1
	}, v)
}

// parallel does n things on all cores.
func parallel(n int, do func(i int)) {
	workers := min(runtime.GOMAXPROCS(0), n)
	if workers <= 1 {
		for i := range n {
			do(i)
		}
		return
	}
	next := make(chan int, workers)
	var wait sync.WaitGroup
	for range workers {
		wait.Go(func() {
			for i := range next {
				do(i)
			}
		})
	}
	for i := range n {
		next <- i
	}
	close(next)
	wait.Wait()
}
