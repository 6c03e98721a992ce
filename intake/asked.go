package intake

// Questions: who asks states nothing, and whose answer follows is the speaker.

// question is where reading goes on behind a question that token i asks or tells of, i where it does neither.
func (r *reading) question(i int, s rng) int {
	switch {
	case r.is(i, "question") && i < s.a+6 && !r.is(i+1, "the"):
		// "To the question of X, whether he hopes …, he nodded"
		for k := i + 1; k < s.b && k < i+9; k++ {
			if r.is(k, "if", "whether") {
				return r.answerAfter(k, r.clauseEnd(k, s.b))
			}
		}
		return i
	case r.is(i, "asked", "asks") && r.is(s.a, "when") && r.inQuote(i+1) && !r.inQuote(i) && r.is(r.quotes[r.quoteOf[i+1]-1].in.b-1, "?"):
		return r.quotes[r.quoteOf[i+1]-1].in.b // "When the interpreter asked “Are you well?”, he nodded"
	case r.is(i, "asks", "asked") && r.is(i+1, "if", "whether") && !r.is(s.a, "when") && r.answersByGesture(r.clauseEnd(i+2, s.b), s):
		return r.clauseEnd(i+2, s.b) // "X asks whether …, and he waves his hand"
	case r.is(i, "asks", "asked") && r.is(i-2, "when") && i > s.a+4 && r.cued[i-3]:
		return i + 1 // "She shakes her head when one asks her if …"
	case r.is(i, "asks", "ask") && r.is(s.a, "when") && (r.asksWhat(i+1) || r.is(i+1, "him", "her", "them") && r.asksWhat(i+2)) && r.is(r.clauseEnd(i, s.b), ","):
		return r.clauseEnd(i, s.b)
	case r.is(i, "asked") && (i == s.a || r.is(s.a, "when", "as", "after") && r.asksWhat(i+1) && r.is(r.clauseEnd(i, s.b), ",")), r.is(i, "when") && r.is(i+1, "asked"):
		return r.andSays(rng{i, r.clauseEnd(i, s.b)})
	}
	return i
}

// andSays is where, in a question told, another cue begins ("when asked if they have seen a doctor and adds that …"); its end
// where none does.
func (r *reading) andSays(q rng) int {
	for k := q.a + 2; k+2 < q.b; k++ {
		if v := r.lx.verb[r.low(k+1)]; r.is(k, "and", "but") && v != nil && (v.form == third || v.form == past) && v.class.speech() && r.is(k+2, "that") {
			return k
		}
	}
	return q.b
}

// asksWhat: the words of a question told begin at i.
func (r *reading) asksWhat(i int) bool {
	return r.is(i, "if", "whether", "about", "why", "what", "how")
}

// answerAfter is the end of a question from k to end, or the answer within it that no comma parts: "to the question
// whether he wants to return he nods".
func (r *reading) answerAfter(k, end int) int {
	on := end
	for j := k + 3; j+1 < end; j++ {
		if r.is(j, "he", "she", "they") && r.is(j+1, "nods", "nodded", "nod", "shakes", "shook", "shake", "answers", "answered", "replies", "replied") {
			on = j
		}
	}
	return on
}

// answersByGesture: after "X asks whether …," at end comes ", and he waves his hand": the question is no statement.
func (r *reading) answersByGesture(end int, s rng) bool {
	if end >= s.b-2 {
		return false
	}
	for k := end; k < s.b && k < end+8; k++ {
		if r.is(k, "nods", "nodded", "shakes", "shook", "waves", "waved", "shrugs", "shrugged") {
			return true
		}
	}
	return false
}
