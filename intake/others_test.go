package intake

import (
	"testing"

	"homeward/statement"
)

func TestOtherLanguages(t *testing.T) {
	type want struct {
		speaker string
		stance  statement.Stance
		content string
	}
	for _, c := range []struct {
		rule, language, text string
		want                 []want
	}{
		{"Ukrainian", "uk", "Двоє льотчиків потрапили в полон 3 березня 2025 року, повідомило Міністерство оборони Арданії.\n\n«Ми хочемо додому», — сказав сержант Марек Долан.\n\nЗа словами речниці Ілзе Тарран, полонених доставили до лікарні. Вона заявила, що 40 людей вважають зниклими безвісти.\n\nГенштаб відмовився коментувати цю інформацію.",
			[]want{{"Міністерство оборони Арданії", statement.Asserts, "Двоє льотчиків потрапили в полон 3 березня 2025 року"},
				{"Марек Долан", statement.Wishes, "Ми хочемо додому"},
				{"Ілзе Тарран", statement.Asserts, "полонених доставили до лікарні"},
				{"Ілзе Тарран", statement.Asserts, "40 людей вважають зниклими безвісти"},
				{"Генштаб", statement.Declines, "відмовився коментувати цю інформацію"}}},
		{"Russian", "ru", "Министерство обороны Веска 13 января заявило, что двое пленных хотят вернуться домой. «Переговоры продолжаются», — сообщил представитель ведомства Иван Крелль. По данным разведки, погибли 17 солдат.",
			[]want{{"Министерство обороны Веска", statement.Asserts, "двое пленных хотят вернуться домой"},
				{"Иван Крелль", statement.Asserts, "Переговоры продолжаются"},
				{"разведки", statement.Asserts, "погибли 17 солдат"}}},
		{"Korean", "ko", "국가정보원은 \"포로 두 명이 생포됐다\"고 밝혔다. 보안국에 따르면 병사들은 1월 9일 생포됐다. 김 대변인은 가족에게 알리지 않았다고 말했다.",
			[]want{{"국가정보원", statement.Asserts, "포로 두 명이 생포됐다"},
				{"보안국", statement.Asserts, "병사들은 1월 9일 생포됐다"},
				{"김 대변인", statement.Asserts, "가족에게 알리지 않았다고"}}},
	} {
		t.Run(c.rule, func(t *testing.T) {
			r, err := Read(c.text, Options{Dated: "2025-03-10"})
			if err != nil {
				t.Fatal(err)
			}
			quoted(t, c.text, r)
			if r.Document.Language != c.language {
				t.Errorf("language %q", r.Document.Language)
			}
			if len(r.Artefacts) > 0 {
				t.Errorf("artefacts in clean text: %+v", r.Artefacts)
			}
			if len(r.Statements) != len(c.want) {
				t.Errorf("%d statements, want %d", len(r.Statements), len(c.want))
			}
			for i := range min(len(c.want), len(r.Statements)) {
				if s := r.Statements[i]; s.Speaker != c.want[i].speaker || s.Stance != c.want[i].stance || s.Content.Text != c.want[i].content {
					t.Errorf("got %q %s %q, want %+v", s.Speaker, s.Stance, s.Content.Text, c.want[i])
				}
			}
		})
	}
}

func TestDatesOfOtherLanguages(t *testing.T) {
	for _, c := range []struct{ text, expression, value string }{
		{"Їх узяли в полон 9 січня, а через два дні доставили до лікарні.", "через два дні", "2025-01-11"},
		{"Его взяли в плен 9 января 2025 года в лесу.", "9 января 2025 года", "2025-01-09"},
		{"Он сказал это вчера на допросе в городе.", "вчера", "2025-01-12"},
		{"병사들은 2025년 1월 9일 생포됐다.", "2025년 1월 9일", "2025-01-09"},
		{"포로는 어제 병원으로 옮겨졌다.", "어제", "2025-01-12"},
	} {
		r, err := Read(c.text, Options{Dated: "2025-01-13"})
		if err != nil {
			t.Fatal(err)
		}
		found := false
		for _, x := range r.Times {
			found = found || x.Text == c.expression && x.Value == c.value
		}
		if !found {
			t.Errorf("%q: %+v", c.text, r.Times)
		}
	}
}

