// Package intake reads a report (a news item, a statement of an authority, a
// message) and proposes what it says: who said it, of whom, how, when, and in
// which words of the text.
//
// It is for a caseworker who has a page of text and must get what it says into
// files without changing a word. Every proposal quotes the original, character
// for character, and waits for a human to accept it.
//
// Words:
//
//   - A statement is one thing that one speaker says. Its cue is the words that
//     show it is said ("told reporters", "according to", "shakes his head"); its
//     content is what is said; its stance is how the speaker stands to it.
//   - A mention is somebody or something the text speaks of. "The two soldiers"
//     is a group. "One of them had a card", said by somebody else, is said of an
//     unknown member of that group.
//   - An artefact is a trace of bad copying or machine translation: it is
//     flagged and left as it stands.
//   - A slot is what a statement fills in: capture.date, wish, condition … as the
//     vocabulary of package statement names them.
//
// Offsets count Unicode code points of the original, from 0, half-open.
//
// The package never repairs the text, never decides which of two statements is
// right, never joins an unknown member of a group with a man described
// elsewhere, and never writes into a file. It uses no clock, no network and no
// language model; the same text always gives the same report. The word lists are
// data (data/*.yaml), each class with its reason; they name grammar and the
// language of war reporting, never a person of a report. English is read twice, by a
// grammar and by a small tagger (data/tagger.txt) that was fitted on annotated news
// and knows closed-class words, cue words and shapes only.
package intake
