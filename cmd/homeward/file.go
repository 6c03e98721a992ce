package main

import (
	"fmt"
	"io"
	"strings"

	"homeward/bureau"
	"homeward/casefile"
	"homeward/duty"
	"homeward/identity"
	"homeward/statement"
	"homeward/statement/edtf"
)

type searchCommand struct {
	Name   []string `arg:"" optional:"" help:"Name, in any script and order."`
	Born   string   `help:"Date of birth, as far as known (EDTF)." placeholder:"DATE"`
	Number string   `help:"Service, prisoner or list number." placeholder:"NUMBER"`
	Limit  int      `help:"At most so many people." default:"10" placeholder:"N"`
	Why    bool     `help:"Show what each score is made of."`
	JSON   bool     `name:"json" help:"Print JSON."`
}

func (c *searchCommand) Run(e *edge) error {
	if c.Born != "" {
		if _, err := edtf.Parse(c.Born); err != nil {
			return fmt.Errorf("--born: %w", err)
		}
	}
	return e.withBureau(func(b *bureau.Bureau) error {
		q := identity.Query{Name: strings.Join(c.Name, " "), Born: c.Born}
		if c.Number != "" {
			q.Numbers = []string{c.Number}
		}
		hits, err := b.Search(e.ctx, q, c.Limit)
		if err != nil {
			return err
		}
		if c.JSON {
			return e.json(map[string]any{"hits": hits})
		}
		if len(hits) == 0 {
			fmt.Fprintln(e.stdout, "Nobody found. That is no proof that he is not here: try another spelling, or a number.")
			return nil
		}
		for _, h := range hits {
			fmt.Fprintf(e.stdout, "%s  %+6.1f bits  %s\n", h.ID, h.Bits, strings.Join(h.Names, " / "))
			for _, s := range h.Also {
				fmt.Fprintf(e.stdout, "%s               joined with it: %s\n", strings.Repeat(" ", 6), s)
			}
			if c.Why {
				for _, a := range h.Why {
					fmt.Fprintf(e.stdout, "                   %+6.1f  %s: %s ~ %s\n", a.Bits, a.What, orDash(a.Left), orDash(a.Right))
				}
			}
		}
		return nil
	})
}

func orDash(s string) string {
	if s == "" {
		return "–"
	}
	return s
}

type showCommand struct {
	ID   string `arg:"" help:"Subject, or the beginning of its id."`
	Lang string `help:"Language of the labels: en, fr, uk, ru, ko." enum:"en,fr,uk,ru,ko" default:"en" placeholder:"LANG"`
	At   string `help:"Instant at which duties are looked at; default now." placeholder:"INSTANT"`
	JSON bool   `name:"json" help:"Print JSON."`
}

// shownFile is what show --json prints.
type shownFile struct {
	*bureau.File
	ID       statement.ID         `json:"id"`
	Standing casefile.Standing    `json:"standing"`
	Wish     casefile.Wish        `json:"wish"`
	Conflict []string             `json:"conflicts"` // properties on which sources contradict each other
	Timeline []casefile.Happening `json:"timeline"`
	Duties   []duty.Item          `json:"duties"`
}

func (c *showCommand) Run(e *edge) error {
	return e.withBureau(func(b *bureau.Bureau) error {
		id, err := b.Resolve(e.ctx, c.ID)
		if err != nil {
			return err
		}
		f, err := b.Show(e.ctx, id)
		if err != nil {
			return err
		}
		at, err := instant(c.At, b)
		if err != nil {
			return err
		}
		duties, err := b.DueFor(f, at)
		if err != nil {
			return err
		}
		if c.JSON {
			shown := shownFile{File: f, ID: f.ID(), Standing: f.Standing(), Wish: f.Wish(), Timeline: f.Timeline(), Duties: duties, Conflict: []string{}}
			for _, p := range f.Conflicts() {
				shown.Conflict = append(shown.Conflict, p.Name)
			}
			return e.json(shown)
		}
		showFile(e.stdout, f, duties, c.Lang)
		return nil
	})
}

