package intake

import "strings"

// Here the words are found that name who speaks.

// subject finds who speaks: left of the verb, or right of it where the order is
// turned round ("…, said the minister").
func (r *reading) subject(g group, v *cueVerb, s rng) (rng, bool) {
	prev := g.a - 1
	if prev < s.a {
		return rng{}, false
	}
	if src := r.nowhere(g, v, s); !src.empty() {
		return src, src.a >= g.b
	}
	p := r.toks[prev]
	if r.endsQuote(prev) && r.title(r.quotes[r.quoteOf[prev]-1], s.a) {
		return r.leftPhrase(g.a, s.a), false // The initiative "Open Door" considers
	}
	if (r.endsQuote(prev) || p.low == "," || p.kind == closeMark || p.kind == plainMark || p.low == "?" || p.low == "!" || p.low == "—" || p.low == "–" || p.low == "-" && !p.glued) && (v.form == past || v.form == third || v.form == base) && g.a == g.at {
		if src, ok := r.invertedSubject(g.b, s, p.low == ","); ok && !(p.low == "," && (r.appositionAt(s.a, prev) || r.relativeAfterQuote(s.a, prev))) {
			return src, true
		}
	}
	if p.low == "," && r.is(g.a, "having") {
		return rng{}, false // ", having noted that": the speaker of the clause before
	}
	if p.low == "," && v.form == ing && g.a == g.at && prev > s.a && r.openingPhrase(s.a, prev) {
		return rng{s.a, prev}, false // "Aksoy, underlining that …, asked the families"
	}
	if p.low == "," && v.form == ing && g.a == g.at && len(r.out) > 0 && r.out[len(r.out)-1].sent == int(r.sentOf[s.a]) {
		return rng{}, false // ", noting that": the speaker of the clause before
	}
	if p.low == "," {
		return r.aroundApposition(prev, s), false
	}
	// "Families of the missing on Tuesday accused": a time between subject and verb.
	if r.time[prev] != 0 {
		k := prev
		for k > s.a && r.time[k] != 0 {
			k--
		}
		if r.is(k, "on", "in") {
			k--
		}
		if k > s.a && !r.is(k, ",") && r.toks[k].kind == word {
			return r.leftPhrase(k+1, s.a), false
		}
	}
	if r.is(prev, "who", "which") {
		k := prev - 1
		if r.is(k, ",") {
			k--
		}
		left := r.leftPhrase(k+1, s.a)
		for n := left.b - 1; n > left.a; n-- {
			if r.is(n, "by") {
				left.a = n + 1 // "confirmed by the staff, which recalls"
				break
			}
		}
		return left, false
	}
	if c := r.speakingTo(g.a, s.a); c > s.a {
		if around := r.aroundApposition(c, s); !around.empty() {
			around.b = c
			return around, false
		}
		if left := r.leftPhrase(c, s.a); !left.empty() {
			return left, false
		}
	}
	src := r.leftPhrase(g.a, s.a)
	if src.b-src.a == 1 && r.is(src.a, "they") && r.is(s.a, "in") && r.toks[s.a+1].cap && src.a > s.a+1 && src.a < s.a+4 && r.time[s.a+1] == 0 && r.toks[src.a-1].cap {
		return rng{s.a + 1, src.a}, false // "In Estmark they insist that …"
	}
	if src.b-src.a == 1 && r.is(src.a, "they") && r.is(s.a, "in", "at") && r.is(s.a+1, "the") && src.a-s.a < 10 {
		for k := s.a + 2; k < src.a; k++ {
			if r.toks[k].kind == punct && !(r.is(k, ",") && k == src.a-1) || r.time[k] != 0 {
				return src, false
			}
			if r.lx.authority[r.low(k)] {
				return r.trimRight(rng{s.a + 1, src.a}), false // "In the headquarters they called it …"
			}
		}
	}
	return src, false
}

// speakingTo is the comma before ", in conversation with the correspondent" that ends at token end; 0 where no such
// words stand there.
func (r *reading) speakingTo(end, from int) int {
	for k := end - 1; k > from && k > end-10 && r.toks[k].kind == word; k-- {
		if r.is(k, "in") && r.is(k-1, ",") {
			for j := k + 1; j < min(end, k+4); j++ {
				if r.is(j, "conversation", "interview", "talk", "commentary", "comment", "comments", "remarks", "dialogue") {
					return k - 1
				}
			}
		}
	}
	return 0
}

