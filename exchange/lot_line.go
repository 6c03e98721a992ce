package exchange

// A ticket is a person (index) in a line, and on which of its lists he is.
type ticket struct{ i, list int32 }

// A line is everybody of some cells in the order of the lot. A place in it is how many
// stand before.
type line struct {
	cells  []int32 // of each list; -1 for a list without people
	people []ticket
	every  int     // places from mark to mark
	marks  []int32 // how many of each list stand before every so many places, one mark after another, as far as somebody asked
}

func (m *model) newLine(cells []int32) *line { return lineIn(cells, m.inLine(cells)) }

func lineIn(cells []int32, people []ticket) *line {
	l := &line{cells: cells, people: people, every: max(256, 4*len(cells))}
	l.marks = make([]int32, len(cells), len(cells)*(1+len(people)/l.every))
	return l
}

// mark gives how many of each list stand before the k-th mark.
func (l *line) mark(k int) []int32 {
	n := len(l.cells)
	for have := len(l.marks)/n - 1; have < k; have++ {
		l.marks = append(l.marks, l.marks[have*n:]...)
		last := l.marks[(have+1)*n:]
		for _, d := range l.people[have*l.every : (have+1)*l.every] {
			last[d.list]++
		}
	}
	return l.marks[k*n : (k+1)*n]
}

// before writes how many of each list stand before a place.
func (l *line) before(place int, counts []int32) {
	k := place / l.every
	copy(counts, l.mark(k))
	for _, d := range l.people[k*l.every : place] {
		counts[d.list]++
	}
}

// left gives, per list, the place of the first whom numbers of each list leave behind; the end
// of the line where they leave nobody.
func (l *line) left(numbers []int64) []int32 {
	places, rest := make([]int32, len(l.cells)), make([]int64, len(l.cells))
	for j := range places {
		places[j], rest[j] = int32(len(l.people)), numbers[j]
	}
	for k, d := range l.people {
		if rest[d.list] == 0 {
			places[d.list] = int32(k)
		}
		rest[d.list]--
	}
	return places
}

// apart parts a line by its lists: the i-th of the lines has lists[i].
func (l *line) apart(lists [][]int32) []*line {
	lineOfList, listIn := make([]int32, len(l.cells)), make([]int32, len(l.cells))
	cells, people := make([][]int32, len(lists)), make([][]ticket, len(lists))
	for k, some := range lists {
		for n, j := range some {
			lineOfList[j], listIn[j] = int32(k), int32(n)
			cells[k] = append(cells[k], l.cells[j])
		}
	}
	for _, d := range l.people {
		k := lineOfList[d.list]
		people[k] = append(people[k], ticket{d.i, listIn[d.list]})
	}
	out := make([]*line, len(lists))
	for k := range out {
		out[k] = lineIn(cells[k], people[k])
	}
	return out
}
