// Package sample writes the papers of an invented conflict: enough to show what a
// bureau does, to measure how well it links lists, and to load it with ten million
// people. Everything in it is invented. No state, town or person exists; surnames
// are put together from syllables, so that nobody's name is copied from anywhere.
//
// Its words:
//
//   - Verenia (VER) writes Ukrainian, Sokolia (SOK) Russian, Hanul (HAN) Korean.
//     Verenia and Sokolia fight each other; Hanul has sent soldiers to Sokolia's
//     side and does not say so. Marren (MRN) is neutral and takes people in. The
//     bureau whose papers these are is Verenia's.
//   - A person (Person) is one of the N people as they truly are.
//   - A listing (Listed) is how one party's list writes a person: in its own
//     script, with its own habits, slips of the pen and wrong dates. The same
//     person may stand in two lists, as held in one and as missing in the other.
//   - The truth (truth-links.csv) says which rows are one person. It is for
//     measuring and is never imported.
//   - The report tells, in words of its own, a case of two captured soldiers whose
//     day of capture is told in two ways.
//
// The same number of people and the same seed give the same bytes. People are made
// one after another and forgotten at once: memory does not grow with their number.
//
// The package never reads a list, takes in nothing, and decides nothing; no part of
// it is a model of any real army, camp or list.
package sample
