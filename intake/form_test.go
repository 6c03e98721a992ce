package intake

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

const pageText = `<!DOCTYPE html>
<html lang="en-GB"><head><title>News &amp; more</title>
<meta property="article:published_time" content="2025-02-10T08:00:00Z"><style>p{color:red}</style></head>
<body><nav><a href="/">Anna said that she sells cars.</a></nav>
<h1>Two pilots</h1>
<p>Anna Sokil, <b>spokeswoman</b> of the ministry, said on Sunday
that <em>the prisoner</em> was captured on February&nbsp;3 near Osokoryn&#46;</p>
<script>var x = "The prisoner said that he wants to stay.";</script>
<p>&ldquo;We &amp; they want peace,&rdquo; said Marek Dolan.</p>
<footer>Copyright said the editor.</footer></body></html>`

const export = `{
 "name": "Kin of the missing", "type": "private_supergroup", "id": 4711,
 "messages": [
  {"id": 1, "type": "service", "date": "2025-03-01T10:00:00", "actor": "Olha", "action": "create_group", "text": ""},
  {"id": 2, "type": "message", "date": "2025-03-02T10:00:00", "from": "Olha Tarran", "from_id": "user1",
   "text": ["Anna Sokil said ", {"type": "bold", "text": "yesterday"}, " that the prisoner was captured near Osokoryn."],
   "text_entities": [{"type": "plain", "text": "Anna Sokil said "}]},
  {"id": 3, "type": "message", "date": "2025-03-09T10:00:00", "from": "Petro Krell", "forwarded_from": "Brigade 9 news",
   "text": "The prisoner was wounded yesterday.\n\nMissing:\n1. Dolan Marek, 12.03.1990, 36th brigade\n2. \u0422\u0430\u0440\u0430\u043d Ivo, born 01.02.1988, sergeant \ud83d\ude00"}
 ]
}`

func reads(t *testing.T, text string, o Options) Report {
	t.Helper()
	r, err := Read(text, o)
	if err != nil {
		t.Fatal(err)
	}
	quoted(t, text, r)
	c := jsonschema.NewCompiler()
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(Schema))
	if err != nil {
		t.Fatal(err)
	}
	if err := c.AddResource("s.json", doc); err != nil {
		t.Fatal(err)
	}
	schema, err := c.Compile("s.json")
	if err != nil {
		t.Fatal(err)
	}
	b, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	v, err := jsonschema.UnmarshalJSON(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	if err := schema.Validate(v); err != nil {
		t.Error(err)
	}
	return r
}

func TestFormIsToldByTheText(t *testing.T) {
	for _, c := range []struct {
		text string
		want Form
	}{
		{pageText, HTML}, {export, Telegram}, {"\ufeff" + export, Telegram}, {"  <p>Hello</p>", HTML}, {"<!-- saved --><html><body>a</body></html>", HTML},
		{"He said <b>no</b>.", Plain}, {"{a note in braces}", Plain}, {"", Plain}, {"<3 to all of you", Plain},
	} {
		if got := FormOf(c.text); got != c.want {
			t.Errorf("%.20q: %s, want %s", c.text, got, c.want)
		}
	}
	if _, err := Read("text", Options{Form: "pdf"}); err == nil || !strings.Contains(err.Error(), "pdf") {
		t.Errorf("an unknown form: %v", err)
	}
}

func TestPage(t *testing.T) {
	r := reads(t, pageText, Options{})
	if r.Document.Form != HTML || r.Document.Dated != "2025-02-10" || r.Document.Language != "en" {
		t.Errorf("%+v", r.Document)
	}
	if len(r.Statements) != 2 {
		t.Fatalf("%d statements: %+v", len(r.Statements), r.Statements)
	}
	s := r.Statements[0]
	if s.Speaker != "Anna Sokil" || s.Content.Reads() != "the prisoner was captured on February\u00a03 near Osokoryn" || !strings.Contains(s.Content.Text, "</em>") {
		t.Errorf("%s: %+v", s.Speaker, s.Content)
	}
	if s.Property != "capture.date" || s.Value != "2025-02-03" || s.SaidOn != "2025-02-09" {
		t.Errorf("%s = %s, said %s", s.Property, s.Value, s.SaidOn)
	}
	if s := r.Statements[1]; s.Speaker != "Marek Dolan" || s.Content.Text != "We &amp; they want peace" || s.Content.Words != "We & they want peace" {
		t.Errorf("%s: %+v", s.Speaker, s.Content)
	}
	if plain := reads(t, pageText, Options{Form: Plain}); plain.Document.Form != Plain {
		t.Errorf("--form does not override: %+v", plain.Document)
	}
}