// openingPhrase: from a to the comma stands a name or a noun phrase and no clause.
func (r *reading) openingPhrase(a, comma int) bool {
	if comma-a > 12 || r.lx.preposition[r.low(a)] || !(r.toks[a].cap || r.lx.determiner[r.low(a)]) || r.lx.adverb[r.low(a)] {
		return false
	}
	for k := a; k < comma; k++ {
		if r.toks[k].kind == punct && !r.is(k, "-", "'") || r.inQuote(k) || r.time[k] != 0 {
			return false
		}
	}
	return !r.clauseLike(rng{a, comma}) && !r.verbIn(rng{a, comma}) && r.leftPhrase(comma, a).a == a
}

// appositionAt: from a to the comma stands no clause but a name and what it is:
// "The survey, made in May, says …".
func (r *reading) appositionAt(a, comma int) bool {
	for k := a; k < comma; k++ {
		if r.inQuote(k) || r.toks[k].kind == openMark || r.toks[k].kind == plainMark {
			return false
		}
		if r.is(k, ",") && r.is(k+1, "who", "which", "whose") {
			return k > a && !r.clauseLike(rng{a, k}) && r.leftPhrase(k, a).a == a
		}
		if r.is(k, ",") {
			return k > a+1 && !r.clauseLike(rng{a, k}) && (!r.clauseLike(rng{k + 1, comma}) || r.is(k+1, "a", "an", "one") && !r.finiteIn(rng{k + 1, comma})) && r.leftPhrase(k, a).a == a
		}
	}
	return false
}

// finiteIn: an auxiliary stands in it, or a pronoun that opens a clause.
func (r *reading) finiteIn(c rng) bool {
	for i := c.a; i < c.b; i++ {
		if r.lx.auxiliary[r.low(i)] || r.lx.irregular[r.low(i)] || r.contracted(i) || r.is(i, "he", "she", "they", "it", "we", "i") {
			return true
		}
	}
	return false
}

// relativeAfterQuote: between the end of a quotation and the comma stands a phrase with its
// relative clause: "“…,” the soldier, who is called X, told this newspaper".
func (r *reading) relativeAfterQuote(a, comma int) bool {
	k, phrase := comma-1, true
	for ; k > a && !r.inQuote(k) && r.toks[k].kind != closeMark && r.toks[k].kind != plainMark; k-- {
		if r.is(k, ",") && r.is(k+1, "who", "whose", "which") {
			return true
		}
		phrase = phrase && !r.lx.auxiliary[r.low(k)] && r.time[k] == 0 && comma-k <= 14
	}
	// "“…,” its head, Maria Stolz, told the Ledger": who told it, and his name.
	first := k + 1
	return phrase && k > a && comma-first > 2 && r.has(rng{first, comma}, ",") > first && (r.lx.determiner[r.low(first)] || r.toks[first].cap || r.lx.office[r.low(first)])
}

