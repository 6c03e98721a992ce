package identity

import (
	"math"
	"testing"
)

// A wrong link between two persons of many records each makes no one person of them, and is shown.
func TestClustersAreNotJoinedByOneWeakLink(t *testing.T) {
	left, right := twoLists(300, 12)
	list := append(left, right...)
	k, err := LinkLists(t.Context(), linkColumns, list, nil, Course{})
	if err != nil {
		t.Fatal(err)
	}
	clusters := k.Clusters()
	// Two clusters of two, and a link put between them that nothing else bears out.
	var pairs []Link
	for _, l := range k.Links(0.999) {
		if len(pairs) == 0 || clusters.Of[l.Left] != clusters.Of[pairs[0].Left] {
			if pairs = append(pairs, l); len(pairs) == 2 {
				break
			}
		}
	}
	wrong := Link{min(pairs[0].Left, pairs[1].Left), max(pairs[0].Left, pairs[1].Left), 1, Probability(1)}
	k.links = append(k.Links(0.9), wrong)
	k.Threshold = 0.5
	clusters = k.Clusters()
	if clusters.Of[wrong.Left] == clusters.Of[wrong.Right] || clusters.Weak[wrong] != WeakApart {
		t.Errorf("joined by a weak link: %q", clusters.Weak[wrong])
	}
	if c := clusters.Of[pairs[0].Left]; c == 0 || c != clusters.Of[pairs[0].Right] || clusters.Size[c] != 2 {
		t.Errorf("a strong link joins nobody")
	}
}

func TestALinkThatAloneHoldsAClusterIsWeak(t *testing.T) {
	values := func(a, b, c, d, e string) []string { return []string{a, b, c, d, e} }
	list := []Record{
		{"1", values("kovalenko", "miru", "19700102", "123456", "lenshi")},
		{"2", values("kovalenko", "miru", "19700102", "123456", "lenshi")},
		{"3", values("kovalenko", "miru", "19700102", "123456", "lenshi")},
	}
	k, err := LinkLists(t.Context(), linkColumns, list, nil, Course{})
	if err != nil {
		t.Fatal(err)
	}
	k.links = []Link{{0, 1, 12, Probability(12)}, {1, 2, 3, Probability(3)}}
	k.Threshold = 0.5
	clusters := k.Clusters()
	if clusters.Of[0] != 1 || clusters.Of[2] != 1 || clusters.Weak[k.links[1]] != WeakBridge || clusters.Weak[k.links[0]] != "" {
		t.Errorf("%v %v", clusters.Of, clusters.Weak)
	}
}

// With third records in it, every link still is the sum of its addends, and a third is named.
func TestThirdRecordsAddUp(t *testing.T) {
	left, right := twoLists(500, 14)
	list := append([]Record{}, left...)
	for i, r := range right { // what is left of each: half in one record, half in another
		half := append([]string{}, r.Values...)
		half[2], half[3] = "", ""
		other := append([]string{}, r.Values...)
		other[0], other[1], other[4] = "", "", ""
		list = append(list, Record{left[i].ID + "a", half}, Record{left[i].ID + "b", other})
	}
	k, err := LinkLists(t.Context(), linkColumns, list, nil, Course{})
	if err != nil {
		t.Fatal(err)
	}
	thirds := 0
	for _, l := range k.Links(0) {
		sum := 0.0
		for _, a := range k.Explain(l) {
			sum += a.Bits
			if a.What == "a third record is one with both" {
				thirds++
				if a.Left == "" || a.Left == list[l.Left].ID || a.Left == list[l.Right].ID {
					t.Fatalf("%v names %q", l, a.Left)
				}
			}
		}
		if math.Abs(sum-l.Bits) > 1e-9 {
			t.Fatalf("%v: addends sum to %v", l, sum)
		}
	}
	if thirds == 0 {
		t.Error("no third record said anything")
	}
}
