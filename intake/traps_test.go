package intake

import (
	"strings"
	"testing"
)

// mentionsAt are the mentions whose spans begin at the nth place where words stand, and
// the mention of the speaker whose source begins there.
func mentionsAt(t *testing.T, r Report, text, words string, nth int) map[string]bool {
	t.Helper()
	from := 0
	for range nth {
		k := strings.Index(text[from:], words)
		if k < 0 {
			t.Fatalf("%q stands less than %d times in the text", words, nth)
		}
		from += k + len(words)
	}
	start := len([]rune(text[:from-len(words)]))
	out := map[string]bool{}
	for _, m := range r.Mentions {
		for _, s := range m.Spans {
			if s.Start == start {
				out[m.ID] = true
			}
		}
	}
	for _, s := range r.Statements {
		if s.Source != nil && s.Source.Start <= start && start < s.Source.End && s.SpeakerMention != "" {
			out[s.SpeakerMention] = true
		}
	}
	return out
}

// TestNobodyIsAnother: two ways to call somebody that may mean two people are never
// one mention. Each pair is words and which of their places in the text.
func TestNobodyIsAnother(t *testing.T) {
	type place struct {
		words string
		nth   int
	}
	for _, c := range []struct {
		rule, text string
		a, b       place
	}{
		{"one of them twice", "The army captured two soldiers. One of them had a card, the ministry said. One of them was wounded, the mayor said.", place{"One of them", 1}, place{"One of them", 2}},
		{"another soldier", "A soldier surrendered at Selm. Another soldier was killed there.", place{"A soldier", 1}, place{"Another soldier", 1}},
		{"the soldier after two", "A pilot was captured at Selm and another pilot was killed. The pilot had burns, the mayor said.", place{"A pilot", 1}, place{"The pilot", 1}},
		{"the soldier after two, the second", "A pilot was captured at Selm and another pilot was killed. The pilot had burns, the mayor said.", place{"another pilot", 1}, place{"The pilot", 1}},
		{"two of a surname", "Ivan Krell was a sailor. Marta Krell was a nurse. Krell said that the ship was cold.", place{"Ivan Krell", 1}, place{"Krell", 3}},
		{"two of a surname, the second", "Ivan Krell was a sailor. Marta Krell was a nurse. Krell said that the ship was cold.", place{"Marta Krell", 1}, place{"Krell", 3}},
		{"groups of two sizes", "Two soldiers were captured. Three soldiers were killed. The soldiers were from Selm, the mayor said.", place{"Two soldiers", 1}, place{"The soldiers", 1}},
		{"he after two men", "Captain Jan Roe met Major Ivo Dunn at the camp. He said that he was cold.", place{"Captain Jan Roe", 1}, place{"He", 1}},
		{"he after two men, the second", "Captain Jan Roe met Major Ivo Dunn at the camp. He said that he was cold.", place{"Major Ivo Dunn", 1}, place{"He", 1}},
		{"the mother of a man", "Sergeant Ivo Tarn is missing. The mother of Ivo Tarn said that nobody called.", place{"Sergeant Ivo Tarn", 1}, place{"The mother", 1}},
		{"the other of two groups", "Two soldiers and two pilots were captured. The other was wounded, the mayor said. The other was ill, the doctor said.", place{"The other", 1}, place{"The other", 2}},

		{"Ukrainian: another prisoner", "Полонений сказав, що йому холодно. Інший полонений сказав, що він голодний.", place{"Полонений", 1}, place{"Інший полонений", 1}},
		{"Ukrainian: one of them twice", "Військові захопили двох солдатів. Один із них мав квиток, повідомив штаб. Один із них був поранений, сказав мер.", place{"Один із них", 1}, place{"Один із них", 2}},
		{"Ukrainian: two of a surname", "Іван Коваль був моряком. Марія Коваль була лікаркою. Коваль сказав, що на кораблі холодно.", place{"Іван Коваль", 1}, place{"Коваль", 3}},
		{"Ukrainian: a man and his wife", "Олег Іванов зник у травні. Іванова розповіла, що їй ніхто не дзвонив.", place{"Олег Іванов", 1}, place{"Іванова", 1}},
		{"Ukrainian: the mother of a man", "Роман Чепіга зник. Мати Романа Чепіги розповіла, що їй ніхто не дзвонив.", place{"Роман Чепіга", 1}, place{"Мати", 1}},
		{"Ukrainian: the husband of one who spoke", "За словами медика Лесі Гук, поранених було троє. Чоловік Гук сказав, що їх було п'ятеро.", place{"Лесі Гук", 1}, place{"Чоловік", 1}},
		{"Ukrainian: two lawyers", "Адвокат Ігор Брик приїхав. Адвокат Лев Дуб поїхав. Адвокат сказав, що суд у травні.", place{"Ігор Брик", 1}, place{"Адвокат", 3}},
		{"Ukrainian: she after a man", "Речник Ян Дробот заявив, що полонених доставили. Вона додала, що їм холодно.", place{"Речник", 1}, place{"Вона", 1}},
		{"Ukrainian: two prisoners with initials", "Полонений К. скаржиться, що йому холодно. Полонений Т. каже, що їм тепло.", place{"Полонений", 1}, place{"Полонений", 2}},

		{"Ukrainian: two of a first name", "Олена К. пише, що її син у полоні. Олена Т. каже, що її син удома.", place{"Олена", 1}, place{"Олена", 2}},

		{"Russian: another soldier", "Солдат сообщил, что сдался сам. Ещё один солдат рассказал, что его взяли.", place{"Солдат", 1}, place{"солдат", 1}},
		{"Russian: he after one not named", "Адвокат Вера Лунёва сообщила, что лётчик жив. С одним из лётчиков удалось поговорить. Он сказал, что мёрзнет.", place{"Адвокат", 1}, place{"Он", 1}},
		{"Russian: brothers", "Пётр Галка и Иван Галка попали в плен. Галка сказал, что брат ранен.", place{"Пётр Галка", 1}, place{"Галка", 3}},
		{"Russian: the wife of a major", "Майор Пётр Ясень попал в плен. Жена Петра Ясеня говорит, что ей не звонили.", place{"Пётр Ясень", 1}, place{"Жена", 1}},
		{"Russian: two groups", "Двое солдат погибли. Трое солдат попали в плен. Солдаты были из Торна, сообщил мэр.", place{"Двое солдат", 1}, place{"Солдаты", 1}},

		{"Korean: another prisoner", "포로는 춥다고 말했다. 다른 포로는 배가 고프다고 말했다.", place{"포로는", 1}, place{"다른 포로", 1}},
		{"Korean: two of a surname and rank", "김도윤 하사는 춥다고 말했다. 김서준 하사는 배가 고프다고 말했다. 김 하사는 돌아가고 싶다고 말했다.", place{"김도윤", 1}, place{"김 하사", 1}},
		{"Korean: the mother of a man", "백승우 하사가 실종됐다. 백승우의 어머니는 아무도 전화하지 않았다고 말했다.", place{"백승우 하사", 1}, place{"어머니는", 1}},
	} {
		t.Run(c.rule, func(t *testing.T) {
			r, err := Read(c.text, Options{Dated: "2026-03-10"})
			if err != nil {
				t.Fatal(err)
			}
			quoted(t, c.text, r)
			a, b := mentionsAt(t, r, c.text, c.a.words, c.a.nth), mentionsAt(t, r, c.text, c.b.words, c.b.nth)
			if len(a) == 0 {
				t.Errorf("%s is nobody", c.a.words)
			}
			for id := range a {
				if b[id] {
					t.Errorf("%q and %q are one: %s", c.a.words, c.b.words, id)
				}
			}
		})
	}
}

