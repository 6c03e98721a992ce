package main

import (
	"errors"
	"fmt"
	"strings"

	"homeward/bureau"
	"homeward/intake"
)

type intakeCommand struct {
	Files    []string `arg:"" help:"Reports: text, HTML or a message export." type:"path"`
	Language string   `help:"Language of the report, where it does not show (en, uk, ru, ko)." enum:",en,uk,ru,ko" default:"" placeholder:"LANG"`
	Form     string   `help:"Form of the files, where it is not as it looks (plain, html, telegram)." enum:",plain,html,telegram" default:"" placeholder:"FORM"`
	Encoding string   `help:"Encoding of the files, where it is not as it looks (utf-8, utf-16le, utf-16be, windows-1251, euc-kr)." placeholder:"NAME"`
	Dated    string   `help:"Date of the report, where it does not say (EDTF)." placeholder:"DATE"`
	JSON     bool     `name:"json" help:"Print what is proposed as JSON. Where there is no bureau, nothing is kept."`
}

func (c *intakeCommand) Run(e *edge) error {
	options := intake.Options{Language: c.Language, Dated: c.Dated, Form: intake.Form(c.Form), Encoding: c.Encoding}
	// All are read before the first is kept.
	for _, path := range c.Files {
		if _, _, err := bureau.ReadReport(path, options); err != nil {
			return err
		}
	}
	b, err := e.open()
	if errors.Is(err, bureau.ErrNoBureau) && c.JSON && e.cli.Store == "" {
		return c.readOnly(e, options)
	}
	if err != nil {
		return err
	}
	defer b.Close()
	by, err := e.by()
	if err != nil {
		return err
	}
	for _, path := range c.Files {
		r, err := b.Intake(e.ctx, path, by, options)
		if err != nil {
			return err
		}
		if c.JSON {
			if err := e.json(r.Report); err != nil {
				return err
			}
			continue
		}
		fmt.Fprintf(e.stdout, "%s: report %d, %d statements proposed, %d open. Decide on them with: homeward review %d\n",
			path, r.Number, len(r.Report.Statements), len(r.Open()), r.Number)
	}
	return nil
}

func (c *intakeCommand) readOnly(e *edge, o intake.Options) error {
	for _, path := range c.Files {
		_, report, err := bureau.ReadReport(path, o)
		if err != nil {
			return err
		}
		if err := e.json(report); err != nil {
			return err
		}
	}
	return nil
}

type reviewCommand struct {
	File      string   `arg:"" optional:"" help:"Go through the proposals of this report, one by one, in the terminal: a file, or the number of a report."`
	Accept    []string `help:"Accept these proposals." placeholder:"ID,…"`
	AcceptAll bool     `help:"Accept every open proposal."`
	Reject    []string `help:"Reject these proposals." placeholder:"ID,…"`
	Because   string   `help:"Why." placeholder:"TEXT"`
	JSON      bool     `name:"json" help:"Print JSON."`
}

func (c *reviewCommand) Run(e *edge) error {
	decides := len(c.Accept)+len(c.Reject) > 0 || c.AcceptAll
	if c.File != "" && (decides || c.JSON) {
		return errors.New("a report is gone through by itself: homeward review FILE; to decide or list without asking, leave the file out")
	}
	return e.withBureau(func(b *bureau.Bureau) error {
		if c.File != "" {
			return c.reviewFile(e, b)
		}
		if len(c.Accept)+len(c.Reject) == 0 && !c.AcceptAll {
			return c.list(e, b)
		}
		by, err := e.by()
		if err != nil {
			return err
		}
		done, err := b.Review(e.ctx, bureau.Review{Accept: c.Accept, AcceptAll: c.AcceptAll, Reject: c.Reject, By: by, Because: c.Because})
		if c.JSON {
			if err != nil && len(done.Accepted)+len(done.Rejected) == 0 {
				return err
			}
			return errors.Join(e.json(done), err)
		}
		for _, a := range done.Accepted {
			var ids []string
			for _, s := range a.Subjects {
				ids = append(ids, s.String())
			}
			fmt.Fprintf(e.stdout, "accepted %-8s entry %-6d in the file of %s\n", a.Proposal, a.Entries[0], strings.Join(ids, ", "))
		}
		for _, r := range done.Rejected {
			fmt.Fprintf(e.stdout, "rejected %s\n", r)
		}
		return err
	})
}

func (c *reviewCommand) list(e *edge, b *bureau.Bureau) error {
	readings, err := b.Readings(e.ctx)
	if err != nil {
		return err
	}
	if c.JSON {
		return e.json(readings)
	}
	open := 0
	for _, r := range readings {
		proposals := r.Open()
		open += len(proposals)
		fmt.Fprintf(e.stdout, "Report %d, %s%s: %d of %d proposals open\n", r.Number, r.File, datedWords(r.Report.Document.Dated), len(proposals), len(r.Report.Statements))
		for _, s := range proposals {
			fmt.Fprintf(e.stdout, "\n  %d.%s  %s %s", r.Number, s.ID, orUnknown(s.Speaker), s.Stance)
			if s.Property != "" && s.Property != "statement" {
				fmt.Fprintf(e.stdout, "  [%s%s]", s.Property, valueWords(s))
			}
			fmt.Fprintf(e.stdout, "\n        “%s”\n", strings.Join(strings.Fields(s.Content.Reads()), " "))
			if len(s.About) > 0 {
				fmt.Fprintf(e.stdout, "        about %s\n", strings.Join(r.Called(s.About), ", "))
			}
		}
	}
	if open == 0 {
		fmt.Fprintln(e.stdout, "No proposal is open.")
	} else {
		fmt.Fprintln(e.stdout, "\nAccept with: homeward review --accept ID,…   reject with: --reject ID,…")
	}
	return nil
}

func datedWords(d string) string {
	if d == "" {
		return ""
	}
	return " of " + d
}

func orUnknown(s string) string {
	if s == "" {
		return "(speaker not stated)"
	}
	return s
}

func valueWords(s intake.Statement) string {
	v := s.Value
	if v == "" {
		v = s.EventOn
	}
	if v == "" || v == s.Content.Reads() {
		return ""
	}
	return " = " + v
}
