package casefile_test

import (
	"slices"
	"testing"

	"homeward/casefile"
	"homeward/statement"
)

func TestStanding(t *testing.T) {
	tests := []struct {
		name    string
		entries []*statement.Entry
		want    casefile.StandingCode
		words   string
		since   string
	}{
		{"nothing said", []*statement.Entry{said(1, "A", st("sex", "male"))}, casefile.UnknownStanding, "nothing is said of what became of him", ""},
		{"captured", []*statement.Entry{said(1, "A", st("capture.date", "2025-01-09"))}, casefile.Held, "said to be held, by A", "2025-01-09"},
		{"held by", []*statement.Entry{said(1, "A", st("held.by", "UA"))}, casefile.Held, "said to be held by UA (A)", ""},
		{"missing", []*statement.Entry{said(1, "mother", st("missing.since", "2025-01"))}, casefile.Missing, "reported missing by mother", "2025-01"},
		{"sought", []*statement.Entry{said(1, "mother", st("enquiry.received", "2025-02-01"))}, casefile.Missing, "sought: an enquiry was received", ""},
		{"a predicted capture is none", []*statement.Entry{said(1, "A", stance(statement.Predicts, st("capture.date", "2025-01-09")))}, casefile.UnknownStanding, "nothing is said of what became of him", ""},
		{"a death is only reported", []*statement.Entry{said(1, "list", st("capture.date", "2025-01-09")), said(2, "radio", st("death.date", "2025-02"))},
			casefile.ReportedDead, "reported dead by radio, not certified", "2025-02"},
		{"until a certificate is recorded", []*statement.Entry{said(1, "radio", st("death.date", "2025-02-01")), said(2, "hospital", st("death.certificate", "2025-02-03"))},
			casefile.Dead, "dead; certificate recorded", "2025-02-01"},
		{"a denied death is none", []*statement.Entry{said(1, "ministry", stance(statement.Denies, st("death.date", "2025-02-01")))}, casefile.UnknownStanding, "nothing is said of what became of him", ""},
		{"repatriated", []*statement.Entry{said(1, "A", st("capture.date", "2025-01-09")), said(2, "B", st("repatriation.date", "2025-03-01"))},
			casefile.Repatriated, "said to be repatriated, by B", "2025-03-01"},
		{"released and repatriated in one month", []*statement.Entry{said(1, "A", st("release.date", "2025-03")), said(2, "B", st("repatriation.date", "2025-03-05"))},
			casefile.Repatriated, "said to be repatriated, by B", "2025-03-05"},
		{"escaped and captured again", []*statement.Entry{said(1, "A", st("escape.date", "2025-02-01")), said(2, "B", st("arrival.date", "2025-02-20"))},
			casefile.Held, "said to be held again, by B", "2025-02-20"},
		{"escaped, and a camp of the same month proves nothing", []*statement.Entry{said(1, "A", st("escape.date", "2025-02-10")), said(2, "B", st("arrival.date", "2025-02"))},
			casefile.Escaped, "said to have escaped, by A", "2025-02-10"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got := fold(test.entries...).Standing()
			if got.Code != test.want || got.Words != test.words || got.Since != test.since {
				t.Errorf("%q %q since %q, want %q %q since %q", got.Code, got.Words, got.Since, test.want, test.words, test.since)
			}
			if got.Code != casefile.UnknownStanding && len(got.Rests) == 0 {
				t.Error("it rests on nothing")
			}
		})
	}
	t.Run("what he would be if the death is left aside", func(t *testing.T) {
		s := fold(said(1, "list", st("capture.date", "2025-01-09")), said(2, "radio", st("death.date", "2025-02"))).Standing()
		if s.Otherwise == nil || s.Otherwise.Code != casefile.Held {
			t.Errorf("otherwise %+v, want held", s.Otherwise)
		}
	})
}

func TestWish(t *testing.T) {
	wish := func(n int64, day, code string) *statement.Entry {
		return on(day, said(n, "prisoner", stance(statement.Wishes, st("wish", code))))
	}
	tests := []struct {
		name          string
		entries       []*statement.Entry
		want          casefile.Return
		latest        string
		contradictory bool
	}{
		{"none recorded", []*statement.Entry{said(1, "A", st("sex", "male"))}, casefile.ReturnInterview, "", false},
		{"to return", []*statement.Entry{wish(1, "2025-01-12", "return")}, casefile.ReturnWished, "return", false},
		{"to stay bars return", []*statement.Entry{wish(1, "2025-01-12", "stay")}, casefile.ReturnBarred, "stay", false},
		{"a third country bars return", []*statement.Entry{wish(1, "2025-01-12", "third_country")}, casefile.ReturnBarred, "third_country", false},
		{"not known", []*statement.Entry{wish(1, "2025-01-12", "unknown")}, casefile.ReturnInterview, "unknown", false},
		{"a changed mind: the latest in time, not the last recorded", []*statement.Entry{wish(1, "2025-03-01", "stay"), wish(2, "2025-01-12", "return")}, casefile.ReturnBarred, "stay", false},
		{"two of one day", []*statement.Entry{wish(1, "2025-01-12", "return"), wish(2, "2025-01-12", "unknown")}, casefile.ReturnInterview, "", true},
		{"two of one day, one a bar", []*statement.Entry{wish(1, "2025-01-12", "return"), wish(2, "2025-01-12", "stay")}, casefile.ReturnBarred, "", true},
		{"a guess bars nothing and frees nothing", []*statement.Entry{on("2025-02-01", said(1, "A", stance(statement.Estimates, st("wish", "return"))))}, casefile.ReturnInterview, "", false},
		{"withdrawn", []*statement.Entry{wish(1, "2025-01-12", "return"), said(2, "", withdrawn("1"))}, casefile.ReturnInterview, "", false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			w := fold(test.entries...).Wish()
			latest := ""
			if w.Latest != nil {
				latest = w.Latest.Value()
			}
			if w.Return != test.want || latest != test.latest || w.Contradictory != test.contradictory || w.Words == "" {
				t.Errorf("return %q latest %q contradictory %v (%s), want %q %q %v", w.Return, latest, w.Contradictory, w.Words, test.want, test.latest, test.contradictory)
			}
		})
	}
	t.Run("the history is in the order of time", func(t *testing.T) {
		var days []string
		for _, c := range fold(wish(1, "2025-03-01", "stay"), wish(2, "2025-01-12", "return"), wish(3, "", "unknown")).Wish().History {
			days = append(days, c.SaidOn())
		}
		if want := []string{"", "2025-01-12", "2025-03-01"}; !slices.Equal(days, want) {
			t.Errorf("%q, want %q", days, want)
		}
	})
}

func TestTimeline(t *testing.T) {
	f := fold(
		said(1, "A", st("repatriation.date", "2025-06-01"), st("birth.date", "1999-05-02"), of("2025-02/2025-03", st("held.at", "Camp 4"))),
		said(2, "B", st("capture.date", "2025-01"), st("capture.place", "near the river")),
		said(3, "C", st("capture.date", "2025-01-09?")),
		said(4, "", withdrawn("1.2")),
	)
	var got []string
	for _, h := range f.Timeline() {
		got = append(got, h.Date.String()+" "+h.Property)
	}
	want := []string{"2025-01 capture.date", "2025-01-09? capture.date", "2025-02/2025-03 held.at", "2025-06-01 repatriation.date"}
	if !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}
