package edtf

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"
	"unsafe"

	"pgregory.net/rapid"
)

func mustParse(t testing.TB, s string) Date {
	t.Helper()
	d, err := Parse(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// The examples of the EDTF Specification of 4 February 2019, and what this
// package adds. Canonical text is the same unless given.
func TestParseTakesWhatTheStandardGives(t *testing.T) {
	tests := []struct{ rule, texts string }{
		{"level 0 date", "1985-04-12 1985-04 1985 0000 0000-02-29 2000-02-29 9999-12-31"},
		{"level 0 date and time", "1985-04-12T23:20:30 1985-04-12T23:20:30Z 1985-04-12T23:20:30-04>1985-04-12T23:20:30-04:00 1985-04-12T23:20:30+04:30 1985-04-12T23:20:30+00:00>1985-04-12T23:20:30Z 1985-04-12T00:00:00+14:00 1985-04-12T23:59:59-12:00"},
		{"level 0 interval", "1964/2008 2004-06/2006-08 2004-02-01/2005-02-08 2004-02-01/2005-02 2004-02-01/2005 2005/2006-02"},
		{"level 1 letter-prefixed year", "Y170000002 Y-170000002 Y10000 Y-10000"},
		{"level 1 season", "2001-21 2001-22 2001-23 2001-24"},
		{"level 1 qualification", "1984? 2004-06~ 2004-06-11% 2001-21? Y170000002~"},
		{"level 1 unspecified digits", "201X 20XX 2004-XX 1985-04-XX 1985-XX-XX 201X? 2004-XX~ -19XX"},
		{"level 1 open end", "1985-04-12/.. 1985-04/.. 1985/.."},
		{"level 1 open start", "../1985-04-12 ../1985-04 ../1985"},
		{"level 1 unknown end", "1985-04-12/ 1985-04/ 1985/"},
		{"level 1 unknown start", "/1985-04-12 /1985-04 /1985"},
		{"level 1 negative year", "-1985 -0001 -9999 -0004-02-29"},
		{"level 1 qualified ends", "1984~/2004-06 1984/2004-06~ 1984~/2004~ 1984?/2004% 1984-06?/2004-08? 1984-06-02?/2004-08-08~ 1984-06-02?/"},
		{"level 2, added: years", "1XXX XXXX -XXXX -000X"},
		{"level 2, added: unspecified ends", "2004-06-XX/2004-07-03 199X/.. 2004-06/2004"},
	}
	for _, tt := range tests {
		t.Run(tt.rule, func(t *testing.T) {
			for _, text := range strings.Fields(tt.texts) {
				text, want, changed := strings.Cut(text, ">")
				if !changed {
					want = text
				}
				d := mustParse(t, text)
				if got := d.String(); got != want {
					t.Errorf("%q is written %q, want %q", text, got, want)
				}
				if d.IsZero() {
					t.Errorf("%q is zero", text)
				}
				if again := mustParse(t, want); again != d {
					t.Errorf("%q and %q are read as different dates", text, want)
				}
			}
		})
	}
}

func TestParseRefuses(t *testing.T) {
	tests := []struct {
		rule, text string
		pos        int
		want       string
	}{
		{"nothing", "", 1, "four digits"},
		{"a blank", " 2025-01-03", 1, "four digits"},
		{"a day the month has not", "2025-02-30", 9, "01 to 28 of the month 2025-02"},
		{"a leap day of a common year", "1900-02-29", 9, "01 to 28"},
		{"day 00", "2025-01-00", 9, "01 to 31"},
		{"day 31 of April", "2025-04-31", 9, "01 to 30"},
		{"day and month exchanged", "2025-30-01", 6, "month 01 to 12"},
		{"month 13", "2025-13", 6, "month 01 to 12"},
		{"season 25", "2025-25", 6, "21 to 24"},
		{"month 00", "2025-00-01", 6, "month 01 to 12"},
		{"a season with a day", "2025-21-01", 8, "the end of the date"},
		{"a year of two digits", "25-01-03", 3, "a digit"},
		{"a year of five digits without Y", "20250", 5, `"-"`},
		{"basic format", "20250103", 5, `"-"`},
		{"a month of one digit", "2025-1-03", 7, "month"},
		{"a day of one digit", "2025-01-3", 10, "day of two digits"},
		{"a day of three digits", "2025-01-030", 11, `"T"`},
		{"digits of another script", "２０２５", 1, "four digits"},
		{"the draft's u", "199u", 4, "X"},
		{"a digit after X", "19X5", 4, "X: after"},
		{"a month of an unspecified year", "199X-12", 5, "the end"},
		{"a day of an unspecified month", "2025-XX-12", 9, "XX"},
		{"half a month unspecified", "2025-1X", 7, "month"},
		{"half a day unspecified", "2025-01-1X", 10, "day"},
		{"both marks", "1984?~", 6, "once"},
		{"level 2 qualification", "2004-06~-11", 9, "level 1"},
		{"level 2 set", "[1667,1668]", 1, "year"},
		{"level 2 exponent", "Y17E7", 4, "more than four digits"},
		{"Y and four digits", "Y1985", 6, "more than four digits"},
		{"Y and zeros", "Y00198", 2, "leading zeros"},
		{"Y and ten digits", "Y1700000020", 11, "nine digits"},
		{"year -0000", "-0000", 1, "-0000"},
		{"hour 24", "1985-04-12T24:00:00", 12, "hour"},
		{"minute 60", "1985-04-12T23:60:00", 15, "minutes"},
		{"second 60", "1985-04-12T23:59:60", 18, "seconds"},
		{"no seconds", "1985-04-12T23:20", 17, "hh:mm:ss"},
		{"a fraction", "1985-04-12T23:20:30.5", 20, "end of the date-time"},
		{"a lower-case t", "1985-04-12t23:20:30", 11, `"T"`},
		{"offset -00:00", "1985-04-12T23:20:30-00:00", 20, "Z"},
		{"offset +14:01", "1985-04-12T23:20:30+14:01", 20, "+14:00"},
		{"offset -13", "1985-04-12T23:20:30-13", 20, "-12:00"},
		{"a time of a month", "1985-04T23:20:30", 8, `"-"`},
		{"a qualified time", "1985-04-12T23:20:30?", 20, "end of the date-time"},
		{"a time in an interval", "1985-04-12T23:20:30/1986", 1, "without a time"},
		{"two slashes", "1985/1986/1987", 10, `one "/"`},
		{"a slash alone", "/", 1, "a date at one end"},
		{"open at both ends", "../..", 1, "a date at one end"},
		{"open and unknown", "/..", 1, "a date at one end"},
		{"an interval backwards", "2008/1964", 6, "not before the start"},
		{"the draft's unknown", "unknown/2006", 1, "year"},
		{"one point", "1985/.", 6, "year"},
		{"position in characters", "1985-04/рік", 9, "year"},
	}
	for _, tt := range tests {
		t.Run(tt.rule, func(t *testing.T) {
			d, err := Parse(tt.text)
			var pe *ParseError
			if !errors.As(err, &pe) {
				t.Fatalf("Parse(%q) = %v, %v", tt.text, d, err)
			}
			if pe.Pos != tt.pos || !strings.Contains(pe.Want, tt.want) || !d.IsZero() {
				t.Errorf("%v; want character %d, %q", err, tt.pos, tt.want)
			}
		})
	}
}

func TestBounds(t *testing.T) {
	tests := []struct{ text, earliest, latest string }{
		{"2025-01-03", "2025-01-03T00:00:00Z", "2025-01-04T00:00:00Z"},
		{"2024-12-31", "2024-12-31T00:00:00Z", "2025-01-01T00:00:00Z"},
		{"2024-02", "2024-02-01T00:00:00Z", "2024-03-01T00:00:00Z"},
		{"1999-XX", "1999-01-01T00:00:00Z", "2000-01-01T00:00:00Z"},
		{"1999-12-XX", "1999-12-01T00:00:00Z", "2000-01-01T00:00:00Z"},
		{"199X", "1990-01-01T00:00:00Z", "2000-01-01T00:00:00Z"},
		{"19XX?", "1900-01-01T00:00:00Z", "2000-01-01T00:00:00Z"},
		{"2001-21", "2001-03-01T00:00:00Z", "2001-07-01T00:00:00Z"},
		{"2001-22", "2001-06-01T00:00:00Z", "2001-10-01T00:00:00Z"},
		{"2001-23", "2001-09-01T00:00:00Z", "2002-01-01T00:00:00Z"},
		{"2001-24", "2000-12-01T00:00:00Z", "2002-04-01T00:00:00Z"},
		{"2025-01-03T01:00:00+02:00", "2025-01-02T23:00:00Z", "2025-01-02T23:00:01Z"},
		{"2004-02-01/2005", "2004-02-01T00:00:00Z", "2006-01-01T00:00:00Z"},
		{"2004/..", "2004-01-01T00:00:00Z", ""},
		{"2004/", "2004-01-01T00:00:00Z", ""},
		{"../2004", "", "2005-01-01T00:00:00Z"},
		{"/2004", "", "2005-01-01T00:00:00Z"},
		{"", "", ""},
	}
	for _, tt := range tests {
		var d Date
		if err := d.UnmarshalText([]byte(tt.text)); err != nil {
			t.Fatal(err)
		}
		show := func(at time.Time, ok bool) string {
			if !ok {
				return ""
			}
			return at.Format(time.RFC3339)
		}
		if got := show(d.Earliest()); got != tt.earliest {
			t.Errorf("earliest of %q: %s, want %s", tt.text, got, tt.earliest)
		}
		if got := show(d.Latest()); got != tt.latest {
			t.Errorf("latest of %q: %s, want %s", tt.text, got, tt.latest)
		}
	}
	for text, years := range map[string][2]int{
		"-000X": {-9, 0}, "-XXXX": {-9999, 0}, "-19XX": {-1999, -1899}, "Y-170000002": {-170000002, -170000001},
	} {
		d := mustParse(t, text)
		lo, _ := d.Earliest()
		hi, _ := d.Latest()
		if lo.Year() != years[0] || hi.Year() != years[1] {
			t.Errorf("%s: from %d to %d, want %v", text, lo.Year(), hi.Year(), years)
		}
	}
}

func TestCompareSaysSurelyOnlyWhenSure(t *testing.T) {
	tests := []struct {
		rule, a, b string
		want       Relation
		overlaps   bool
	}{
		{"one day after another", "2025-01-03", "2025-01-04", SurelyBefore, false},
		{"the same day", "2025-01-03", "2025-01-03", MayOverlap, true},
		{"a day and its month", "2025-01-03", "2025-01", MayOverlap, true},
		{"a day and the month before", "2025-01-01", "2024-12", SurelyAfter, false},
		{"an unspecified digit", "199X", "1999-12-31", MayOverlap, true},
		{"an unspecified digit, past", "199X", "2000", SurelyBefore, false},
		{"uncertain is never sure", "1984?", "2025", MayOverlap, false},
		{"approximate is never sure", "2025", "1984~", MayOverlap, false},
		{"doubt at the end that does not decide", "1984~/2004", "2025", SurelyBefore, false},
		{"doubt at the end that decides", "1984/2004~", "2025", MayOverlap, false},
		{"an open end", "2024/..", "2025", MayOverlap, true},
		{"before an open interval", "2023", "2024/..", SurelyBefore, false},
		{"an unknown end", "2024/", "2025", MayOverlap, true},
		{"an unknown start, over", "/1985", "1986", SurelyBefore, false},
		{"a time and a day of an unnamed clock", "2025-01-02T23:30:00Z", "2025-01-03", MayOverlap, true},
		{"a time and a day no clock on earth shows", "2025-01-02T09:59:59Z", "2025-01-03", SurelyBefore, false},
		{"a time when some clock shows the day", "2025-01-02T10:00:00Z", "2025-01-03", MayOverlap, true},
		{"a day that is over everywhere", "2025-01-03", "2025-01-04T12:00:00Z", SurelyBefore, false},
		{"a day that is not over everywhere", "2025-01-03", "2025-01-04T11:59:59Z", MayOverlap, true},
		{"the same instant on two clocks", "2025-01-03T12:00:00+02:00", "2025-01-03T10:00:00Z", MayOverlap, true},
		{"instants on two clocks", "2025-01-03T12:00:00+02:00", "2025-01-03T10:00:01Z", SurelyBefore, false},
		{"no date", "", "2025", MayOverlap, false},
	}
	for _, tt := range tests {
		t.Run(tt.rule, func(t *testing.T) {
			var a, b Date
			if err := errors.Join(a.UnmarshalText([]byte(tt.a)), b.UnmarshalText([]byte(tt.b))); err != nil {
				t.Fatal(err)
			}
			if got := a.Compare(b); got != tt.want {
				t.Errorf("%v %v %v, want %v", a, got, b, tt.want)
			}
			if got := b.Compare(a); got != -tt.want {
				t.Errorf("%v %v %v, want %v", b, got, a, -tt.want)
			}
			if a.Before(b) != (tt.want == SurelyBefore) || a.After(b) != (tt.want == SurelyAfter) {
				t.Error("Before or After disagrees with Compare")
			}
			if got := Overlaps(a, b); got != tt.overlaps {
				t.Errorf("overlaps: %v, want %v", got, tt.overlaps)
			}
		})
	}
}

func TestContains(t *testing.T) {
	tests := []struct {
		a, b string
		want bool
	}{
		{"2025-01", "2025-01-03", true},
		{"2025-01-03", "2025-01", false},
		{"2025-01-03", "2025-01-03?", true},
		{"2025-01-03", "2025-01-03T01:00:00+02:00", true},
		{"2025-01-02", "2025-01-03T01:00:00+02:00", false},
		{"2024-10/2025-01", "2025-01-31", true},
		{"2024-10/2025-01", "2025-02-01", false},
		{"2024-10/..", "2025/..", true},
		{"2024-10/..", "2025/", true},
		{"2024-10/", "2025", false},
		{"/2024", "2023", false},
		{"../2024", "2023", true},
		{"2024", "2024/..", false},
		{"2025-01-03T12:00:00+02:00", "2025-01-03T10:00:00Z", true},
		{"2025-01-03T12:00:00+02:00", "2025-01-03T12:00:00Z", false},
	}
	for _, tt := range tests {
		if got := mustParse(t, tt.a).Contains(mustParse(t, tt.b)); got != tt.want {
			t.Errorf("%s contains %s: %v, want %v", tt.a, tt.b, got, tt.want)
		}
	}
	if d := mustParse(t, "2025"); d.Contains(Date{}) || (Date{}).Contains(d) {
		t.Error("the zero Date contains or is contained")
	}
}

func TestAddDays(t *testing.T) {
	tests := []struct {
		text string
		n    int
		want string // empty: an error
	}{
		{"2025-01-03", 2, "2025-01-05"},
		{"2024-02-28?", 1, "2024-02-29?"},
		{"2024-12-31T23:00:00+02:00", 1, "2025-01-01T23:00:00+02:00"},
		{"2025-01-03/2025-01-05", -3, "2024-12-31/2025-01-02"},
		{"2025-01-03/..", 7, "2025-01-10/.."},
		{"2025-01-31/", 1, "2025-02-01/"},
		{"0000-01-01", -1, "-0001-12-31"},
		{"2025-01", 1, ""}, {"2025-01-XX", 1, ""}, {"2025", 1, ""}, {"9999-12-31", 1, ""},
		{"2025-01-03", 1 << 62, ""}, {"2025-01-03/2026", 1, ""},
	}
	for _, tt := range tests {
		got, err := mustParse(t, tt.text).AddDays(tt.n)
		if got.String() != tt.want || (err == nil) != (tt.want != "") {
			t.Errorf("%s + %d days: %v, %v; want %q", tt.text, tt.n, got, err, tt.want)
		}
	}
	if _, err := (Date{}).AddDays(1); err == nil {
		t.Error("days added to no date")
	}
}

func TestPrecisionAndParts(t *testing.T) {
	tests := []struct {
		text    string
		want    Precision
		y, m, d int
		ok      bool
	}{
		{"XXXX", AnyYear, 0, 0, 0, false}, {"1XXX", Millennium, 0, 0, 0, false},
		{"19XX", Century, 0, 0, 0, false}, {"199X", Decade, 0, 0, 0, false},
		{"1999", YearPrecision, 1999, 0, 0, true}, {"1999-XX-XX", YearPrecision, 1999, 0, 0, true},
		{"1999-21", Season, 1999, 0, 0, true}, {"1999-12-XX", MonthPrecision, 1999, 12, 0, true},
		{"1999-12-31", DayPrecision, 1999, 12, 31, true}, {"1999-12-31T00:00:00", Second, 1999, 12, 31, true},
		{"1999-12-31/2001", YearPrecision, 0, 0, 0, false}, {"1999-12-31/..", DayPrecision, 0, 0, 0, false},
		{"/1999-12", MonthPrecision, 0, 0, 0, false},
	}
	for _, tt := range tests {
		date := mustParse(t, tt.text)
		if got := date.Precision(); got != tt.want {
			t.Errorf("precision of %s: %v, want %v", tt.text, got, tt.want)
		}
		y, m, d, ok := date.Civil()
		if y != tt.y || int(m) != tt.m || d != tt.d || ok != tt.ok {
			t.Errorf("civil parts of %s: %d %d %d %v", tt.text, y, m, d, ok)
		}
	}
	if (Date{}).Precision() != NoPrecision {
		t.Error("the zero Date has a precision")
	}
}

func TestConstructors(t *testing.T) {
	day, err := Day(2025, time.January, 3)
	if err != nil || day != mustParse(t, "2025-01-03") {
		t.Error(day, err)
	}
	month, err := Month(2025, time.March)
	if err != nil || month != mustParse(t, "2025-03") {
		t.Error(month, err)
	}
	year, err := Year(-170000002)
	if err != nil || year != mustParse(t, "Y-170000002") {
		t.Error(year, err)
	}
	at, err := Of(time.Date(2025, 1, 3, 14, 30, 5, 999, time.FixedZone("", 2*3600)))
	if err != nil || at != mustParse(t, "2025-01-03T14:30:05+02:00") {
		t.Error(at, err)
	}
	at, err = Of(time.Date(2025, 1, 3, 14, 30, 5, 0, time.FixedZone("", 1234)))
	if err != nil || at != mustParse(t, "2025-01-03T14:09:31Z") {
		t.Error(at, err)
	}
	for want, make := range map[string]func() (Date, error){
		"2025-01-03/2025-03": func() (Date, error) { return Interval(day, month) },
		"2025-01-03/":        func() (Date, error) { return Interval(day, Date{}) },
		"/2025-01-03":        func() (Date, error) { return Interval(Date{}, day) },
		"2025-01-03/..":      func() (Date, error) { return Since(day) },
		"../2025-01-03":      func() (Date, error) { return Until(day) },
	} {
		got, err := make()
		if err != nil || got != mustParse(t, want) {
			t.Errorf("%v, %v; want %s", got, err, want)
			continue
		}
		start, openStart := got.Start()
		end, openEnd := got.End()
		from, to, _ := strings.Cut(want, "/")
		if start.String() != strings.TrimPrefix(from, "..") || end.String() != strings.TrimPrefix(to, "..") || openStart != (from == "..") || openEnd != (to == "..") {
			t.Errorf("ends of %s: %v %v, %v %v", want, start, openStart, end, openEnd)
		}
	}
	span := mustParse(t, "2024/2025")
	for rule, make := range map[string]func() (Date, error){
		"30 February":       func() (Date, error) { return Day(2025, 2, 30) },
		"day 0":             func() (Date, error) { return Day(2025, 2, 0) },
		"month 13":          func() (Date, error) { return Month(2025, 13) },
		"year 10000":        func() (Date, error) { return Day(10000, 1, 1) },
		"ten digits":        func() (Date, error) { return Year(1_000_000_000) },
		"Of year 10000":     func() (Date, error) { return Of(time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC)) },
		"no ends":           func() (Date, error) { return Interval(Date{}, Date{}) },
		"since nothing":     func() (Date, error) { return Since(Date{}) },
		"until nothing":     func() (Date, error) { return Until(Date{}) },
		"backwards":         func() (Date, error) { return Interval(month, day) },
		"an interval in it": func() (Date, error) { return Interval(span, Date{}) },
		"since an interval": func() (Date, error) { return Since(span) },
		"until an interval": func() (Date, error) { return Until(span) },
		"until a time":      func() (Date, error) { return Until(at) },
	} {
		if got, err := make(); err == nil || !got.IsZero() {
			t.Errorf("%s: %v, %v", rule, got, err)
		}
	}
}

func TestQualifiedAndPlain(t *testing.T) {
	for _, tt := range []struct{ text, want string }{
		{"1984", "1984%"}, {"1984?/2004", "1984%/2004%"}, {"1984/..", "1984%/.."}, {"2025-01-03T00:00:00", "2025-01-03T00:00:00"},
	} {
		d := mustParse(t, tt.text)
		q := d.Qualified(true, true)
		if q.String() != tt.want || q.Uncertain() != strings.Contains(tt.want, "%") || q.Approximate() != q.Uncertain() {
			t.Errorf("%s qualified is %s, want %s", d, q, tt.want)
		}
		if p := q.Plain(); p != d.Plain() || p.Uncertain() || p.Approximate() {
			t.Errorf("%s plain is %s", q, p)
		}
	}
	if d := mustParse(t, "1984?"); !d.Uncertain() || d.Approximate() {
		t.Error("? is uncertain and not approximate")
	}
}

func TestJSON(t *testing.T) {
	type row struct {
		On   Date
		None Date `json:",omitzero"`
	}
	in := row{On: mustParse(t, "1985-04-12/..")}
	text, err := json.Marshal(in)
	if err != nil || string(text) != `{"On":"1985-04-12/.."}` {
		t.Fatalf("%s, %v", text, err)
	}
	var out row
	if err := json.Unmarshal(text, &out); err != nil || out != in {
		t.Errorf("%v, %v", out, err)
	}
	if err := json.Unmarshal([]byte(`{"On":"2025-02-30"}`), &out); err == nil || out != in {
		t.Errorf("30 February read from JSON: %v", out)
	}
}

func TestDateIsSmall(t *testing.T) {
	if n := unsafe.Sizeof(Date{}); n != 32 {
		t.Errorf("a Date has %d bytes", n)
	}
	if n := testing.AllocsPerRun(100, func() { Parse("2025-01-03") }); n != 0 {
		t.Errorf("parsing a day allocates %v times", n)
	}
}

func TestDayNumbersAgreeWithTime(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		at := time.Unix(rapid.Int64Range(-1<<48, 1<<48).Draw(t, "seconds"), 0).UTC()
		y, m, d := at.Date()
		want := at.Truncate(24 * time.Hour).Unix()
		if got := midnight(int64(y), int64(m), int64(d)); got != want {
			t.Fatalf("%v: %d, want %d", at, got, want)
		}
		if n := time.Date(y, m+1, 0, 0, 0, 0, 0, time.UTC).Day(); n != daysIn(y, int(m)) {
			t.Fatalf("%d-%d has %d days", y, m, n)
		}
	})
}

