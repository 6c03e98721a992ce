package main

import (
	"fmt"
	"strings"
	"unicode"

	"homeward/bureau"
	"homeward/intake"
	"homeward/statement"
)

// The paints of a span: the words proposed by their stance, the cue, the other
// proposals around.
const (
	paintNone    = ""
	paintFirm    = "\x1b[30;46m" // black on cyan
	paintDoubt   = "\x1b[30;43m" // on yellow: estimates, predictions, wishes, offers
	paintAgainst = "\x1b[97;41m" // white on red: denials, refusals, "not verified"
	paintCue     = "\x1b[1;4m"
	paintOther   = "\x1b[36m"
	paintLabel   = "\x1b[2m"
	paintEdited  = "\x1b[1;35m"
	paintOff     = "\x1b[0m"
)

func paintOf(s statement.Stance) string {
	switch s {
	case statement.Estimates, statement.Predicts, statement.Wishes, statement.Offers, statement.OffersConditional, statement.Requests:
		return paintDoubt
	case statement.Denies, statement.DeniesNonverbal, statement.Declines, statement.ProfessesIgnorance, statement.Neither, statement.NotVerified:
		return paintAgainst
	}
	return paintFirm
}

// breaksAnywhere: characters of writing without blanks. Korean has them.
func breaksAnywhere(r rune) bool { return columnsOf(r) == 2 && !unicode.Is(unicode.Hangul, r) }

// reviewKeys are what a key does, as the last line shows them.
var reviewKeys = []string{"a accept", "e edit", "s split", "t attach", "r reject", "u undo", "n next", "p back", "q quit", "? help >"}

// around is how much of the report is shown around a proposal, in code points.
const around = 360

func (s *reviewSession) draw() {
	s.screen.clear()
	r := s.reading
	open := len(r.Open())
	fmt.Fprintf(s.screen, "%s\n", s.screen.paint(paintLabel, fmt.Sprintf("Report %d, %s%s: %d of %d proposals open. %s decides.", r.Number, shown(r.File), datedWords(r.Report.Document.Dated), open, len(s.proposals()), shown(s.by))))
	if s.at < 0 {
		fmt.Fprintln(s.screen, "No proposal is open.")
	} else {
		p := s.proposals()[s.at]
		s.drawText(p)
		s.drawProposal(p)
	}
	if s.note != "" {
		for note := range strings.Lines(s.note) {
			fmt.Fprintln(s.screen, strings.Join(wrapped(strings.Split(strings.TrimSuffix(note, "\n"), " "), " ", max(20, s.screen.columns()-1)), "\n   "))
		}
	}
	keys := wrapped(reviewKeys, "  ", max(20, s.screen.columns()-2))
	fmt.Fprintf(s.screen, "%s ", s.screen.paint(paintLabel, strings.Join(keys, "\n")))
	if !s.screen.onTerminal {
		fmt.Fprintln(s.screen)
	}
}

// spans are the places of the words a proposal quotes now: its own, or those the
// reviewer has chosen.
func (s *reviewSession) spans(p intake.Statement) [][2]int {
	var out [][2]int
	for _, w := range s.wordings {
		if w.End > w.Start {
			out = append(out, [2]int{w.Start, w.End})
		}
	}
	if len(out) == 0 {
		out = [][2]int{{p.Content.Start, p.Content.End}}
	}
	return out
}

// drawText shows the report around a proposal, wrapped to the width of the screen.
func (s *reviewSession) drawText(p intake.Statement) {
	text := s.view.Text
	kind := make(map[int]string, 2*around)
	lo, hi := len(text), 0
	mark := func(start, end int, paint string) {
		a, z := s.view.Place(start, end)
		for i := max(a, lo); i < min(z, hi); i++ {
			kind[i] = paint
		}
	}
	spans := s.spans(p)
	for _, x := range spans {
		a, z := s.view.Place(x[0], x[1])
		lo, hi = min(lo, a), max(hi, z)
	}
	lo, hi = max(0, lo-around), min(len(text), hi+around)
	for lo > 0 && !unicode.IsSpace(text[lo-1]) && lo < len(text) {
		lo--
	}
	for hi < len(text) && !unicode.IsSpace(text[hi]) {
		hi++
	}
	for hi > lo && unicode.IsSpace(text[hi-1]) {
		hi--
	}
	for i, o := range s.proposals() {
		if i != s.at {
			mark(o.Content.Start, o.Content.End, paintOther)
		}
	}
	for _, x := range spans {
		mark(x[0], x[1], paintOf(p.Stance))
	}
	if p.Cue != nil {
		mark(p.Cue.Start, p.Cue.End, paintCue)
	}
	var line strings.Builder
	columns, paint := 0, paintNone
	set := func(to string) {
		if to == paint {
			return
		}
		line.WriteString(s.screen.turn(paint, to))
		paint = to
	}
	limit := max(20, s.screen.columns()-2)
	flush := func() {
		now := paint
		set(paintNone)
		fmt.Fprintf(s.screen, "  %s\n", strings.TrimRight(line.String(), " "))
		line.Reset()
		columns = 0
		set(now)
	}
	fmt.Fprintln(s.screen)
	if lo > 0 {
		line.WriteString("… ")
		columns = 2
	}
	blank := false
	for i := lo; i < hi; i++ {
		c := text[i]
		if c == '\n' {
			if line.Len() > 0 && columns > 0 {
				flush()
			}
			if !blank && i+1 < hi && text[i+1] == '\n' {
				fmt.Fprintln(s.screen)
				blank = true
			}
			continue
		}
		blank = false
		// A word that does not fit begins the next line; writing without blanks is cut at any character.
		if columns > 0 && (i == lo || unicode.IsSpace(text[i-1]) || breaksAnywhere(c)) {
			n := 0
			for k := i; k < hi && !unicode.IsSpace(text[k]) && n <= limit && (k == i || !breaksAnywhere(text[k])); k++ {
				n += columnsOf(text[k])
			}
			if columns+n > limit && n <= limit {
				flush()
			}
		}
		if columns+columnsOf(c) > limit {
			flush()
		}
		if columns == 0 && unicode.IsSpace(c) {
			continue
		}
		set(kind[i])
		line.WriteString(harmless(string(c)))
		columns += columnsOf(c)
	}
	if hi < len(text) && strings.TrimSpace(string(text[hi:min(len(text), hi+around)])) != "" {
		set(paintNone)
		line.WriteString(" …")
	}
	flush()
	set(paintNone)
	fmt.Fprintln(s.screen)
}

