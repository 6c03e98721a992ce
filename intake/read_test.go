package intake

import (
	"bytes"
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"homeward/statement"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"pgregory.net/rapid"
)

func airmen(t testing.TB) (string, Report) {
	t.Helper()
	b, err := os.ReadFile("testdata/airmen.txt")
	if err != nil {
		t.Fatal(err)
	}
	r, err := Read(string(b), Options{File: "airmen.txt"})
	if err != nil {
		t.Fatal(err)
	}
	return string(b), r
}

// find is the statement whose content begins with the words.
func find(t *testing.T, r Report, begins string) Statement {
	t.Helper()
	for _, s := range r.Statements {
		if strings.HasPrefix(s.Content.Text, begins) {
			return s
		}
	}
	t.Fatalf("no statement begins %q", begins)
	return Statement{}
}

func mentionNamed(t *testing.T, r Report, name string) Mention {
	t.Helper()
	for _, m := range r.Mentions {
		if slices.Contains(m.Names, name) {
			return m
		}
	}
	t.Fatalf("no mention is called %q", name)
	return Mention{}
}

func TestReportOfTheAirmen(t *testing.T) {
	_, r := airmen(t)
	if r.Document.Dated != "2025-03-07" || r.Document.Language != "en" {
		t.Errorf("document: %+v", r.Document)
	}
	for _, want := range []struct {
		rule, begins, speaker string
		stance                statement.Stance
		mode, property, value string
	}{
		{"cue after the content", "Two Veskaran airmen", "Ardania’s Interior Ministry", statement.Asserts, "indirect", "wish", "third_country"},
		{"a title before the name; what others want is not the speaker's wish", "They have told our doctors", "Ilse Tarran", statement.Asserts, "direct", "wish", "no_return"},
		{"a quotation without a cue goes on", "We will respect", "Ilse Tarran", statement.Asserts, "direct", "statement", "We will respect the Convention."},
		{"a relative date counts from the narrative", "he was shot down", "the first airman", statement.Asserts, "indirect", "capture.date", "2025-03-01"},
		{"a clause without that", "his parents", "the first airman", statement.Asserts, "indirect", "family.informed", "no"},
		{"a gesture answers a question", "whether he had seen", "The second airman", statement.Confirms, "indirect", "statement", "whether he had seen a doctor"},
		{"the act of declining", "declined to give", "The second airman", statement.Declines, "act", "statement", "declined to give the name of his unit"},
		{"denial", "any of its aircraft", "Veskaran defence ministry", statement.Denies, "indirect", "statement", "any of its aircraft had crossed the border"},
		{"a flipped mark; it is an authority", "These reports", "Veskaran defence ministry", statement.Denies, "direct", "statement", "These reports are a fabrication"},
		{"neither", "that crews were missing", "Veskaran defence ministry", statement.Neither, "meta", "verification", "neither denied nor confirmed"},
		{"according to, of a group", "both men were captured", "Ardanian General Staff", statement.Asserts, "indirect", "capture.date", "2025-02-28"},
		{"papers of one of them", "one of them was carrying", "Ardanian General Staff", statement.Asserts, "indirect", "paper", "a passport issued in the name of a student from Lorun"},
		{"no papers of the other", "the other had no papers", "Ardanian General Staff", statement.Asserts, "indirect", "paper", "none"},
		{"not verified", "Foreign agencies", "narrator", statement.NotVerified, "meta", "verification", "not verified"},
		{"an estimate with its number", "about 3,000", "Pavel Orsk", statement.Estimates, "indirect", "count", "3000 Veskaran soldiers"},
		{"another speaker in the same sentence", "the number of Ardanian prisoners", "Veskaran officials", statement.Estimates, "indirect", "count", "412 Ardanian prisoners"},
		{"an offer with its condition", "If Veskar returns", "Pavel Orsk", statement.OffersConditional, "direct", "offer", "If Veskar returns our nurses, we are ready to hand over both airmen at once"},
		{"a false stop ends no sentence", "talks were continuing", "Pavel Orsk", statement.Asserts, "indirect", "statement", "talks were continuing. through Swiss mediators"},
	} {
		t.Run(want.rule, func(t *testing.T) {
			s := find(t, r, want.begins)
			if s.Speaker != want.speaker || s.Stance != want.stance || s.Mode != want.mode || s.Property != want.property || s.Value != want.value {
				t.Errorf("got  %s | %s | %s | %s = %q\nwant %s | %s | %s | %s = %q", s.Speaker, s.Stance, s.Mode, s.Property, s.Value,
					want.speaker, want.stance, want.mode, want.property, want.value)
			}
		})
	}

	t.Run("what is said of one of them is given to none", func(t *testing.T) {
		group := mentionNamed(t, r, "Two Veskaran airmen")
		if group.Kind != GroupMention || group.Size != 2 || len(group.Members) != 2 {
			t.Fatalf("the group: %+v", group)
		}
		for _, begins := range []string{"one of them was", "the other had"} {
			s := find(t, r, begins)
			if len(s.About) == 0 {
				t.Fatalf("%q is about nobody", begins)
			}
			m := r.Mentions[index(s.About[0])]
			if m.Kind != UnknownMember || m.Of != group.ID || slices.Contains(group.Members, m.ID) {
				t.Errorf("%q is about %+v", begins, m)
			}
		}
		if both := find(t, r, "both men were"); !slices.Equal(both.About, []string{group.ID}) {
			t.Errorf("both men: about %v, want %s", both.About, group.ID)
		}
	})
	t.Run("the account is marked as not verified", func(t *testing.T) {
		if s := find(t, r, "both men were"); s.Verification != "not_verified" {
			t.Errorf("verification %q", s.Verification)
		}
		if s := find(t, r, "he was shot"); s.Verification != "" {
			t.Errorf("the prisoner's own words are marked %q", s.Verification)
		}
	})
	t.Run("conflicts", func(t *testing.T) {
		a, b := find(t, r, "he was shot").ID, find(t, r, "both men were").ID
		found := false
		for _, c := range r.Conflicts {
			found = found || c.Kind == "date" && c.A == a && c.B == b
			if c.Kind == "value" {
				t.Errorf("no such conflict: %+v", c)
			}
		}
		if !found {
			t.Errorf("two dates of one capture are no conflict: %+v", r.Conflicts)
		}
	})
	t.Run("artefacts", func(t *testing.T) {
		kinds := map[string]int{}
		for _, a := range r.Artefacts {
			kinds[a.Kind]++
		}
		for _, k := range []string{"metadata", "flipped-quote", "false-stop", "foreign-bracket", "heading"} {
			if kinds[k] == 0 {
				t.Errorf("no %s among %+v", k, r.Artefacts)
			}
		}
		if len(r.Artefacts) > 7 {
			t.Errorf("too many: %+v", r.Artefacts)
		}
	})
	t.Run("times", func(t *testing.T) {
		for text, value := range map[string]string{"Thursday": "2025-03-06", "last week": "2025-02-24/2025-03-02", "February 26": "2025-02-26", "three days later": "2025-03-01"} {
			if !slices.ContainsFunc(r.Times, func(x Time) bool { return x.Text == text && x.Value == value }) {
				t.Errorf("%q is not read as %s: %+v", text, value, r.Times)
			}
		}
	})
}

