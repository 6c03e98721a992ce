package bureau

import "testing"

func TestCutText(t *testing.T) {
	for _, c := range []struct {
		text       string
		start, end int
		want       string
	}{
		{"abc", 0, 3, "abc"}, {"abc", 1, 2, "b"}, {"Кім Чхоль", 4, 9, "Чхоль"}, {"김철수 씨", 0, 3, "김철수"},
		{"abc", 2, 9, "c"}, {"abc", 3, 4, gone}, {"", 0, 1, gone}, {"é👪x", 1, 2, "👪"},
	} {
		if got := cutText(c.text, c.start, c.end); got != c.want {
			t.Errorf("%q from %d to %d: %q, want %q", c.text, c.start, c.end, got, c.want)
		}
	}
}
