package intake

import (
	_ "embed"

	"homeward/statement"
)

// Schema is the JSON Schema (2020-12) of a marshalled Report.
//
//go:embed schema/intake.schema.json
var Schema []byte

// Span is a piece of the original: code points Start to End (half-open) and what
// stands there. Words is how it reads, where the form of the text (tags, escapes)
// makes that another thing.
type Span struct {
	Start int    `json:"start"`
	End   int    `json:"end"`
	Text  string `json:"text"`
	Words string `json:"words,omitempty"`
}

// Reads is the span as a reader sees it.
func (s Span) Reads() string {
	if s.Words != "" {
		return s.Words
	}
	return s.Text
}

// Document says what was read.
type Document struct {
	File       string `json:"file,omitempty"`
	Language   string `json:"language"`        // BCP 47
	Dated      string `json:"dated,omitempty"` // EDTF; the date of the report
	CodePoints int    `json:"code_points"`
	Form       Form   `json:"form,omitempty"`
	Encoding   string `json:"encoding,omitempty"` // of the file, where it is not UTF-8
	// Messages are those of an export, in its order.
	Messages []Message `json:"messages,omitempty"`
}

// Message is one message of an export. Start and End are code points of the file.
type Message struct {
	ID        string `json:"id"` // as the export numbers it
	Start     int    `json:"start"`
	End       int    `json:"end"`
	Dated     string `json:"dated,omitempty"`
	Author    string `json:"author,omitempty"`
	Forwarded string `json:"forwarded_from,omitempty"` // whose words the author passes on
}

// Statement is one proposed statement.
type Statement struct {
	ID             string              `json:"id"`                        // "S1", in the order of the text
	Speaker        string              `json:"speaker"`                   // as the text names him best; "narrator" for the report itself
	SpeakerMention string              `json:"speaker_mention,omitempty"` // the mention the speaker is
	SaidBy         []statement.Speaker `json:"said_by"`                   // the whole chain, whoever said it first comes first
	Channel        string              `json:"channel,omitempty"`
	Stance         statement.Stance    `json:"stance"`
	Mode           string              `json:"mode"` // direct | indirect | mixed | free-indirect | act | meta | list
	Source         *Span               `json:"source,omitempty"`
	Cue            *Span               `json:"cue,omitempty"` // none where a quotation goes on, or the narrator observes
	Content        Span                `json:"content"`
	Whole          *Span               `json:"whole,omitempty"` // all the cue introduces, where the content is only a part of it
	SaidOn         string              `json:"said_on,omitempty"`
	EventOn        string              `json:"event_on,omitempty"`
	About          []string            `json:"about,omitempty"` // ids of mentions
	Property       string              `json:"property"`        // of the vocabulary
	Value          string              `json:"value"`
	Also           []Slot              `json:"also,omitempty"` // further slots the same words fill
	Quantity       *Quantity           `json:"quantity,omitempty"`
	Condition      *Span               `json:"condition,omitempty"` // of an offer
	Confidence     string              `json:"confidence"`          // high | medium | low
	Verification   string              `json:"verification,omitempty"`

	a      *attribution
	hedged bool // speaks of a wound or a death with reserve ("apparently injured")
	who    int  // the mention that speaks; −1 for the writer
}

// Slot is a property with its value in the canonical form of its type.
type Slot struct {
	Property string `json:"property"`
	Value    string `json:"value"`
}

// Quantity is a number of something that is counted.
type Quantity struct {
	Span
	Value   string `json:"value"`   // "4000"; "1000.." for thousands
	Counted string `json:"counted"` // what is counted, as written
	Measure string `json:"measure"` // killed | wounded | casualties | captured | deployed | missing | people: what the number measures
}

// Time is an expression of time; Value is its EDTF, empty where the text leaves it vague.
type Time struct {
	Span
	Value string `json:"value,omitempty"`
	// Duration is the ISO 8601 length, where the expression measures a time ("P2Y") or
	// says how often something comes ("P1D", daily). X is a number the text leaves
	// open ("PXD", several days), as in TimeML.
	Duration string `json:"duration,omitempty"`
	// Refers is past, present or future, where the text says no more ("recently").
	Refers string `json:"refers,omitempty"`
	Anchor string `json:"anchor,omitempty"` // what a relative expression counts from: document | narrative | speech
}

// MentionKind is a closed list.
type MentionKind string

// The kinds of mention.
const (
	PersonMention   MentionKind = "person"
	GroupMention    MentionKind = "group"
	UnknownMember   MentionKind = "unknown_member" // some member of Of, the text does not say which
	DocumentMention MentionKind = "document"
	OtherMention    MentionKind = "other" // an authority, an organisation
)

// Mention is somebody or something the text speaks of.
type Mention struct {
	ID      string      `json:"id"`
	Kind    MentionKind `json:"kind"`
	Spans   []Span      `json:"spans"`
	Names   []string    `json:"names"`             // as written, first seen first
	Members []string    `json:"members,omitempty"` // of a group, those the text tells apart
	Of      string      `json:"of,omitempty"`      // the group
	Size    int         `json:"size,omitempty"`    // of a group, where the text counts it
	Author  bool        `json:"author,omitempty"`  // the writer of messages
}

// Artefact is a trace of bad copying or machine translation, left as it stands.
type Artefact struct {
	Span
	Kind string `json:"kind"`
	Note string `json:"note,omitempty"`
}

// Conflict is two statements that cannot, or need not, both hold.
type Conflict struct {
	Kind string `json:"kind"` // date | status | intent | identity | hedge | scope | stance | value
	A    string `json:"a"`
	B    string `json:"b"`
	What string `json:"what"`
}

// Report is everything intake proposes about one text.
type Report struct {
	Document   Document    `json:"document"`
	Statements []Statement `json:"statements"`
	Times      []Time      `json:"times"`
	Mentions   []Mention   `json:"mentions"`
	Artefacts  []Artefact  `json:"artefacts"`
	Conflicts  []Conflict  `json:"conflicts"`
}