// field prints a label and what stands under it, wrapped.
func (s *reviewSession) field(label, text string) {
	const indent = 11
	for _, line := range wrapped(strings.Fields(text), " ", max(20, s.screen.columns()-indent-1)) {
		fmt.Fprintf(s.screen, "%s%s\n", s.screen.paint(paintLabel, padded(label, indent)), line)
		label = ""
	}
}

// drawProposal shows all that is known of a proposal and what accepting it writes.
func (s *reviewSession) drawProposal(p intake.Statement) {
	var chain []string
	for _, x := range p.SaidBy {
		one := shown(x.Name)
		if x.Role != "" {
			one += " (" + x.Role + ")"
		}
		chain = append(chain, one)
	}
	s.field(fmt.Sprintf("%d.%s", s.reading.Number, p.ID), shown(p.Speaker)+" "+string(p.Stance)+", "+p.Mode)
	s.field("chain", strings.Join(chain, " → "))
	if p.SaidOn != "" || p.Channel != "" {
		s.field("said", strings.TrimSpace(orElse(p.SaidOn, "on a day not told")+" "+shown(p.Channel)))
	}
	trust := p.Confidence + " confidence of the reading"
	if p.Verification != "" {
		trust += "; " + strings.ReplaceAll(p.Verification, "_", " ")
	}
	s.field("trust", trust)
	for _, c := range s.reading.Report.Conflicts {
		if c.A == p.ID || c.B == p.ID {
			other := c.A
			if other == p.ID {
				other = c.B
			}
			s.field("against", fmt.Sprintf("%s (%s): %s", other, c.Kind, shown(c.What)))
		}
	}
	wordings := s.wordings
	if len(wordings) == 0 {
		wordings = []bureau.Wording{{}}
	}
	for i, w := range wordings {
		which := ""
		if len(wordings) > 1 {
			which = fmt.Sprintf(" %d", i+1)
		}
		records, err := s.b.Records(s.reading, p, w)
		if err != nil {
			s.field("writes"+which, "nothing: "+oneLine(err))
			continue
		}
		var told []string
		for _, x := range records {
			one := x.Property + " = " + shown(x.Value)
			if x.TrueOf != "" {
				one += " (true of " + shown(x.TrueOf) + ")"
			}
			told = append(told, one)
		}
		text := strings.Join(told, "; ")
		if w.Property != "" || w.Value != "" || w.EventOn != "" || w.End > 0 {
			text += " [edited by " + shown(s.by) + "; proposed: " + shown(p.Property+" = "+p.Value) + "]"
		}
		s.field("writes"+which, text)
		if w.End > 0 {
			s.field("quotes"+which, "“"+shown(s.view.Words(w.Start, w.End))+"”")
		}
		s.field("into"+which, s.into(p, w))
	}
}

// into says whose file a statement goes into.
func (s *reviewSession) into(p intake.Statement, w bureau.Wording) string {
	switch {
	case w.New:
		return "a new file of its own [chosen by " + shown(s.by) + "]"
	case !w.To.IsZero():
		name, err := s.b.MayTake(s.e.ctx, w.To)
		if err != nil {
			return "nobody's file: " + oneLine(err)
		}
		return fmt.Sprintf("the file of %s, %s [chosen by %s]", shown(name), w.To, shown(s.by))
	case len(p.About) == 0:
		return "the report itself, nobody's file"
	}
	mentions := map[string]intake.Mention{}
	for _, m := range s.reading.Report.Mentions {
		mentions[m.ID] = m
	}
	var files []string
	for _, id := range p.About {
		m := mentions[id]
		called := shown(strings.Join(s.reading.Called([]string{id}), ""))
		unknown := m.Kind == intake.UnknownMember
		if unknown {
			m = mentions[m.Of]
		}
		file := "a new file"
		if subject := s.reading.Subjects[m.ID]; subject != "" {
			file = "the file " + subject
		}
		switch {
		case unknown:
			file += " of the group, as said of a member the text does not name, " + called
		case m.Kind == intake.GroupMention:
			file += " of the group " + called
		default:
			file += " of " + called
		}
		files = append(files, file)
	}
	return strings.Join(files, "; ")
}
