// Package duty says what the Geneva Conventions oblige a Power and its bureau to do
// for one person, since when, until when, and what would discharge it.
//
// Words:
//
//   - A rule is one duty with one discharge, declared in rules.yaml with its article:
//     who owes it, what triggers it, what clock runs, what discharges it. A row of the
//     Convention that holds several duties is several rules.
//   - An item is a rule that has fired for a person: one for every event that triggers it.
//   - A stated clock has a number of days or months in the Convention. Only such an item
//     can be overdue, and only when the time is surely past; where the dates leave it
//     open, it is possibly overdue.
//   - "Immediately" and its like have no number. Such an item is due at once; a bureau
//     may set itself a target, and an item can be past that, which is no legal deadline.
//   - In our power: held by the party whose bureau this is, as far as it is said. What a
//     detaining Power owes fires only for people in our power.
//
// Days are counted by the calendar of the bureau's time zone: the day of the event is
// not counted, the last day is counted whole.
//
// It never invents a date: a clock whose start nobody has stated is shown as due, with
// the reason. It never treats a missing person as held, and a reported death stops no
// clock until a certificate is recorded. It decides nothing and discharges nothing.
package duty
