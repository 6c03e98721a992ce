package web

import (
	"net/http"

	"homeward/casefile"
	"homeward/duty"
	"homeward/exchange"
	"homeward/statement"
)

// helpBody lists the closed lists of words that pages use, each with its meaning.
type helpBody struct {
	Stances    []statement.Stance
	Standings  []casefile.StandingCode
	Rules      []casefile.Rule
	States     []duty.State
	Reasons    []exchange.Reason
	Properties []statement.Property
}

func (s *Server) help(*http.Request) (*page, error) {
	return &page{Template: "help", Key: "help.title", Nav: "help", Body: helpBody{
		Stances: statement.Stances(), Standings: standings,
		Rules: []casefile.Rule{casefile.RuleOnly, casefile.RuleAgree, casefile.RuleStance, casefile.RuleTime, casefile.RuleCredibility, casefile.RuleReliability,
			casefile.RuleDirectness, casefile.RuleSources, casefile.RulePrecision, casefile.RuleNone, casefile.RuleManyStand, casefile.RuleUndecided},
		States: append(openStates[:len(openStates):len(openStates)], duty.Discharged, duty.Ended),
		Reasons: []exchange.Reason{exchange.ReasonWish, exchange.ReasonInterview, exchange.ReasonHome, exchange.ReasonHold, exchange.ReasonExcluded,
			exchange.ReasonRetained, exchange.ReasonUnfit, exchange.ReasonFitness, exchange.ReasonNoTerm, exchange.ReasonCondition, exchange.ReasonBelowCut,
			exchange.ReasonBinding, exchange.ReasonTermsConflict, exchange.ReasonUndecided},
		Properties: s.bureau.Vocabulary().Properties,
	}}, nil
}