func TestAnAsideThatNeverEndsIsNone(t *testing.T) {
	r := reads(t, "<html><body><nav><p>“We want peace,” said Marek Dolan.</p>", Options{})
	if len(r.Statements) != 1 {
		t.Errorf("%+v", r.Statements)
	}
}

func TestExport(t *testing.T) {
	r := reads(t, export, Options{})
	if r.Document.Form != Telegram || r.Document.Dated != "2025-03-02/2025-03-09" || len(r.Document.Messages) != 2 {
		t.Errorf("%+v", r.Document)
	}
	if len(r.Statements) != 4 {
		t.Fatalf("%d statements: %+v", len(r.Statements), r.Statements)
	}
	first := r.Statements[0]
	if first.Speaker != "Anna Sokil" || first.SaidOn != "2025-03-01" || len(first.SaidBy) != 3 || first.SaidBy[1].Name != "Olha Tarran" || first.SaidBy[2].Name != "Kin of the missing" {
		t.Errorf("%+v", first)
	}
	second := r.Statements[1] // its writer passes on what a channel wrote
	if second.Speaker != "Brigade 9 news" || second.EventOn != "2025-03-08" || second.SaidOn != "2025-03-09" || second.SaidBy[0].Role != "forwarded" || second.SaidBy[1].Name != "Petro Krell" {
		t.Errorf("%+v", second)
	}
	row := r.Statements[2]
	want := []Slot{{"birth.date", "1990-03-12"}, {"unit", "36th brigade"}, {"missing.since", "../2025-03-09"}}
	if row.Mode != "list" || row.Property != "name" || row.Value != "Dolan Marek" || !slices.Equal(row.Also, want) || row.Cue == nil || row.Cue.Text != "Missing:" {
		t.Errorf("%+v", row)
	}
	row = r.Statements[3]
	if row.Value != "Таран Ivo" || !strings.Contains(row.Content.Text, `\u0422`) || !strings.HasPrefix(row.Content.Words, "Таран") {
		t.Errorf("%+v", row)
	}
	// Nobody of one message is anybody of another.
	for _, a := range first.About {
		if slices.Contains(second.About, a) {
			t.Errorf("%s of two messages is joined", a)
		}
	}
	// The keys of a message may stand in any order.
	turned := `{"messages":[{"text":"Iво said that he is cold.","from":"Ёлка Іво","id":1,"date":"2025-01-02T00:00:00"},{"text":"x","from":"Ёлка Іво","id":2}]}`
	if r := reads(t, turned, Options{}); len(r.Mentions) == 0 || r.Mentions[0].Spans[0].Text != "Ёлка Іво" || len(r.Mentions[0].Spans) != 2 {
		t.Errorf("%+v", r.Mentions)
	}
	for _, broken := range []string{export[:300], `{"messages": [` + strings.Repeat("[", 100), `{"messages": [{"text": "a",}]}`} {
		if _, err := Read(broken, Options{}); err == nil || !strings.Contains(err.Error(), "byte") || !strings.Contains(err.Error(), "--form plain") {
			t.Errorf("%.30q: %v", broken, err)
		}
	}
}