// quoted fails unless every span of the report is the slice of the original it says it is.
func quoted(t interface{ Fatalf(string, ...any) }, text string, r Report) {
	rs := []rune(text)
	check := func(what string, s Span) {
		if s.Start < 0 || s.End > len(rs) || s.Start > s.End || string(rs[s.Start:s.End]) != s.Text {
			t.Fatalf("%s: %+v is not what stands there", what, s)
		}
	}
	if r.Document.CodePoints != len(rs) {
		t.Fatalf("%d code points, want %d", r.Document.CodePoints, len(rs))
	}
	for _, s := range r.Statements {
		check("content", s.Content)
		if s.Content.Start == s.Content.End {
			t.Fatalf("%s says nothing", s.ID)
		}
		for what, p := range map[string]*Span{"cue": s.Cue, "source": s.Source, "whole": s.Whole, "condition": s.Condition} {
			if p != nil {
				check(what, *p)
			}
		}
		if s.Quantity != nil {
			check("quantity", s.Quantity.Span)
		}
		for _, a := range s.About {
			if i := index(a); i < 0 || i >= len(r.Mentions) {
				t.Fatalf("%s is about %s, which is not there", s.ID, a)
			}
		}
	}
	for _, x := range r.Times {
		check("time", x.Span)
	}
	for _, x := range r.Artefacts {
		check("artefact", x.Span)
	}
	for _, m := range r.Mentions {
		for _, s := range m.Spans {
			check("mention", s)
		}
	}
}

