package bureau

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"homeward/duty"
	"homeward/statement"
	"homeward/statement/edtf"
)

// cutTarget reads a bureau's own target, "rule=P3D".
func cutTarget(value string) (rule, target string, ok bool) { return strings.Cut(value, "=") }

// dutySettings are the settings as the duty rules want them.
func (b *Bureau) dutySettings() (duty.Settings, error) {
	s := duty.Settings{Party: b.settings.Party, Zone: b.zone(), Targets: map[string]time.Duration{}}
	if b.settings.Ended != "" {
		ended, err := edtf.Parse(b.settings.Ended)
		if err != nil {
			return s, fmt.Errorf("the end of hostilities on record: %w", err)
		}
		s.HostilitiesEnded = ended
	}
	for rule, target := range b.settings.Targets {
		d, err := parseTarget(target)
		if err != nil {
			return s, fmt.Errorf("the bureau's own target for %s: %w", rule, err)
		}
		s.Targets[rule] = d
	}
	return s, nil
}

// parseTarget reads a target in days or hours: "3d", "36h".
func parseTarget(s string) (time.Duration, error) {
	if days, ok := strings.CutSuffix(s, "d"); ok {
		hours, err := time.ParseDuration(days + "h")
		return hours * 24, err
	}
	return time.ParseDuration(s)
}

// Target sets the bureau's own target for a duty that the Convention gives no
// number of days for. It is never shown as a legal deadline.
func (b *Bureau) Target(ctx context.Context, rule, target string, d Decision) (int64, error) {
	if err := d.check(); err != nil {
		return 0, err
	}
	if !slices.ContainsFunc(duty.Rules(), func(r duty.Rule) bool { return r.ID == rule }) {
		return 0, fmt.Errorf("%q is no duty: homeward due --rules lists them", rule)
	}
	if got, err := parseTarget(target); err != nil || got <= 0 {
		return 0, fmt.Errorf("target %q: days or hours are wanted, such as 3d or 36h", target)
	}
	n, err := b.decide(ctx, &statement.Entry{Subject: b.settings.Subject, Kind: statement.Bureau,
		Statements: []statement.Statement{{Property: "bureau.target", Value: rule + "=" + target, Stance: statement.Asserts}}}, d)
	if err != nil {
		return 0, err
	}
	return n, b.loadSettings(ctx)
}

// DueFor returns the duties that a file gives rise to at an instant.
func (b *Bureau) DueFor(f *File, at time.Time) ([]duty.Item, error) {
	settings, err := b.dutySettings()
	if err != nil {
		return nil, err
	}
	return append([]duty.Item{}, duty.Due(f.File, settings, at)...), nil
}

// Due returns every duty that is open at an instant, the most pressing first.
func (b *Bureau) Due(ctx context.Context, at time.Time) ([]duty.Item, error) {
	settings, err := b.dutySettings()
	if err != nil {
		return nil, err
	}
	all := []duty.Item{}
	err = b.EachFile(ctx, func(f *File) error {
		if f.Kind == statement.Person {
			for _, item := range duty.Due(f.File, settings, at) {
				if item.State.Open() {
					all = append(all, item)
				}
			}
		}
		return nil
	})
	slices.SortStableFunc(all, func(a, b duty.Item) int {
		return cmp.Or(-cmp.Compare(a.State.Urgency(), b.State.Urgency()), -cmp.Compare(a.Elapsed, b.Elapsed), strings.Compare(a.Person, b.Person))
	})
	return all, err
}
