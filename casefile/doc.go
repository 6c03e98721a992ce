// Package casefile folds the statements made about one person into his file: the
// best value of every property and why it is the best, everything else that was
// said, and where the sources contradict one another.
//
// Words:
//
//   - A file is computed, never stored: the same entries always give the same file,
//     in whatever order they come.
//   - A claim is one statement as it stands in the file: active, corrected, or
//     withdrawn. Nothing disappears: a corrected or withdrawn claim stays in the file
//     with what acted on it.
//   - The best value is the one a caseworker would read first. It is chosen by rules
//     in a fixed order (see [Rule]), and the file says which rule chose it. Where the
//     rules do not decide, there is no best value, and the file says that too.
//   - A conflict is two or more active claims that cannot both be true.
//   - Standing is what is said to have become of the person: held, missing, dead …
//   - A group ("the two soldiers") has a file of its own. What is said of every
//     member shows in the file of each member that is enumerated, marked as said of
//     the group. What is said of a member not named is shown and given to nobody.
//
// It never decides who is right, never takes the last note for the true one, never
// declares anybody dead, and never merges an estimate with an assertion.
package casefile
