package duty_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"homeward/casefile"
	"homeward/duty"
	"homeward/statement"
	"homeward/statement/edtf"
)

var him = statement.ID{1}

func st(property, value string) statement.Statement {
	return statement.Statement{Property: property, Value: value, Stance: statement.Asserts}
}

func of(when string, s statement.Statement) statement.Statement { s.TrueOf = when; return s }

func stance(x statement.Stance, s statement.Statement) statement.Statement { s.Stance = x; return s }

// file folds entries of one statement each, recorded one a minute from received on.
func file(received string, statements ...statement.Statement) *casefile.File {
	at := instant(received)
	var entries []*statement.Entry
	for i, s := range statements {
		entries = append(entries, &statement.Entry{
			Number: int64(i + 1), Subject: him, Kind: statement.Person, By: "tester", Recorded: at.Add(time.Duration(i) * time.Minute),
			SaidBy: []statement.Speaker{{Name: "source " + string(rune('A'+i))}}, Statements: []statement.Statement{s},
		})
	}
	return casefile.Fold(casefile.Input{Subjects: []statement.ID{him}, Entries: entries}, statement.DefaultVocabulary(), nil)
}

var kyiv = time.FixedZone("EET", 2*3600)

func instant(s string) time.Time {
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04:05", time.DateOnly} {
		if t, err := time.ParseInLocation(layout, s, kyiv); err == nil {
			return t
		}
	}
	panic("no instant: " + s)
}

func settings() duty.Settings { return duty.Settings{Party: "UA", Zone: kyiv} }

// items are those of one rule.
func items(f *casefile.File, s duty.Settings, at, rule string) []duty.Item {
	return slices.DeleteFunc(duty.Due(f, s, instant(at)), func(it duty.Item) bool { return it.Rule != rule })
}

func ours(more ...statement.Statement) []statement.Statement {
	return append([]statement.Statement{st("held.by", "UA"), st("capture.date", "2025-01-09")}, more...)
}

