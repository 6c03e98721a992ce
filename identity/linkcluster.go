package identity

import (
	"math"
	"slices"
)

// Clusters are the records that are likely one person, as far as they agree with each other: two clusters are joined
// by their strongest link only where all pairs between them, taken together, do not speak against it (correlation
// clustering, Bansal, Blum and Chawla 2004, by greedy joining). Following every link blindly would make one person of
// all whom one wrong link touches.
type Clusters struct {
	Of   []int         // for each record, those of the left list first: the number of its cluster from 1, 0 where it is alone
	Weak map[Link]Weak // the links at or above the threshold to be looked at, and why
	Size map[int]int   // records of each cluster
}

// Weak says why a link is to be looked at.
type Weak string

// Why links are weak.
const (
	WeakApart  Weak = "the rest of both clusters speaks against it" // its ends are in different clusters
	WeakBridge Weak = "nothing else holds the cluster together"     // without it the cluster falls apart
)

const (
	clusterBits  = 10   // what one pair says for or against joining, at most
	clusterPairs = 2500 // pairs between two clusters looked at, at most
	bridgeSure   = 0.99 // probability from which a link may hold a cluster together alone
)

// Clusters joins the links at or above the threshold.
func (k *Linkage) Clusters() Clusters {
	out := Clusters{Of: make([]int, k.records), Weak: map[Link]Weak{}, Size: map[int]int{}}
	group := map[int][]int{} // records of each cluster
	next := 0
	links := k.Links(k.Threshold)
	for _, l := range links {
		a, b := l.Left, k.rightRow()+l.Right
		x, y := out.Of[a], out.Of[b]
		switch {
		case x != 0 && x == y:
			continue
		case !k.agree(or(group[x], a), or(group[y], b), a, b, l.Bits):
			out.Weak[l] = WeakApart
			continue
		}
		next++
		joined := slices.Concat(or(group[x], a), or(group[y], b))
		delete(group, x)
		delete(group, y)
		for _, r := range joined {
			out.Of[r] = next
		}
		group[next] = joined
	}
	// Numbered by their first records, so that the same lists give the same numbers.
	number := map[int]int{}
	for r, c := range out.Of {
		if c == 0 {
			continue
		}
		if number[c] == 0 {
			number[c] = len(number) + 1
		}
		out.Of[r] = number[c]
		out.Size[number[c]]++
	}
	inside := map[int][]Link{}
	for _, l := range links {
		if c := out.Of[l.Left]; c != 0 && c == out.Of[k.rightRow()+l.Right] {
			inside[c] = append(inside[c], l)
		}
	}
	for c, own := range inside {
		if out.Size[c] < 3 {
			continue
		}
		for i, l := range own {
			if l.Probability < bridgeSure && k.apart(own, i) {
				out.Weak[l] = WeakBridge
			}
		}
	}
	return out
}

// Together reports that both ends of a link are in one cluster.
func (k *Linkage) Together(c *Clusters, l Link) bool {
	n := c.Of[l.Left]
	return n != 0 && n == c.Of[k.rightRow()+l.Right]
}

func or(group []int, alone int) []int {
	if group == nil {
		return []int{alone}
	}
	return group
}

// agree reports that the pairs between two clusters do not speak against joining them. The pair a, b has bits, third
// records included.
func (k *Linkage) agree(x, y []int, a, b int, bits float64) bool {
	sum, pairs := 0.0, 0
	for _, r := range x {
		for _, s := range y {
			said := bits
			if r != a || s != b {
				said = k.bits(min(r, s), max(r, s)) - k.Prior // the prior counts once, in the link itself
			}
			sum += math.Max(-clusterBits, math.Min(clusterBits, said))
			if pairs++; pairs == clusterPairs {
				return sum > 0
			}
		}
	}
	return sum > 0
}

// apart reports that the ends of link i are connected by no other of these links.
func (k *Linkage) apart(links []Link, i int) bool {
	near := map[int][]int{}
	for j, l := range links {
		if j != i {
			a, b := l.Left, k.rightRow()+l.Right
			near[a], near[b] = append(near[a], b), append(near[b], a)
		}
	}
	reached := []int{links[i].Left}
	seen := map[int]bool{links[i].Left: true}
	for n := 0; n < len(reached); n++ {
		for _, r := range near[reached[n]] {
			if !seen[r] {
				seen[r] = true
				reached = append(reached, r)
			}
		}
	}
	return !seen[k.rightRow()+links[i].Right]
}
