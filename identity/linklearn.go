package identity

import (
	"math"
	"math/rand/v2"
	"slices"
	"sync"
)

// How learning goes about it.
const (
	blindPairs  = 400_000 // pairs picked blindly to learn what agrees by chance
	learnRounds = 60      // of expectation maximisation, fewer when settled
	treeRounds  = 4       // rounds after which the columns that go together are looked for, once and again
	leastKept   = 1e-4    // probability below which a pair is not kept
	// Of one person's two records at most this share differ in a column altogether. Without a bound, learning on a
	// list without duplicates takes strangers who share a unit and a day of capture for one man with two numbers.
	mostDiffer = 0.5
)

// model is what agreement means in each column: how often each level occurs in two records of one person, and in
// two strangers'. Among strangers the level of a column depends on that of one other, its parent, so that columns
// which go together form a tree (Chow and Liu 1968); within a person columns are taken as independent.
type model struct {
	matched  [][levels]float64
	stranger [][levels]float64         // whatever the parent's level
	given    [][levels][levels]float64 // by the parent's level
	parent   []int                     // -1 for none
	bits     [][levels][levels]float64 // by the parent's level; 0 for a column without parent
}

func (m *model) weight(c int, p *pattern) float64 {
	with := uint8(levelMissing)
	if m.parent[c] >= 0 {
		with = p[m.parent[c]]
	}
	return m.bits[c][with][p[c]]
}

// sum is what a pattern says, the prior and rare values left aside.
func (m *model) sum(p *pattern) float64 {
	bits := 0.0
	for c := range m.parent {
		bits += m.weight(c, p)
	}
	return bits
}

// settle turns shares into bits.
func (m *model) settle() {
	for c := range m.bits {
		for with := range levels {
			u := &m.stranger[c]
			if with != levelMissing && m.parent[c] >= 0 {
				u = &m.given[c][with]
			}
			for l := levelSame; l < levels; l++ {
				m.bits[c][with][l] = math.Log2(m.matched[c][l] / u[l])
			}
			m.bits[c][with][levelOther] = min(m.bits[c][with][levelOther], 0) // never seen in strangers, as sexes by letters
		}
	}
}

