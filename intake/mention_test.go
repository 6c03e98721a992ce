package intake

import (
	"slices"
	"strings"
	"testing"
)

// TestWhoIsSpokenOfAgain: what the text says is one person is one mention; what it does not say
// is not joined.
func TestWhoIsSpokenOfAgain(t *testing.T) {
	for _, c := range []struct {
		rule, text string
		one        [][2]string
		two        [][2]string
	}{
		{"a country before the name of its president is no part of it",
			"The Prime Minister of Sokolia Radek Voln has proposed an exchange. Voln said the lists were ready. Sokolia said it regretted this.",
			[][2]string{{"Radek Voln", "Voln"}}, [][2]string{{"Radek Voln", "Sokolia"}}},
		{"a department before the name of its minister is no part of it",
			"Minister of Foreign Affairs Jan Novak said that talks continue. Novak thanked the delegates.",
			[][2]string{{"Jan Novak", "Novak"}}, nil},
		{"a name in apposition is that of the man before it",
			"The captured sniper Ruslan Hora says that he surrendered. The sniper wants to stay.",
			[][2]string{{"The captured sniper", "Ruslan Hora"}, {"Ruslan Hora", "The sniper"}}, nil},
		{"a name between commas is that of the man before it; another of his noun leaves it open",
			"A sailor, Petro Hnat, 22, told the court that he had been beaten. Another sailor said the guards had threatened him. The sailor wept.",
			[][2]string{{"A sailor", "Petro Hnat"}}, [][2]string{{"Petro Hnat", "Another sailor"}, {"Petro Hnat", "The sailor"}, {"Another sailor", "The sailor"}}},
		{"in a list a name is another's",
			"A sailor, Petro Hnat, and two medics were captured. The sailor is wounded.",
			nil, [][2]string{{"A sailor", "Petro Hnat"}}},
		{"one of the group who has a name",
			"Two pilots were captured. One of the pilots, Captain Ivo Drozd, is wounded. The other wants to go home. Drozd said that he was well.",
			[][2]string{{"One of the pilots", "Captain Ivo Drozd"}, {"Captain Ivo Drozd", "Drozd"}}, [][2]string{{"Captain Ivo Drozd", "The other"}}},
		{"the wife of another is another wife",
			"His wife Olena said she had received no letter. The wife of another prisoner said that she had been called.",
			nil, [][2]string{{"Olena", "The wife"}}},
		{"the commander of another brigade is another commander",
			"Commander Ivo Drozd said that talks continue. The commander of another brigade said that he had no orders. The commander of the brigade of Lisna declined to comment.",
			nil, [][2]string{{"Ivo Drozd", "The commander"}}},
		{"who has a name is called by what he is",
			"The surgeon Ostap Kolodub got off the bus. The doctor said he was well. The ombudswoman Lesia Tymkiv said little. \"It works against us,\" the official explained.",
			[][2]string{{"Ostap Kolodub", "The doctor"}, {"Lesia Tymkiv", "the official"}}, nil},
		{"the head of state is the president who was named",
			"President Danylo Hrabar published a video. \"All are checked,\" noted the head of state.",
			[][2]string{{"President Danylo Hrabar", "the head of state"}}, nil},
		{"by her age she is the one who was named",
			"Most of them are dead, believes its head Hedwig Rautmann. \"We look for graves,\" said the 58-year-old on Thursday.",
			[][2]string{{"Hedwig Rautmann", "the 58-year-old"}}, nil},
		{"of two who were named the text does not say which",
			"The surgeon Ostap Kolodub and the surgeon Petro Hnat got off the bus. The doctor said he was well.",
			nil, [][2]string{{"Ostap Kolodub", "The doctor"}, {"Petro Hnat", "The doctor"}}},
		{"who only tells whose wife she is is not meant by the man",
			"The wife of the commander, Major Ruslan Tagirov, told the Herald that somebody called her. The man introduced himself as a doctor.",
			nil, [][2]string{{"Ruslan Tagirov", "The man"}}},
		{"the name of an Arab goes on after the article",
			"Dr. Sami al-Rawhani said the remains were handed over. Al-Rawhani thanked the mission.",
			[][2]string{{"Sami al-Rawhani", "Al-Rawhani"}}, nil},
		{"a rank before a name is a part of it",
			"Corporal Teilo Brand crossed the bridge. Brand said little.",
			[][2]string{{"Corporal Teilo Brand", "Brand"}}, nil},
		{"who introduces himself is whom he names",
			"In the footage, a soldier is eating. The soldier, who introduces himself as Sergeant Bekan D., says that they surrendered. The father of Bekan D. saw it.",
			[][2]string{{"a soldier", "Sergeant Bekan D."}}, nil},
		{"a name alone with what she is",
			"Among them was Nataliia, the wife of a marine. She waited. The woman held a photograph.",
			[][2]string{{"Nataliia", "the wife"}, {"Nataliia", "The woman"}}, nil},
		{"an official who was told of before is he",
			"Minister Shigeru Toda spoke. According to a ministry official, it takes eight months. The official explained why.",
			nil, [][2]string{{"Shigeru Toda", "The official"}}},
		{"the spokesman of another body is another",
			"The spokesman for the Movement, Abu Laith, announced that he is alive. The spokesman of its foreign ministry, Majed al-Ansar, explained why.",
			nil, [][2]string{{"Abu Laith", "Majed al-Ansar"}}},
		{"a name alone with an age",
			"Andrii, 34, a driver from the brigade, spent a year in the colony. The man shows nothing.",
			[][2]string{{"Andrii", "a driver"}, {"Andrii", "The man"}}, nil},
		{"his cellmate has a name",
			"Andrii, 34, came home. His cellmate Maksym was luckier. Maksym smiles.",
			[][2]string{{"Maksym", "Maksym"}}, [][2]string{{"Andrii", "Maksym"}}},
		{"the driver has a name",
			"A local driver saw them. The driver, Hamid, told the agency that they were taken away.",
			[][2]string{{"A local driver", "Hamid"}}, nil},
		{"an ombudsman with a name is a person; a newspaper and a numbered brigade are none",
			"The Ombudsman Lesia Kravets told the Brassin Courier that the 12th Marine Brigade had lost two men. Brassin was calm. Kravets said no more.",
			[][2]string{{"Lesia Kravets", "Kravets"}}, [][2]string{{"Brassin Courier", "Brassin"}}},
	} {
		r, err := Read("10 June 2026\n\n"+c.text+"\n", Options{})
		if err != nil {
			t.Fatal(err)
		}
		at := func(words string) int {
			return slices.IndexFunc(r.Mentions, func(m Mention) bool {
				return slices.ContainsFunc(m.Spans, func(s Span) bool { return s.Text == words }) || slices.Contains(m.Names, words)
			})
		}
		for _, p := range c.one {
			if i, j := at(p[0]), at(p[1]); i < 0 || i != j {
				t.Errorf("%s: %q and %q are mentions %d and %d, one is wanted", c.rule, p[0], p[1], i, j)
			}
		}
		for _, p := range c.two {
			if i, j := at(p[0]), at(p[1]); i >= 0 && i == j {
				t.Errorf("%s: %q and %q are joined", c.rule, p[0], p[1])
			}
		}
	}
}

