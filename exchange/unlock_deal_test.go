package exchange

import (
	"slices"
	"testing"
)

// A deal may ask of one party on both its sides. The two changes of its ratio are told apart.
func TestBothChangesOfADealOfOnePartyAreToldApart(t *testing.T) {
	var people []Person
	for _, unit := range []string{"a", "a", "a", "b", "b", "b", "b"} {
		p := Person{ID: "p" + string(rune('0'+len(people))), Holder: "HAN", Home: "VER", Unit: unit, Wish: WishReturn}
		p.fillBlanks()
		people = append(people, p)
	}
	terms := &Terms{On: Date{2025, 1, 13}, Parties: []string{"VER", "HAN"}, List: []Term{{Name: "deal", Kind: KindDeal, Ratio: [2]int64{2, 3},
		Returns: Lane{"HAN", "VER", &Selector{Unit: []string{"a"}}}, If: Lane{"HAN", "VER", &Selector{Unit: []string{"b"}}}}}}
	plan, err := Solve(people, terms, Options{})
	if err != nil {
		t.Fatal(err)
	}
	var changes []string
	for _, u := range plan.Unlock {
		changes = append(changes, u.Change)
	}
	slices.Sort(changes)
	if want := []string{"HAN releases up to one more than the ratio asks", "HAN returns up to one more than the ratio asks", "nothing asked for the way it opens"}; !slices.Equal(changes, want) {
		t.Errorf("changes %q, wanted %q", changes, want)
	}
	if err := Verify(people, terms, plan); err != nil {
		t.Error(err)
	}
}