// leftPhrase is the noun phrase that ends before token end.
func (r *reading) leftPhrase(end, from int) rng {
	for end-from > 2 && r.is(end-1, "here", "there") && r.toks[end-2].kind == word {
		end-- // "the army here"
	}
	a := end
	for k := end - 1; k >= max(from, end-40); k-- {
		t := r.toks[k]
		l := t.low
		if l == ")" {
			open := k - 1
			for open > from && open > k-8 && !r.is(open, "(") {
				open--
			}
			if r.is(open, "(") && open > from {
				k = open
				continue
			}
			if r.is(open, "(") {
				break // a dateline in brackets opens the sentence
			}
		}
		if l == "(" {
			break
		}
		if (t.kind == closeMark || t.kind == plainMark) && r.endsQuote(k) && !r.inQuote(end) {
			if q := r.quotes[r.quoteOf[k]-1]; r.title(q, from) {
				a, k = q.open, q.open // the association "Return"
				continue
			}
		}
		if r.inQuote(k) && !r.inQuote(end) && t.kind == closeMark {
			break
		}
		if t.kind == punct && l != "." && l != "-" && l != "(" && l != ")" && l != "'" && l != "/" && l != "&" || t.kind == closeMark || t.kind == openMark || t.kind == plainMark {
			break
		}
		if t.kind == punct && l == "." && !r.lx.abbreviation[r.low(k-1)] && !r.initial(k) {
			break
		}
		if l == "and" || l == "or" {
			// Foreign and Defence Ministry; he and she.
			if k > from && k+1 < end && (r.toks[k-1].cap && r.toks[k+1].cap) {
				a = k
				continue
			}
			if r.is(k+2, "by") && k+3 < end && (strings.HasSuffix(r.low(k+1), "ed") || r.is(k+1, "seen")) {
				a = k // "an assessment of the staff and seen by the agency"
				continue
			}
			// "he and Mr. Allen", "she and another man", "current and former officials"
			if k > from && k+1 < end && (r.is(k-1, "he", "she", "they") && (r.toks[k+1].cap || r.lx.determiner[r.low(k+1)]) || r.is(k-1, "current") && r.is(k+1, "former") || r.toks[k-1].cap && r.lx.determiner[r.low(k+1)] && (k-2 < from || r.toks[k-2].kind == punct || r.toks[k-2].kind == closeMark)) {
				a = k
				continue
			}
			// "a man who was freed in May and asked not to be named said": the relative clause goes on.
			if v := r.lx.verb[r.low(k+1)]; k+1 < end && (v != nil && v.form == past || r.lx.auxiliary[r.low(k+1)] || r.is(k+1, "spoke", "speaks")) {
				if w := r.relativeBefore(k-1, from); w > from {
					if left := r.leftPhrase(w, from); !left.empty() {
						return rng{left.a, end}
					}
				}
			}
			break
		}
		if (r.is(k, "who", "which") || r.is(k, "that") && k > from && (r.lx.authority[r.low(k-1)] || r.lx.office[r.low(k-1)] || r.lx.humanOne[r.low(k-1)])) && k > from && k+2 < end && r.toks[k-1].kind == word && (r.clauseLike(rng{k, end}) || r.verbIn(rng{k, end})) {
			// "a source who requested anonymity said": the relative clause is part of the phrase.
			if left := r.leftPhrase(k, from); !left.empty() {
				return rng{left.a, end}
			}
		}
		if r.is(k, "as") && (r.is(k-1, "identified", "known", "named") || r.is(k-1, "only", "simply", "just") && r.is(k-2, "identified", "known", "named")) {
			a = k // "a nurse identified only as Lena K."
			continue
		}
		if r.lx.conjunction[l] && !r.lx.preposition[l] || r.is(k, "as", "because") {
			break
		}
		if r.lx.auxiliary[l] {
			// "An official who was unwilling to give his name said": an auxiliary within the relative clause.
			if w := k - 1; w > from && r.is(w, "who", "which") && r.toks[w-1].kind == word && end-k >= 2 {
				if left := r.leftPhrase(w, from); !left.empty() {
					return rng{left.a, end}
				}
			}
			break
		}
		if r.time[k] != 0 || r.cued[k] {
			// "A captive who spent 14 months in a camp says": a time within the relative clause.
			if w := r.relativeBefore(k, from); w > from {
				if left := r.leftPhrase(w, from); !left.empty() {
					return rng{left.a, end}
				}
			}
			break
		}
		a = k
	}
	// A phrase does not begin with a preposition or an adverb.
	for a < end && !(end-a == 1 && r.is(a, "both", "neither", "either")) && (r.lx.preposition[r.low(a)] || r.lx.adverb[r.low(a)] && !r.toks[a].cap && !(r.is(a, "both") && r.plural(a+1)) || r.lx.adverb[r.low(a)] && a == from && !r.is(a, "both") && a+1 < end) {
		l := r.low(a)
		if r.lx.preposition[l] {
			// "In Kyiv officials": the phrase after the place is not parted by a comma; take the last noun phrase.
			k := a + 1
			for k < end && !r.lx.determiner[r.low(k)] {
				k++
			}
			if k < end && k > a+1 {
				a = k
				continue
			}
		}
		a++
	}
	for a < end && r.toks[a].kind == punct && !r.is(a, "'") {
		a++
	}
	// "a claim the ministry has called a lie": a second noun phrase is the subject of a clause without "that".
	for k := end - 1; k > a+1; k-- {
		p := r.toks[k-1]
		if strings.HasSuffix(p.low, "ing") && k-2 >= a && (r.lx.humanOne[r.low(k-2)] || r.lx.office[r.low(k-2)]) {
			break // "a diplomat following the talks"
		}
		if (r.lx.determiner[r.low(k)] && !r.is(k, "both", "all", "each", "another", "this", "that") || r.is(k, "he", "she", "they")) && p.kind == word && !r.lx.preposition[p.low] && !r.lx.determiner[p.low] && p.low != "and" && p.low != "or" && p.low != "'s" {
			a = k
			break
		}
	}
	// "In it he writes": a pronoun is a subject by itself.
	if end-a > 1 && r.is(end-1, "he", "she", "they", "we", "i", "it") && !r.is(end-2, "and", "or") {
		a = end - 1
	}
	// "the company for which they work": the subject stands before the relative clause.
	if a > from+1 && end-a >= 2 && (r.lx.pronoun[r.low(a)] || a > from+2 && r.lx.determiner[r.low(a)] && r.is(a-1, "which", "whom") && r.lx.preposition[r.low(a-2)]) && r.is(a-1, "which", "whom", "that", "who", "where") {
		k := a - 1
		if r.lx.preposition[r.low(k-1)] {
			k--
		}
		if left := r.leftPhrase(k, from); !left.empty() && !r.lx.pronoun[r.low(left.a)] {
			a = left.a
		}
	}
	if end-a > 25 {
		return rng{}
	}
	return rng{a, end}
}