func TestListsInsideMessages(t *testing.T) {
	for _, c := range []struct {
		rule, text string
		names      []string
		also       []Slot // of the first
	}{
		{"numbers, names and births", "Captured:\n1. Dolan Marek Ivo 12.03.1990\n2. Krell Anton, 1991-04-05", []string{"Dolan Marek Ivo", "Krell Anton"}, []Slot{{"birth.date", "1990-03-12"}, {"capture.date", "../2025-03-10"}}},
		{"Ukrainian, rank before the name, year of birth", "Зниклі безвісти:\n• ст. солдат Долан Марек Іванович, 1990 р.н., 36 обрмп\n• Креллів Антон, 12.05.1988 р.н., в/ч А0000", []string{"Долан Марек Іванович", "Креллів Антон"}, []Slot{{"rank", "ст. солдат"}, {"birth.date", "1990"}, {"unit", "36 обрмп"}, {"missing.since", "../2025-03-10"}}},
		{"Korean", "명단:\n김도윤, 1999년 3월 4일, 제36여단\n박서준, 2000년 1월 2일, 제11군단", []string{"김도윤", "박서준"}, []Slot{{"birth.date", "1999-03-04"}, {"unit", "제36여단"}}},
		{"a day of this year is no birth", "Marek Dolan, 03.03.2025, 36th brigade\nIvo Tarran, 04.03.2025, 36th brigade", []string{"Marek Dolan", "Ivo Tarran"}, []Slot{{"unit", "36th brigade"}}},
		{"a surname and first names in two fields", "Captured:\nDolan, Marek Ivo, 12.03.1990, 36th brigade\nKrell, Anton, 01.02.1991, 36th brigade", []string{"Dolan Marek Ivo", "Krell Anton"},
			[]Slot{{"name.family", "Dolan"}, {"name.given", "Marek Ivo"}, {"birth.date", "1990-03-12"}, {"unit", "36th brigade"}, {"capture.date", "../2025-03-10"}}},
		{"a patronymic tells which is which", "В плену:\n1) рядовой Долан; Марк; Иванович; 12.03.1990\n2) сержант Креллин; Антон; Петрович; 02.04.1991", []string{"Долан Марк Иванович", "Креллин Антон Петрович"},
			[]Slot{{"rank", "рядовой"}, {"name.family", "Долан"}, {"name.given", "Марк"}, {"name.father", "Иванович"}, {"birth.date", "1990-03-12"}, {"capture.date", "../2025-03-10"}}},
		{"without either the name is whole only", "Dolan | Marek | 12.03.1990\nKrell | Anton | 13.04.1991", []string{"Dolan Marek", "Krell Anton"}, []Slot{{"birth.date", "1990-03-12"}}},
		{"one place in all rows is no first name", "Dolan, Osokoryn, 12.03.1990\nKrell, Osokoryn, 13.04.1991", nil, nil},
		{"a row of columns", "Полонені станом на сьогодні:\nПрізвище;Ім'я;По батькові;Дата народження;Звання\nДолан;Марек;Іванович;12.03.1990;солдат\nКреллів;Антон;;04.05.1988;сержант", []string{"Долан Марек Іванович", "Креллів Антон"},
			[]Slot{{"name.family", "Долан"}, {"name.given", "Марек"}, {"name.father", "Іванович"}, {"birth.date", "1990-03-12"}, {"rank", "солдат"}, {"capture.date", "../2025-03-10"}}},
		{"columns in Korean", "포로:\n성 | 이름(명) | 생년월일 | 계급\n김 | 도윤 | 1999-03-04 | 하사\n박 | 서준 | 2000-01-02 | 병장", []string{"김도윤", "박서준"},
			[]Slot{{"name.family", "김"}, {"name.given", "도윤"}, {"birth.date", "1999-03-04"}, {"rank", "하사"}, {"capture.date", "../2025-03-10"}}},
		{"the day of a heading", "Killed on 3 March 2025:\nDolan Marek, 36th brigade", []string{"Dolan Marek"}, []Slot{{"unit", "36th brigade"}, {"condition", "dead"}, {"death.date", "2025-03-03"}}},
		{"a heading of two states gives none", "Killed and captured:\nDolan Marek, 36th brigade\nKrell Anton, 36th brigade", []string{"Dolan Marek", "Krell Anton"}, []Slot{{"unit", "36th brigade"}}},
		{"a heading that doubts gives none", "Possibly captured:\nDolan Marek, 36th brigade\nKrell Anton, 36th brigade", []string{"Dolan Marek", "Krell Anton"}, []Slot{{"unit", "36th brigade"}}},
		{"names alone under a heading of people", "Зниклі безвісти:\n1. Долан Марек Іванович\n2. Креллів Антон\n\nЦе все.", []string{"Долан Марек Іванович", "Креллів Антон"}, []Slot{{"missing.since", "../2025-03-10"}}},
		{"a relative under the heading is none of them", "Полонені:\nОлена Марчук, мати полоненого, просить допомоги\nІван Коваль, його брат, шукає зв'язку", nil, nil},
		{"a relative with a date of birth gets no state", "Captured:\nMarchuk Olena, 12.03.1970, mother of Ivan\nDolan Marek, 12.03.1990", []string{"Marchuk Olena", "Dolan Marek"}, []Slot{{"birth.date", "1970-03-12"}}},
		{"a place beside the name", "Полонені:\n1. Долан Марек, Осокорин\n2. Креллів Антон, Верхній Брід", []string{"Долан Марек", "Креллів Антон"}, []Slot{{"capture.date", "../2025-03-10"}}},
		{"places may be captured", "Captured:\n- Upper Osokoryn\n- Lower Osokoryn", nil, nil},
		{"two lists, two states", "Поранені:\nДолан Марек, 36 обрмп\n\nЗагиблі:\nКреллів Антон, 36 обрмп", []string{"Долан Марек", "Креллів Антон"}, []Slot{{"unit", "36 обрмп"}, {"condition", "wounded"}}},
		{"one line is no list", "Dolan Marek, 12.03.1990\n\nHe was a pilot.", nil, nil},
		{"sentences are no rows", "Marek Dolan, 34, of the 5th brigade, told reporters that he was cold.\n\nIvo Tarran, 12.03.1990, said of the brigade that it was cold.", nil, nil},
	} {
		t.Run(c.rule, func(t *testing.T) {
			r := reads(t, c.text, Options{Dated: "2025-03-10"})
			var names []string
			var also []Slot
			for _, s := range r.Statements {
				if s.Mode == "list" {
					if len(names) == 0 {
						also = s.Also
					}
					names = append(names, s.Value)
				}
			}
			if !slices.Equal(names, c.names) || len(c.also) > 0 && !slices.Equal(also, c.also) || len(c.names) == 0 && len(also) > 0 {
				t.Errorf("%v %v, want %v %v", names, also, c.names, c.also)
			}
		})
	}
}