func TestSpansAreQuotedExactly(t *testing.T) {
	text, _ := airmen(t)
	for name, x := range map[string]string{
		"as it is":         text,
		"byte order mark":  "\ufeff" + text,
		"CRLF":             strings.ReplaceAll(text, "\n", "\r\n"),
		"decomposed":       strings.ReplaceAll(text, "e", "e\u0301"),
		"zero width":       strings.ReplaceAll(text, "s", "s\u200b"),
		"one line":         strings.ReplaceAll(text, "\n", " "),
		"without marks":    strings.NewReplacer("“", "", "”", "").Replace(text),
		"swapped marks":    strings.NewReplacer("“", "”", "”", "“").Replace(text),
		"typewriter marks": strings.NewReplacer("“", "\"", "”", "\"", "’", "'").Replace(text),
		"upper case":       strings.ToUpper(text),
		"lower case":       strings.ToLower(text),
		"empty":            "",
		"only a mark":      "”",
		"blank":            " \n\n\t ",
		"emoji":            "👩‍👩‍👧 said “👍🏽 we want to go home,” 👨‍🚒 added.",
	} {
		r, err := Read(x, Options{})
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		quoted(t, x, r)
	}
}

func TestReadsTheSameTwice(t *testing.T) {
	text, r := airmen(t)
	again, err := Read(text, Options{File: "airmen.txt"})
	if err != nil {
		t.Fatal(err)
	}
	a, _ := json.Marshal(r)
	b, _ := json.Marshal(again)
	if !bytes.Equal(a, b) {
		t.Error("two readings of one text differ")
	}
}

func TestNoisyTextKeepsItsStatements(t *testing.T) {
	text, clean := airmen(t)
	noisy := strings.NewReplacer("“", "”", "Thursday", "thursday", "Merrow.", "merrow.").Replace(text)
	r, err := Read(noisy, Options{})
	if err != nil {
		t.Fatal(err)
	}
	kept := 0
	for _, s := range clean.Statements {
		if slices.ContainsFunc(r.Statements, func(x Statement) bool { return x.Content == s.Content && x.Speaker == s.Speaker }) {
			kept++
		}
	}
	if kept*10 < len(clean.Statements)*8 {
		t.Errorf("%d of %d statements survive flipped marks", kept, len(clean.Statements))
	}
}

func TestRefuses(t *testing.T) {
	for _, c := range []struct{ name, text, word string }{
		{"invalid UTF-8", "The minister said \xff that", "byte 18 "},
		{"too long", strings.Repeat("a", Limit+1), "split"},
	} {
		_, err := Read(c.text, Options{File: "x.txt"})
		if err == nil || !strings.Contains(err.Error(), c.word) || !strings.Contains(err.Error(), "x.txt") {
			t.Errorf("%s: %v", c.name, err)
		}
	}
	if _, err := Read("x", Options{Dated: "yesterday"}); err == nil {
		t.Error("a date that is no EDTF is taken")
	}
}

// TestGarbageIsReadInTime: the work is proportional to the text, whatever stands in it.
func TestGarbageIsReadInTime(t *testing.T) {
	const n = 1 << 17
	for name, unit := range map[string]string{
		"one line of words": "said ", "opening marks": "“", "closing marks": "”", "both marks": "“”", "quoted words": "“a ", "commas": ",", "stops": "a. ", "brackets": "[",
		"cues": "he said that ", "capitals": "Aa ", "soldiers": "the soldiers ", "one of them": "One of them said he was captured on January 3. ", "dates": "2025-01-01 ",
		"according": "according to ", "paragraphs": "He said he wants to return home.\n\n", "letters": "a", "numbers": "1,", "verified": "could not be verified, ",
		"impersonal": "it was reported that ", "is said to": "he is said to have ", "nominal": "the claim that he was ", "frames": "in the opinion of ", "as said": "as the ministry said, ", "so": ", so Tom ",
		"told by": "his chief told him that ", "translated": "translated from Korean by Tom. ", "asked": "asked what his chief had told him, he said that ", "years": "the year-ago quarter ", "decades": "the 1990s ",
		"clocks": "10 a.m. on ", "more than": "more than ", "at least": "at least ", "the end of": "the end of ", "quotes in quotes": "“‘«„", "typewriter marks": "''", "relative": "a claim the ministry has called ", "apposition": "X, who said, ",
		"quoted cue": "“Aa,” he said, ", "colons": "said: ", "numbers in words": "nineteen ninety ", "feasts": "New Year's ",
		"gestures": "nods when asked if ", "names": "Tom Arnel said. ", "video": "He published a video of two soldiers. ",
	} {
		text := strings.Repeat(unit, n/len(unit))
		start, before := time.Now(), processor()
		r, err := Read(text, Options{Dated: "2025-01-13"})
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		took := time.Since(start)
		if spent := processor() - before; spent > 0 {
			took = min(took, spent) // a busy machine makes the clock run on
		}
		t.Logf("%-18s %8v %6d statements", name, took.Round(time.Millisecond), len(r.Statements))
		if took > 4*time.Second {
			t.Errorf("%s: %v for %d bytes", name, took, n)
		}
	}
}