// nameIn: what stands between the marks is a name: capitals, with small words at most within.
func (r *reading) nameIn(q quote) bool {
	if q.in.empty() || q.in.b-q.in.a > 6 {
		return false
	}
	for k := q.in.a; k < q.in.b; k++ {
		if !r.toks[k].cap && (k == q.in.a || k == q.in.b-1 && r.toks[k].kind != number || !r.lx.preposition[r.low(k)] && !r.lx.determiner[r.low(k)] && !r.is(k, "-", "al", "el")) {
			return false
		}
	}
	return true
}

// title: a name written in quotation marks after the noun of what bears it.
func (r *reading) title(q quote, from int) bool {
	if q.open <= from || !r.nameIn(q) {
		return false
	}
	l := r.low(q.open - 1)
	return r.toks[q.open-1].kind == word && r.lx.verb[l] == nil && !r.lx.preposition[l] && !r.lx.conjunction[l] && !r.lx.auxiliary[l]
}

// relativeBefore is the "who" of a relative clause that token k stands in, 0 for none.
func (r *reading) relativeBefore(k, from int) int {
	for j := k; j > from && j > k-14; j-- {
		t := r.toks[j]
		if t.kind != word && t.kind != number || r.lx.conjunction[t.low] && !r.lx.preposition[t.low] && !r.is(j, "who", "which") {
			return 0
		}
		if r.is(j, "who", "which") {
			if r.toks[j-1].kind == word && (r.clauseLike(rng{j + 1, k}) || r.verbIn(rng{j, k})) {
				return j
			}
			return 0
		}
	}
	return 0
}

func (r *reading) initial(k int) bool {
	return k > 0 && r.toks[k].glued && r.toks[k-1].cap && r.toks[k-1].end-r.toks[k-1].start == 1
}

// aroundApposition: "X, who …, said", "X, the minister, said": the subject is
// left of the comma pair.
func (r *reading) aroundApposition(comma int, s rng) rng {
	s.a = r.bodyStart(s, comma)
	// "A former inmate, who gave his first name, Anton, said": the phrase that opens the sentence, with all that is told of it.
	for k := s.a + 1; k < comma && k < s.a+9; k++ {
		if r.is(k, ",") && !r.inQuote(k) {
			if r.is(k+1, "who", "which", "whose") && !r.clauseLike(rng{s.a, k}) && !r.verbIn(rng{s.a, k}) {
				if left := r.leftPhrase(k, s.a); left.a == s.a {
					return rng{s.a, comma + 1}
				}
			}
			break
		}
		if r.inQuote(k) {
			break
		}
	}
	for k := comma - 1; k > s.a && k > comma-60; k-- {
		if r.is(k, ",") && !r.inQuote(k) {
			next := r.low(k + 1)
			if r.lx.auxiliary[next] {
				continue
			}
			opens := r.is(k+1, "who", "which", "whose", "whom", "with", "a", "an", "the", "aged", "when", "in", "from", "on", "citing", "speaking", "himself", "herself", "meanwhile", "however", "also", "of", "one", "his", "her", "its", "at", "like", "for", "including", "where") ||
				r.toks[k+1].kind == number || r.toks[k+1].cap || strings.HasSuffix(next, "ing") || strings.HasSuffix(next, "ed") || r.lx.office[next] || r.lx.humanOne[next]
			if !opens {
				// "“…,” NAME, legal director for the group, said": the name opens the sentence or follows the quotation.
				if left := r.leftPhrase(k, s.a); left.empty() || !r.toks[left.a].cap || left.a != s.a && r.toks[left.a-1].kind != closeMark && r.toks[left.a-1].kind != plainMark {
					continue
				}
			}
			left := r.leftPhrase(k, s.a)
			if left.empty() || left.b-left.a == 1 && left.a > s.a && r.is(left.a-1, ",") && (r.toks[left.a].kind == number || strings.HasSuffix(r.low(left.a), "ed") || strings.HasSuffix(r.low(left.a), "ing")) {
				continue // "Anton Riedl, 20, giving evidence by video link, said", "the sergeant, seated, the arm in a sling, says"
			}
			if r.is(k+1, "citing", "quoting") {
				return left
			}
			// An apposition of another name inside ("A, B, C said") is not followed further.
			return rng{left.a, comma + 1} // an apposition stands between its two commas
		}
	}
	return rng{}
}