// TestReportsOfOtherLanguages reads invented reports: who says what, with which
// stance, in which slot, of how many, and when.
func TestReportsOfOtherLanguages(t *testing.T) {
	type want struct{ speaker, stance, content, property, value, about string }
	for _, c := range []struct {
		rule, text string
		want       []want
		times      map[string]string
		counts     map[string]string // quantity as written to value and measure
	}{
		{"Ukrainian", "Речниця міністерства Ілзе Тарран повідомила у вівторок, що двоє полонених потрапили в полон 3 березня.\n\n" +
			"За словами речниці, один із них дістав важке поранення.\n\n" +
			"«Я хочу залишитися тут», — сказав сержант Марек Долан.\n\n" +
			"Комісар Антон Креллів заявив, що щонайменше 40 військовослужбовців зникли безвісти.\n\n" +
			"Міністерство оборони Веску заперечило, що полонених обміняли два дні тому.\n\n" +
			"Генштаб відмовився коментувати цю заяву.\n\n" +
			"Незалежні спостерігачі не змогли перевірити ці дані.",
			[]want{{"Ілзе Тарран", "asserts", "двоє полонених потрапили в полон 3 березня", "capture.date", "2025-03-03", "двоє полонених"},
				{"Ілзе Тарран", "asserts", "один із них дістав важке поранення", "condition", "seriously_wounded", "один із них"},
				{"Марек Долан", "wishes", "Я хочу залишитися тут", "wish", "stay", ""},
				{"Антон Креллів", "asserts", "щонайменше 40 військовослужбовців зникли безвісти", "count", "40.. військовослужбовців", "40 військовослужбовців"},
				{"Міністерство оборони Веску", "denies", "полонених обміняли два дні тому", "statement", "полонених обміняли два дні тому", "двоє полонених"},
				{"Генштаб", "declines", "відмовився коментувати цю заяву", "statement", "відмовився коментувати цю заяву", ""},
				{"narrator", "not_verified", "Незалежні спостерігачі не змогли перевірити ці дані", "verification", "not verified", ""}},
			map[string]string{"вівторок": "2025-03-04", "3 березня": "2025-03-03", "два дні тому": "2025-03-08"},
			map[string]string{"40 військовослужбовців": "40.. missing"}},
		{"Russian", "Министерство обороны Веска в понедельник сообщило, что военнопленный не хочет возвращаться на родину.\n\n" +
			"По словам врача Ивана Крелля, он погиб от осколка 5 марта.\n\n" +
			"Представитель штаба Олег Дорн утверждает, что более 11 тысяч солдат были переброшены неделю назад.\n\n" +
			"Эти сведения не удалось независимо проверить.",
			[]want{{"Министерство обороны Веска", "asserts", "военнопленный не хочет возвращаться на родину", "wish", "no_return", "военнопленный"},
				{"Ивана Крелля", "asserts", "он погиб от осколка 5 марта", "death.date", "2025-03-05", ""},
				{"Олег Дорн", "asserts", "более 11 тысяч солдат были переброшены неделю назад", "count", "11000.. солдат", "11 тысяч солдат"},
				{"narrator", "not_verified", "Эти сведения не удалось независимо проверить", "verification", "not verified", ""}},
			map[string]string{"понедельник": "2025-03-10", "5 марта": "2025-03-05", "неделю назад": "2025-03-03~"},
			map[string]string{"11 тысяч солдат": "11000.. people"}},
		{"Korean", "국가정보원은 월요일 \"포로 두 명이 1월 9일 생포됐다\"고 밝혔다.\n\n보안국에 따르면 병사 17명이 사흘 전 사망했다.\n\n" +
			"김 대변인은 포로들이 고향으로 가고 싶어 한다고 말했다.\n\n외무성은 언급을 거부했다.\n\n이 주장은 독립적으로 확인되지 않았다.",
			[]want{{"국가정보원", "asserts", "포로 두 명이 1월 9일 생포됐다", "capture.date", "2025-01-09", "포로 두 명이"},
				{"보안국", "asserts", "병사 17명이 사흘 전 사망했다", "count", "17 병사", "병사 17명이"},
				{"김 대변인", "asserts", "포로들이 고향으로 가고 싶어 한다고", "wish", "return", "포로 두 명이"},
				{"외무성", "declines", "언급을 거부했다", "statement", "언급을 거부했다", ""},
				{"narrator", "not_verified", "이 주장은 독립적으로 확인되지 않았다", "verification", "not verified", ""}},
			map[string]string{"월요일": "2025-03-10", "1월 9일": "2025-01-09", "사흘 전": "2025-03-07"},
			map[string]string{"포로 두 명이": "2 captured", "병사 17명이": "17 killed"}},
	} {
		t.Run(c.rule, func(t *testing.T) {
			r, err := Read(c.text, Options{Dated: "2025-03-10"})
			if err != nil {
				t.Fatal(err)
			}
			quoted(t, c.text, r)
			for _, w := range c.want {
				found := false
				for _, s := range r.Statements {
					if s.Content.Text != w.content {
						continue
					}
					found = true
					about := ""
					if len(s.About) > 0 {
						about = r.Mentions[index(s.About[0])].Names[0]
					}
					if s.Speaker != w.speaker || string(s.Stance) != w.stance || w.property != "" && (s.Property != w.property || s.Value != w.value) || about != w.about {
						t.Errorf("%q: %q %s %s = %q, about %q; want %+v", s.Content.Text, s.Speaker, s.Stance, s.Property, s.Value, about, w)
					}
				}
				if !found {
					t.Errorf("not found: %q", w.content)
				}
			}
			if len(r.Statements) != len(c.want) {
				for _, s := range r.Statements {
					t.Logf("%s: %s %q", s.Speaker, s.Stance, s.Content.Text)
				}
				t.Errorf("%d statements, want %d", len(r.Statements), len(c.want))
			}
			for text, value := range c.times {
				found := false
				for _, x := range r.Times {
					found = found || x.Text == text && x.Value == value
				}
				if !found {
					t.Errorf("%s is not %s: %+v", text, value, r.Times)
				}
			}
			for text, want := range c.counts {
				found := false
				for _, s := range r.Statements {
					found = found || s.Quantity != nil && s.Quantity.Text == text && s.Quantity.Value+" "+s.Quantity.Measure == want
				}
				if !found {
					t.Errorf("%s does not count %s", text, want)
				}
			}
		})
	}
}

