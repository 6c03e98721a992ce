// Package statement holds the one idea Homeward is built on: everything known is
// a statement that somebody made.
//
// A capture date, a prisoner's wish, a caseworker's correction and a decision to
// treat two files as one person are all the same thing: somebody says, of a
// subject, that a property has a value. A statement keeps who said it (the whole
// chain: prisoner, interpreter, video, president, article), how (asserts, denies,
// wishes, declines …), when it was said and of which time it is true, and two
// grades that are never multiplied: how reliable the source is (A–F) and how
// credible the information (1–6).
//
// Words:
//
//   - A subject is what a statement is about: a person as one row, card or
//     sentence presents him, a group, a document. Subjects are not persons: which
//     subjects are one person is itself said by statements.
//   - An entry is all that one speaker says about one subject at one place of a
//     source. It is sealed, hashed and numbered as one.
//   - The vocabulary is the table of properties (vocabulary.yaml). Lists, forms,
//     conflict detection, duties and exports read it; nothing else names columns.
//
// Statements are only ever added. A correction or a withdrawal is a new
// statement that names the old one. This package never decides which of two
// statements is right: package casefile shows both.
package statement
