package bureau

import (
	"context"
	"time"

	"homeward/casefile"
	"homeward/duty"
	"homeward/statement"
)

// Summary is the bureau at a glance.
type Summary struct {
	Party     string                        `json:"party"`
	At        time.Time                     `json:"at"`
	People    int                           `json:"people"` // persons as joined; next of kin and enquirers not counted
	Groups    int                           `json:"groups"`
	Entries   int64                         `json:"entries"`
	Conflicts int                           `json:"conflicts"` // properties of people on which sources contradict each other
	Standing  map[casefile.StandingCode]int `json:"standing"`
	Duties    DutyCount                     `json:"duties"`
	Links     int                           `json:"links"`     // pairs joined by a decision
	Proposals int                           `json:"proposals"` // open proposals of reports
	Documents int                           `json:"documents"`
}

// DutyCount counts open duties. Overdue are those past a number of days that the
// Convention states; those past only the bureau's own target count as due.
type DutyCount struct {
	Due     int `json:"due"`
	Overdue int `json:"overdue"`
}

// Summary folds every file once and counts.
func (b *Bureau) Summary(ctx context.Context, at time.Time) (Summary, error) {
	s := Summary{Party: b.settings.Party, At: at, Standing: map[casefile.StandingCode]int{}}
	head, err := b.store.Head(ctx)
	if err != nil {
		return s, err
	}
	s.Entries = head.Size
	settings, err := b.dutySettings()
	if err != nil {
		return s, err
	}
	err = b.EachFile(ctx, func(f *File) error {
		if f.Kind == statement.Group {
			s.Groups++
			return nil
		}
		s.People++
		s.Conflicts += len(f.Conflicts())
		s.Standing[f.Standing().Code]++
		for _, item := range duty.Due(f.File, settings, at) {
			switch {
			case item.State == duty.Overdue:
				s.Duties.Overdue++
			case item.State.Open():
				s.Duties.Due++
			}
		}
		return nil
	})
	if err != nil {
		return s, err
	}
	reg, err := b.register(ctx)
	if err != nil {
		return s, err
	}
	for _, set := range reg.joined.sets {
		if len(set) > 1 {
			s.Links += len(set) - 1
		}
	}
	s.Documents = len(reg.facts.Documents)
	readings, err := b.Readings(ctx)
	for _, r := range readings {
		s.Proposals += len(r.Open())
	}
	return s, err
}