// learn sets prior, weights and threshold, and keeps the pairs that are likely enough.
func (k *Linkage) learn(found *compared, tell func(string, int, int)) {
	n := len(k.Columns)
	all := float64(k.left) * float64(k.records-k.left)
	least := float64(min(k.left, k.records-k.left))
	people, mostPeople := 0.5*least, float64(max(k.left, k.records-k.left)) // a list rarely has one person many times over
	if k.dedupe {
		all = float64(k.left) * float64(k.left-1) / 2
		people, mostPeople = 0.2*float64(k.left), 3*float64(k.left)
	}
	blind, counts := k.blind(found, all)
	m := &k.model
	*m = model{make([][levels]float64, n), make([][levels]float64, n), make([][levels][levels]float64, n), make([]int, n), make([][levels][levels]float64, n)}
	for c := range n {
		m.matched[c] = [levels]float64{levelSame: 0.85, levelNear: 0.08, levelSimilar: 0.03, levelOther: 0.04}
		m.parent[c] = -1
	}
	agree := k.agreeing()
	k.chance = make([]float64, n)
	weights := make([]float64, len(blind))
	copy(weights, counts)
	k.strangers(blind, weights, agree, nil, 0)
	finds := 0.0
	if float64(len(found.pairs)) < all {
		finds = math.Log2(float64(k.records) / (2 * pairsARecord))
	}
	for round := range learnRounds {
		tell("learning", round, learnRounds)
		k.Prior = math.Log2(max(people, 0.5) / max(all-people, 1))
		m.settle()
		if whole := float64(len(found.pairs)) == all; round < 2 || whole {
			// What goes together in strangers is learned from blindly picked pairs that are hardly one person as far as
			// the first guesses go. To weigh them by what is learned later would, in long lists, bear out whatever that
			// is; in short ones, a fair share of all pairs are one person's.
			for i := range blind {
				weights[i] = counts[i] * (1 - Probability(k.Prior+m.sum(&blind[i])))
			}
		}
		sum := 0.0
		levelsOf := make([][levels]float64, n)
		foundWithout := make([][levels]float64, n) // of the pairs that would have been found without the column
		for i := range found.patterns {
			p := &found.patterns[i]
			weight := float64(found.counts[i]) * Probability(k.Prior+m.sum(p))
			sum += weight
			agreement := 0.0
			for c := range n {
				agreement += max(m.weight(c, p), 0)
			}
			for c := range n {
				levelsOf[c][p[c]] += weight
				if agreement-max(m.weight(c, p), 0) >= finds {
					foundWithout[c][p[c]] += weight
				}
			}
		}
		for c := range n {
			if k.partOfWhole(c) { // in one script a person is called no more differently than in two
				for l, weight := range foundWithout[k.whole] {
					foundWithout[c][l] += weight
				}
			}
			total := 0.0
			for l := levelSame; l < levels; l++ {
				total += foundWithout[c][l] + smoothing[l]
			}
			for l := levelSame; l < levels; l++ {
				m.matched[c][l] = (foundWithout[c][l] + smoothing[l]) / total
			}
			if over := m.matched[c][levelOther] - mostDiffer; over > 0 {
				for l := levelSame; l < levelOther; l++ {
					m.matched[c][l] *= mostDiffer / (mostDiffer - over)
				}
				m.matched[c][levelOther] = mostDiffer
			}
		}
		k.strangers(blind, weights, agree, levelsOf, sum)
		if round == treeRounds || round == 3*treeRounds {
			m.plant(blind, weights)
			k.strangers(blind, weights, agree, levelsOf, sum)
		}
		// The bound on differing, turned round: if so few of those taken for one person agree on a number, most of them
		// are not one person.
		for c, col := range k.Columns {
			if col.Kind == WordsColumn || col.Kind == CodeColumn || k.partOfWhole(c) {
				continue
			}
			at := levelsOf[c]
			if c == k.whole { // the other pairs are told apart by the parts
				for l, n := range levelsOf[k.swapped[0]] {
					at[l] += n
				}
			}
			if total := at[levelSame] + at[levelNear] + at[levelSimilar] + at[levelOther]; total > 0 {
				sum = min(sum, sum*(total-at[levelOther])/total/(1-mostDiffer))
			}
		}
		settled := math.Abs(sum-people) < 1e-4*max(people, 1) && round > 3*treeRounds
		people = min(sum, mostPeople)
		if settled {
			break
		}
	}
	m.settle()
	k.Weights = make([][levels]float64, n)
	for c := range n {
		for l := levelSame; l < levels; l++ {
			k.Weights[c][l] = math.Log2(m.matched[c][l] / m.stranger[c][l])
		}
		k.Weights[c][levelOther] = min(k.Weights[c][levelOther], 0)
	}
	k.countSounds()
	k.keep(found)
	k.throughThird()
	k.setThreshold()
}

// countSounds counts the bearers of each sound of a name.
func (k *Linkage) countSounds() {
	k.sounding, k.chanceSound = make([][]int32, len(k.Columns)), make([]float64, len(k.Columns))
	for c, col := range k.Columns {
		if col.Kind != NameColumn {
			continue
		}
		bearers := make([]int32, len(k.lexicon[c].words)+1) // there are no more sounds than words
		for word, n := range k.counts[c] {
			bearers[k.lexicon[c].sound[word]] += n
		}
		k.sounding[c] = bearers
		total, same := 0.0, 0.0
		for _, n := range bearers[1:] {
			total += float64(n)
			same += float64(n) * float64(n-1)
		}
		k.chanceSound[c] = max(same, 1) / max(total*(total-1), 1)
	}
}

// smoothing are pseudo-counts of true pairs, by level.
var smoothing = [levels]float64{levelSame: 1, levelNear: 0.4, levelSimilar: 0.3, levelOther: 0.3}

// Probability is how likely a pair with so many bits, the prior among them, is one person.
func Probability(bits float64) float64 { return 1 / (1 + math.Exp2(-bits)) }

// keep adds up every pair and keeps those that are likely enough.
func (k *Linkage) keep(found *compared) {
	m := &k.model
	base, could := make([]float64, len(found.patterns)), make([]bool, len(found.patterns))
	enough := math.Log2(leastKept / (1 - leastKept))
	for i := range found.patterns {
		p := &found.patterns[i]
		base[i] = k.Prior + m.sum(p)
		most := base[i]
		for c := range k.Columns {
			if p[c] == levelSame || p[c] == levelNear && k.sounding[c] != nil {
				most += rarityMost
			}
		}
		could[i] = most >= enough
	}
	const stretch = 1 << 16
	parts := make([][]Link, (len(found.pairs)+stretch-1)/stretch)
	parallel(len(parts), func(i int) {
		for _, pair := range found.pairs[i*stretch : min(i*stretch+stretch, len(found.pairs))] {
			if !could[pair.pattern] {
				continue
			}
			bits := base[pair.pattern]
			a, b := k.row(int(pair.left)), k.row(int(pair.right))
			for c := range k.Columns {
				bits += k.rarity(c, found.patterns[pair.pattern][c], a[c], b[c])
			}
			if p := Probability(bits); p >= leastKept {
				parts[i] = append(parts[i], Link{int(pair.left), int(pair.right) - k.rightRow(), bits, p})
			}
		}
	})
	k.links = slices.Concat(parts...)
	slices.SortFunc(k.links, byProbability)
}

