package duty_test

import (
	"slices"
	"strings"
	"testing"
	"time"
	_ "time/tzdata"

	"homeward/casefile"
	"homeward/duty"
	"homeward/statement"

	"pgregory.net/rapid"
)

// drawStatements draws what may be said of somebody in our power.
func drawStatements(t *rapid.T) []statement.Statement {
	dates := []string{"2025-01-05", "2025-01-09", "2025-01", "2025-01-20", "2025-02-10?", "2025-02-11T08:00:00Z", "2025-03/2025-04", "../2025-02-01", "2025-02-20/.."}
	var dated []string
	for _, p := range statement.DefaultVocabulary().Properties {
		if p.Type == statement.DateType && p.Guards != "internal" {
			dated = append(dated, p.Name)
		}
	}
	codes := map[string][]string{
		"condition": {"good", "seriously_wounded", "seriously_ill", "sick", "dead"}, "finding": {"none", "110_direct", "110_neutral"},
		"wish": {"return", "stay"}, "status": {"military", "civilian", "medical"}, "hold": {"none", "prosecution"}, "death.suspected": {"sentry"},
		"fit.to.travel": {"yes", "no"}, "held.by": {"UA", "RU"}, "paper": {"none"}, "family.informed": {"yes"},
	}
	var coded []string
	for p := range codes {
		coded = append(coded, p)
	}
	slices.Sort(coded)
	out := []statement.Statement{st("held.by", "UA")}
	for range rapid.IntRange(0, 10).Draw(t, "statements") {
		if rapid.IntRange(0, 2).Draw(t, "coded") == 0 {
			property := rapid.SampledFrom(coded).Draw(t, "property")
			out = append(out, of(rapid.SampledFrom(append(dates, "")).Draw(t, "true of"), st(property, rapid.SampledFrom(codes[property]).Draw(t, "code"))))
			continue
		}
		out = append(out, st(rapid.SampledFrom(dated).Draw(t, "property"), rapid.SampledFrom(dates).Draw(t, "date")))
	}
	return out
}

// key tells items apart from one instant to another.
func key(it duty.Item) string { return it.Rule + "|" + strings.Join(it.Refs, ",") }

func TestOverdueNeverTurnsIntoDue(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := file("2025-01-10T12:00:00", drawStatements(t)...)
		s := settings()
		s.Targets = map[string]time.Duration{"122.3-power": time.Hour, "70-card": time.Hour, "109.1-direct": 24 * time.Hour}
		at := instant("2025-01-01")
		before := map[string]duty.Item{}
		for range 12 {
			at = at.Add(time.Duration(rapid.IntRange(1, 24*40).Draw(t, "hours")) * time.Hour)
			now := map[string]duty.Item{}
			for _, it := range duty.Due(f, s, at) {
				now[key(it)] = it
			}
			for k, was := range before {
				is, still := now[k]
				if !still {
					t.Fatalf("%s was there and is not", k)
				}
				if was.State == duty.Overdue && (is.State == duty.OwedNow || is.State == duty.PastOwnTarget) {
					t.Fatalf("%s went from %s to %s", k, was.State, is.State)
				}
				// The weekly clock alone begins again, with every statement sent.
				if was.State == duty.Overdue && (is.State == duty.Running || is.State == duty.PossiblyOverdue) && is.Rule != "122.6-health" {
					t.Fatalf("%s went from %s to %s", k, was.State, is.State)
				}
				if is.Elapsed < was.Elapsed && is.State != duty.Discharged {
					t.Fatalf("%s: time went back", k)
				}
			}
			before = now
		}
	})
}

