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
				{"Марек Долан", statement.Asserts, "Ми хочемо додому"},
				{"Ілзе Тарран", statement.Asserts, "полонених доставили до лікарні"},
				{"Ілзе Тарран", statement.Asserts, "40 людей вважають зниклими безвісти"},
				{"Генштаб", statement.Declines, "відмовився коментувати цю інформацію"}}},
		{"Russian", "ru", "Министерство обороны Веска 13 января заявило, что двое пленных хотят вернуться домой. «Переговоры продолжаются», — сообщил представитель ведомства Иван Крелль. По данным разведки, погибли 17 солдат.",
			[]want{{"Министерство обороны Веска", statement.Asserts, "двое пленных хотят вернуться домой"},
				{"Иван Крелль", statement.Asserts, "Переговоры продолжаются"},
				{"разведки", statement.Asserts, "погибли 17 солдат"}}},
		{"Korean", "ko", "국가정보원은 \"포로 두 명이 생포됐다\"고 밝혔다. 보안국에 따르면 병사들은 1월 9일 생포됐다. 김 대변인은 가족에게 알리지 않았다고 말했다.",
			[]want{{"국가정보원", statement.Asserts, "포로 두 명이 생포됐다"},
				{"보안국에", statement.Asserts, "병사들은 1월 9일 생포됐다"},
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
