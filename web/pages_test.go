package web

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"

	"homeward/bureau"
	"homeward/casefile"
	"homeward/duty"
	"homeward/statement"

	"golang.org/x/net/html"
)

// Every page that can be reached by links is whole by itself: it can be read by a
// machine that reads aloud, every link within it leads somewhere, and nothing in it
// needs JavaScript, another site, or a style that the policy forbids.
func TestEveryPageCanBeReachedAndRead(t *testing.T) {
	b, o := theSample(t, 30)
	w := browse(t, b, o)
	seen := map[string]bool{}
	queue := []string{"/"}
	kinds := map[string]int{} // how many pages of a kind were read
	const mostOfAKind = 25
	for len(queue) > 0 {
		path := queue[0]
		queue = queue[1:]
		a := w.get(t, path)
		if a.status == 303 {
			if !seen[a.location] {
				seen[a.location] = true
				queue = append(queue, a.location)
			}
			continue
		}
		if a.status != 200 {
			t.Errorf("%s: status %d: %s", path, a.status, a.text())
			continue
		}
		if !strings.HasPrefix(a.kind, "text/html") {
			continue
		}
		checkPage(t, a)
		for _, link := range a.all("a") {
			u, err := url.Parse(link.attr("href"))
			if err != nil || u.IsAbs() || u.Host != "" {
				t.Errorf("%s: a link leads to %q", path, link.attr("href"))
				continue
			}
			base, _ := url.Parse(path)
			to := base.ResolveReference(u)
			to.Fragment = ""
			if q := to.Query(); q.Has("lang") {
				continue
			}
			address := to.String()
			kind := strings.Split(to.Path+"/", "/")[1]
			if !seen[address] && kinds[kind] < mostOfAKind {
				seen[address] = true
				kinds[kind]++
				queue = append(queue, address)
			}
		}
	}
	for _, kind := range []string{"people", "documents", "entries", "duties", "plans", "ledger", "help"} {
		if kinds[kind] == 0 {
			t.Errorf("no page of %s can be reached from the overview", kind)
		}
	}
}

// checkPage checks what holds of every page.
func checkPage(t *testing.T, a *answer) {
	t.Helper()
	for _, word := range []string{"h1", "main", "header", "footer", "nav", "title", ".skip"} {
		if len(a.all(word)) == 0 {
			t.Errorf("%s has no %s", a.path, word)
		}
	}
	if n := len(a.all("h1")); n != 1 {
		t.Errorf("%s has %d headings of the first rank", a.path, n)
	}
	if a.one(t, "html").attr("lang") == "" {
		t.Errorf("%s does not say its language", a.path)
	}
	if strings.TrimSpace(a.one(t, "title").FirstChild.Data) == "" {
		t.Errorf("%s has no title", a.path)
	}
	for _, word := range []string{"script", "iframe", "object", "embed", "style", "base"} {
		if len(a.all(word)) > 0 {
			t.Errorf("%s has a <%s>", a.path, word)
		}
	}
	ids := map[string]bool{}
	for d := range a.Descendants() {
		n := node{d}
		if d.Type != html.ElementNode {
			continue
		}
		for _, at := range n.Attr {
			if strings.HasPrefix(at.Key, "on") || at.Key == "style" {
				t.Errorf("%s: <%s %s=%q>", a.path, n.Data, at.Key, at.Val)
			}
			if (at.Key == "src" || at.Key == "href" || at.Key == "action") && (strings.Contains(at.Val, ":") || strings.Contains(at.Val, "//") || at.Val == "") {
				t.Errorf("%s: <%s %s=%q> leads elsewhere", a.path, n.Data, at.Key, at.Val)
			}
		}
		if id := n.attr("id"); n.has("id") {
			if ids[id] || id == "" || strings.ContainsAny(id, " \t") {
				t.Errorf("%s: the id %q stands twice or is none", a.path, id)
			}
			ids[id] = true
		}
	}
	for _, link := range a.all("a") {
		if to, is := strings.CutPrefix(link.attr("href"), "#"); is && !ids[to] {
			t.Errorf("%s: nothing is at #%s", a.path, to)
		}
		if link.text() == "" {
			t.Errorf("%s: the link to %s says nothing", a.path, link.attr("href"))
		}
	}
	for _, table := range a.all("table") {
		if len(table.all("caption")) != 1 && len(table.all("table")) == 0 {
			t.Errorf("%s: a table has no caption", a.path)
		}
		for _, th := range table.all("th") {
			if !slices.Contains([]string{"col", "row", "rowgroup"}, th.attr("scope")) {
				t.Errorf("%s: a heading of a table does not say what it heads: %s", a.path, th.text())
			}
		}
	}
	for _, word := range []string{"input", "select"} {
		for _, field := range a.all(word) {
			if field.attr("type") != "hidden" && !slices.ContainsFunc(a.all("label"), func(l node) bool { return l.attr("for") == field.attr("id") }) {
				t.Errorf("%s: a field has no label", a.path)
			}
		}
	}
	for _, section := range a.all("section") {
		if by := section.attr("aria-labelledby"); by != "" && !ids[by] {
			t.Errorf("%s: a section is named by #%s, which is not there", a.path, by)
		}
	}
	for _, form := range a.all("form") {
		if form.attr("method") != "get" {
			t.Errorf("%s: a form does not only read", a.path)
		}
	}
	for _, key := range []string{"stance.", "standing.", "duty.", "owes.", "reason.", "rule.", "kind.", "link.", "plan.", "col."} {
		for _, word := range strings.Fields(a.one(t, "main").text()) {
			if rest, is := strings.CutPrefix(word, key); is && rest != "" && rest[0] >= 'a' && rest[0] <= 'z' && a.path != "/help" && !strings.Contains(word, "date") {
				t.Errorf("%s shows the key of a message: %s", a.path, word)
			}
		}
	}
}

