package main

import (
	"fmt"
	"time"

	"homeward/bureau"
	"homeward/duty"
	"homeward/statement"
	"homeward/statement/edtf"
)

type dueCommand struct {
	At    string `help:"Instant: 2025-01-20 or 2025-01-20T12:00:00Z; default now." placeholder:"INSTANT"`
	Rules bool   `help:"List all duties and which of them cannot fire yet."`
	JSON  bool   `name:"json" help:"Print JSON."`
}

func (c *dueCommand) Run(e *edge) error {
	if c.Rules {
		return c.rules(e)
	}
	return e.withBureau(func(b *bureau.Bureau) error {
		at, err := instant(c.At, b)
		if err != nil {
			return err
		}
		owed, err := b.Due(e.ctx, at)
		if err != nil {
			return err
		}
		if c.JSON {
			if owed == nil {
				owed = []duty.Item{}
			}
			return e.json(map[string]any{"at": at, "party": b.Settings().Party, "due": owed})
		}
		for _, o := range owed {
			fmt.Fprintf(e.stdout, "%-16s %s  %s\n", o.State, o.Subject, orUnnamed(o.Person))
			fmt.Fprintf(e.stdout, "                 %s (%s; owed by %s)\n", o.Title, o.Article, o.Owes.Words())
			fmt.Fprintf(e.stdout, "                 %s; %s; done by: %s\n", o.Trigger, o.Clock, o.Discharge)
		}
		fmt.Fprintf(e.stdout, "%d duties open at %s.\n", len(owed), at.Format(time.RFC3339))
		return nil
	})
}

func orUnnamed(s string) string {
	if s == "" {
		return "(no name)"
	}
	return s
}

// instant reads a time; a day alone means its end, on the bureau's own clock, so
// that "overdue on the 20th" has the whole 20th behind it.
func instant(s string, b *bureau.Bureau) (time.Time, error) {
	if s == "" {
		return b.Now(), nil
	}
	if at, err := time.Parse(time.RFC3339, s); err == nil {
		return at, nil
	}
	if _, err := edtf.Parse(s); err != nil {
		return time.Time{}, fmt.Errorf("--at %q: a day (2025-01-20) or an instant (2025-01-20T12:00:00Z) is wanted", s)
	}
	zone, err := time.LoadLocation(b.Settings().TimeZone)
	if err != nil {
		return time.Time{}, err
	}
	day, err := time.ParseInLocation(time.DateOnly, s, zone)
	if err != nil {
		return time.Time{}, fmt.Errorf("--at %q: a whole day (2025-01-20) or an instant (2025-01-20T12:00:00Z) is wanted", s)
	}
	return day.AddDate(0, 0, 1), nil
}

func (c *dueCommand) rules(e *edge) error {
	type row struct {
		duty.Rule
		CanFire bool   `json:"can_fire"`
		Waits   string `json:"waits_for,omitempty"`
	}
	var rows []row
	for _, r := range duty.Rules() {
		can, why := r.CanFire(statement.DefaultVocabulary())
		rows = append(rows, row{r, can, why})
	}
	if c.JSON {
		return e.json(map[string]any{"rules": rows})
	}
	waiting := 0
	for _, r := range rows {
		fmt.Fprintf(e.stdout, "%-26s %-20s %s\n", r.ID, r.Article, r.Duty)
		fmt.Fprintf(e.stdout, "%-26s owed by %s · %s → %s → %s\n", "", r.Owes.Words(), r.Trigger.Words, r.Clock.Words, r.Done.Words)
		if !r.CanFire {
			waiting++
			fmt.Fprintf(e.stdout, "%-26s cannot fire yet: %s\n", "", r.Waits)
		}
	}
	fmt.Fprintf(e.stdout, "%d duties, of which %d cannot fire yet.\n", len(rows), waiting)
	return nil
}
