package bureau

import (
	"bytes"
	"strings"
	"testing"
)

// What is planned with is only what is certain of a date.
func TestDatesOfAPlan(t *testing.T) {
	for date, want := range map[string]string{
		"2024-05-07": "2024-05-07", "2024-05": "2024-05", "2024": "2024",
		"2024-05-07?": "", "2024~": "", "": "", "2024-05-01/2024-05-09": "2024-05", "2023-12-31/2024-01-02": "", "2024-02-01/2024-11": "2024",
		"../2024-05": "", "202X": "", "2024-05-XX": "2024-05",
	} {
		if got := exchangeDate(date).String(); got != want {
			t.Errorf("%q is planned with as %q, want %q", date, got, want)
		}
	}
}

const anyoneForAnyone = "title: all who are held\non: 2025-01-13\nseed: s\nparties: [VER, SOK]\nunknown_wish: if_interviewed\nterms:\n  - name: all\n    release: {from: SOK, of: VER}\n"

// Nobody home of nobody is no success.
func TestPlanOfNobodySaysSo(t *testing.T) {
	b, _ := aBureau(t)
	said(t, b, "S", "name", "Kravchyshyn Ostap", "held.by", "SOK")
	plan, err := b.Plan(t.Context(), strings.NewReader(anyoneForAnyone), "terms.yaml")
	if err != nil || plan.Home != 0 || len(plan.Notes) != 1 || !strings.Contains(plan.Notes[0], "nobody in this bureau's files can be planned for") {
		t.Errorf("%+v, %v", plan.Notes, err)
	}
}

// Two files that may be of one man are not proved to be two people home.
func TestPlanTellsWhoMayBeOnePerson(t *testing.T) {
	b, _ := aBureau(t)
	held := []string{"held.by", "SOK", "power", "VER", "birth.date", "1990-03-04"}
	one := said(t, b, "S", append([]string{"name", "Кравчишин Остап Зеновійович"}, held...)...)
	two := said(t, b, "V", append([]string{"name", "Kravchyshyn Ostap Zenoviiovych"}, held...)...)
	plan, err := b.Plan(t.Context(), strings.NewReader(anyoneForAnyone), "terms.yaml")
	if err != nil {
		t.Fatal(err)
	}
	if plan.Home != 2 || len(plan.Doubles) != 1 {
		t.Fatalf("%d home, doubles %+v; left %+v", plan.Home, plan.Doubles, plan.Left)
	}
	var text bytes.Buffer
	if err := plan.WriteText(&text); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(text.String(), "may be one person") || strings.Contains(text.String(), "This is proved") {
		t.Errorf("the text is\n%s", &text)
	}
	if _, err := b.Same(t.Context(), one, two, why); err != nil {
		t.Fatal(err)
	}
	if plan, err = b.Plan(t.Context(), strings.NewReader(anyoneForAnyone), "terms.yaml"); err != nil || plan.Home != 1 || len(plan.Doubles) != 0 {
		t.Errorf("joined: %d home, doubles %+v %v", plan.Home, plan.Doubles, err)
	}
}
