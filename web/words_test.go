package web

import (
	"fmt"
	"io/fs"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"homeward/casefile"
	"homeward/duty"
	"homeward/exchange"
	"homeward/statement"
)

func TestDateInWords(t *testing.T) {
	for date, want := range map[string]string{
		"2025-01-05":                "5 January 2025",
		"2025-01":                   "January 2025",
		"2025":                      "2025",
		"2025-01-05~":               "about 5 January 2025",
		"2025-01?":                  "perhaps January 2025",
		"2025%":                     "perhaps about 2025",
		"2025-01-03/2025-01-09":     "from 3 January 2025 to 9 January 2025",
		"2025-01-03/..":             "from 3 January 2025 on",
		"../2025-01-09":             "up to 9 January 2025",
		"2025-01-03/":               "from 3 January 2025, its end not known",
		"/2025-01-09":               "until 9 January 2025, its start not known",
		"2025-01-XX":                "some day in January 2025",
		"2025-XX-XX":                "some day in 2025",
		"199X":                      "in the 1990s",
		"19XX":                      "in the years 1900 to 1999",
		"XXXX":                      "in a year not known",
		"2024-24":                   "winter 2024",
		"2025-01-20T12:00:00Z":      "20 January 2025, 12:00:00 UTC",
		"2025-01-20T12:00:00+02:00": "20 January 2025, 12:00:00 +02:00",
		"last spring":               "last spring",
	} {
		if got := dateInWords(date); got != want {
			t.Errorf("%s: %q, want %q", date, got, want)
		}
	}
}

func TestElapsed(t *testing.T) {
	const day = 24 * time.Hour
	for _, c := range []struct {
		least, most time.Duration
		want        string
	}{
		{0, 0, ""}, {16 * day, 16 * day, "16 days"}, {10 * day, 16 * day, "10 to 16 days"}, {5 * time.Hour, 29 * time.Hour, "5 to 29 hours"},
		{time.Hour, 3 * day, "1 hour to 3 days"}, {0, 3 * day, "0 hours to 3 days"}, {16*day + 5*time.Hour, 16*day + 9*time.Hour, "16 days"},
	} {
		if got := elapsed(c.least, c.most); got != c.want {
			t.Errorf("%v to %v: %q, want %q", c.least, c.most, got, c.want)
		}
	}
}

func TestBitsAreNeverCertainty(t *testing.T) {
	for n, want := range map[float64]string{-2: "against", 0: "against", 1.9: "hardly", 10: "one person in 1\u202f000", 20: "one person in 1 million", 33: "9 thousand million", 47: "million million"} {
		if got := bits(n); !strings.Contains(got, want) {
			t.Errorf("%v bits: %q does not say %q", n, got, want)
		}
	}
	for n := -5.0; n < 60; n += 0.5 {
		for _, word := range []string{"certain", "%", "likely", "sure"} {
			if strings.Contains(bits(n), word) {
				t.Errorf("%v bits: %q says %q", n, bits(n), word)
			}
		}
	}
}

func TestThousands(t *testing.T) {
	for n, want := range map[int64]string{0: "0", 999: "999", 1000: "1\u202f000", 1234567: "1\u202f234\u202f567", -12345: "−12\u202f345"} {
		if got := thousands(n); got != want {
			t.Errorf("%d: %q, want %q", n, got, want)
		}
	}
}

// Every message that pages ask for is written, and every one written is asked for.
func TestMessagesAreComplete(t *testing.T) {
	m, err := readMessages()
	if err != nil {
		t.Fatal(err)
	}
	asked := map[string]bool{"error.400": true, "error.404": true, "error.410": true, "error.500": true}
	literal, prefix := regexp.MustCompile(`\bt "([^"]+)"`), regexp.MustCompile(`print "([^"]+\.)" \S`)
	names, err := fs.Glob(files, "templates/*.html")
	if err != nil || len(names) == 0 {
		t.Fatal("no templates", err)
	}
	prefixes := map[string]bool{}
	for _, name := range names {
		text, err := files.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, found := range literal.FindAllStringSubmatch(string(text), -1) {
			asked[found[1]] = true
		}
		for _, found := range prefix.FindAllStringSubmatch(string(text), -1) {
			prefixes[found[1]] = true
		}
	}
	for key := range asked {
		if _, has := m["en"][key]; !has {
			t.Errorf("no message %s", key)
		}
	}
	for key := range m["en"] {
		if !asked[key] && !slices.ContainsFunc(slices.Collect(maps.Keys(prefixes)), func(p string) bool { return strings.HasPrefix(key, p) }) {
			t.Errorf("nothing asks for message %s", key)
		}
	}
	for lang, words := range m {
		if !slices.Contains(statement.Languages(), lang) {
			t.Errorf("messages in %q, which labels have not", lang)
		}
		for key, text := range words {
			if strings.Count(text, "%") != strings.Count(m["en"][key], "%") {
				t.Errorf("%s %s takes other values than the English", lang, key)
			}
		}
	}
}

// Every word of a closed list has a message; a new one must not show as its code.
func TestClosedListsHaveWords(t *testing.T) {
	m, err := readMessages()
	if err != nil {
		t.Fatal(err)
	}
	var keys []string
	add := func(format string, words ...any) {
		for _, w := range words {
			keys = append(keys, fmt.Sprintf(format, w))
		}
	}
	for _, s := range statement.Stances() {
		add("stance.%s", s)
	}
	for _, s := range []statement.Kind{statement.Person, statement.Group, statement.Document, statement.Event, statement.Offer, statement.Report, statement.Bureau} {
		add("kind.%s", s)
	}
	for _, s := range standings {
		add("standing.%s", s)
		add("standing.%s.is", s)
	}
	for _, s := range []duty.State{duty.Discharged, duty.Ended, duty.Running, duty.OwedNow, duty.PastOwnTarget, duty.PossiblyOverdue, duty.Overdue} {
		add("duty.%s", s)
		add("duty.%s.is", s)
	}
	for _, r := range duty.Rules() {
		add("owes.%s", r.Owes)
	}
	for _, r := range []exchange.PlanStatus{exchange.Optimal, exchange.Feasible, exchange.Infeasible, exchange.Undecided} {
		add("plan.%s", r)
	}
	for _, r := range []casefile.Return{casefile.ReturnWished, casefile.ReturnBarred, casefile.ReturnInterview} {
		add("return.%s", r)
	}
	for _, k := range []casefile.LinkKind{casefile.SamePerson, casefile.NotSamePerson, casefile.Member, casefile.Kin, casefile.KinOf} {
		add("link."+string(k)+".%s", linkFrom, linkTo)
	}
	for _, key := range keys {
		if m.say("en", key) == key {
			t.Errorf("no message %s", key)
		}
	}
}
