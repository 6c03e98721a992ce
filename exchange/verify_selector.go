package exchange

import "time"

// The verifier's own reading of selectors and dates. It uses the calendar of
// package time where the solver counts in decimal digits.

// holds says whether some word is wanted.
func holds(want []string, words ...string) bool {
	for _, a := range want {
		for _, b := range words {
			if a == b {
				return true
			}
		}
	}
	return false
}

// is says whether the selector picks p.
func (a *audit) is(s *Selector, p *Person) bool {
	if s == nil {
		return true
	}
	words := func(want []string, word string) bool { return len(want) == 0 || holds(want, word) }
	lists := func(want, has []string) bool { return len(want) == 0 || holds(want, has...) }
	if !(words(s.ID, p.ID) && words(s.Holder, p.Holder) && words(s.Home, p.Home) && words(s.Destination, p.Destination) &&
		words(s.Sex, p.Sex) && words(s.Rank, p.Rank) && words(s.Condition, p.Condition) && words(s.Finding, string(p.Finding)) &&
		words(s.FitToTravel, string(p.FitToTravel)) && words(s.Status, string(p.Status)) && words(s.Unit, p.Unit) &&
		lists(s.Group, p.Group) && words(s.Confirmed, p.Confirmed) && words(s.Hold, string(p.Hold)) && lists(s.Priority, p.Priority)) {
		return false
	}
	if s.AgeUnder+s.AgeFrom+s.CaptiveYears == 0 && s.CapturedBefore.Year == 0 && s.CapturedFrom.Year == 0 && s.Not == nil && len(s.Any) == 0 {
		return true
	}
	day := s.AgeOn
	if day.Year == 0 {
		day = a.terms.On
	}
	bornFirst, bornLast := span(p.Born)
	takenFirst, takenLast := span(p.CapturedOn)
	on, _ := span(day)
	today, _ := span(a.terms.On)
	known, taken := p.Born.Year != 0, p.CapturedOn.Year != 0
	if s.AgeUnder > 0 && !(known && !bornFirst.After(on) && birthday(bornFirst, s.AgeUnder).After(on)) {
		return false
	}
	if s.AgeFrom > 0 && !(known && !birthday(bornLast, s.AgeFrom).After(on)) {
		return false
	}
	if s.CapturedBefore.Year != 0 {
		before, _ := span(s.CapturedBefore)
		if !taken || !takenLast.Before(before) {
			return false
		}
	}
	if s.CapturedFrom.Year != 0 {
		from, _ := span(s.CapturedFrom)
		if !taken || takenFirst.Before(from) {
			return false
		}
	}
	if s.CaptiveYears > 0 && !(taken && !birthday(takenLast, s.CaptiveYears).After(today)) {
		return false
	}
	if s.Not != nil && a.is(s.Not, p) {
		return false
	}
	some := len(s.Any) == 0
	for _, one := range s.Any {
		some = some || a.is(one, p)
	}
	return some
}

// span gives the first and last day a date can mean.
func span(d Date) (first, last time.Time) {
	y, m, day := int(d.Year), time.Month(d.Month), int(d.Day)
	switch {
	case m == 0:
		return time.Date(y, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(y, 12, 31, 0, 0, 0, 0, time.UTC)
	case day == 0:
		return time.Date(y, m, 1, 0, 0, 0, 0, time.UTC), time.Date(y, m+1, 0, 0, 0, 0, 0, time.UTC)
	}
	t := time.Date(y, m, day, 0, 0, 0, 0, time.UTC)
	return t, t
}

// birthday is the day on which n whole years are full. Somebody of 29 February
// completes a year on 1 March where there is no 29th, as time.AddDate has it.
func birthday(t time.Time, n int) time.Time { return t.AddDate(n, 0, 0) }

// captive is the number of whole years in captivity that is certain; -1 unknown.
func captive(p *Person, on Date) int {
	if p.CapturedOn.Year == 0 {
		return -1
	}
	_, last := span(p.CapturedOn)
	today, _ := span(on)
	if last.After(today) {
		return -1
	}
	n := 0
	for !birthday(last, n+1).After(today) {
		n++
	}
	return n
}
