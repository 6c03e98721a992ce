package edtf

// monthWords names the twelve months as lists and cards write them, in lower
// case. A word stands for one month in every language that has it.
var monthWords = [...]struct {
	language, form string
	names          [12]string
}{
	{"English", "full", [12]string{"january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"}},
	{"English", "short", [12]string{"jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"}},
	{"English", "other short", [12]string{8: "sept"}},
	{"French", "full", [12]string{"janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"}},
	{"French", "without accents", [12]string{1: "fevrier", 7: "aout", 11: "decembre"}},
	{"French", "short", [12]string{"janv", "févr", "mars", "avr", "mai", "juin", "juil", "août", "sept", "oct", "nov", "déc"}},
	{"Ukrainian", "nominative", [12]string{"січень", "лютий", "березень", "квітень", "травень", "червень", "липень", "серпень", "вересень", "жовтень", "листопад", "грудень"}},
	{"Ukrainian", "genitive", [12]string{"січня", "лютого", "березня", "квітня", "травня", "червня", "липня", "серпня", "вересня", "жовтня", "листопада", "грудня"}},
	{"Ukrainian", "locative", [12]string{"січні", "лютому", "березні", "квітні", "травні", "червні", "липні", "серпні", "вересні", "жовтні", "листопаді", "грудні"}},
	{"Ukrainian", "short", [12]string{"січ", "лют", "бер", "квіт", "трав", "черв", "лип", "серп", "вер", "жовт", "лист", "груд"}},
	{"Russian", "nominative", [12]string{"январь", "февраль", "март", "апрель", "май", "июнь", "июль", "август", "сентябрь", "октябрь", "ноябрь", "декабрь"}},
	{"Russian", "genitive", [12]string{"января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября", "октября", "ноября", "декабря"}},
	{"Russian", "prepositional", [12]string{"январе", "феврале", "марте", "апреле", "мае", "июне", "июле", "августе", "сентябре", "октябре", "ноябре", "декабре"}},
	{"Russian", "short", [12]string{"янв", "фев", "мар", "апр", "мая", "июн", "июл", "авг", "сен", "окт", "ноя", "дек"}},
	{"Russian", "other short", [12]string{1: "февр", 8: "сент", 10: "нояб"}},
	{"Korean", "in words", [12]string{"일월", "이월", "삼월", "사월", "오월", "유월", "칠월", "팔월", "구월", "시월", "십일월", "십이월"}},
	{"Roman numerals", "of cards", [12]string{"i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"}},
}

// monthOf is the number of the month that a lower-case word names, or 0.
func monthOf(word string) int {
	for i := range monthWords {
		for m, name := range monthWords[i].names {
			if name == word && name != "" {
				return m + 1
			}
		}
	}
	return 0
}

// role is what a word that names no month does in a date.
type role uint8

const (
	roleNone    role = iota
	roleSilent       // says nothing of the date: "of", "le", "born"
	roleOrdinal      // after a day: "3rd", "1er", "3-го"
	roleYear         // after a year
	roleMonth        // after the number of a month
	roleDay          // after the number of a day
	roleAbout        // the date is approximate
	roleTime         // before a time of day
)

var roleWords = [...]struct {
	role  role
	words []string
}{
	{roleSilent, []string{
		"the", "of", "on", "in", "born", "b", "dob",
		"le", "en", "né", "née", "ne", "nee",
		"народився", "народилася", "народження", "нар", "н", "у", "в",
		"родился", "родилась", "рождения", "рожд",
		"생", "출생",
	}},
	{roleOrdinal, []string{"st", "nd", "rd", "th", "er", "го", "е"}},
	{roleYear, []string{"р", "рн", "рік", "року", "році", "г", "гр", "год", "года", "году", "년", "년생"}},
	{roleMonth, []string{"월"}},
	{roleDay, []string{"일", "일생"}},
	{roleAbout, []string{
		"about", "approx", "approximately", "circa", "ca", "c",
		"vers", "environ", "близько", "приблизно", "біля", "около", "примерно", "ок", "약",
	}},
	{roleTime, []string{"t"}},
}

func roleOf(word string) role {
	for i := range roleWords {
		for _, w := range roleWords[i].words {
			if w == word {
				return roleWords[i].role
			}
		}
	}
	return roleNone
}
