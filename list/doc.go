// Package list reads lists of people as offices send them: CSV in any of the
// usual encodings, XLSX, and capture cards in JSON (Annex IV B of the Third Geneva
// Convention). It gives each row back as proposed statements, with every cell as
// it was written.
//
// Words:
//
//   - A list is of persons, of events (capture, transfer, death …), of enquiries, or
//     of capture cards. Its columns say which.
//   - The mapping says which column is read as which property of the vocabulary, and
//     by which word it was recognised. Columns nobody recognises are kept with the
//     row, as written.
//   - A bad row is one that cannot be read without guessing. It is told with row,
//     column and reason, and does not keep the rest from being read.
//
// The package never guesses: of a date that can be read in two ways it keeps what
// is certain. It never joins rows, writes no temporary file, and its memory does
// not grow with a CSV file.
package list
