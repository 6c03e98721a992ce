package name

import "testing"

func TestNamesOfHongKongAreReadByTheirCharacters(t *testing.T) {
	for _, c := range [][2]string{{"진가명", "Chan Ka-ming"}, {"허국화", "Hui Kwok-wah"}, {"임가화", "Lam Ka-wah"}} {
		if first, ahead := firstRanked(t, c[0], "Kang Jin-wook", "Heo Guk-jin", "Kim Se-young", "Chan Ka-ming", "Hui Kwok-wah", "Lam Ka-wah", "Tim Chan"); first != c[1] || ahead < 1 {
			t.Errorf("%s: %s stands first by %.1f bits", c[0], first, ahead)
		}
	}
}

func TestSyllablesOfHongKongAreOneOfHangulAndLatinLetters(t *testing.T) {
	all := hongKongSyllables()
	if len(all) < 500 {
		t.Errorf("%d spellings", len(all))
	}
	for _, s := range all {
		if len(s.left) < 2 || len(s.left) > 3 || len(s.right) == 0 || s.weight <= 0 {
			t.Errorf("%s, %s, %v", koreanSide.show(s.left), latinSide.show(s.right), s.weight)
		}
	}
}