func TestDischargingRemoves(t *testing.T) {
	by := map[string]duty.Rule{}
	for _, r := range duty.Rules() {
		by[r.ID] = r
	}
	v := statement.DefaultVocabulary()
	rapid.Check(t, func(t *rapid.T) {
		said := drawStatements(t)
		at := "2025-06-01"
		open := slices.DeleteFunc(duty.Due(file("2025-01-10", said...), settings(), instant(at)), func(it duty.Item) bool {
			r := by[it.Rule]
			return !it.State.Open() || len(r.Done.By) == 0 || r.Done.OneEach || v.Property(r.Done.By[0]) == nil || v.Property(r.Done.By[0]).Type != statement.DateType
		})
		if len(open) == 0 {
			return
		}
		it := rapid.SampledFrom(open).Draw(t, "item")
		r := by[it.Rule]
		property := r.Done.By[0]
		if slices.Contains(r.Trigger.Events, property) {
			return
		}
		more := append(slices.Clone(said), st(property, "2025-05-31"))
		for _, now := range duty.Due(file("2025-01-10", more...), settings(), instant(at)) {
			if key(now) != key(it) || slices.ContainsFunc(said, func(s statement.Statement) bool { return strings.Contains(s.Value, "/..") }) {
				continue // of what may still go on, no record is surely after it
			}
			if r.Clock.Kind == duty.EveryDays && now.State == duty.Running {
				continue
			}
			if now.State != duty.Discharged {
				t.Fatalf("%s is %s though %s is recorded: %q", key(now), now.State, property, now.Notes)
			}
		}
	})
}

func TestNoNumberNoDeadline(t *testing.T) {
	rules := map[string]duty.Rule{}
	for _, r := range duty.Rules() {
		rules[r.ID] = r
	}
	rapid.Check(t, func(t *rapid.T) {
		f := file("2025-01-10", drawStatements(t)...)
		at := instant("2025-01-01").Add(time.Duration(rapid.IntRange(0, 24*900).Draw(t, "hours")) * time.Hour)
		for _, it := range duty.Due(f, settings(), at) {
			stated := rules[it.Rule].Clock.Stated()
			if !stated && (it.DueBy != "" || it.State == duty.Overdue || it.State == duty.PossiblyOverdue) {
				t.Fatalf("%s is %s, due by %q, though its article states no number", it.Rule, it.State, it.DueBy)
			}
			if it.State == duty.Overdue && (it.DueLatest.IsZero() || at.Before(it.DueLatest)) {
				t.Fatalf("%s is overdue before %v", it.Rule, it.DueLatest)
			}
			if it.State == duty.PastOwnTarget {
				t.Fatalf("%s is past a target that was not set", it.Rule)
			}
			if len(it.Claims) == 0 || it.Trigger == "" || it.Discharge == "" || it.Clock == "" {
				t.Fatalf("an item that does not explain itself: %+v", it)
			}
		}
	})
}

func TestDaysAreCountedByTheCalendarOfTheZone(t *testing.T) {
	zone, err := time.LoadLocation("Europe/Kyiv")
	if err != nil {
		t.Fatal(err)
	}
	s := duty.Settings{Party: "UA", Zone: zone}
	// The clocks there go forward on 30 March 2025, so that the week has an hour less.
	f := file("2025-03-25", ours(st("arrival.date", "2025-03-25"))...)
	for _, test := range []struct {
		at   string
		want duty.State
	}{{"2025-04-01T20:59:59Z", duty.Running}, {"2025-04-01T21:00:00Z", duty.Overdue}} {
		if it := items(f, s, test.at, "70-card")[0]; it.State != test.want || it.DueBy != "2025-04-01" {
			t.Errorf("at %s: %s due by %s, want %s", test.at, it.State, it.DueBy, test.want)
		}
	}
}

func BenchmarkDue(b *testing.B) {
	f := file("2025-01-10", ours(st("name", "Ivanenko Ostap"), st("arrival.date", "2025-01-10"), of("2025-02-01", st("condition", "seriously_wounded")),
		st("transfer.date", "2025-02-02"), st("forwarded.power", "2025-01-12"), st("card.written", "2025-01-12"))...)
	at := instant("2025-03-01")
	b.ReportAllocs()
	for b.Loop() {
		duty.Due(f, settings(), at)
	}
}

func BenchmarkDueNotOurs(b *testing.B) {
	f := casefile.Fold(casefile.Input{Subjects: []statement.ID{him}, Entries: []*statement.Entry{{Number: 1, Subject: him, Statements: []statement.Statement{st("name", "Ivanenko Ostap"), st("held.by", "RU")}}}},
		statement.DefaultVocabulary(), nil)
	at := instant("2025-03-01")
	b.ReportAllocs()
	for b.Loop() {
		duty.Due(f, settings(), at)
	}
}