func TestOverviewAgreesWithTheSummary(t *testing.T) {
	b, o := theSample(t, 60)
	w := browse(t, b, o)
	a := w.page(t, "/")
	sum, err := b.Summary(t.Context(), b.Now())
	if err != nil {
		t.Fatal(err)
	}
	figures := a.all(".fig", "b")
	for i, want := range []int{sum.Duties.Overdue, sum.Duties.Due, sum.Conflicts, sum.Proposals, sum.People} {
		if got := figures[i].text(); got != thousands(want) {
			t.Errorf("figure %d (%s) is %s, the summary says %d", i, node{figures[i].Parent}.text(), got, want)
		}
	}
	if sum.Duties.Overdue == 0 || sum.Conflicts == 0 || sum.Proposals != 1 {
		t.Fatalf("the sample has nothing to show: %+v", sum)
	}
	first := (node{a.one(t, "#pressing").Parent}).one(t, "tbody", "tr")
	if !first.matches(".row-overdue") {
		t.Errorf("what is overdue is not first: %s", first.text())
	}
	counted := 0
	for _, row := range (node{a.one(t, "#standing").Parent}).all("tr") {
		for code, n := range sum.Standing {
			if row.one(t, "a").attr("href") == "/people?standing="+string(code) && row.one(t, ".num").text() == thousands(n) {
				counted++
			}
		}
	}
	if counted != len(sum.Standing) {
		t.Errorf("%d of %d standings are counted as in the summary", counted, len(sum.Standing))
	}
}

