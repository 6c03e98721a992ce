package sample

import "strings"

// headerPeople are the columns of the list that an exchange is planned from.
var headerPeople = []string{"id", "name", "holder", "home", "destination", "born", "sex", "rank", "captured_on", "condition", "finding", "fit_to_travel",
	"status", "unit", "group", "wish", "wish_on", "confirmed", "hold", "priority"}

// exchangePeople writes those who are held, and the dead, as a negotiator has them.
type exchangePeople struct{ *table }

func newExchangePeople(f *folder) exchangePeople {
	return exchangePeople{f.table(File{Name: "exchange-people.csv", Kind: "people"}, ',', nil, headerPeople...)}
}

func (e exchangePeople) person(p *Person, listed [3]row) {
	if p.Fate == Lost {
		return
	}
	id, confirmed := listed[p.Holder].reference, "holder"
	if id == "" {
		id, confirmed = listed[p.Home].reference, "witness"
	}
	sex := "m"
	if p.Female {
		sex = "f"
	}
	var destination, wishOn, condition, finding, fit, wish, hold, born = "", "", p.Condition, p.Finding, p.Fit, p.Wish, p.Hold, p.Born.String()
	if wish == "third_country" {
		destination = "MRN"
	}
	if wish != "" && wish != "unknown" {
		wishOn = (p.Captured + 8).String()
	}
	status := p.Status
	var classes []string
	if p.grave() {
		classes = append(classes, "wounded")
	}
	if p.Female {
		classes = append(classes, "women")
	}
	if p.Fate == Dead {
		status, condition, finding, fit, wish, hold, wishOn, destination, classes = "remains", "", "", "", "", "", "", "", nil
	}
	e.row(id, p.Name(Latin).Full(), p.Holder.String(), p.Home.String(), destination, born, sex, p.Rank(Latin), p.Captured.String(), condition, finding, fit,
		status, p.Unit(Latin), "", wish, wishOn, confirmed, hold, strings.Join(classes, ";"))
}