func TestStatedClocks(t *testing.T) {
	const received = "2025-01-10T12:00:00"
	tests := []struct {
		name   string
		said   []statement.Statement
		rule   string
		at     string
		want   duty.State
		dueBy  string
		reason string // a part of a note
	}{
		{"70: within the week", ours(st("arrival.date", "2025-01-10")), "70-card", "2025-01-17", duty.Running, "2025-01-17", ""},
		{"70: the last second of the last day", ours(st("arrival.date", "2025-01-10")), "70-card", "2025-01-17T23:59:59", duty.Running, "2025-01-17", ""},
		{"70: the midnight after it", ours(st("arrival.date", "2025-01-10")), "70-card", "2025-01-18", duty.Overdue, "2025-01-17", ""},
		{"70: the midnight of another zone is not ours", ours(st("arrival.date", "2025-01-10")), "70-card", "2025-01-17T21:59:59Z", duty.Running, "2025-01-17", ""},
		{"70: the bureau's midnight in UTC", ours(st("arrival.date", "2025-01-10")), "70-card", "2025-01-17T22:00:00Z", duty.Overdue, "2025-01-17", ""},
		{"70: an hour is known: exactly seven days is not more", ours(st("arrival.date", "2025-01-10T09:30:00Z")), "70-card", "2025-01-17T09:30:00Z", duty.Running, "2025-01-17", ""},
		{"70: and a second more is", ours(st("arrival.date", "2025-01-10T09:30:00Z")), "70-card", "2025-01-17T09:30:01Z", duty.Overdue, "2025-01-17", ""},
		{"70: arrival not stated: no deadline is invented", ours(), "70-card", "2025-06-01", duty.OwedNow, "", "no arrival at a camp is stated"},
		{"70: the first camp counts, a transit camp too", ours(st("arrival.date", "2025-01-20"), st("arrival.date", "2025-01-10")), "70-card", "2025-01-18", duty.Overdue, "2025-01-17", ""},
		{"70: an arrival before the capture is none", ours(st("arrival.date", "2024-12-01")), "70-card", "2025-01-18", duty.OwedNow, "", "no arrival at a camp is stated"},
		{"70: a month: not yet", ours(st("arrival.date", "2025-02")), "70-card", "2025-02-08", duty.Running, "2025-02-08/2025-03-07", ""},
		{"70: a month: perhaps", ours(st("arrival.date", "2025-02")), "70-card", "2025-02-20", duty.PossiblyOverdue, "2025-02-08/2025-03-07", ""},
		{"70: a month: surely", ours(st("arrival.date", "2025-02")), "70-card", "2025-03-08", duty.Overdue, "2025-02-08/2025-03-07", ""},
		{"70: a date marked uncertain is never surely past", ours(st("arrival.date", "2025-01-10?")), "70-card", "2025-06-01", duty.PossiblyOverdue, "2025-01-17", "marks the date"},
		{"70: two sources of one arrival", ours(st("arrival.date", "2025-01-10"), st("arrival.date", "2025-01")), "70-card", "2025-01-18", duty.PossiblyOverdue, "2025-01-08/2025-02-07", ""},
		{"70: a forecast arrival starts no clock", ours(stance(statement.Predicts, st("arrival.date", "2025-01-10"))), "70-card", "2025-06-01", duty.OwedNow, "", "no arrival"},
		{"70: again on transfer, from the arrival after it", ours(st("arrival.date", "2025-01-10"), st("transfer.date", "2025-03-01"), st("arrival.date", "2025-03-03")), "70-transfer", "2025-03-11", duty.Overdue, "2025-03-10", ""},
		{"70: again on admission to hospital", ours(st("hospital.date", "2025-03-01")), "70-hospital", "2025-03-09", duty.Overdue, "2025-03-08", ""},
		{"122(6): a week from the finding", ours(of("2025-02-01", st("condition", "seriously_wounded"))), "122.6-health", "2025-02-08T23:00:00", duty.Running, "2025-02-08", ""},
		{"122(6): more than a week", ours(of("2025-02-01", st("condition", "seriously_wounded"))), "122.6-health", "2025-02-09", duty.Overdue, "2025-02-08", ""},
		{"122(6): again a week after the last", ours(of("2025-02-01", st("condition", "seriously_ill")), st("health.sent", "2025-02-03"), st("health.sent", "2025-02-10")), "122.6-health", "2025-02-17", duty.Running, "2025-02-17", ""},
		{"122(6): since when is not stated", ours(st("condition", "seriously_ill")), "122.6-health", "2025-02-17", duty.OwedNow, "", "since when"},
		{"GCIV 136: two weeks of custody", append(ours(), st("status", "civilian")), "GCIV-136-custody", "2025-01-23T23:59:59", duty.Running, "2025-01-23", ""},
		{"GCIV 136: more than two weeks", append(ours(), st("status", "civilian")), "GCIV-136-custody", "2025-01-24", duty.Overdue, "2025-01-23", ""},
		{"104: three weeks before the trial", ours(st("prosecution.date", "2025-02-01"), st("trial.date", "2025-03-31")), "104-notice", "2025-03-10T23:59:59", duty.Running, "2025-03-10", ""},
		{"104: less than three weeks before the trial", ours(st("prosecution.date", "2025-02-01"), st("trial.date", "2025-03-31")), "104-notice", "2025-03-11", duty.Overdue, "2025-03-10", ""},
		{"104: no day of trial is stated", ours(st("prosecution.date", "2025-02-01")), "104-notice", "2025-06-01", duty.OwedNow, "", "no opening of the trial is stated"},
		{"104: a trial without a dated decision", ours(st("trial.date", "2025-03-31")), "104-notice", "2025-03-11", duty.Overdue, "2025-03-10", ""},
		{"105: two weeks to prepare", ours(st("trial.date", "2025-03-31")), "105-prepare", "2025-03-18", duty.Overdue, "2025-03-17", ""},
		{"103: three months by the calendar", ours(st("confinement.date", "2025-01-31")), "103-confinement", "2025-04-30T23:59:59", duty.Running, "2025-04-30", ""},
		{"103: more than three months", ours(st("confinement.date", "2025-01-31")), "103-confinement", "2025-05-01", duty.Overdue, "2025-04-30", ""},
		{"103: of a leap year", ours(st("confinement.date", "2023-11-30")), "103-confinement", "2024-03-01", duty.Overdue, "2024-02-29", ""},
		{"101: the bar holds six months", ours(st("death.sentence.notice", "2025-02-10")), "101-six-months", "2025-08-10T23:59:59", duty.Running, "2025-08-10", ""},
		{"101: and then has run", ours(st("death.sentence.notice", "2025-02-10")), "101-six-months", "2025-08-11", duty.Discharged, "2025-08-10", ""},
		{"101: of two receipts the bar holds longest", ours(st("death.sentence.notice", "2025-02")), "101-six-months", "2025-08-11", duty.Running, "2025-08-01/2025-08-28", "the bar holds"},
		{"109: three months to carry out the finding", ours(of("2025-02-01", st("finding", "110_direct"))), "109.1-direct", "2025-05-01T23:00:00", duty.Running, "2025-05-01/", ""},
		{"109: the notice came later, when is not known", ours(of("2025-02-01", st("finding", "110_direct"))), "109.1-direct", "2026-05-02", duty.PossiblyOverdue, "2025-05-01/", "run from the notice"},
		{"109: not fit to travel: it waits", ours(of("2025-02-01", st("finding", "110_direct")), st("fit.to.travel", "no")), "109.1-direct", "2025-05-02", duty.Running, "2025-05-01/", "fit.to.travel is no"},
		{"109: his refusal recorded", ours(of("2025-02-01", st("finding", "110_direct")), stance(statement.Wishes, st("wish", "stay"))), "109.1-direct", "2025-05-02", duty.Discharged, "2025-05-01/", ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got := items(file(received, test.said...), settings(), test.at, test.rule)
			if len(got) != 1 {
				t.Fatalf("%d items, want one: %+v", len(got), got)
			}
			it := got[0]
			if it.State != test.want || it.DueBy != test.dueBy {
				t.Errorf("%s due by %q, want %s due by %q (%q)", it.State, it.DueBy, test.want, test.dueBy, it.Notes)
			}
			if !strings.Contains(strings.Join(it.Notes, "; "), test.reason) {
				t.Errorf("notes %q, want %q", it.Notes, test.reason)
			}
		})
	}
}