// textGen draws valid EDTF of every form.
func textGen() *rapid.Generator[string] {
	date := rapid.OneOf(
		rapid.StringMatching(`-?[1-9][0-9]{3}`),
		rapid.StringMatching(`-?[0-9]{2}(XX|[0-9]X)`),
		rapid.StringMatching(`-?([0-9]XXX|XXXX)`),
		rapid.StringMatching(`[0-9]{4}-(0[1-9]|1[0-2]|2[1-4]|XX|XX-XX)`),
		rapid.StringMatching(`(19|20)[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8]|XX)`),
		rapid.StringMatching(`Y-?[1-9][0-9]{4,8}`),
	)
	qualified := rapid.Custom(func(t *rapid.T) string {
		return date.Draw(t, "date") + rapid.SampledFrom([]string{"", "", "?", "~", "%"}).Draw(t, "mark")
	})
	return rapid.OneOf(
		qualified,
		rapid.StringMatching(`20[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](Z|[+](0[1-9]|1[0-3]):[0-5][0-9]|-(0[1-9]|1[01]):[0-5][0-9])?`),
		rapid.Custom(func(t *rapid.T) string {
			end := rapid.OneOf(qualified, rapid.Just(".."), rapid.Just(""))
			s := end.Draw(t, "start") + "/" + end.Draw(t, "end")
			if _, err := Parse(s); err != nil { // backwards, or without a date
				return qualified.Draw(t, "instead")
			}
			return s
		}),
	)
}

func TestProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := textGen().Draw(t, "a")
		a, err := Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		b, err := Parse(textGen().Draw(t, "b"))
		if err != nil {
			t.Fatal(err)
		}
		if a.String() != text {
			t.Fatalf("%q is written %q", text, a)
		}
		checkDate(t, a)
		if Overlaps(a, b) != Overlaps(b, a) {
			t.Fatalf("overlap of %v and %v is not symmetric", a, b)
		}
		if a.Compare(b) != -b.Compare(a) {
			t.Fatalf("order of %v and %v is not antisymmetric", a, b)
		}
		if !Overlaps(a, a) || a.Compare(a) != MayOverlap {
			t.Fatalf("%v does not overlap itself", a)
		}
		if a.Contains(b) && !Overlaps(a, b) {
			t.Fatalf("%v contains %v without overlap", a, b)
		}
		if a.Compare(b) != MayOverlap && Overlaps(a, b) {
			t.Fatalf("%v and %v overlap and are surely apart", a, b)
		}
		n := rapid.IntRange(-100_000, 100_000).Draw(t, "n")
		if moved, err := a.AddDays(n); err == nil {
			if back, err := moved.AddDays(-n); err != nil || back != a {
				t.Fatalf("%v moved by %d days and back: %v, %v", a, n, back, err)
			}
		}
	})
}

