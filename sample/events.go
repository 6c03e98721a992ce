package sample

import (
	"strconv"

	"golang.org/x/text/encoding/charmap"
)

var (
	headerEvents    = []string{"№", "ПІБ", "Подія", "Дата події", "Місце", "Обставини", "Дата повідомлення"}
	headerEventsSOK = []string{"Регистрационный номер", "ФИО", "Событие", "Дата события", "Место", "Обстоятельства"}
	headerEnquiries = []string{"reference", "enquirer", "relation", "enquirer address", "enquirer phone", "enquiry date", "answered on",
		"name", "date of birth", "power", "missing since", "remarks"}
)

// events writes what is told beside the lists. Rows name their person by the
// list's own number and the name as the list has it.
type events struct {
	ver, sok, enquiries *table
}

func newEvents(f *folder) *events {
	return &events{
		f.table(File{Name: "events.csv", Kind: "events", SaidBy: bureauVER}, ',', nil, headerEvents...),
		f.table(File{Name: "events-sok.csv", Kind: "events", SaidBy: bureauSOK}, ';', charmap.Windows1251, headerEventsSOK...),
		f.table(File{Name: "enquiries.csv", Kind: "enquiries"}, ',', nil, headerEnquiries...),
	}
}

// person writes what is told of a person. card says that his capture card is among
// the cards of the sample.
func (e *events) person(p *Person, listed [3]row, card bool) {
	r := p.random(streamEvents + 100)
	if p.Fate != Lost && p.Holder == VER && p.In[VER] {
		e.heldByVER(p, listed[VER], card, &r)
	}
	if p.Fate != Lost && p.Holder == SOK && p.In[SOK] {
		e.heldBySOK(p, listed[SOK], &r)
	}
	if p.Home != HAN && p.In[p.Home] && (p.first() || r.permille(200)) {
		e.enquiry(p)
	}
}

func (e *events) heldByVER(p *Person, of row, card bool, r *random) {
	tell := func(event string, d Day, place, detail string) {
		if p.Fate == Dead && d > p.Died && event != "смерть" && event != "поховання" && event != "свідоцтво про смерть" &&
			event != "державу-покровительку повідомлено" {
			return
		}
		e.ver.row(of.reference, of.name, event, d.String(), place, detail, (d + 1).String())
	}
	arrived := p.Captured + Day(r.between(1, 5))
	tell("прибуття", arrived, p.Camp(), "")
	if p.Number <= 1 {
		return // the two soldiers of the report: no card yet, and nobody told
	}
	if !p.first() && r.permille(30) {
		// The unit that took him reports another day than the list.
		tell("полонення", p.Captured-Day(r.between(2, 6)), p.CapturedAt(Ukrainian), "за звітом підрозділу")
	}
	written := arrived + Day(r.between(0, 9))
	switch k := r.below(100); {
	case card || k < 70:
		tell("картка полону", written, p.Camp(), "")
		if card || k < 62 {
			tell("картку переслано", written+Day(r.between(0, 3)), "", "")
		}
	case k < 75:
		tell("відмова від картки", arrived+1, p.Camp(), "")
	}
	if r.permille(450) {
		tell("підтверджено агентством", arrived+Day(r.between(3, 12)), "", "")
	}
	if p.Home == SOK && r.permille(350) {
		tell("підтверджено державою", arrived+Day(r.between(4, 15)), "", "")
	}
	if r.permille(500) {
		tell("листування", arrived, p.Camp(), "")
	}
	if p.grave() || p.Condition == "wounded" && r.permille(500) {
		tell("госпіталізація", p.Captured+1, verHospitals[r.below(len(verHospitals))], "")
		for week := 1; p.grave() && week <= 2 && r.permille(600); week++ {
			tell("стан здоров'я надіслано", p.Captured+Day(1+7*week), "", "")
		}
	}
	if r.permille(150) {
		tell("переведення", arrived+Day(r.between(8, 20)), verCamps[r.below(len(verCamps))], "")
	}
	if p.Finding != "" {
		tell("медичний висновок", arrived+Day(r.between(5, 14)), "", p.Finding)
	}
	if p.Hold == "prosecution" {
		tell("обвинувачення", arrived+10, "", "")
		tell("суд", arrived+24, "", "")
	}
	if p.Fate == Dead {
		e.deathAtVER(p, tell, r)
		return
	}
	if !p.first() {
		switch k := r.below(1000); {
		case k < 12:
			tell("репатріація", arrived+Day(r.between(12, 25)), frontPlaces[3][Ukrainian], "")
		case k < 16:
			tell("звільнення", arrived+Day(r.between(12, 25)), "", "")
		case k < 19:
			tell("втеча", arrived+Day(r.between(3, 25)), p.Camp(), "")
		}
	}
}

