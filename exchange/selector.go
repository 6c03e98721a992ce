package exchange

import "slices"

// picks says whether the selector holds for p on the sheet's day. A nil
// selector picks everybody.
func (s *Selector) picks(p *Person, on Date) bool {
	if s == nil {
		return true
	}
	if !in(s.Holder, p.Holder) || !in(s.Home, p.Home) || !in(s.ID, p.ID) || !in(s.Destination, p.Destination) ||
		!in(s.Sex, p.Sex) || !in(s.Rank, p.Rank) || !in(s.Condition, p.Condition) || !in(s.Finding, string(p.Finding)) ||
		!in(s.FitToTravel, string(p.FitToTravel)) || !in(s.Status, string(p.Status)) || !in(s.Unit, p.Unit) ||
		!in(s.Confirmed, p.Confirmed) || !in(s.Hold, string(p.Hold)) ||
		!anyIn(s.Group, p.Group) || !anyIn(s.Priority, p.Priority) {
		return false
	}
	if s.AgeUnder > 0 || s.AgeFrom > 0 {
		day := s.AgeOn
		if !day.Known() {
			day = on
		}
		if s.AgeUnder > 0 {
			if oldest, ok := p.Born.yearsAtMost(day); !ok || oldest >= s.AgeUnder {
				return false
			}
		}
		if s.AgeFrom > 0 && p.Born.yearsAtLeast(day) < s.AgeFrom {
			return false
		}
	}
	if s.CapturedBefore.Known() && (!p.CapturedOn.Known() || p.CapturedOn.latest() >= s.CapturedBefore.earliest()) {
		return false
	}
	if s.CapturedFrom.Known() && (!p.CapturedOn.Known() || p.CapturedOn.earliest() < s.CapturedFrom.earliest()) {
		return false
	}
	if s.CaptiveYears > 0 && p.CapturedOn.yearsAtLeast(on) < s.CaptiveYears {
		return false
	}
	if s.Not != nil && s.Not.picks(p, on) {
		return false
	}
	if len(s.Any) > 0 && !slices.ContainsFunc(s.Any, func(a *Selector) bool { return a.picks(p, on) }) {
		return false
	}
	return true
}

// barred says that the selector can pick nobody on the way from holder to home.
func (s *Selector) barred(holder, home string) bool {
	return s != nil && (!in(s.Holder, holder) || !in(s.Home, home))
}

// in says whether the word is among those wanted; nothing wanted is no matter.
func in(want []string, word string) bool {
	if len(want) == 0 {
		return true
	}
	for _, w := range want {
		if w == word {
			return true
		}
	}
	return false
}

func anyIn(want, words []string) bool {
	if len(want) == 0 {
		return true
	}
	for _, w := range words {
		if in(want, w) {
			return true
		}
	}
	return false
}
