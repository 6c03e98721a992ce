package main

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"

	"homeward/bureau"
	"homeward/identity"
	"homeward/intake"
	"homeward/statement"
)

// reviewSession goes through the proposals of one report, one at a time. It draws
// what it would write before it writes it, and writes only on "a" and "r".
type reviewSession struct {
	e       *edge
	b       *bureau.Bureau
	reading *bureau.Reading
	view    intake.View
	by      string
	because string
	keys    *keyboard
	screen  *screen

	at       int              // the proposal shown, among all of the report
	wordings []bureau.Wording // how the reviewer has changed it; one, or two where it is split
	done     []sessionDecision
	note     string // what the last key did
}

type sessionDecision struct {
	at    int
	what  string
	entry int64
}

// reviewFile reviews a report: a file, which is taken in first if it is not here
// yet, or the number of one that is.
func (c *reviewCommand) reviewFile(e *edge, b *bureau.Bureau) error {
	by, err := e.by()
	if err != nil {
		return err
	}
	var reading *bureau.Reading
	number, noNumber := strconv.ParseInt(c.File, 10, 64)
	if _, err := os.Stat(c.File); err != nil && noNumber == nil {
		reading, err = b.Reading(e.ctx, number)
		if err != nil {
			return err
		}
	} else if reading, err = b.Intake(e.ctx, c.File, by, intake.Options{}); err != nil {
		return err
	}
	s := &reviewSession{e: e, b: b, reading: reading, by: by, because: c.Because}
	if s.view, err = intake.Look(reading.Text, reading.Report.Document.Form); err != nil {
		s.view, _ = intake.Look(reading.Text, intake.Plain) // an export that an erasure has cut into is shown as it stands
	}
	s.keys, s.screen = openTerminal(e)
	defer s.keys.close()
	return s.run()
}

func (s *reviewSession) proposals() []intake.Statement { return s.reading.Report.Statements }

func (s *reviewSession) isOpen(i int) bool {
	_, decided := s.reading.Decided[s.proposals()[i].ID]
	return !decided
}

// seek goes to the next open proposal from i on, in a direction, round the end.
func (s *reviewSession) seek(i, step int) bool {
	n := len(s.proposals())
	for k := range n {
		if j := ((i+k*step)%n + n) % n; s.isOpen(j) {
			s.at, s.wordings = j, nil
			return true
		}
	}
	s.at = -1
	return false
}

func (s *reviewSession) run() error {
	if len(s.proposals()) == 0 {
		fmt.Fprintf(s.screen, "Report %d, %s, proposes nothing.\n", s.reading.Number, shown(s.reading.File))
		return nil
	}
	s.seek(0, 1)
	for {
		s.draw()
		key, err := s.keys.key(s.e.ctx, s.draw)
		if err != nil {
			s.summary()
			return err
		}
		s.note = ""
		if s.at < 0 && !strings.ContainsRune("uq?", key) {
			s.note = "Nothing is open: u takes the last decision back, q ends."
			continue
		}
		switch key {
		case 'a':
			err = s.accept()
		case 'r':
			err = s.reject()
		case 'e':
			err = s.edit()
		case 's':
			err = s.split()
		case 't':
			err = s.attach()
		case 'u':
			err = s.undo()
		case 'n', ' ':
			s.seek(s.at+1, 1)
		case 'p':
			s.seek(s.at-1, -1)
		case '?', 'h':
			s.note = reviewHelp
		case 'q':
			s.summary()
			return nil
		default:
			s.note = fmt.Sprintf("%q does nothing here; ? tells what does", key)
		}
		if errors.Is(err, errNoMoreKeys) || s.e.ctx.Err() != nil {
			s.summary()
			return s.e.ctx.Err()
		}
		if err != nil {
			s.note = "Not done: " + oneLine(err)
		}
	}
}

const reviewHelp = `a  accept: write what is shown under "writes"
e  edit: its property, its value, the day of the event, the words it quotes
s  split: accept it as two statements, each with words and a value of its own
t  attach: put it into somebody else's file, or into a new one
r  reject: write nothing of it
u  take back the last decision
n  next, leaving it open; p  back; q  end`

func (s *reviewSession) accept() error {
	p := s.proposals()[s.at]
	id := fmt.Sprintf("%d.%s", s.reading.Number, p.ID)
	var done bureau.Accepted
	if len(s.wordings) == 0 {
		r, err := s.b.Review(s.e.ctx, bureau.Review{Accept: []string{id}, By: s.by, Because: s.because})
		if err != nil {
			return err
		}
		done = r.Accepted[0]
	} else {
		var err error
		if done, err = s.b.Revise(s.e.ctx, bureau.Revision{Proposal: id, Parts: s.wordings, By: s.by, Because: s.because}); err != nil {
			return err
		}
	}
	var ids []string
	for _, x := range done.Subjects {
		if text := x.String(); !slices.Contains(ids, text) {
			ids = append(ids, text)
		}
	}
	how := "accepted"
	if len(s.wordings) > 0 {
		how = "accepted as changed by " + s.by
	}
	return s.decided("accepted", fmt.Sprintf("%s %s: entry %d, in the file of %s", id, how, done.Entries[0], strings.Join(ids, ", ")))
}