// setThreshold takes the probability at which the expected F1 is highest: of the pairs above it, the sum of their
// probabilities is expected to be right.
func (k *Linkage) setThreshold() {
	expected := 0.0
	for _, l := range k.links {
		expected += l.Probability
	}
	right, best := 0.0, 0.0
	k.Threshold = 0.5
	for i, l := range k.links {
		if right += l.Probability; l.Probability < 0.5 {
			break // what is less likely than not is called likely by nobody
		}
		if f1 := 2 * right / (float64(i+1) + expected); f1 > best {
			best, k.Threshold = f1, l.Probability
		}
	}
}

// blind compares pairs picked blindly: how often each level occurs by chance. Where all pairs have been compared,
// these are they.
func (k *Linkage) blind(found *compared, all float64) ([]pattern, []float64) {
	if float64(len(found.pairs)) == all {
		counts := make([]float64, len(found.counts))
		for i, n := range found.counts {
			counts[i] = float64(n)
		}
		return found.patterns, counts
	}
	const stretches = 16
	met := map[uint64]int{}
	var adding sync.Mutex
	parallel(stretches, func(i int) {
		r := rand.New(rand.NewPCG(uint64(i+1), uint64(k.records))) // fixed: the same lists give the same answer
		memory, own := newComparer(k), map[uint64]int{}
		for range blindPairs / stretches {
			a, b := r.IntN(k.left), r.IntN(k.records-k.rightRow())+k.rightRow()
			if a != b {
				p := k.levels(a, b, memory)
				own[p.code(len(k.Columns))]++
			}
		}
		adding.Lock()
		defer adding.Unlock()
		for code, n := range own {
			met[code] += n
		}
	})
	codes := make([]uint64, 0, len(met))
	for code := range met {
		codes = append(codes, code)
	}
	slices.Sort(codes)
	patterns, counts := make([]pattern, len(codes)), make([]float64, len(codes))
	for i, code := range codes {
		patterns[i], counts[i] = patternOf(code, len(k.Columns)), float64(met[code])
	}
	return patterns, counts
}

// agreement is what is known of a column from its values alone.
type agreement struct {
	pairs   float64         // that have a value on both sides
	by      [levels]float64 // of these, by level, as far as they are counted
	counted uint8           // the last level that is
	most    float64         // how often strangers agree, at most
}

// agreeing counts the pairs that agree, column by column.
func (k *Linkage) agreeing() []agreement {
	out := make([]agreement, len(k.Columns))
	for c := range out {
		a := &out[c]
		if c == k.whole {
			*a = k.spelledAlike()
			continue
		}
		a.counted, a.most = levelSame, 1
		if k.dedupe {
			total, same := inOneList(k.counts[c])
			a.pairs, a.by[levelSame] = total/2, same/2
			continue
		}
		left, right := make([]int32, len(k.counts[c])), slices.Clone(k.counts[c])
		for r := range k.left {
			v := k.row(r)[c]
			left[v]++
			right[v]--
		}
		leftTotal, rightTotal := 0.0, 0.0
		for v := 1; v < len(left); v++ {
			l, r := float64(left[v]), float64(right[v])
			leftTotal, rightTotal = leftTotal+l, rightTotal+r
			a.by[levelSame] += l * r
		}
		a.pairs = leftTotal * rightTotal
		a.most = atMost(left, right)
	}
	return out
}

// inOneList counts the pairs of one list that have a value, and those that have the same, in either order.
func inOneList(bearers []int32) (pairs, same float64) {
	total := 0.0
	for v, n := range bearers {
		if v > 0 {
			total += float64(n)
			same += float64(n) * float64(n-1)
		}
	}
	return total * (total - 1), same
}