// "He" is the last speaker, unless somebody else was called by his full name since.
func TestHeOfOtherLanguages(t *testing.T) {
	for text, want := range map[string]string{
		"Речник Ян Дробот заявив, що полонених доставили. Він додав, що їм холодно.":                                  "Речник Ян Дробот",
		"Речник Ян Дробот заявив, що полонених доставили. Поруч стояв лікар Віктор Солдан. Він додав, що їм холодно.": "Він",
	} {
		r, err := Read(text, Options{})
		if err != nil {
			t.Fatal(err)
		}
		if n := len(r.Statements); n != 2 || r.Statements[1].Speaker != want && "Речник "+r.Statements[1].Speaker != want {
			t.Errorf("%q: %d statements, the last of %q, want %q", text, n, r.Statements[n-1].Speaker, want)
		}
	}
}

// What the other languages' grammar refuses to take for speech, and whom it leaves
// as the speaker where words stand between.
func TestCuesOfOtherLanguages(t *testing.T) {
	for _, c := range []struct {
		rule, text, speaker, content string
		stance                       statement.Stance
	}{
		{"an aside between subject and verb", "Адвокат Юрій Гай, навпаки, стверджує, що його до підзахисної не допускають.", "Юрій Гай", "його до підзахисної не допускають", statement.Asserts},
		{"details not given", "Речниця Агата Нов заявила, що триває розслідування. Подробиць вона не навела.", "Агата Нов", "Подробиць вона не навела", statement.Declines},
		{"neither confirmed nor denied", "В Красном Кресте сообщили, что доступа нет. Подтвердить или опровергнуть побои там не смогли.", "В Красном Кресте", "Подтвердить или опровергнуть побои там не смогли", statement.Neither},
		{"a paper that quotes", "«Нас никто не предупредил», — цитирует ведомство агентство «Полдень».", "ведомство", "Нас никто не предупредил", statement.Asserts},
		{"a quotation behind a clause", "Виктор Белик считает, что сын тяжело болен: «Он похудел на тридцать килограммов».", "Виктор Белик", "Он похудел на тридцать килограммов", statement.Asserts},
		{"asked in quotation marks", "Сержант Антон Белик попросил власти «сделать всё, чтобы мы вернулись».", "Антон Белик", "сделать всё, чтобы мы вернулись", statement.Requests},
		{"she is the mother with whom the paragraph begins", "Адвокат Юрій Гай стверджує, що його не допускають.\n\nМати Дарини, пані Стефанія, дізналася про долю доньки з листа. «Там було одне слово: жива», — згадує вона.", "Стефанія", "Там було одне слово: жива", statement.Asserts},
		{"learned of a thing", "Мати Дарини, пані Стефанія, дізналася про долю доньки з листа, який передав звільнений полонений.", "", "", ""},
		{"a foreigner's name behind his title", "위원회 대변인 요나스 켈러는 성명에서 \"원하지 않는 송환은 없어야 한다\"고 강조했다.", "요나스 켈러", "원하지 않는 송환은 없어야 한다", statement.Asserts},
		{"what was asked is not what he says", "교환 가능성을 묻는 질문에 이 관계자는 \"지금 말할 단계가 아니다\"라고 말했다.", "이 관계자", "지금 말할 단계가 아니다", statement.Declines},
		{"in a statement of the day before", "상대국 외무성은 지난달 28일 성명을 내고 수용소에서 사망한 포로는 없다고 주장했다.", "상대국 외무성", "수용소에서 사망한 포로는 없다고", statement.Asserts},
		{"what is not excluded", "Юрист Родион Пак не исключает, что дело дойдёт до суда.", "Юрист Родион Пак", "дело дойдёт до суда", statement.Asserts},
		{"the thing before the verb that rejects it", "Омбудсмен Верении эту цифру назвала завышенной.", "Омбудсмен Верении", "эту цифру назвала завышенной", statement.Denies},
		{"the thing before the verb that declines it", "Сам Линник говорить о конвоирах отказался: «Там ещё наши».", "Сам Линник", "говорить о конвоирах отказался", statement.Declines},
		{"a participle behind the name", "Лікарка Соломія Рак, звільнена з полону 30 червня, свідчить, що бачила Гайдука живим.", "Соломія Рак", "бачила Гайдука живим", statement.Asserts},
		{"as is noted in the report", "Місія організації, як зазначається у звіті, опитала 216 звільнених.", "звіті", "Місія організації, як зазначається у звіті, опитала 216 звільнених", statement.Asserts},
		{"she is whose name a verb of a woman follows", "Линник вернулся, рассказал волонтёр Платон Гук.\n\nО том, что сын жив, мать матроса Вера Линник узнала в октябре. «Он позвонил ночью», — вспоминает она.", "Вера Линник", "Он позвонил ночью", statement.Asserts},
		{"through the radio", "상대측은 전날 중앙방송을 통해 \"우리 군인들이 납치됐다\"고 주장했다.", "상대", "우리 군인들이 납치됐다", statement.Asserts},
	} {
		t.Run(c.rule, func(t *testing.T) {
			r, err := Read(c.text, Options{})
			if err != nil {
				t.Fatal(err)
			}
			quoted(t, c.text, r)
			if c.content == "" {
				if len(r.Statements) > 0 {
					t.Fatalf("%+v", r.Statements[0])
				}
				return
			}
			for _, s := range r.Statements {
				if s.Content.Text == c.content {
					if s.Speaker != c.speaker || s.Stance != c.stance {
						t.Errorf("%s, %s", s.Speaker, s.Stance)
					}
					return
				}
			}
			t.Errorf("not found in %+v", r.Statements)
		})
	}
}