func TestOutputFitsTheSchema(t *testing.T) {
	schema, err := jsonschema.UnmarshalJSON(bytes.NewReader(Schema))
	if err != nil {
		t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	if err := compiler.AddResource("intake.schema.json", schema); err != nil {
		t.Fatal(err)
	}
	compiled, err := compiler.Compile("intake.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	_, r := airmen(t)
	empty, err := Read("", Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range []Report{r, empty} {
		b, err := json.Marshal(r)
		if err != nil {
			t.Fatal(err)
		}
		instance, err := jsonschema.UnmarshalJSON(bytes.NewReader(b))
		if err != nil {
			t.Fatal(err)
		}
		if err := compiled.Validate(instance); err != nil {
			t.Error(err)
		}
	}
}

// TestSlotsAreInTheVocabulary: whatever is proposed can be put into a file.
func TestSlotsAreInTheVocabulary(t *testing.T) {
	_, r := airmen(t)
	v := statement.DefaultVocabulary()
	for i := range r.Statements {
		s := &r.Statements[i]
		for _, x := range s.slots() {
			p := v.Property(x.Property)
			if p == nil {
				t.Errorf("%s: %q is not in the vocabulary", s.ID, x.Property)
				continue
			}
			if p.Type == statement.CodeType && !slices.ContainsFunc(p.Codes, func(c statement.Code) bool { return c.Code == x.Value }) {
				t.Errorf("%s: %s has no code %q", s.ID, x.Property, x.Value)
			}
		}
		if !slices.Contains(statement.Stances(), s.Stance) {
			t.Errorf("%s: stance %q", s.ID, s.Stance)
		}
	}
}

func TestLexicon(t *testing.T) {
	lx, err := readLexicon()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range lx.classes {
		if c.Reason == "" || c.Stance == "" || len(c.Takes) == 0 || !slices.Contains(statement.Stances(), c.Stance) {
			t.Errorf("cues.yaml: class %s: %+v", c.Class, c)
		}
	}
	for _, c := range lx.calques {
		if c.Reason == "" || len(c.rows) == 0 {
			t.Errorf("calques.yaml: class %s", c.Class)
		}
	}
	for form, lemma := range map[string]string{"said": "say", "denies": "deny", "admitted": "admit", "agreeing": "agree", "estimates": "estimate", "written": "write", "publishes": "publish"} {
		if v := lx.verb[form]; v == nil || v.lemma != lemma {
			t.Errorf("%q is not a form of %q: %+v", form, lemma, v)
		}
	}
}

// TestNobodyIsGivenAWish: what would put a wish, or knowledge of the family, into
// the file of a man who never said so.
func TestNobodyIsGivenAWish(t *testing.T) {
	for _, c := range []struct{ rule, text string }{
		{"no by gesture", "The prisoner shook his head when asked if he wanted to return home."},
		{"no by gesture, of the family", "Asked whether his family knew where he was, the prisoner shook his head."},
		{"a condition", "“If they want to stay, they can stay,” the governor said."},
		{"a request", "The prisoner asked for his mother to be told."},
	} {
		t.Run(c.rule, func(t *testing.T) {
			r, err := Read(c.text, Options{})
			if err != nil {
				t.Fatal(err)
			}
			if len(r.Statements) != 1 {
				t.Fatalf("%d statements", len(r.Statements))
			}
			for _, x := range r.Statements[0].slots() {
				if x.Property == "wish" || x.Property == "family.informed" {
					t.Errorf("%s = %s", x.Property, x.Value)
				}
			}
		})
	}
}

func TestShapesOfReportedSpeech(t *testing.T) {
	for _, c := range []struct{ rule, text, speaker, content string }{
		{"said that", "The minister said that the camp was closed.", "The minister", "the camp was closed"},
		{"told somebody that", "The nurse told the visitors that two men were ill.", "The nurse", "two men were ill"},
		{"said on a day", "Police said on Monday the driver had been detained.", "Police", "the driver had been detained"},
		{"inverted", "The bridge had fallen, said Colonel Anton Rask.", "Anton Rask", "The bridge had fallen"},
		{"apposition", "Mira Lund, a lawyer for the families, said the list was wrong.", "Mira Lund", "the list was wrong"},
		{"relative clause", "Mira Lund, who visited the camp, said the list was wrong.", "Mira Lund", "the list was wrong"},
		{"according to at the end", "The men are in good health, according to their lawyer.", "their lawyer", "The men are in good health"},
		{"colon", "The mayor wrote: “Nobody was hurt in the village.”", "The mayor", "Nobody was hurt in the village."},
		{"typewriter marks", "\"Nobody was hurt in the village,\" the mayor said.", "the mayor", "Nobody was hurt in the village"},
		{"question and answer", "Asked if he was treated well, the pilot nodded.", "the pilot", "if he was treated well"},
		{"guillemets", "«Nobody was hurt in the village», the mayor said.", "the mayor", "Nobody was hurt in the village"},
	} {
		t.Run(c.rule, func(t *testing.T) {
			r, err := Read(c.text, Options{Language: "en"})
			if err != nil {
				t.Fatal(err)
			}
			if len(r.Statements) != 1 || r.Statements[0].Speaker != c.speaker || r.Statements[0].Content.Text != c.content {
				t.Errorf("%+v", r.Statements)
			}
		})
	}
}

func TestAnyTextIsQuotedExactly(t *testing.T) {
	words := []string{"said", "that", "“", "”", "\"", "he", "the", "soldiers", "one", "of", "them", ",", ".", " ", "\n\n", "Tom", "Arnel", "January", "3", "according", "to",
		"when", "asked", "if", "nods", "not", "verified", "published", "a", "video", "and", "[", "]", "\u200b", "é", "e\u0301", "👍🏽", "’s", "wants", "return", "captured", "in", "4,000", "while", "was", "''"}
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOfN(rapid.SampledFrom(words), 0, 80).Draw(t, "words"), rapid.SampledFrom([]string{"", " "}).Draw(t, "between"))
		r, err := Read(text, Options{Dated: "2025-01-13"})
		if err != nil {
			t.Fatalf("%v", err)
		}
		quoted(t, text, r)
	})
}

