// Package exchange plans who goes home under the terms two or more parties
// have agreed, or may yet agree, and says for everyone else why not.
//
// # What it is for
//
// A negotiator holds a list of people and a sheet of terms: "man for man",
// "at most 300 a day over the bridge", "your two soldiers if our people are
// released". [ReadPeople] reads the list, [ReadTerms] the sheet, [Solve] finds
// the plan, [Plan.WriteText] says it in words that can be read out on the
// telephone, and [Verify] checks a plan without using any of the solver.
// [HandoverLists] are what the parties carry to the crossing, a [Balance] says
// there who may be released now, and [Reconcile] holds what came of it against
// the plan.
//
// # Its words
//
//   - A person is held by one party (holder) and depends on another (home).
//   - A wish is the prisoner's own word. "stay" and "third_country" bar return
//     home (GCIII Art. 109(3)); an unknown wish enters only a plan that is
//     marked conditional on a private interview.
//   - The owed are people whom the Convention sends home whatever anybody
//     agrees: those found fit for direct repatriation (GCIII Art. 109(1), 110)
//     who can travel, and medical and religious personnel who are not retained
//     (GCI Art. 28, 30; GCIII Art. 33). They stand outside every ratio and
//     every limit and are never counted as currency.
//   - Terms that open a way: parity, all_for_all, deal, release, include,
//     third_country. Terms that only limit: at_most, at_least, exactly,
//     exclude, together, apart, crossing. Some terms may be optional, or one of
//     several. Trust limits decide the stages; who goes only where no stages keep them. A
//     person for whom no term opens a way stays, and the plan says so.
//   - A certificate is the evidence, in whole numbers, that no plan is better; a
//     [Roll] is a list of people as coded columns, from which [Select] picks who
//     goes and proves it.
//   - The tiers are the order in which plans are compared: the owed; people
//     home; optional terms kept; people home in each published humanitarian class, highest first;
//     people home in each band of whole years in captivity, longest first;
//     people to a third country; remains. They are solved in turn. What is
//     still equal is drawn by lot from a published seed.
//
// # What it never does
//
// It never sends anybody home against his will, never puts a price or a
// military value on a person, and never calls a plan optimal that it has not
// proved. Remains are counted apart from the living. It reads no clock, draws
// no random numbers and keeps no state: the same people, terms and seed give
// the same plan on every machine.
package exchange