// TestWhomAPronounMeans: "she" is nobody the text calls a man, and "he" no woman.
func TestWhomAPronounMeans(t *testing.T) {
	for _, c := range []struct{ text, content, speaker string }{
		{"His mother, Halyna, said she had recognised him. A doctor examined Ivan Horban. \"He raised his hand,\" she told reporters.", "He raised his hand", "His mother, Halyna"},
		{"Horban's mother, Halyna, said she had recognised her son. \"He raised his hand,\" she told reporters.", "He raised his hand", "Horban's mother, Halyna"},
		{"Spokeswoman Petra Vogt met Colonel Ivo Drozd. The colonel said the camp was open. She said that talks continue.", "talks continue", "Petra Vogt"},
		{"Olena Hnat wrote to the ministry. A spokesman answered on Friday. She said that nobody had called.", "nobody had called", "Olena Hnat"},
	} {
		r, err := Read("10 June 2026\n\n"+c.text+"\n", Options{})
		if err != nil {
			t.Fatal(err)
		}
		found := ""
		for _, s := range r.Statements {
			if strings.Contains(s.Content.Text, c.content) {
				found = s.Speaker
			}
		}
		if found != c.speaker {
			t.Errorf("%q: said by %q, want %q", c.content, found, c.speaker)
		}
	}
}