func TestConflictShowsBothSidesAndTheirSpeakers(t *testing.T) {
	b := aBureau(t)
	imports(t, b, "first.csv", "name,date of birth,rank,power,capture date,held by\nМарко Гілецький,1990-02-03,солдат,VER,2025-01-05,SOK\n")
	imports(t, b, "second.csv", "name,date of birth,rank,power,capture date,held by\nMarko Hiletskyi,1990-02-03,солдат,VER,2025-01-09,SOK\n")
	w := browse(t, b, Options{})
	left, right := idOf(t, b, "Марко Гілецький"), idOf(t, b, "Marko Hiletskyi")
	if _, err := b.Same(t.Context(), left, right, bureau.Decision{By: "olena", Because: "same birth, same unit"}); err != nil {
		t.Fatal(err)
	}
	a := w.get(t, "/people/"+right.String())
	if a.status == 303 {
		a = w.page(t, a.location)
	}
	box := a.one(t, ".conflict")
	var values []string
	for _, side := range box.all(".side") {
		values = append(values, side.one(t, ".sidehead", "b").text())
		if !strings.Contains(side.text(), "Registry of Verenia") {
			t.Errorf("a side does not name its speaker: %s", side.text())
		}
	}
	slices.Sort(values)
	if !slices.Equal(values, []string{"2025-01-05", "2025-01-09"}) {
		t.Errorf("the sides are %q", values)
	}
	if heading := a.one(t, "h1").text(); !strings.Contains(heading, "Марко Гілецький") && !strings.Contains(heading, "Marko Hiletskyi") {
		t.Errorf("the heading is %q", heading)
	}
	if names := a.one(t, ".names").text(); !strings.Contains(names, "Hiletskyi") && !strings.Contains(names, "Гілецький") {
		t.Errorf("the other script is not shown: %q", names)
	}
	if links := (node{a.one(t, "#links").Parent}).text(); !strings.Contains(links, "same birth, same unit") {
		t.Errorf("the link does not show its evidence: %s", links)
	}
	if written := a.one(t, ".cells").text(); !strings.Contains(written, "capture date") {
		t.Errorf("the row as written is not shown: %s", written)
	}
	marked := 0
	for _, tr := range a.all(".said", "tr") {
		values := tr.all(".value")
		if len(values) > 0 && strings.HasPrefix(values[0].text(), "2025-01-0") {
			marked += len(tr.all(".sidename"))
		}
	}
	if marked != 2 {
		t.Errorf("%d statements of the table are marked as sides of the conflict", marked)
	}
}

func idOf(t *testing.T, b *bureau.Bureau, name string) (id statement.ID) {
	t.Helper()
	err := b.EachFile(t.Context(), func(f *bureau.File) error {
		if f.Title == name {
			id = f.ID()
		}
		return nil
	})
	if err != nil || id.IsZero() {
		t.Fatalf("%s is not on file: %v", name, err)
	}
	return id
}