func FuzzRead(f *testing.F) {
	b, err := os.ReadFile("testdata/airmen.txt")
	if err != nil {
		f.Fatal(err)
	}
	for _, p := range strings.Split(string(b), "\n\n") {
		f.Add(p)
	}
	f.Add("»x« „y“ 「z」 said")
	f.Fuzz(func(t *testing.T, text string) {
		r, err := Read(text, Options{Dated: "2025-01-13"})
		if err != nil {
			if utf8.ValidString(text) {
				t.Fatal(err)
			}
			return
		}
		quoted(t, text, r)
	})
}

func BenchmarkRead(b *testing.B) {
	text, _ := airmen(b)
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Read(text, Options{}); err != nil {
			b.Fatal(err)
		}
	}
}

// Ukrainian and Russian are told by the letters only one of them has, in texts without such letters by words.
func TestLanguageOfAReport(t *testing.T) {
	for text, want := range map[string]string{
		"Полонений Остап Вигаданюк розповів, що його взяли в полон 3 травня 2024 року.":                   "uk",
		"Пленный рассказал, что его взяли в плен 3 мая 2024 года.":                                        "ru",
		"Он сказал, что его отец в Киеве.":                                                                "ru",
		"Каже, що сестра не отримала листа від брата.":                                                    "uk",
		"Матери из Чернигова («Чернігів») просили, чтобы им вернули сыновей; письма остались без ответа.": "ru",
		"포로 홍가상은 붙잡혔다고 말했다.":                                                                              "ko",
		"The prisoner, Ostap Vyhadaniuk (Остап Вигаданюк), said he was captured on 3 May.":                "en",
	} {
		rep, err := Read(text, Options{})
		if err != nil || rep.Document.Language != want {
			t.Errorf("%s: %s, not %s; %v", text, rep.Document.Language, want, err)
		}
	}
}