func TestWithoutAStatedClock(t *testing.T) {
	const received = "2025-01-10T12:00:00"
	tests := []struct {
		name string
		said []statement.Statement
		rule string
		want []duty.State // at 2025-02-01
	}{
		{"122(2): nameless, the particulars are due", ours(), "122.2-particulars", []duty.State{duty.OwedNow}},
		{"122(2): a name has been received", ours(st("name", "Ivanenko Ostap")), "122.2-particulars", []duty.State{duty.Discharged}},
		{"122(3): due, and never overdue", ours(), "122.3-power", []duty.State{duty.OwedNow}},
		{"122(3): the Power has acknowledged", ours(st("forwarded.power", "2025-01-12")), "122.3-power", []duty.State{duty.Discharged}},
		{"122(3): that does not discharge the Agency's", ours(st("forwarded.power", "2025-01-12")), "122.3-agency", []duty.State{duty.OwedNow}},
		{"122(3): an acknowledgement before the capture is of something else", ours(st("forwarded.power", "2024-12-31")), "122.3-power", []duty.State{duty.OwedNow}},
		{"122(3): one to come does not count yet", ours(st("forwarded.power", "2025-02-02")), "122.3-power", []duty.State{duty.OwedNow}},
		{"122(3): a denied acknowledgement is none", ours(stance(statement.Denies, st("forwarded.power", "2025-01-12"))), "122.3-power", []duty.State{duty.OwedNow}},
		{"122(5): every event anew", ours(st("transfer.date", "2025-01-15"), st("hospital.date", "2025-01-20"), st("forwarded.power", "2025-01-16")), "122.5-power", []duty.State{duty.Discharged, duty.OwedNow}},
		{"122(5): two sources of one transfer are one event", ours(st("transfer.date", "2025-01-15"), st("transfer.date", "2025-01")), "122.5-power", []duty.State{duty.OwedNow}},
		{"122(5): an acknowledgement that may be of before", ours(st("transfer.date", "2025-01"), st("forwarded.power", "2025-01-12")), "122.5-power", []duty.State{duty.OwedNow}},
		{"122(5): an event to come", ours(st("transfer.date", "2025-02-15")), "122.5-power", nil},
		{"122(7): whoever holds him", []statement.Statement{st("enquiry.received", "2025-01-20")}, "122.7-answer", []duty.State{duty.OwedNow}},
		{"122(7): answered", []statement.Statement{st("enquiry.received", "2025-01-20"), st("enquiry.answered", "2025-01-25")}, "122.7-answer", []duty.State{duty.Discharged}},
		{"122(7): one answer answers one enquiry", []statement.Statement{st("enquiry.received", "2025-01-20"), st("enquiry.received", "2025-01-21"), st("enquiry.answered", "2025-01-25")}, "122.7-answer", []duty.State{duty.Discharged, duty.OwedNow}},
		{"122(7): nothing is known of him", []statement.Statement{st("enquiry.received", "2025-01-20"), st("missing.since", "2024-12")}, "122.7-find-out", []duty.State{duty.OwedNow}},
		{"122(7): what became of him is recorded", []statement.Statement{st("enquiry.received", "2025-01-20"), st("held.by", "RU")}, "122.7-find-out", []duty.State{duty.Discharged}},
		{"122(9): valuables after repatriation", ours(st("repatriation.date", "2025-01-20")), "122.9-valuables", []duty.State{duty.OwedNow}},
		{"122(9): sent", ours(st("repatriation.date", "2025-01-20"), st("valuables.sent", "2025-01-22")), "122.9-valuables", []duty.State{duty.Discharged}},
		{"70: the cards forwarded", ours(st("card.written", "2025-01-12")), "70-card-family", []duty.State{duty.OwedNow}},
		{"70: the family informed discharges the family's", ours(st("card.written", "2025-01-12"), st("family.informed", "yes")), "70-card-family", []duty.State{duty.Discharged}},
		{"70: and not the Agency's", ours(st("card.written", "2025-01-12"), st("family.informed", "yes")), "70-card-agency", []duty.State{duty.OwedNow}},
		{"70: he declined to write", ours(st("card.declined", "2025-01-12")), "70-card", []duty.State{duty.Discharged}},
		{"69: told of correspondence", ours(st("correspondence.notice", "2025-01-09")), "69-prisoner", []duty.State{duty.Discharged}},
		{"18: no papers", ours(st("paper", "none")), "18-papers", []duty.State{duty.OwedNow}},
		{"18: papers in another's name are papers", ours(st("paper", "identity card")), "18-papers", nil},
		{"33: medical personnel", ours(st("status", "medical")), "33-medical-personnel", []duty.State{duty.OwedNow}},
		{"33: retained", ours(st("status", "medical"), st("retained", "yes")), "33-medical-personnel", []duty.State{duty.Discharged}},
		{"109: a box on a capture card is no finding", ours(of("2025-01-12", st("condition", "seriously_wounded"))), "109.1-direct", nil},
		{"109(2): a neutral country", ours(st("finding", "110_neutral")), "109.2-neutral", []duty.State{duty.OwedNow}},
		{"120: a certificate is wanted", ours(st("death.date", "2025-01-20")), "120-certificate", []duty.State{duty.OwedNow}},
		{"120: of a death without a date too", ours(st("condition", "dead")), "120-certificate", []duty.State{duty.OwedNow}},
		{"120: received", ours(st("death.date", "2025-01-20"), st("death.certificate", "2025-01-25")), "120-certificate", []duty.State{duty.Discharged}},
		{"120: the grave", ours(st("death.date", "2025-01-20"), st("grave", "row 3")), "120-grave", []duty.State{duty.Discharged}},
		{"121: a death by a sentry", ours(st("death.date", "2025-01-20"), st("death.suspected", "sentry"), st("official.enquiry.notified", "2025-01-21")), "121-notice", []duty.State{duty.Discharged}},
		{"121: the report is another discharge", ours(st("death.date", "2025-01-20"), st("death.suspected", "unknown"), st("official.enquiry.notified", "2025-01-21")), "121-report", []duty.State{duty.OwedNow}},
		{"GCI 16: wounded", ours(st("condition", "wounded")), "GCI-16-field", []duty.State{duty.OwedNow}},
		{"117: our own who came home", []statement.Statement{st("power", "UA"), st("repatriation.date", "2025-01-20")}, "117-no-service", []duty.State{duty.Running}},
		{"117: not those of others", ours(st("power", "RU"), st("repatriation.date", "2025-01-20")), "117-no-service", nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var got []duty.State
			for _, it := range items(file(received, test.said...), settings(), "2025-02-01", test.rule) {
				got = append(got, it.State)
				if it.DueBy != "" {
					t.Errorf("%s has a deadline, %s, that no article states", it.Rule, it.DueBy)
				}
				if it.State == duty.Discharged && it.DischargedBy == nil {
					t.Error("what discharged it is not named")
				}
			}
			if !slices.Equal(got, test.want) {
				t.Errorf("%v, want %v", got, test.want)
			}
		})
	}
}