// atMost is how often strangers of two lists agree, at most: no more than in the lists themselves, of which each names
// its people once or, where not, has more that agree (Cauchy and Schwarz: Σpq ≤ √Σp²·√Σq²). Counting across the lists
// alone cannot tell those who agree by chance from those who agree as one person and differ in all else.
func atMost(left, right []int32) float64 {
	leftPairs, leftSame := inOneList(left)
	rightPairs, rightSame := inOneList(right)
	return math.Sqrt(leftSame / max(leftPairs, 1) * rightSame / max(rightPairs, 1))
}

// strangers sets what agrees by chance from blindly picked pairs, each weighed by how likely it is not one person.
// How often strangers agree fully is counted from the values themselves, those of one person taken off.
func (k *Linkage) strangers(blind []pattern, weights []float64, agree []agreement, matched [][levels]float64, people float64) {
	m := &k.model
	for c := range k.Columns {
		a := &agree[c]
		var own [levels]float64
		if matched != nil {
			own = matched[c]
		}
		rest := max(a.pairs-people, 1)
		few := max(0.5/rest, 1e-7)
		k.chance[c] = min(max((a.by[levelSame]-own[levelSame])/rest, few), max(a.most, few), 0.999)
		var by [levels][levels]float64
		var whole [levels]float64
		for i := range blind {
			l := blind[i][c]
			whole[l] += weights[i]
			if m.parent[c] >= 0 {
				by[blind[i][m.parent[c]]][l] += weights[i]
			}
		}
		for l := uint8(levelNear); l <= a.counted; l++ {
			whole[l] = max(a.by[l]-own[l], 0)
			whole[levelOther] = rest
		}
		total := 4.0
		for l := levelNear; l < levels; l++ {
			total += whole[l]
		}
		for l := levelNear; l < levels; l++ {
			m.stranger[c][l] = (whole[l] + 1) / total * (1 - k.chance[c])
		}
		m.stranger[c][levelSame] = k.chance[c]
		if m.parent[c] < 0 {
			continue
		}
		for with := levelSame; with < levels; with++ {
			total := 0.0
			for l := levelSame; l < levels; l++ {
				total += by[with][l]
			}
			for l := levelSame; l < levels; l++ {
				m.given[c][with][l] = (by[with][l] + ownWeight*m.stranger[c][l]) / (total + ownWeight)
			}
		}
	}
}

// ownWeight is the weight, in pairs, of what a column says alone beside what it says given another.
const ownWeight = 30

// plant finds the columns that go together among strangers: the tree of the greatest mutual information, of edges
// that chance does not explain.
func (m *model) plant(blind []pattern, weights []float64) {
	n := len(m.parent)
	type edge struct {
		information float64
		a, b        int
	}
	var edges []edge
	for a := range n {
		for b := range a {
			var joint [levels][levels]float64
			var ofA, ofB [levels]float64
			total := 0.0
			for i := range blind {
				x, y := blind[i][a], blind[i][b]
				if x == levelMissing || y == levelMissing {
					continue
				}
				joint[x][y] += weights[i]
				ofA[x] += weights[i]
				ofB[y] += weights[i]
				total += weights[i]
			}
			information := 0.0
			for x := range levels {
				for y := range levels {
					if joint[x][y] > 0 {
						information += joint[x][y] * math.Log2(joint[x][y]*total/(ofA[x]*ofB[y]))
					}
				}
			}
			if information > leastInformation {
				edges = append(edges, edge{information, a, b})
			}
		}
	}
	slices.SortStableFunc(edges, func(x, y edge) int {
		switch {
		case x.information > y.information:
			return -1
		case x.information < y.information:
			return 1
		}
		return 0
	})
	tree := make([]int, n) // which tree each column is in
	near := make([][]int, n)
	for c := range n {
		tree[c] = c
	}
	for _, e := range edges {
		if from, to := tree[e.a], tree[e.b]; from != to {
			near[e.a], near[e.b] = append(near[e.a], e.b), append(near[e.b], e.a)
			for c := range n {
				if tree[c] == from {
					tree[c] = to
				}
			}
		}
	}
	for c := range n {
		m.parent[c] = -1
	}
	seen := make([]bool, n)
	var grow func(c int)
	grow = func(c int) {
		seen[c] = true
		for _, next := range near[c] {
			if !seen[next] {
				m.parent[next] = c
				grow(next)
			}
		}
	}
	for c := range n {
		if !seen[c] {
			grow(c)
		}
	}
}

// leastInformation, in bits over all pairs looked at, is what nine ways of going together explain by chance about
// once in ten million times (a chi-square of 48).
const leastInformation = 35