// deathAtVER tells of a death: a certificate and the notice to the Protecting
// Power are sometimes still owed (GCIII Art. 120, 121).
func (e *events) deathAtVER(p *Person, tell func(string, Day, string, string), r *random) {
	causes := []string{"кульове поранення живота", "пневмонія", "поранення від вартового під час спроби втечі", "причина невідома", "уламкові поранення, отримані до полону"}
	tell("смерть", p.Died, verHospitals[0], causes[r.below(len(causes))])
	if r.permille(700) {
		tell("поховання", p.Died+2, "кладовище у Вербогорі, ряд "+strconv.Itoa(1+r.below(9))+", місце "+strconv.Itoa(1+r.below(30)), "")
	}
	if r.permille(500) {
		tell("свідоцтво про смерть", p.Died+4, "", "")
	}
	if r.permille(300) {
		tell("державу-покровительку повідомлено", p.Died+1, "", "")
	}
}

func (e *events) heldBySOK(p *Person, of row, r *random) {
	tell := func(event string, d Day, place, detail string) {
		e.sok.row(of.reference, of.name, event, d.points(), place, detail)
	}
	if r.permille(250) {
		tell("перевод", p.Captured+Day(r.between(2, 9)), p.Camp(), "")
	}
	if p.grave() {
		tell("госпитализация", p.Captured+1, sokHospitals[r.below(len(sokHospitals))], "")
	}
	if p.Fate == Dead {
		causes := []string{"ранение грудной клетки", "острая сердечная недостаточность", "причина не указана"}
		tell("смерть", p.Died, sokHospitals[0], causes[r.below(len(causes))])
	}
}

// enquiry writes what a family asks.
func (e *events) enquiry(p *Person) {
	r := p.random(streamFamily)
	t := theTables()
	l := p.Home.Language()
	female := r.permille(700)
	sex, relation := 0, [...]string{"батько", "отец"}[p.Home]
	if female {
		sex, relation = 1, [...][2]string{{"мати", "мать"}, {"сестра", "сестра"}, {"дружина", "жена"}}[r.below(2)+boolInt(!p.Female && r.permille(400))][p.Home]
	}
	kin := Name{Family: t.families[p.Home][p.family][sex].spelled[l], Given: t.given[p.Home][sex][t.givenRank[sex].draw(&r)].spelled[l]}
	street, number := verStreets, strconv.Itoa(1+r.below(120))
	if p.Home == SOK {
		street = sokStreets
	}
	address := street[r.below(len(street))] + ", " + number + ", " + p.Birthplace(l)
	asked := p.Missing + Day(r.between(6, 40))
	answered, remarks := "", ""
	if r.permille(400) {
		answered = (asked + Day(r.between(3, 30))).String()
	}
	if r.permille(150) {
		remarks = [...]string{"просить не дзвонити вдень", "просит писать, не звонить"}[p.Home]
	}
	e.enquiries.row(reference('E', e.enquiries.in.files[e.enquiries.file].Rows+1), kin.Full(), relation, address, "+000 555 "+number, asked.String(), answered,
		p.Name(l).Full(), p.Born.String(), p.Home.String(), p.Missing.String(), remarks)
}

func boolInt(b bool) int {
	if b {
		return 1
	}
	return 0
}
