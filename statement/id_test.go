package statement_test

import (
	"bytes"
	"crypto/rand"
	"encoding/json"
	"strings"
	"testing"

	"homeward/statement"

	"pgregory.net/rapid"
)

// anID draws ids, the lowest and highest among them.
func anID() *rapid.Generator[statement.ID] {
	return rapid.Custom(func(t *rapid.T) statement.ID {
		return statement.ID(rapid.SliceOfN(rapid.Byte(), 10, 10).Draw(t, "id"))
	})
}

func TestIDIsReadAsItIsWrittenOrReadOut(t *testing.T) {
	const want = "70kf-9qw1-2xnc-h81m"
	for _, test := range []struct{ rule, text string }{
		{"as written", want},
		{"without hyphens", "70kf9qw12xnch81m"},
		{"in upper case", "70KF-9QW1-2XNC-H81M"},
		{"o for zero", "7okf-9qw1-2xnc-h81m"},
		{"O for zero", "7OKF-9QW1-2XNC-H81M"},
		{"i for one", "70kf-9qwi-2xnc-h8im"},
		{"l and L for one", "70kf-9qwl-2xnc-h8Lm"},
		{"blanks for hyphens and around", "  70kf 9qw1 2xnc h81m "},
		{"hyphens anywhere", "7-0kf9qw1-2xnch81m-"},
	} {
		t.Run(test.rule, func(t *testing.T) {
			id, err := statement.ParseID(test.text)
			if err != nil || id.String() != want {
				t.Errorf("ParseID(%q) = %s, %v; want %s", test.text, id, err, want)
			}
		})
	}
}

func TestIDRefusesWithTheCharacterThatIsWrong(t *testing.T) {
	for _, test := range []struct{ rule, text, want string }{
		{"u is not used", "7u3f-9qwe-2xnc-h8tm", `character 2 ('u')`},
		{"counted with hyphens, as typed", "7k3f-9qwe-2xnc-h8tu", `character 19 ('u')`},
		{"counted in characters, not bytes", "7k3f-ы", `character 6 ('ы')`},
		{"too long", "7k3f-9qwe-2xnc-h8tm-1", "4 to 16"},
		{"too short", "7k3", "4 to 16"},
		{"empty", "", "4 to 16"},
		{"only a beginning", "7k3f-9qwe", "only the beginning"},
	} {
		t.Run(test.rule, func(t *testing.T) {
			if id, err := statement.ParseID(test.text); err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("ParseID(%q) = %s, %v; want an error with %q", test.text, id, err, test.want)
			}
		})
	}
}

func TestIDPrefixSpansTheIDsThatBeginSo(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		id, other := anID().Draw(t, "id"), anID().Draw(t, "other")
		n := rapid.IntRange(4, 16).Draw(t, "characters")
		plain := func(id statement.ID) string { return strings.ReplaceAll(id.String(), "-", "") }
		lo, hi, err := statement.ParseIDPrefix(plain(id)[:n])
		if err != nil {
			t.Fatal(err)
		}
		for _, x := range []statement.ID{id, other, lo, hi} {
			within := bytes.Compare(lo[:], x[:]) <= 0 && bytes.Compare(x[:], hi[:]) <= 0
			if begins := strings.HasPrefix(plain(x), plain(id)[:n]); begins != within {
				t.Fatalf("%s begins with %s: %v; lies in %s … %s: %v", x, plain(id)[:n], begins, lo, hi, within)
			}
		}
		if (lo == hi) != (n == 16) {
			t.Fatalf("%d characters: %s … %s", n, lo, hi)
		}
	})
}

func TestIDTextReadsBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		id := anID().Draw(t, "id")
		data, err := json.Marshal(id)
		if err != nil {
			t.Fatal(err)
		}
		again := statement.ID{1}
		if err := json.Unmarshal(data, &again); err != nil || again != id {
			t.Fatalf("%s read back as %s: %v", data, again, err)
		}
		if id.IsZero() != (string(data) == `""`) {
			t.Fatalf("%s is written %s", id, data)
		}
	})
}

func TestNewIDTellsWhenChanceFails(t *testing.T) {
	a, errA := statement.NewID(rand.Reader)
	b, errB := statement.NewID(rand.Reader)
	if errA != nil || errB != nil || a == b || a.IsZero() {
		t.Errorf("two new ids: %s, %v and %s, %v", a, errA, b, errB)
	}
	if id, err := statement.NewID(bytes.NewReader(make([]byte, 9))); err == nil || !id.IsZero() {
		t.Errorf("nine bytes of chance gave the id %s", id)
	}
}

func FuzzParseIDPrefix(f *testing.F) {
	for _, s := range []string{"7k3f-9qwe-2xnc-h8tm", "OIL1", "\u212a\u0130İ", "----", "7k3f\xff"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		lo, hi, err := statement.ParseIDPrefix(s)
		if err != nil {
			return
		}
		if bytes.Compare(lo[:], hi[:]) > 0 {
			t.Errorf("%q: %s after %s", s, lo, hi)
		}
		if again, err := statement.ParseID(lo.String()); err != nil || again != lo {
			t.Errorf("%q: %s is read back as %s, %v", s, lo, again, err)
		}
	})
}
