// Package identity finds, among many people, those who may be the person asked for: the same name in another
// script or spelling, a date of birth with a slip in it, a number. It says how strong the evidence is, in bits,
// and lists what it is made of. A human decides.
//
// Its words:
//
//   - person ([Person]): one record as a list, card or casefile has it: names as written, date of birth, numbers,
//     units, places, relatives. Two persons may well be one human being; that is the question, not an assumption.
//   - segment ([Segment]): an immutable, compact index of some persons, built once ([Build], [Builder]), stored as bytes and
//     opened again without parsing ([OpenSegment]). [Segment.Without] leaves persons out for good: nothing of them
//     stays in the new bytes.
//   - index ([Index]): a set of segments searched as one, while others are added. A person in a later segment
//     replaces the one with the same id in an earlier.
//   - candidate ([Candidate]): a person found, with the addends ([Addend]) whose sum is the score.
//   - score: bits, after Fellegi and Sunter (1969): the binary logarithm of how much likelier the agreement is if
//     the two are one person than if they are not. Agreement on a rare name weighs more than on a common one, by
//     the names in the index. What is missing on either side counts zero. The score is never divided by the best
//     hit, and a lone candidate gains nothing from being alone.
//
// Fuzzy comparison works on the distinct tokens of names (package name, Lexicon), not on people, and the people looked
// at are bounded by [Query] and limit: no search scans everybody. What the bound leaves out is left out in a fixed
// order, so that the same index and query always give the same answer.
//
// The package never merges, never calls anybody found, and performs no I/O. A segment holds names in the clear:
// whoever stores its bytes seals them.
package identity