// checkDate checks what holds of every Date.
func checkDate(t interface {
	Fatalf(format string, args ...any)
}, d Date) {
	again, err := Parse(d.String())
	if err != nil || again != d || again.String() != d.String() {
		t.Fatalf("%q is read back as %q: %v", d, again, err)
	}
	lo, okLo := d.Earliest()
	hi, okHi := d.Latest()
	if okLo && okHi && !lo.Before(hi) {
		t.Fatalf("%v: earliest %v is not before latest %v", d, lo, hi)
	}
	if !okLo && !okHi {
		t.Fatalf("%v has no bound", d)
	}
	if d.Precision() == NoPrecision {
		t.Fatalf("%v has no precision", d)
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"2025-01-03", "1985-04-12T23:20:30+04:30", "../1985-XX-XX%", "Y-170000002~", "-19XX", "2004-06-XX/2004-07-03", "1985/"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d, err := Parse(s)
		if err != nil {
			var pe *ParseError
			if !errors.As(err, &pe) || pe.Pos < 1 || pe.Pos > len([]rune(s))+1 || pe.Want == "" || !d.IsZero() {
				t.Fatalf("%q: %v, %v", s, d, err)
			}
			return
		}
		checkDate(t, d)
	})
}

func BenchmarkParseDay(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Parse("2025-01-03"); err != nil {
			b.Fatal(err)
		}
	}
}