// invertedSubject is the noun phrase after the verb, if what follows it cannot
// be the verb of a clause.
func (r *reading) invertedSubject(a int, s rng, needsEnd bool) (rng, bool) {
	if a >= s.b || r.is(a, "that") {
		return rng{}, false
	}
	// "assured on Monday the spokesman": a time may stand before the speaker.
	if a+1 < s.b && (r.time[a] != 0 || r.is(a, "on") && r.time[a+1] != 0) {
		k := a
		for k < s.b && (r.time[k] != 0 || r.is(k, "on") && k == a) {
			k++
		}
		if k < s.b && (r.lx.determiner[r.low(k)] || r.is(k, "to")) {
			a = k
		}
	}
	// "wrote in Telegram the President": where it was written may stand before the speaker.
	if r.is(a, "in", "on") && a+2 < s.b && r.toks[a+1].cap && r.time[a+1] == 0 && (r.lx.determiner[r.low(a+2)] || r.lx.office[r.low(a+2)]) {
		a += 2
	}
	// "affirmed to this newspaper the commander": to whom it was said may stand before the speaker.
	if r.is(a, "to") && a+2 < s.b && (r.lx.determiner[r.low(a+1)] || r.toks[a+1].cap || r.is(a+1, "journalists", "reporters")) {
		k := a + 1
		for k < s.b && k < a+6 && (k == a+1 || !r.lx.determiner[r.low(k)] && r.toks[k].kind == word) {
			if k > a+1 && r.toks[k].cap && !r.toks[k-1].cap && !r.lx.determiner[r.low(k-1)] {
				break
			}
			k++
		}
		if k < s.b && (r.lx.determiner[r.low(k)] || r.toks[k].cap && r.toks[k].kind == word) {
			a = k
		}
	}
	t := r.toks[a]
	if !(t.cap || r.lx.determiner[t.low] || r.lx.office[t.low] || r.lx.humanOne[t.low] || r.lx.humanMany[t.low] || r.lx.document[t.low] || r.lx.authority[t.low] || r.plural(a) || r.is(a, "he", "she", "they", "one") || r.is(a, "it") && r.afterQuote(a-1) && (a+1 >= s.b || r.is(a+1, "in", "on", "at", ".", ",")) || r.titled(a, s.b)) || r.time[a] != 0 {
		return rng{}, false
	}
	k := a
	for k < s.b {
		l := r.low(k)
		tk := r.toks[k]
		if tk.kind == punct && l != "-" && l != "(" && l != ")" && l != "'" && !(l == "." && (r.lx.abbreviation[r.low(k-1)] || r.initial(k))) || tk.kind == openMark || tk.kind == closeMark || tk.kind == plainMark {
			break
		}
		if r.lx.auxiliary[l] || r.is(k, "that") && k > a {
			return rng{}, false
		}
		if k > a && (r.time[k] != 0 || r.lx.preposition[l] && !r.is(k, "of", "for", "from", "at", "with") || r.lx.conjunction[l] && !r.is(k, "and")) {
			break
		}
		if k > a && r.lx.verb[l] != nil && (r.lx.verb[l].form == ing || r.lx.verb[l].form == past) {
			break
		}
		k++
	}
	// "said its spokesman in X, NAME": the place, and then the name.
	if e := k + 1; r.is(k, "in") && e < s.b && r.toks[e].cap && r.time[e] == 0 {
		for e < s.b && r.toks[e].cap && r.toks[e].kind == word {
			e++
		}
		if r.is(e, ",") && e+1 < s.b && r.toks[e+1].cap && r.time[e+1] == 0 {
			k = e
		}
	}
	if k-a > 25 {
		return rng{}, false
	}
	// "One of the freed, a cook, swears he shared a cell": the pronoun has a verb of its own.
	if needsEnd && r.is(a, "he", "she", "they", "one") && k > a+1 && !r.is(a+1, "of") {
		return rng{}, false
	}
	// "…, said talks on a release had begun": a verb of its own, and no speaker.
	if needsEnd {
		for j := k; j < s.b && j < k+12 && !r.is(j, ",", ".", ";", ":") && !r.inQuote(j); j++ {
			if r.lx.conjunction[r.low(j)] && !r.lx.preposition[r.low(j)] && !r.is(j, "and", "or") {
				break
			}
			if r.lx.auxiliary[r.low(j)] {
				return rng{}, false
			}
		}
	}
	// "said the chief of staff, General X Y.": the name belongs to it.
	if r.is(k, ",") && k+1 < s.b && r.toks[k+1].cap && r.time[k+1] == 0 {
		e := k + 1
		for e < s.b && e < k+7 && (r.toks[e].cap || r.is(e, ".") && r.lx.abbreviation[r.low(e-1)]) {
			e++
		}
		if e == s.b || r.is(e, ",", ".", ";") {
			k = e
		}
	}
	// "said X, a spokesman for Y." to the next comma, stop or quotation.
	if r.is(k, ",") && (r.is(k+1, "a", "an", "the", "who", "his", "her", "its", "one", "whose") || r.lx.office[r.low(k+1)]) {
		e := k + 1
		for e < s.b && e < k+26 && !r.is(e, ",", ".", ";", ":", "—", "–") && !r.inQuote(e) && r.lx.verb[r.low(e)] == nil {
			e++
		}
		if e == s.b || r.is(e, ",", ".", ";", ":", "—", "–") || r.inQuote(e) {
			k = e
		}
	}
	return rng{a, k}, k > a
}

