// Package bureau holds the use cases of a National Information Bureau: take in a
// list or a report, review what a report proposes, search, read a person's file,
// say that two files are one person (and take it back), see what is due, plan an
// exchange, prove that nothing was changed, erase a person.
//
// It is the only package that joins the engines to a store. The engines (list,
// intake, identity, casefile, duty, exchange) take values and return values; the
// store keeps sealed bytes; this package opens, seals, and carries between them.
// Package web and the commands only translate what it returns.
//
// Every write names who made it, and every decision about a person is a person's:
// nothing here merges, publishes or declares dead by itself.
package bureau