func TestCorrectedAndWithdrawnStayReadable(t *testing.T) {
	b := aBureau(t)
	imports(t, b, "list.csv", "name,rank,power,birthplace\nJane Example,private,VER,Torvin\n")
	id := idOf(t, b, "Jane Example")
	f, err := b.Show(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	d := bureau.Decision{By: "olena", Because: "the card says so"}
	if _, err := b.Correct(t.Context(), f.Property("rank").Claims[0].Ref, "corporal", d); err != nil {
		t.Fatal(err)
	}
	if _, err := b.Withdraw(t.Context(), f.Property("birth.place").Claims[0].Ref, d); err != nil {
		t.Fatal(err)
	}
	a := browse(t, b, Options{}).page(t, "/people/"+id.String())
	struck := map[string]string{}
	for _, tr := range a.all(".said", "tr") {
		for _, s := range tr.all("s") {
			struck[s.text()] = tr.text()
		}
	}
	if !strings.Contains(struck["private"], "corrected") || !strings.Contains(struck["Torvin"], "withdrawn") {
		t.Errorf("struck are %q", struck)
	}
	if best := a.one(t, ".keyfacts").text(); !strings.Contains(best, "corporal") || strings.Contains(best, "private") {
		t.Errorf("the head of the file says %q", best)
	}
	for _, link := range a.all(".said", ".ref") {
		if link.attr("href") == "" {
			t.Error("a reference leads nowhere")
		}
	}
}

// Whatever a source wrote is text: it opens no element, and what would turn the
// writing around is named instead of obeyed.
func TestWhatSourcesWriteIsOnlyText(t *testing.T) {
	for i, name := range []string{
		`<script>alert(1)</script>`, `"><img src=x onerror=alert(1)>`, `</td></table><h1>Free</h1>`, `{{.Party}} {{template "x"}}`, `javascript:alert(1)`,
		"Anna \u202eanimaxE", "Boris\u2066\u2067 Example", "Clara\u200f Example", "&lt;b&gt;Dora", `' onmouseover='x`, "Emma\u200bExample", "]]><!-- Fay",
	} {
		t.Run(fmt.Sprint(i), func(t *testing.T) {
			b := aBureau(t)
			imports(t, b, "<b>list.csv", "name,power,rank,remarks\n\""+strings.ReplaceAll(name, `"`, `""`)+"\",VER,\""+strings.ReplaceAll(name, `"`, `""`)+"\",<i>remark</i>\n")
			w := browse(t, b, Options{})
			var id statement.ID
			if err := b.EachFile(t.Context(), func(f *bureau.File) error { id = f.ID(); return nil }); err != nil {
				t.Fatal(err)
			}
			for _, path := range []string{"/people/" + id.String(), "/", "/people?standing=unknown", "/entries/2", "/documents", "/search?q=" + url.QueryEscape(name), "/search?q=x&born=" + url.QueryEscape(name)} {
				a := w.page(t, path)
				checkPage(t, a)
				for _, word := range []string{"script", "img", "i", "b b"} {
					if found := a.all(strings.Fields(word)...); len(found) > 0 {
						t.Errorf("%s: a source opened <%s>", path, word)
					}
				}
				for d := range a.Descendants() {
					if d.Type == html.TextNode && strings.ContainsAny(d.Data, "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u200b") {
						t.Errorf("%s: a control of writing direction stands in %q", path, d.Data)
					}
				}
			}
			a := w.page(t, "/people/"+id.String())
			if strings.ContainsAny(name, "\u202e\u2066\u200f\u200b") != (len(a.all("h1", ".control")) > 0) {
				t.Errorf("controls in the heading: %s", a.one(t, "h1").text())
			}
			if len(a.all("h1", "bdi")) == 0 {
				t.Error("the name is not isolated from the writing around it")
			}
			var heading strings.Builder
			for d := range a.one(t, "h1").Descendants() {
				if d.Type == html.TextNode {
					heading.WriteString(d.Data)
				}
			}
			if len(a.all("h1", ".control")) == 0 && heading.String() != name {
				t.Errorf("the heading is %q", heading.String())
			}
		})
	}
}

func TestPagesThatAreNot(t *testing.T) {
	b := aBureau(t)
	imports(t, b, "list.csv", "name,power\nJane Example,VER\n")
	id := idOf(t, b, "Jane Example")
	w := browse(t, b, Options{})
	if _, err := b.Erase(t.Context(), id, bureau.Decision{By: "olena", Because: "a court ordered it"}, "petro"); err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]int{
		"/people/" + id.String(): 410, "/people/0000-0000-0000-0000": 404, "/people/nobody": 400, "/people": 400, "/people?standing=x": 400, "/people?conflict=x": 400,
		"/documents/0000-0000-0000-0000": 404, "/documents/x": 400, "/entries/99999": 404, "/entries/-1": 400, "/entries/x": 400, "/plans/1": 404, "/plans/x": 404,
		"/duties?state=x": 400, "/nothing": 404, "/static/messages.yaml": 404, "/static/..%2fmessages.yaml": 404, "/duties?page=-3": 200, "/duties?page=99999": 200,
		"/duties?rule=x&owes=y": 200, "/search?q=%ff%fe": 200, "/search?q=" + strings.Repeat("a", 5000): 200, "/?lang=xx": 200,
	} {
		a := w.get(t, path)
		if a.status != want {
			t.Errorf("%s: status %d, want %d: %s", path, a.status, want, a.text())
		}
		if want != 200 && !strings.HasPrefix(path, "/static") {
			if words := a.one(t, "main").text(); len(words) < 25 {
				t.Errorf("%s: the page says only %q", path, words)
			}
			checkPage(t, a)
		}
	}
	for n := int64(0); ; n++ {
		a := w.get(t, fmt.Sprint("/entries/", n))
		if a.status == 404 {
			break
		}
		if a.status != 200 {
			t.Errorf("entry %d: status %d", n, a.status)
		}
		checkPage(t, a)
	}
	if a := browse(t, b, Options{}).withDisk(failing{b}).get(t, "/"); a.status != 500 || !strings.Contains(a.text(), "disk is gone") {
		t.Errorf("a store that cannot be read: status %d: %s", a.status, a.text())
	}
}