func (s *reviewSession) reject() error {
	id := fmt.Sprintf("%d.%s", s.reading.Number, s.proposals()[s.at].ID)
	if _, err := s.b.Review(s.e.ctx, bureau.Review{Reject: []string{id}, By: s.by, Because: s.because}); err != nil {
		return err
	}
	return s.decided("rejected", id+" rejected")
}

// decided notes a decision and goes on to the next proposal.
func (s *reviewSession) decided(what, note string) error {
	id := s.proposals()[s.at].ID
	if err := s.reload(); err != nil {
		return err
	}
	s.done = append(s.done, sessionDecision{at: s.at, what: what, entry: s.reading.Decided[id].Entry})
	s.note = note
	s.seek(s.at+1, 1)
	return nil
}

func (s *reviewSession) reload() error {
	r, err := s.b.Reading(s.e.ctx, s.reading.Number)
	if err == nil {
		s.reading = r
	}
	return err
}

func (s *reviewSession) undo() error {
	if len(s.done) == 0 {
		return errors.New("nothing was decided in this review yet; earlier decisions are taken back with: homeward undo ENTRY")
	}
	last := s.done[len(s.done)-1]
	if _, err := s.b.Undo(s.e.ctx, last.entry, bureau.Decision{By: s.by, Because: "taken back in the review"}); err != nil {
		return err
	}
	s.done = s.done[:len(s.done)-1]
	if err := s.reload(); err != nil {
		return err
	}
	s.at, s.wordings = last.at, nil
	s.note = fmt.Sprintf("%s is open again: what was %s is taken back", s.proposals()[s.at].ID, last.what)
	return nil
}

// part is the wording that is to be changed: the one there is, or, of a split
// proposal, the one asked for.
func (s *reviewSession) part() (int, bureau.Wording, error) {
	switch len(s.wordings) {
	case 0:
		return 0, bureau.Wording{}, nil
	case 1:
		return 0, s.wordings[0], nil
	}
	answer, err := s.keys.ask(s.screen, fmt.Sprintf("which part (1 to %d): ", len(s.wordings)))
	if err != nil {
		return 0, bureau.Wording{}, err
	}
	n, err := strconv.Atoi(answer)
	if err != nil || n < 1 || n > len(s.wordings) {
		return 0, bureau.Wording{}, fmt.Errorf("%q is no part of it", answer)
	}
	return n - 1, s.wordings[n-1], nil
}

// layPart lays one wording, with the others as they are.
func (s *reviewSession) layPart(i int, w bureau.Wording) error {
	parts := slices.Clone(s.wordings)
	if len(parts) == 0 {
		parts = []bureau.Wording{{}}
	}
	parts[i] = w
	return s.lay(parts...)
}

func (s *reviewSession) edit() error {
	i, w, err := s.part()
	if err != nil {
		return err
	}
	if w, err = s.wording(w, ""); err != nil {
		return err
	}
	return s.layPart(i, w)
}

func (s *reviewSession) split() error {
	var parts []bureau.Wording
	for _, which := range []string{"first: ", "second: "} {
		w, err := s.wording(bureau.Wording{}, which)
		if err != nil {
			return err
		}
		parts = append(parts, w)
	}
	return s.lay(parts...)
}

// lay puts changes upon the proposal if each can be written. Nothing is written yet.
func (s *reviewSession) lay(parts ...bureau.Wording) error {
	for _, w := range parts {
		if _, err := s.b.Records(s.reading, s.proposals()[s.at], w); err != nil {
			return err
		}
	}
	if len(parts) == 1 && parts[0] == (bureau.Wording{}) {
		parts = nil
	}
	s.wordings = parts
	s.note = "Changed, not written yet: a writes what is shown."
	return nil
}

// wording asks what a statement is to say; an empty answer leaves it as it is.
func (s *reviewSession) wording(w bureau.Wording, which string) (bureau.Wording, error) {
	p := s.proposals()[s.at]
	words, err := s.keys.ask(s.screen, which+"words (FIRST … LAST, empty: as they are): ")
	if err != nil {
		return w, err
	}
	if words != "" {
		if w.Start, w.End, err = s.find(words, p.Content); err != nil {
			return w, err
		}
	}
	property, err := s.keys.ask(s.screen, fmt.Sprintf("%sproperty (%s): ", which, orElse(w.Property, p.Property)))
	if err != nil {
		return w, err
	}
	if property != "" {
		w.Property, w.Value = property, ""
	}
	value, err := s.keys.ask(s.screen, fmt.Sprintf("%svalue (%s): ", which, shown(orElse(w.Value, valueOf(p, w)))))
	if err != nil {
		return w, err
	}
	if value != "" {
		w.Value = value
		w.Property = orElse(w.Property, p.Property)
	}
	on, err := s.keys.ask(s.screen, fmt.Sprintf("%sday of the event (%s): ", which, orElse(orElse(w.EventOn, p.EventOn), "not told")))
	if err != nil {
		return w, err
	}
	if on != "" {
		w.EventOn = on
	}
	return w, nil
}