func showFile(w io.Writer, f *bureau.File, duties []duty.Item, lang string) {
	fmt.Fprintf(w, "%s  %s\n", f.ID(), orUnnamed(f.Title))
	var also []string
	for _, a := range f.AlsoWritten {
		also = append(also, a.Value)
	}
	if len(also) > 0 {
		fmt.Fprintf(w, "  also written  %s\n", strings.Join(also, " / "))
	}
	for _, s := range f.Subjects[1:] {
		fmt.Fprintf(w, "  joined with   %s\n", s)
	}
	standing := f.Standing()
	fmt.Fprintf(w, "  standing      %s\n", standing.Words)
	if wish := f.Wish(); len(wish.History) > 0 {
		fmt.Fprintf(w, "  wish          %s\n", wish.Words)
	}
	fmt.Fprintln(w)
	for i := range f.Properties {
		p := &f.Properties[i]
		label := p.Name
		if def := p.Definition(); def != nil {
			label = def.LabelIn(lang)
		}
		best := "no single value"
		if p.Best != nil {
			best = valueIn(p, p.Best.Value(), lang)
		}
		fmt.Fprintf(w, "%s: %s\n", label, best)
		if p.Conflict != nil {
			fmt.Fprintf(w, "  !! conflict: %s\n", p.Conflict.What)
		}
		if p.Why != "" && (len(p.Claims) > 1 || p.Best == nil) {
			fmt.Fprintf(w, "  why: %s\n", p.Why)
		}
		for j := range p.Claims {
			fmt.Fprintf(w, "  %-9s %s\n", p.Claims[j].Ref, claimLine(f, p, &p.Claims[j], lang))
		}
	}
	if len(f.Unassigned) > 0 {
		fmt.Fprintln(w, "\nSaid of a member of the group, not said which; given to nobody:")
		for j := range f.Unassigned {
			c := &f.Unassigned[j]
			fmt.Fprintf(w, "  %-9s %s: %s\n", c.Ref, c.Property(), claimLine(f, nil, c, lang))
		}
	}
	if len(f.Links) > 0 {
		fmt.Fprintln(w, "\nLinks:")
		for i := range f.Links {
			l := &f.Links[i]
			state := ""
			if !l.Claim.IsActive() {
				state = "  (" + string(l.Claim.Status) + ")"
			}
			fmt.Fprintf(w, "  %-9s %s: %s – %s%s\n", l.Claim.Ref, l.Kind, f.Called(l.From), f.Called(l.To), state)
		}
	}
	vocabulary := statement.DefaultVocabulary()
	if happened := f.Timeline(); len(happened) > 0 {
		fmt.Fprintln(w, "\nTimeline:")
		for _, h := range happened {
			what := h.Property
			if def := vocabulary.Property(h.Property); def != nil {
				what = def.LabelIn(lang)
			}
			if !h.Stated {
				what += ": " + h.Value
			}
			fmt.Fprintf(w, "  %-22s %s  (%s)\n", h.Date, what, orUnknown(h.Claim.FirstSpeaker()))
		}
	}
	open := 0
	for _, d := range duties {
		if d.State.Open() {
			if open++; open == 1 {
				fmt.Fprintln(w, "\nTo be done:")
			}
			fmt.Fprintf(w, "  %-16s %s (%s): %s\n", d.State, d.Title, d.Article, d.Clock)
		}
	}
}

func valueIn(p *casefile.Property, value, lang string) string {
	if p == nil || p.Definition() == nil || p.Definition().Type != statement.CodeType {
		return value
	}
	return p.Definition().CodeLabel(value, lang)
}

// claimLine says one claim: value, who said it how and when, and where it stands.
func claimLine(f *bureau.File, p *casefile.Property, c *casefile.Claim, lang string) string {
	var s strings.Builder
	s.WriteString(valueIn(p, c.Value(), lang))
	if w := c.Written(); w != "" && w != c.Value() {
		fmt.Fprintf(&s, " (written “%s”)", shown(w)) // in one line, whatever its cell had
	}
	var chain []string
	for _, by := range c.SaidBy() {
		if by.Role != "" && by.Role != by.Name {
			chain = append(chain, by.Name+" ("+by.Role+")")
		} else {
			chain = append(chain, by.Name)
		}
	}
	if len(chain) == 0 {
		chain = []string{"speaker not stated"}
	}
	does := string(c.Stance())
	if c.Stance() == statement.Wishes && c.Channel() == "list" {
		does = "reports a wish" // the list does not say to whom it was told, and it is not the bureau's own
	}
	fmt.Fprintf(&s, " · %s %s", strings.Join(chain, " → "), does)
	if c.SaidOn() != "" {
		fmt.Fprintf(&s, " on %s", c.SaidOn())
	}
	if c.TrueOf() != "" {
		fmt.Fprintf(&s, ", of %s", c.TrueOf())
	}
	if c.Channel() != "" {
		fmt.Fprintf(&s, " · %s", c.Channel())
	}
	if src := c.Source(); !src.Document.IsZero() {
		fmt.Fprintf(&s, " · %s", f.Documents[src.Document].Name)
		if src.Row > 0 {
			fmt.Fprintf(&s, " row %d", src.Row)
		} else if src.End > src.Start {
			fmt.Fprintf(&s, " %d–%d", src.Start, src.End)
		}
	}
	if c.Reliability() != "" || c.Credibility() != 0 {
		fmt.Fprintf(&s, " · graded %s%s", orDash(c.Reliability()), map[bool]string{true: fmt.Sprint(c.Credibility()), false: "–"}[c.Credibility() != 0])
	}
	if c.OfGroup() {
		s.WriteString(" · said of the group")
	}
	if !c.IsActive() {
		fmt.Fprintf(&s, " · %s", c.Status)
		for _, r := range c.ActedOnBy {
			fmt.Fprintf(&s, " by %s", r)
		}
	}
	return s.String()
}