func (b *browser) withDisk(f failing) *browser {
	s, err := New(f, Options{})
	if err != nil {
		panic(err)
	}
	return &browser{server: s}
}

func TestLabelsInTheLanguageAskedFor(t *testing.T) {
	b := aBureau(t)
	imports(t, b, "list.csv", "name,date of birth,power,sex\n김철수,1990-02-03,VER,m\n")
	w := browse(t, b, Options{})
	path := "/people/" + idOf(t, b, "김철수").String()
	for _, c := range []struct{ how, query, header, value, label string }{
		{"asked for", "?lang=ko", "", "", "생년월일"}, {"accepted", "", "Accept-Language", "uk-UA,uk;q=0.9,en;q=0.5", "Дата народження"},
		{"remembered", "", "Cookie", "lang=fr", "Date de naissance"}, {"not known", "?lang=xx", "Accept-Language", "de", "Date of birth"},
	} {
		a := w.page(t, path+c.query, c.header, c.value)
		found := slices.IndexFunc(a.all("dt", "span"), func(n node) bool { return n.text() == c.label })
		if found < 0 {
			t.Errorf("%s: no label %s", c.how, c.label)
			continue
		}
		if lang := a.all("dt", "span")[found].attr("lang"); (lang == "") != (c.label == "Date of birth") {
			t.Errorf("%s: the label's language is %q", c.how, lang)
		}
	}
	if a := w.page(t, path+"?lang=ko"); !strings.Contains(a.cookie, "lang=ko") || !strings.Contains(a.cookie, "HttpOnly") || !strings.Contains(a.cookie, "SameSite=Strict") {
		t.Errorf("the cookie is %q", a.cookie)
	}
	if a := w.page(t, path); a.one(t, "h1", "bdi").attr("lang") != "ko" {
		t.Error("a name in Hangul is not marked as Korean")
	}
}

func TestSearchExplains(t *testing.T) {
	b, o := theSample(t, 60)
	w := browse(t, b, o)
	var name string
	if err := b.EachFile(t.Context(), func(f *bureau.File) error {
		if name == "" && f.Kind == statement.Person && languageOf(f.Title) == "ko" {
			name = f.Title
		}
		return nil
	}); err != nil || name == "" {
		t.Fatalf("no Korean name in the sample: %v", err)
	}
	a := w.page(t, "/search?q="+url.QueryEscape(name))
	if got := a.one(t, ".hit", "h2").text(); got != name {
		t.Errorf("searching %s found %s first", name, got)
	}
	hit := a.one(t, ".hits", "li")
	sum := hit.one(t, "tfoot", "td").text()
	if sum != hit.one(t, ".bits", "b").text() {
		t.Errorf("the addends give %s, the hit says %s", sum, hit.one(t, ".bits").text())
	}
	if len(hit.all(".evidence", "tbody", "tr")) == 0 || !strings.Contains(hit.one(t, ".evidence").text(), "not the probability") {
		t.Errorf("the evidence says %s", hit.one(t, ".evidence").text())
	}
	if a := w.page(t, "/search?q="+url.QueryEscape("Zzyzx Qwortlebam")); len(a.all(".hit")) > 0 && !strings.Contains(a.text(), "hardly") && !strings.Contains(a.text(), "against") {
		t.Error("nobody of that name is on file, and somebody is found with evidence")
	}
	f, err := b.Show(t.Context(), idOf(t, b, name))
	if err != nil {
		t.Fatal(err)
	}
	if a := w.get(t, "/search?q="+f.ID().String()); a.location != "/people/"+f.ID().String() {
		t.Errorf("an id leads to %q", a.location)
	}
	if a := w.get(t, "/search?q=%231"); a.location != "/entries/1" {
		t.Errorf("#1 leads to %q", a.location)
	}
}