func valueOf(p intake.Statement, w bureau.Wording) string {
	if w.Property != "" && w.Property != p.Property {
		return "the words"
	}
	return p.Value
}

func orElse(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

// find is the place of words in the report: those written, or all from the first to
// the last of "FIRST … LAST", nearest to where the proposal stands.
func (s *reviewSession) find(words string, near intake.Span) (int, int, error) {
	first, last, open := strings.Cut(strings.ReplaceAll(words, "...", "…"), "…")
	first, last = strings.TrimSpace(first), strings.TrimSpace(last)
	from, _ := s.view.Place(near.Start, near.End)
	text := s.view.Text
	at := nearest(text, []rune(first), from)
	if at < 0 {
		return 0, 0, fmt.Errorf("the report does not say %q", first)
	}
	end := at + len([]rune(first))
	if open {
		k := indexAfter(text, []rune(last), end)
		if last == "" || k < 0 {
			return 0, 0, fmt.Errorf("the report does not say %q after %q", last, first)
		}
		end = k + len([]rune(last))
	}
	a, z := s.view.Original(at, end)
	return a, z, nil
}

// nearest is the place of words in a text that lies nearest to a place; blanks of
// any kind are alike.
func nearest(text, words []rune, place int) int {
	best := -1
	for i := indexAfter(text, words, 0); i >= 0; i = indexAfter(text, words, i+1) {
		if best < 0 || max(i-place, place-i) < max(best-place, place-best) {
			best = i
		}
	}
	return best
}

func indexAfter(text, words []rune, from int) int {
	if len(words) == 0 {
		return -1
	}
	for i := from; i+len(words) <= len(text); i++ {
		ok := true
		for k, w := range words {
			if c := text[i+k]; c != w && !(w == ' ' && strings.ContainsRune("\n\t\u00a0\r", c)) {
				ok = false
				break
			}
		}
		if ok {
			return i
		}
	}
	return -1
}

// attach asks whose file it goes into: an id, a name to look for, + for a new one,
// or - to leave it to those it is about.
func (s *reviewSession) attach() error {
	i, w, err := s.part()
	if err != nil {
		return err
	}
	answer, err := s.keys.ask(s.screen, "whose file? (an id, a name to look for, + a new one, - those it is about): ")
	if err != nil {
		return err
	}
	switch answer {
	case "":
		return nil
	case "-":
		w.To, w.New = statement.ID{}, false
		return s.layPart(i, w)
	case "+":
		w.To, w.New = statement.ID{}, true
		return s.layPart(i, w)
	}
	id, err := s.b.Resolve(s.e.ctx, answer)
	if err != nil {
		hits, failed := s.b.Search(s.e.ctx, identity.Query{Name: answer}, 9)
		if failed != nil {
			return failed
		}
		if len(hits) == 0 {
			return fmt.Errorf("%q is no id, and nobody is called so", answer)
		}
		for k, h := range hits {
			fmt.Fprintf(s.screen, "  %d  %s  %s  %+.1f bits\n", k+1, padded(shown(strings.Join(h.Names, ", ")), 36), h.ID, h.Bits)
		}
		pick, err := s.keys.ask(s.screen, "which? (a number, empty: none): ")
		if err != nil || pick == "" {
			return err
		}
		n, err := strconv.Atoi(pick)
		if err != nil || n < 1 || n > len(hits) {
			return fmt.Errorf("%q is none of the numbers shown", pick)
		}
		id = hits[n-1].ID
	}
	if _, err := s.b.MayTake(s.e.ctx, id); err != nil {
		return err
	}
	w.To, w.New = id, false
	return s.layPart(i, w)
}

// summary is the last line: what was done, and what is open.
func (s *reviewSession) summary() {
	accepted, rejected, open := 0, 0, 0
	for _, d := range s.done {
		if d.what == "accepted" {
			accepted++
		} else {
			rejected++
		}
	}
	for i := range s.proposals() {
		if s.isOpen(i) {
			open++
		}
	}
	if s.screen.onTerminal {
		fmt.Fprintln(s.screen)
	}
	fmt.Fprintf(s.screen, "%d accepted, %d rejected, %d of %d open.\n", accepted, rejected, open, len(s.proposals()))
}