func TestWhosePower(t *testing.T) {
	detaining := func(f *casefile.File) int {
		n := 0
		for _, it := range duty.Due(f, settings(), instant("2025-02-01")) {
			if it.Owes == duty.OwedByDetainingPower {
				n++
			}
		}
		return n
	}
	tests := []struct {
		name  string
		said  []statement.Statement
		held  duty.Held
		fires bool
	}{
		{"held by us", ours(), duty.Ours, true},
		{"held by another", []statement.Statement{st("held.by", "RU"), st("capture.date", "2025-01-09")}, duty.Theirs, false},
		{"captured, by whom is not said", []statement.Statement{st("capture.date", "2025-01-09")}, duty.NotSaid, false},
		{"missing is not held", []statement.Statement{st("missing.since", "2025-01-09"), st("enquiry.received", "2025-01-10")}, duty.NotSaid, false},
		{"denied", []statement.Statement{stance(statement.Denies, st("held.by", "UA"))}, duty.NotSaid, false},
		{"only predicted", []statement.Statement{stance(statement.Predicts, st("held.by", "UA"))}, duty.NotSaid, false},
		{"disputed", []statement.Statement{st("held.by", "UA"), st("held.by", "RU")}, duty.Disputed, true},
		{"handed over since", []statement.Statement{of("2025-01", st("held.by", "UA")), of("2025-02", st("held.by", "RU"))}, duty.Theirs, false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			f := file("2025-01-10", test.said...)
			if got := duty.InPower(f, "UA"); got != test.held {
				t.Errorf("%s, want %s", got, test.held)
			}
			if n := detaining(f); (n > 0) != test.fires {
				t.Errorf("%d duties of the detaining Power, want some: %v", n, test.fires)
			}
		})
	}
	t.Run("a civilian is owed what civilians are owed", func(t *testing.T) {
		for _, it := range duty.Due(file("2025-01-10", ours(st("status", "civilian"))...), settings(), instant("2025-02-01")) {
			if strings.HasPrefix(it.Article, "GCIII") && !strings.HasPrefix(it.Article, "GCIII 122(7)") {
				t.Errorf("%s fired for a civilian", it.Rule)
			}
		}
	})
}