func TestReportMarksWhatWasRead(t *testing.T) {
	b, o := theSample(t, 20)
	w := browse(t, b, o)
	readings, err := b.Readings(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	r := readings[0]
	a := w.page(t, "/documents/"+r.Document.String())
	checkPage(t, a)
	var text strings.Builder
	for d := range a.one(t, ".text").Descendants() {
		if d.Type == html.TextNode && !(node{d.Parent}).matches(".pid") && !(node{d.Parent}).matches(".control") {
			text.WriteString(d.Data)
		}
	}
	plain := strings.Map(func(r rune) rune {
		if hidden(r) {
			return -1
		}
		return r
	}, r.Text)
	if text.String() != plain {
		t.Error("the text shown is not the text of the report")
	}
	states := map[string]int{}
	for _, s := range r.Report.Statements {
		row := a.one(t, "#p-"+s.ID)
		for _, state := range []string{"accept", "reject", "open"} {
			states[state] += len(row.all("." + state))
		}
		if a.one(t, "#t-"+s.ID).attr("href") != "#p-"+s.ID {
			t.Errorf("%s: the text does not lead to the proposal", s.ID)
		}
	}
	if states["open"] != 1 || states["reject"] != 1 || states["accept"] != len(r.Report.Statements)-2 {
		t.Errorf("decisions: %v", states)
	}
	s := r.Report.Statements[3]
	asked := w.page(t, fmt.Sprintf("/documents/%s?from=%d&to=%d", r.Document, s.Content.Start, s.Content.End))
	var words strings.Builder
	for _, n := range asked.all(".text", ".asked") {
		for d := range n.Descendants() {
			if d.Type == html.TextNode {
				words.WriteString(d.Data)
			}
		}
	}
	if words.String() != s.Content.Text || len(asked.all("#asked")) != 1 {
		t.Errorf("asked for %q, marked is %q", s.Content.Text, words.String())
	}
	if len(a.all(".text", ".artefact")) == 0 {
		t.Error("no artefact is marked")
	}
}

func TestDutiesAreFilteredAndImmediatelyHasNoDeadline(t *testing.T) {
	b, o := theSample(t, 60)
	if _, err := b.Target(t.Context(), "122.3-agency", "1h", bureau.Decision{By: "olena", Because: "agreed in the office"}); err != nil {
		t.Fatal(err)
	}
	w := browse(t, b, o)
	due, err := b.Due(t.Context(), b.Now())
	if err != nil {
		t.Fatal(err)
	}
	counts := map[string]int{}
	for _, item := range due {
		counts[string(item.State)]++
		counts["rule "+item.Rule]++
	}
	for state, path := range map[string]string{"overdue": "/duties?state=overdue", "due": "/duties?state=due", "rule 122.3-agency": "/duties?rule=122.3-agency"} {
		a := w.page(t, path)
		if got := a.one(t, "h1", ".count").text(); got != thousands(counts[state]) || counts[state] == 0 {
			t.Errorf("%s counts %s, want %d", path, got, counts[state])
		}
		if rows := len(a.all("tbody", "tr")); rows != min(counts[state], rowsOnAPage) {
			t.Errorf("%s shows %d rows of %d", path, rows, counts[state])
		}
	}
	a := w.page(t, "/duties?rule=122.3-agency")
	for _, row := range a.all("tbody", "tr") {
		if words := row.text(); strings.Contains(words, "due by") || !strings.Contains(words, "Not a legal deadline") || !strings.Contains(words, "immediately") {
			t.Errorf("a duty without a number of days is shown as: %s", words)
		}
	}
	if all := w.page(t, "/duties?page=2"); len(due) > rowsOnAPage && len(all.all("tbody", "tr")) == 0 {
		t.Error("the second page is empty")
	}
	if !slices.ContainsFunc(due, func(i duty.Item) bool { return i.State == "overdue" }) {
		t.Error("nothing is overdue in the sample")
	}
}

func TestEntryShowsRowAndProof(t *testing.T) {
	b := aBureau(t)
	imports(t, b, "list.csv", "name,power,shoe size\nJane Example,ver,42\n")
	w := browse(t, b, Options{})
	f, err := b.Show(t.Context(), idOf(t, b, "Jane Example"))
	if err != nil {
		t.Fatal(err)
	}
	n := f.Property("name").Claims[0].Entry.Number
	a := w.page(t, fmt.Sprint("/entries/", n))
	if cells := a.one(t, ".cells").text(); !strings.Contains(cells, "shoe size 42") {
		t.Errorf("the row as written: %s", cells)
	}
	if proof := a.one(t, "#proof").Parent; !strings.Contains((node{proof}).text(), "c2sp.org/tlog-proof") {
		t.Error("no proof is shown")
	}
	ledger := w.page(t, "/ledger")
	if !strings.Contains(ledger.text(), "Whole:") {
		t.Errorf("the ledger is not shown as verified: %s", ledger.one(t, "main").text())
	}
	if c := w.get(t, "/ledger/checkpoint"); !strings.HasPrefix(c.raw, b.Settings().Ledger+"\n") || !strings.HasPrefix(c.kind, "text/plain") {
		t.Errorf("the checkpoint is %q", c.raw)
	}
}

// Who is known only as a mother who asked is not shown as somebody missing.
func TestNextOfKinHaveNoStanding(t *testing.T) {
	b := aBureau(t)
	imports(t, b, "enquiries.csv", "reference,enquirer,relation,enquiry date,name,power,missing since\nE-1,Maria Example,mother,2025-01-10,Jane Sample,VER,2025-01-02\n")
	w := browse(t, b, Options{})
	for name, kin := range map[string]bool{"Maria Example": true, "Jane Sample": false} {
		a := w.page(t, "/search?q="+url.QueryEscape(name))
		hit := a.one(t, ".hit")
		if has := strings.Contains(hit.text(), "next of kin"); has != kin || (len(hit.all(".standing")) > 0) == kin {
			t.Errorf("%s is shown as: %s", name, hit.text())
		}
		f := w.page(t, hit.one(t, "a").attr("href"))
		checkPage(t, f)
		if (len(f.all(".panel")) > 0) == kin {
			t.Errorf("%s: the file shows a standing: %v", name, !kin)
		}
		if other := (node{f.one(t, "#links").Parent}).text(); !strings.Contains(other, "to be informed") {
			t.Errorf("%s: the links are %s", name, other)
		}
	}
}

// While nothing is counted yet, a page does not say that there is nothing.
func TestNotCountedIsNotZero(t *testing.T) {
	b := aBureau(t)
	imports(t, b, "list.csv", "name,power\nJane Example,VER\n")
	s, err := New(b, Options{}) // and nobody runs its background work
	if err != nil {
		t.Fatal(err)
	}
	w := &browser{server: s}
	for _, path := range []string{"/", "/duties", "/people?standing=held"} {
		a := w.page(t, path)
		checkPage(t, a)
		words := a.one(t, "main").text()
		for _, claim := range []string{"No duty", "Nobody.", "Nobody is on file", "No source contradicts"} {
			if strings.Contains(words, claim) {
				t.Errorf("%s says %q without having counted", path, claim)
			}
		}
		if !strings.Contains(words, "Counting") {
			t.Errorf("%s does not say that it is being counted", path)
		}
		if refresh := slices.IndexFunc(a.all("meta"), func(n node) bool { return n.attr("http-equiv") == "refresh" }); refresh < 0 {
			t.Errorf("%s is not asked for again", path)
		}
	}
	for i, fig := range w.page(t, "/").all(".fig", "b") {
		if got := fig.text(); i != 3 && got != "…" {
			t.Errorf("figure %d says %s", i, got)
		}
	}
}

// A death somebody reports is never shown as a death.
func TestReportedDeathIsAReport(t *testing.T) {
	b := aBureau(t)
	imports(t, b, "list.csv", "name,power,death date\nJane Example,VER,2025-01-02\n")
	a := browse(t, b, Options{}).page(t, "/people/"+idOf(t, b, "Jane Example").String())
	standing := a.one(t, ".panel", ".standing")
	if !standing.matches(".st-"+string(casefile.ReportedDead)) || !strings.Contains(standing.text(), "not certified") {
		t.Errorf("the standing is %q", standing.text())
	}
}
