package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"homeward/bureau"
	"homeward/intake"
	"homeward/sample"
	"homeward/web"
)

type demoCommand struct {
	NoServe bool   `help:"Print a summary and exit instead of serving pages."`
	Dir     string `help:"Folder for files, store and keyring; default a temporary one." type:"path" placeholder:"DIR"`
	People  int    `help:"How many invented people." default:"300" placeholder:"N"`
	Seed    uint64 `help:"Seed of the sample." default:"1" placeholder:"S"`
	Addr    string `help:"Loopback address to serve on; port 0 takes a free one." default:"127.0.0.1:0" placeholder:"ADDR"`
	JSON    bool   `name:"json" help:"Print the summary as one JSON object."`
}

// demoSummary is what --json prints.
type demoSummary struct {
	People    int              `json:"people"`
	Entries   int64            `json:"entries"`
	Conflicts int              `json:"conflicts"`
	Duties    bureau.DutyCount `json:"duties"`
	Links     int              `json:"links"`     // pairs that may be one person, proposed for review
	Proposals int              `json:"proposals"` // statements the report proposed
	Exchange  demoExchange     `json:"exchange"`
	Verified  bool             `json:"verified"`
	Store     string           `json:"store"`
	Keys      string           `json:"keys"`
	Files     string           `json:"files"`
}

type demoExchange struct {
	Home int64 `json:"home"`
	Left int   `json:"left"`
}

// demoDay is the day the invented conflict is looked at.
var demoDay = time.Date(2025, 1, 20, 12, 0, 0, 0, time.UTC)

func (c *demoCommand) Run(e *edge) error {
	dir := c.Dir
	if dir == "" {
		var err error
		if dir, err = os.MkdirTemp("", "homeward-demo-"); err != nil {
			return fmt.Errorf("making a folder for the demo: %w", err)
		}
	}
	files, config := filepath.Join(dir, "files"), bureau.Config{Store: filepath.Join(dir, "store"), Keys: filepath.Join(dir, "keys"),
		Random: rand.Reader, Now: func() time.Time { return demoDay }}
	b, err := bureau.Found(e.ctx, config, bureau.Founding{Party: "VER", By: demoName, TimeZone: "Europe/Kyiv"})
	if errors.Is(err, bureau.ErrExists) {
		b, err = openDemo(e.ctx, config) // the demo can be run again on its folder
	}
	if err != nil {
		return err
	}
	defer b.Close()
	written, err := sample.Write(files, sample.Options{People: c.People, Seed: c.Seed})
	if err != nil {
		return err
	}
	s, err := c.load(e.ctx, b, files, written.Files)
	if err != nil {
		return err
	}
	s.Store, s.Keys, s.Files = config.Store, config.Keys, files
	if c.JSON {
		err = e.json(s)
	} else {
		c.print(e, s)
	}
	if err != nil || c.NoServe {
		return err
	}
	return serve(e, b, c.Addr, web.Options{Terms: termSheets(files)})
}

// demoName is who does what a demo does, so that its bureau is known again.
const demoName = "demo"

// openDemo opens the bureau of an earlier demo, and no other: invented people do not
// belong into a bureau.
func openDemo(ctx context.Context, config bureau.Config) (*bureau.Bureau, error) {
	b, err := bureau.Open(ctx, config)
	if err != nil {
		return nil, err
	}
	founding, err := b.EntryAt(ctx, 0)
	if err == nil && (founding.Entry == nil || founding.Entry.By != demoName) {
		err = fmt.Errorf("%s is a bureau that no demo founded; name another folder with --dir", config.Store)
	}
	if err != nil {
		return nil, errors.Join(err, b.Close())
	}
	return b, nil
}

// load goes the way any user goes: import, intake, review, plan, verify.
func (c *demoCommand) load(ctx context.Context, b *bureau.Bureau, files string, lists []sample.File) (demoSummary, error) {
	var s demoSummary
	for _, l := range lists {
		switch l.Kind {
		case "persons", "events", "enquiries", "cards":
			_, err := b.Import(ctx, bureau.Import{Files: []string{filepath.Join(files, filepath.FromSlash(l.Name))}, By: demoName, SaidBy: l.SaidBy}, bureau.Watch{})
			if err != nil {
				return s, err
			}
		}
	}
	reading, err := b.Intake(ctx, filepath.Join(files, "report.txt"), demoName, intake.Options{})
	if err != nil {
		return s, err
	}
	s.Proposals = len(reading.Report.Statements)
	if _, err := b.Review(ctx, bureau.Review{AcceptAll: true, By: demoName, Because: "accepted for the demonstration"}); err != nil {
		return s, err
	}
	for _, err := range b.Candidates(ctx, bureau.LinkBits) {
		if err != nil {
			return s, err
		}
		s.Links++
	}
	sum, err := b.Summary(ctx, b.Now())
	if err != nil {
		return s, err
	}
	s.People, s.Entries, s.Conflicts, s.Duties = sum.People, sum.Entries, sum.Conflicts, sum.Duties
	terms, err := os.Open(termSheets(files)[0])
	if err != nil {
		return s, err
	}
	defer terms.Close()
	plan, err := b.Plan(ctx, terms, terms.Name())
	if err != nil {
		return s, err
	}
	s.Exchange = demoExchange{Home: plan.Home, Left: len(plan.Left)}
	report, err := b.Verify(ctx, nil)
	s.Verified = err == nil && report.Whole()
	return s, err
}

// termSheets are the sheets of terms of a sample, the one the demo plans first.
func termSheets(files string) []string {
	return []string{filepath.Join(files, "terms-parity.yaml"), filepath.Join(files, "terms-offer.yaml")}
}

func (c *demoCommand) print(e *edge, s demoSummary) {
	fmt.Fprintf(e.stdout, `An invented conflict, looked at on %s.
  people     %d
  entries    %d in the ledger, %s
  conflicts  %d between sources
  duties     %d due, %d past a deadline of the Convention
  links      %d pairs that may be one person, for review
  report     %d statements proposed and accepted
  exchange   %d people home, %d left
  store      %s
  keyring    %s
  files      %s
Look around with: homeward --store %s --keys %s search … | show … | due --at %s
`, demoDay.Format(time.DateOnly), s.People, s.Entries, map[bool]string{true: "verified", false: "NOT VERIFIED"}[s.Verified],
		s.Conflicts, s.Duties.Due, s.Duties.Overdue, s.Links, s.Proposals, s.Exchange.Home, s.Exchange.Left,
		s.Store, s.Keys, s.Files, s.Store, s.Keys, demoDay.Format(time.DateOnly))
}