func TestReceipt(t *testing.T) {
	f := file("2025-01-20T12:00:00", ours()...)
	it := items(f, settings(), "2025-01-21T12:00:00", "122.3-power")[0]
	if want := 24 * time.Hour; it.Elapsed.Round(time.Minute) != want {
		t.Errorf("%s have passed since the bureau's receipt, want %s", it.Elapsed, want)
	}
	if it.TriggeredOn != "2025-01-09" {
		t.Errorf("triggered on %q, want the capture", it.TriggeredOn)
	}
}

func TestElapsedUntilDischarge(t *testing.T) {
	f := file("2025-01-10T00:00:00", ours(st("forwarded.agency", "2025-01-13"))...)
	for _, at := range []string{"2025-02-01", "2026-02-01"} {
		it := items(f, settings(), at, "122.3-agency")[0]
		if it.Elapsed < 71*time.Hour || it.Elapsed > 72*time.Hour || it.ElapsedAtMost != 96*time.Hour || it.DischargedOn != "2025-01-13" {
			t.Errorf("at %s: %s to %s until %s, want 3 to 4 days", at, it.Elapsed, it.ElapsedAtMost, it.DischargedOn)
		}
	}
}

func TestAReportedDeathIsNoCertainty(t *testing.T) {
	dead := ours(st("death.date", "2025-01-20"))
	for _, rule := range []string{"122.5-power", "120-certificate"} {
		it := items(file("2025-01-21", dead...), settings(), "2025-02-01", rule)[0]
		if !strings.Contains(strings.Join(it.Notes, ";"), "reported dead by source C, not certified: to be established") {
			t.Errorf("%s does not say that the death is only reported: %q", rule, it.Notes)
		}
	}
	for _, it := range items(file("2025-01-21", append(dead, st("death.certificate", "2025-01-25"))...), settings(), "2025-02-01", "122.5-power") {
		if strings.Contains(strings.Join(it.Notes, ";"), "not certified") {
			t.Errorf("%q, though a certificate is recorded", it.Notes)
		}
	}
}

func TestOwnTarget(t *testing.T) {
	f := file("2025-01-20T12:00:00", ours(st("arrival.date", "2025-01-20"))...)
	s := settings()
	s.Targets = map[string]time.Duration{"122.3-power": 48 * time.Hour, "70-card": 24 * time.Hour}
	for _, test := range []struct {
		at, rule string
		want     duty.State
	}{
		{"2025-01-22T11:59:59", "122.3-power", duty.OwedNow},
		{"2025-01-22T12:00:01", "122.3-power", duty.PastOwnTarget},
		{"2035-01-22T12:00:01", "122.3-power", duty.PastOwnTarget},
		{"2025-01-22T12:00:01", "122.3-agency", duty.OwedNow},
		{"2025-01-27T12:00:00", "70-card", duty.PastOwnTarget},
		{"2025-01-28T12:00:00", "70-card", duty.Overdue},
	} {
		if got := items(f, s, test.at, test.rule)[0]; got.State != test.want || got.Elapsed == 0 {
			t.Errorf("%s at %s: %s after %s, want %s", test.rule, test.at, got.State, got.Elapsed, test.want)
		}
	}
}