// TestWhatIsNotSaid: a negated word of saying, confirming or denying is never its contrary.
func TestWhatIsNotSaid(t *testing.T) {
	for _, c := range []struct{ text, never string }{
		{"У Генштабі не підтвердили інформацію про полон двох солдатів.", "confirms"},
		{"Речник Ян Дробот не підтвердив, що солдати в полоні.", "confirms"},
		{"Речник Ян Дробот не казав, що солдати в полоні.", "asserts"},
		{"Міністерство не заперечило, що солдати в полоні.", "denies"},
		{"Министерство не подтвердило гибель двух солдат.", "confirms"},
		{"Пресс-секретарь Ян Дробот не сообщал, что солдаты в плену.", "asserts"},
		{"Комендант не отрицал, что писем нет.", "denies"},
		{"국방부는 병사의 사망을 확인하지 않았다.", "confirms"},
		{"국방부는 병사가 생포됐다고 밝히지 않았다.", "asserts"},
		{"외무성은 포로 교환을 부인하지 않았다.", "denies"},
	} {
		r, err := Read(c.text, Options{Dated: "2026-03-10"})
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range r.Statements {
			if string(s.Stance) == c.never {
				t.Errorf("%s: %s %s %q", c.text, s.Speaker, s.Stance, s.Content.Text)
			}
		}
	}
}

// TestTheSameIsOne: what can only be one is one, so that the traps are not passed by
// joining nobody.
func TestTheSameIsOne(t *testing.T) {
	for _, c := range []struct{ rule, text, a, b string }{
		{"a surname after a full name", "Ivan Krell was a sailor. Marta Dolan was a nurse. Krell said that the ship was cold.", "Ivan Krell", "Krell said"},
		{"the soldier", "A soldier surrendered at Selm. The soldier said that he was cold.", "A soldier", "The soldier"},
		{"he, where one spoke", "Captain Jan Roe said that it was cold. He said that he was ill.", "Captain", "He said"},
		{"Ukrainian: a surname in another case", "З Юрієм Мальцем говорили в госпіталі. Малець розповів, що йому холодно.", "Юрієм Мальцем", "Малець"},
		{"Ukrainian: an office", "Адвокат Ігор Брик приїхав. Адвокат сказав, що суд у травні.", "Адвокат Ігор", "Адвокат сказав"},
		{"Russian: he, where one spoke", "Капитан Ян Сорока сообщил, что мёрзнет. Он добавил, что болен.", "Капитан", "Он добавил"},
		{"Korean: surname and title", "정한결 대변인은 포로가 있다고 말했다. 정 대변인은 춥다고 말했다.", "정한결 대변인", "정 대변인"},
	} {
		t.Run(c.rule, func(t *testing.T) {
			r, err := Read(c.text, Options{Dated: "2026-03-10"})
			if err != nil {
				t.Fatal(err)
			}
			a, b := mentionsAt(t, r, c.text, c.a, 1), mentionsAt(t, r, c.text, c.b, 1)
			for _, first := range []int{0, 1} { // a title may stand outside the mention
				if len(a) > 0 || first == 1 {
					break
				}
				_, rest, _ := strings.Cut(c.a, " ")
				a = mentionsAt(t, r, c.text, rest, 1)
			}
			one := false
			for id := range a {
				one = one || b[id]
			}
			if !one {
				t.Errorf("%q is %v, %q is %v: %+v", c.a, a, c.b, b, r.Mentions)
			}
		})
	}
}