// A heading holds on the day of the text where it names none.
func TestHeadingOfADatedText(t *testing.T) {
	r := reads(t, "5 March 2026\n\nCaptured:\n1. Dolan Marek, 12.03.1990\n2. Krell Anton, 1991-04-05\n", Options{})
	if len(r.Statements) != 2 || !slices.Contains(r.Statements[0].Also, Slot{"capture.date", "../2026-03-05"}) {
		t.Errorf("%+v", r.Statements)
	}
	r = reads(t, "Captured:\n1. Dolan Marek, 12.03.1990\n2. Krell Anton, 1991-04-05\n", Options{})
	for _, s := range r.Statements {
		if slices.ContainsFunc(s.Also, func(x Slot) bool { return x.Property == "capture.date" }) {
			t.Errorf("a day nobody told: %+v", s)
		}
	}
}

func TestViewGoesThereAndBack(t *testing.T) {
	v, err := Look(export, "")
	if err != nil {
		t.Fatal(err)
	}
	text := []rune(export)
	r := reads(t, export, Options{})
	for _, s := range r.Statements {
		if got := v.Words(s.Content.Start, s.Content.End); got != s.Content.Reads() {
			t.Errorf("%q reads %q", s.Content.Text, got)
		}
	}
	for i := range v.Text {
		a, b := v.Original(i, i+1)
		if a > b || b > len(text) {
			t.Fatalf("code point %d: %d to %d", i, a, b)
		}
	}
}

func FuzzForms(f *testing.F) {
	for _, s := range []string{pageText, export, "<p>a&#x1F600;b &ampc</p>", `{"messages":[{"text":"\ud83d\ude00\ud83d said \u00"}]}`, "<nav><nav></nav>x", "<p>1. Dolan Marek, 12.03.1990<br>2. Krell Anton, 12.03.1991", "1. Dolan Marek, 12.03.1990 р.н.\n2. Krell Anton b. 1990",
		"Она сообщила, что в плену 46 моряков.\n\n«Мы передали список», —.сказала она.", "국가정보원은 \"포로 두 명이 생포됐다\"고 밝혔다. 외무성은 언급을 거부했다."} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, form := range append(Forms(), "") {
			r, err := Read(text, Options{Form: form})
			if err != nil {
				continue
			}
			quoted(t, text, r)
			v, err := Look(text, form)
			if err != nil {
				t.Fatal(err)
			}
			for _, s := range r.Statements {
				if s.Speaker == "" || s.Property == "" || s.Value == "" || len(s.SaidBy) == 0 || s.SaidBy[0].Name == "" {
					t.Fatalf("%s is said by nobody, or says nothing: %+v", s.ID, s)
				}
				if got := v.Words(s.Content.Start, s.Content.End); got != s.Content.Reads() {
					t.Fatalf("%q reads %q, the view says %q", s.Content.Text, s.Content.Reads(), got)
				}
			}
		}
	})
}