func TestTwoCaptureDates(t *testing.T) {
	f := file("2025-01-12", st("held.by", "UA"), st("capture.date", "2025-01-05"), st("capture.date", "2025-01-09"), st("status", "civilian"))
	for _, test := range []struct {
		at   string
		want duty.State
	}{
		{"2025-01-19T23:59:59", duty.Running}, {"2025-01-20", duty.PossiblyOverdue}, {"2025-01-23T23:59:59", duty.PossiblyOverdue}, {"2025-01-24", duty.Overdue},
	} {
		it := items(f, settings(), test.at, "GCIV-136-custody")[0]
		if it.State != test.want || it.DueBy != "2025-01-19/2025-01-23" || it.TriggeredOn != "2025-01-05 or 2025-01-09" {
			t.Errorf("at %s: %s due by %s, triggered on %s; want %s", test.at, it.State, it.DueBy, it.TriggeredOn, test.want)
		}
		if !strings.Contains(strings.Join(it.Notes, ";"), "different dates of the capture") || !strings.Contains(it.Trigger, "2025-01-05 (source B), 2025-01-09 (source C)") {
			t.Errorf("it does not say that the sources differ: %q %q", it.Trigger, it.Notes)
		}
	}
}

func TestEndOfCaptivity(t *testing.T) {
	arrived := ours(st("arrival.date", "2025-01-10"))
	tests := []struct {
		name string
		said []statement.Statement
		at   string
		want duty.State
		note string
	}{
		{"released", append(slices.Clone(arrived), st("release.date", "2025-03-01")), "2025-03-02", duty.Ended, "ended with captivity"},
		{"not yet released", append(slices.Clone(arrived), st("release.date", "2025-03-01")), "2025-02-28", duty.Overdue, ""},
		{"repatriated", append(slices.Clone(arrived), st("repatriation.date", "2025-03-01")), "2025-03-02", duty.Ended, "ended with captivity"},
		{"a reported death stops no clock", append(slices.Clone(arrived), st("death.date", "2025-03-01")), "2025-03-02", duty.Overdue, "not certified"},
		{"a certified one does", append(slices.Clone(arrived), st("death.date", "2025-03-01"), st("death.certificate", "2025-03-05")), "2025-03-06", duty.Ended, "ended with captivity"},
		{"what was done stays done", append(slices.Clone(arrived), st("card.written", "2025-01-12"), st("release.date", "2025-03-01")), "2025-03-02", duty.Discharged, ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			it := items(file("2025-01-10", test.said...), settings(), test.at, "70-card")[0]
			if it.State != test.want || !strings.Contains(strings.Join(it.Notes, ";"), test.note) {
				t.Errorf("%s %q, want %s %q", it.State, it.Notes, test.want, test.note)
			}
		})
	}
}

func TestEndOfHostilities(t *testing.T) {
	s := settings()
	if got := items(file("2025-01-10", ours()...), s, "2025-06-01", "118-repatriation"); len(got) != 0 {
		t.Error("it fired while hostilities go on")
	}
	ended, err := edtf.Parse("2025-05-01")
	if err != nil {
		t.Fatal(err)
	}
	s.HostilitiesEnded = ended
	tests := []struct {
		name string
		said []statement.Statement
		want duty.State
		note string
	}{
		{"without delay", ours(stance(statement.Wishes, st("wish", "return"))), duty.OwedNow, ""},
		{"his wish is shown", ours(stance(statement.Wishes, st("wish", "stay"))), duty.OwedNow, "his wish: stay"},
		{"kept back for prosecution", ours(st("hold", "prosecution")), duty.Running, "hold is prosecution"},
		{"gone home", ours(st("repatriation.date", "2025-05-20")), duty.Discharged, ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			it := items(file("2025-01-10", test.said...), s, "2025-06-01", "118-repatriation")[0]
			if it.State != test.want || !strings.Contains(strings.Join(it.Notes, ";"), test.note) {
				t.Errorf("%s %q, want %s %q", it.State, it.Notes, test.want, test.note)
			}
		})
	}
}
