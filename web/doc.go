// Package web shows a bureau in a browser: who is overdue, a person's file with
// everybody who said something of him, a report with its proposals, the duties,
// a plan of exchange, and the ledger that proves nothing was changed.
//
// Words:
//
//   - A page is one address with one handler, in a file of its own. It is made
//     whole on the server and works without JavaScript, printed, and read aloud.
//   - The survey is what only a pass over every file can tell: how many are held,
//     what is overdue. It is made in the background and says as of which entry.
//   - A claim shown is never without whoever said it, where it stands, and how it
//     was recorded. What is corrected or withdrawn is struck and stays readable.
//
// The pages are read-only: no request changes anything. There is no access
// control yet, so they are served on this machine only: any other address is
// refused, and so is any request a page of another site could have caused. Who
// has an account on this machine can read them. Nothing is ever fetched from
// elsewhere, and a browser is told to keep nothing.
//
// It never shows a score as certainty, an own target as a legal deadline, a
// report of a death as a death, or what was said of "one of them" as said of one.
package web
