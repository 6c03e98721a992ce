package casefile

import (
	"encoding/json"
	"time"

	"homeward/statement"
	"homeward/statement/edtf"
)

// Status says whether a claim still stands.
type Status string

// The three.
const (
	Active    Status = "active"
	Corrected Status = "corrected" // a later statement gives another value in its place
	Withdrawn Status = "withdrawn" // a later statement takes it back
)

// Claim is one statement as it stands in a file. The entry and statement behind it
// belong to the caller and are not changed.
type Claim struct {
	Ref       statement.Ref
	Entry     *statement.Entry
	Statement *statement.Statement
	Status    Status
	ActedOnBy []statement.Ref // the standing statements that correct or withdraw it, earliest first
	Group     statement.ID    // the group it is said of; zero if it is said of the person himself
}

// Property is the name of the property it speaks of.
func (c *Claim) Property() string { return c.Statement.Property }

// Value is its value in canonical form.
func (c *Claim) Value() string { return c.Statement.Value }

// Written is its value as the source wrote it.
func (c *Claim) Written() string {
	if c.Statement.Written != "" {
		return c.Statement.Written
	}
	return c.Statement.Value
}

// Stance is how the speaker stands to it.
func (c *Claim) Stance() statement.Stance { return c.Statement.Stance }

// SaidBy is the chain it came through, whoever said it first coming first.
func (c *Claim) SaidBy() []statement.Speaker { return c.Entry.SaidBy }

// FirstSpeaker is the name of whoever said it first, or "" if nobody is named.
func (c *Claim) FirstSpeaker() string {
	if len(c.Entry.SaidBy) == 0 {
		return ""
	}
	return c.Entry.SaidBy[0].Name
}

// Channel is how it reached the source: list, capture card, interrogation video …
func (c *Claim) Channel() string { return c.Entry.Channel }

// SaidOn is when it was said (EDTF), or "".
func (c *Claim) SaidOn() string { return c.Entry.SaidOn }

// TrueOf is the time at which it holds (EDTF), or "".
func (c *Claim) TrueOf() string { return c.Statement.TrueOf }

// RecordedOn and RecordedBy tell when the bureau recorded it, and who did.
func (c *Claim) RecordedOn() time.Time { return c.Entry.Recorded }

// RecordedBy is who made the entry.
func (c *Claim) RecordedBy() string { return c.Entry.By }

// Reliability is the grade of the source, A to F, or "".
func (c *Claim) Reliability() string { return c.Entry.Reliability }

// Credibility is the grade of the information, 1 to 6, or 0.
func (c *Claim) Credibility() int { return c.Statement.Credibility }

// Source is the place it stands at.
func (c *Claim) Source() *statement.Source { return &c.Entry.Source }

// OfGroup says whether it is said of a group and not of the person alone.
func (c *Claim) OfGroup() bool { return !c.Group.IsZero() }

// IsActive says whether it still stands.
func (c *Claim) IsActive() bool { return c.Status == Active }

// Date reads the value as an EDTF date; ok is false if it is none.
func (c *Claim) Date() (d edtf.Date, ok bool) { return parse(c.Statement.Value) }

// Holds is the time the claim speaks of: the time it is true of, else the day it
// was said; ok is false if neither is known.
func (c *Claim) Holds() (d edtf.Date, ok bool) {
	if d, ok := parse(c.Statement.TrueOf); ok {
		return d, true
	}
	return parse(c.Entry.SaidOn)
}

func parse(s string) (edtf.Date, bool) {
	if s == "" {
		return edtf.Date{}, false
	}
	d, err := edtf.Parse(s)
	return d, err == nil
}

// Strength is how firmly a stance puts a value forward.
type Strength uint8

// The strengths, from none to firm.
const (
	NoValue Strength = iota // it denies, professes ignorance or declines: it never gives a value
	Guess                   // it estimates or predicts
	Firm                    // it says that it is so
)

// Strength is how firmly the claim puts its value forward. A wish, a request or an
// offer says what somebody wants: it gives a value to the wish and to properties in
// words (an offer, its condition), never to a date or a place of something that
// happened.
func (c *Claim) Strength() Strength {
	switch c.Statement.Stance {
	case statement.Asserts, statement.Confirms, statement.Observes, statement.Publishes, statement.AssertsLaw:
		return Firm
	case statement.Estimates, statement.Predicts:
		return Guess
	case statement.Wishes, statement.Requests, statement.Offers, statement.OffersConditional:
		switch c.Statement.Property {
		case "wish", "offer", "offer.condition", "statement", "priority", "interview":
			return Firm
		}
	}
	return NoValue
}

// Counts says whether the claim is weighed for the person: it stands, and it is not
// said of an unknown member of a group or of the group as such (its name, how many).
func (c *Claim) Counts() bool {
	return c.Status == Active && c.Statement.Member == "" && (c.Group.IsZero() || saidOfMembers(c.Statement.Property))
}

// saidOfMembers says whether what is said of a group under that property is said of
// each member. The name of a group and its size are the group's own.
func saidOfMembers(property string) bool {
	switch property {
	case "name", "name.family", "name.given", "name.father", "name.mother", "name.alias", "count", "reference", "member":
		return false
	}
	return true
}

// claimJSON is a claim as programs read it: flat, without the rest of its entry.
type claimJSON struct {
	Ref         string              `json:"ref"`
	Property    string              `json:"property"`
	Value       string              `json:"value"`
	Written     string              `json:"written,omitempty"`
	Language    string              `json:"language,omitempty"`
	Script      string              `json:"script,omitempty"`
	Stance      statement.Stance    `json:"stance"`
	Status      Status              `json:"status"`
	ActedOnBy   []string            `json:"acted_on_by,omitempty"`
	ActsOn      string              `json:"acts_on,omitempty"`
	Subject     statement.ID        `json:"subject"`
	Group       statement.ID        `json:"of_group,omitzero"`
	Member      string              `json:"member,omitempty"`
	SaidBy      []statement.Speaker `json:"said_by,omitempty"`
	Channel     string              `json:"channel,omitempty"`
	SaidOn      string              `json:"said_on,omitempty"`
	TrueOf      string              `json:"true_of,omitempty"`
	Reliability string              `json:"reliability,omitempty"`
	Credibility int                 `json:"credibility,omitempty"`
	Source      statement.Source    `json:"source,omitzero"`
	Because     string              `json:"because,omitempty"`
	RecordedOn  time.Time           `json:"recorded_on"`
	RecordedBy  string              `json:"recorded_by"`
}

// MarshalJSON writes the claim with what its entry says about it.
func (c Claim) MarshalJSON() ([]byte, error) {
	s, e := c.Statement, c.Entry
	out := claimJSON{
		Ref: c.Ref.String(), Property: s.Property, Value: s.Value, Written: s.Written, Language: s.Language, Script: s.Script,
		Stance: s.Stance, Status: c.Status, ActsOn: s.Acts, Subject: e.Subject, Group: c.Group, Member: s.Member,
		SaidBy: e.SaidBy, Channel: e.Channel, SaidOn: e.SaidOn, TrueOf: s.TrueOf, Reliability: e.Reliability,
		Credibility: s.Credibility, Source: e.Source, Because: e.Because, RecordedOn: e.Recorded, RecordedBy: e.By,
	}
	for _, by := range c.ActedOnBy {
		out.ActedOnBy = append(out.ActedOnBy, by.String())
	}
	return json.Marshal(out)
}