// titled: "said retired General X", "said political scientist Y": a few small words, then a name.
func (r *reading) titled(a, end int) bool {
	for k := a; k < end && k < a+6; k++ {
		t := r.toks[k]
		if t.kind != word || r.lx.auxiliary[t.low] || r.lx.verb[t.low] != nil && !t.cap || r.lx.preposition[t.low] && t.low != "of" || r.lx.pronoun[t.low] || r.lx.conjunction[t.low] && t.low != "and" || r.lx.adverb[t.low] {
			return false
		}
		if t.cap {
			return k > a
		}
	}
	return false
}

// sharedSubject: "X said … and added …", "…, adding that": the sentence's last speaker.
func (r *reading) sharedSubject(first, before int, s rng) rng {
	for k := len(r.out) - 1; k >= first; k-- {
		if !r.out[k].source.empty() {
			return r.out[k].source
		}
	}
	// The subject of the sentence: its first noun phrase before an auxiliary or verb.
	s.a = r.bodyStart(s, before)
	for i := s.a; i < before && i < s.a+24; i++ {
		if r.is(i, ",") && r.is(i+1, "which", "who", "whose") && !r.inQuote(i) {
			if e := r.clauseEnd(i+1, before); e < before {
				i = e // "In the video, which was spread, one of them …": told by the way
				continue
			}
		}
		described := i > s.a && (r.lx.determiner[r.low(i-1)] || r.lx.preposition[r.low(i-1)]) // "with a bandaged arm"
		if !r.lx.auxiliary[r.low(i)] && (i == s.a || described || !strings.HasSuffix(r.low(i), "ed") && r.lx.verb[r.low(i)] == nil && !r.lx.irregular[r.low(i)] && !r.lx.look[r.low(i)]) {
			continue
		}
		if r.is(i-1, "who", "which", "that") {
			i-- // "relatives of sailors who disappeared"
		}
		if left := r.leftPhrase(i, s.a); !left.empty() {
			return left
		}
		return rng{}
	}
	return rng{}
}
