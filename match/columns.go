package match

import (
	"fmt"
	"slices"
	"strings"
	"sync"

	"homeward/identity"
	"homeward/statement"
)

// Options say what the headers of two lists do not.
type Options struct {
	ID     string   // header of the column with the records' ids, where it is not a usual one
	Pair   []string // "LEFT=RIGHT": headers of two columns that say the same
	Ignore []string // headers of columns not to compare
}

// Column is a column of both lists that says the same thing, whatever it is called in each.
type Column struct {
	Header string              // what it is called in results: as in the left list
	Other  string              // as in the right list, where that differs
	Kind   identity.ColumnKind //
	Role   string              // property of the vocabulary or word of roleHeaders; "" where unknown
	How    string              // "header", "meaning", "values", "--pair"
	Left   []int               // columns of the left list, more than one where a name is in parts
	Right  []int
	Part   namePart // of the name in these columns
}

// Roles that the vocabulary of prisoners and the missing does not have, and further headers of those it has.
var roleHeaders = map[string]string{
	"name.given":      "fname forename first given christian_name vorname 1st_name",
	"name.family":     "lname sname last family second_name nachname maiden_name",
	"name":            "person_name complete_name",
	"birth.date":      "date_of_birth dob birthday birth bday d_o_b geburtsdatum",
	"sex":             "gender",
	"postcode":        "zip zip_code zipcode postal_code post_code postal індекс поштовий_індекс индекс почтовый_индекс 우편번호 plz",
	"address":         "address address1 address_1 address_line_1 street_address street addr street_name вулиця адреса адрес улица 주소 거리",
	"address, more":   "address2 address_2 address_line_2",
	"house number":    "street_number house_number house_no street_no house_num street_num будинок дом",
	"town":            "city town suburb locality municipality village місто населений_пункт город населенный_пункт 도시 시",
	"state":           "state province region county область край регіон регион 도",
	"civil number":    "soc_sec_id ssn social_security_number social_security_no national_id personal_id tax_id id_number рнокпп іпн инн снилс 주민등록번호",
	"phone":           "phone phone_number telephone tel mobile phone_no телефон тел 전화 전화번호",
	"electronic mail": "email e_mail mail email_address ел_пошта эл_почта 이메일",
}

// roles tells by a header what a column is of.
var roles = sync.OnceValue(func() map[string]string {
	out := map[string]string{}
	v := statement.DefaultVocabulary()
	for i := range v.Properties {
		p := &v.Properties[i]
		for _, h := range p.Columns {
			out[headerKey(statement.FoldHeader(h))] = p.Name
		}
		if len(p.Columns) > 0 {
			out[headerKey(p.Name)] = p.Name
			for _, language := range statement.Languages() {
				out[headerKey(statement.FoldHeader(p.Label[language]))] = p.Name
			}
		}
	}
	for role, headers := range roleHeaders {
		for _, h := range strings.Fields(headers) {
			if k := headerKey(h); out[k] == "" {
				out[k] = role
			}
		}
	}
	delete(out, "")
	return out
})

func roleOf(header string) string { return roles()[headerKey(statement.FoldHeader(header))] }

// answerColumn says who is one person in test sets: that is the answer, not evidence.
const answerColumn = "cluster"

// Columns pairs the columns of two lists: those that are called alike, then those that mean the same, then those whose
// values are largely the same; and says how each is compared.
//
// One list beside itself is the same Table twice. What cannot be done as asked is an error that names the option.
func Columns(left, right *Table, o Options) ([]Column, error) {
	if o.ID != "" && left.column(headerKey(o.ID)) < 0 && right.column(headerKey(o.ID)) < 0 {
		return nil, fmt.Errorf("--id %s: there is no such column; %s has %s", o.ID, left.File, strings.Join(left.Headers, ", "))
	}
	skip := map[string]bool{answerColumn: true, "": true}
	for _, h := range o.Ignore {
		key := headerKey(h)
		if key == "" || left.column(key) < 0 && right.column(key) < 0 {
			return nil, fmt.Errorf("--ignore %s: there is no such column; %s has %s", h, left.File, strings.Join(left.Headers, ", "))
		}
		skip[key] = true
	}
	p := pairing{left: left, right: right, usedLeft: map[int]bool{}, usedRight: map[int]bool{}}
	for i, h := range left.Headers {
		p.usedLeft[i] = skip[headerKey(h)] || i == o.idColumn(left) || left.empty(i)
	}
	for i, h := range right.Headers {
		p.usedRight[i] = skip[headerKey(h)] || i == o.idColumn(right) || right.empty(i)
	}
	for _, said := range o.Pair {
		l, r, ok := strings.Cut(said, "=")
		i, j := left.column(headerKey(l)), right.column(headerKey(r))
		switch {
		case !ok:
			return nil, fmt.Errorf("--pair %s: it has the form LEFT=RIGHT, the headers of two columns", said)
		case i < 0:
			return nil, fmt.Errorf("--pair %s: %s has no column %q; it has %s", said, left.File, l, strings.Join(left.Headers, ", "))
		case j < 0:
			return nil, fmt.Errorf("--pair %s: %s has no column %q; it has %s", said, right.File, r, strings.Join(right.Headers, ", "))
		}
		p.take(i, j, "--pair")
	}
	p.byHeader()
	p.byMeaning()
	p.byNameInParts()
	p.byValues()
	out := p.found
	if len(out) == 0 {
		return nil, fmt.Errorf("%s and %s have no column in common that holds anything; the first has %s, the second %s; --pair LEFT=RIGHT says which two say the same", left.File, right.File,
			strings.Join(left.Headers, ", "), strings.Join(right.Headers, ", "))
	}
	slices.SortStableFunc(out, func(a, b Column) int { return nameRank(a.Role) - nameRank(b.Role) })
	for i := range out {
		if out[i].Part == wholeName {
			out[i].Kind = kindOf(&out[i], left, right)
		}
	}
	out = divideNames(joinLosses(out), left, right)
	if len(out) > identity.MaxColumns {
		return nil, fmt.Errorf("%d columns to compare, more than %d: leave some out with --ignore HEADER", len(out), identity.MaxColumns)
	}
	return out, nil
}

// nameRank puts family and given name before other columns, wherever both are: they are compared crosswise too.
func nameRank(role string) int {
	if role == "name.family" || role == "name.given" || role == "name" {
		return 0
	}
	return 1
}

func (t *Table) column(key string) int {
	return slices.IndexFunc(t.Headers, func(h string) bool { return headerKey(h) == key })
}

func (t *Table) empty(column int) bool {
	return !slices.ContainsFunc(t.Rows, func(row []string) bool { return row[column] != "" })
}

// pairing is the columns of two lists being put together.
type pairing struct {
	left, right         *Table
	usedLeft, usedRight map[int]bool
	found               []Column
}

func (p *pairing) take(l, r int, how string) {
	role := roleOf(p.left.Headers[l])
	if role == "" {
		role = roleOf(p.right.Headers[r])
	}
	p.found = append(p.found, Column{Header: p.left.Headers[l], Other: p.right.Headers[r], Role: role, How: how, Left: []int{l}, Right: []int{r}})
	p.usedLeft[l], p.usedRight[r] = true, true
}

func (p *pairing) byHeader() {
	for l, h := range p.left.Headers {
		if r := p.right.column(headerKey(h)); !p.usedLeft[l] && r >= 0 && !p.usedRight[r] {
			p.take(l, r, "header")
		}
	}
}

func (p *pairing) byMeaning() {
	for l, h := range p.left.Headers {
		role := roleOf(h)
		if p.usedLeft[l] || role == "" {
			continue
		}
		for r, other := range p.right.Headers {
			if !p.usedRight[r] && roleOf(other) == role {
				p.take(l, r, "meaning")
				break
			}
		}
	}
}

// byNameInParts puts a name written whole in one list beside family and given name, and patronymic, of the other.
func (p *pairing) byNameInParts() {
	of := func(t *Table, used map[int]bool, role string) int {
		return slices.IndexFunc(t.Headers, func(h string) bool { return roleOf(h) == role && !used[t.column(headerKey(h))] })
	}
	for _, turned := range [2]bool{false, true} {
		whole, parts, usedWhole, usedParts := p.left, p.right, p.usedLeft, p.usedRight
		if turned {
			whole, parts, usedWhole, usedParts = p.right, p.left, p.usedRight, p.usedLeft
		}
		name, family, given := of(whole, usedWhole, "name"), of(parts, usedParts, "name.family"), of(parts, usedParts, "name.given")
		if name < 0 || family < 0 || given < 0 {
			continue
		}
		both := Column{Header: whole.Headers[name], Other: parts.Headers[family] + " + " + parts.Headers[given], Role: "name", How: "meaning", Left: []int{name}, Right: []int{family, given}}
		if father := of(parts, usedParts, "name.father"); father >= 0 {
			both.Right = append(both.Right, father)
			usedParts[father] = true
		}
		if turned {
			both.Header, both.Other, both.Left, both.Right = both.Other, both.Header, both.Right, both.Left
		}
		p.found = append(p.found, both)
		usedWhole[name], usedParts[family], usedParts[given] = true, true, true
	}
}

// Columns are put together by their values where, of the distinct values of the column with fewer, so many are in the
// other too: fewer of them where there are many values.
const (
	valuesFew, shareOfFew   = 4, 0.7
	valuesMany, shareOfMany = 100, 0.3
	valuesRead              = 200_000 // rows looked at
)

func (p *pairing) byValues() {
	if p.left == p.right {
		return
	}
	lefts, rights := distinct(p.left, p.usedLeft), distinct(p.right, p.usedRight)
	shared := func(l, r int) float64 {
		a, b := lefts[l], rights[r]
		if len(a) > len(b) {
			a, b = b, a
		}
		both := 0
		for v := range a {
			if b[v] {
				both++
			}
		}
		share := float64(both) / float64(max(len(a), 1))
		if len(a) < valuesFew || len(a) < valuesMany && share < shareOfFew || share < shareOfMany {
			return 0
		}
		return share
	}
	for l := range p.left.Headers {
		best, most := -1, 0.0
		for r := range p.right.Headers {
			if share := shared(l, r); share > most {
				best, most = r, share
			}
		}
		if best < 0 {
			continue
		}
		mutual := true
		for other := range p.left.Headers {
			mutual = mutual && (other == l || shared(other, best) < most)
		}
		if mutual {
			p.take(l, best, "values")
			delete(lefts, l)
			delete(rights, best)
		}
	}
}

// distinct are the values of each column not yet taken.
func distinct(t *Table, used map[int]bool) map[int]map[string]bool {
	out := map[int]map[string]bool{}
	for i := range t.Headers {
		if used[i] {
			continue
		}
		values, ready := map[string]bool{}, dateReader(t, i)
		for _, row := range t.Rows[:min(len(t.Rows), valuesRead)] {
			if v := row[i]; v != "" {
				if day := ready(v); len(day) == 8 {
					v = day
				}
				values[strings.ToLower(v)] = true
			}
		}
		out[i] = values
	}
	return out
}

// kindOf tells how two columns are compared by what they are of, then by their values.
func kindOf(p *Column, left, right *Table) identity.ColumnKind {
	if property := statement.DefaultVocabulary().Property(p.Role); property != nil {
		switch property.Type {
		case statement.NameType:
			return identity.NameColumn
		case statement.DateType:
			return identity.DateColumn
		case statement.NumberType:
			return identity.NumberColumn
		case statement.CodeType, statement.PowerType:
			return identity.CodeColumn
		}
	}
	filled, digits, dates := 0, 0, 0
	for _, side := range []struct {
		t *Table
		c int
	}{{left, p.Left[0]}, {right, p.Right[0]}} {
		ready := dateReader(side.t, side.c)
		for _, row := range side.t.Rows[:min(len(side.t.Rows), 2000)] {
			v := row[side.c]
			if v == "" {
				continue
			}
			filled++
			d := 0
			for _, r := range v {
				if '0' <= r && r <= '9' {
					d++
				}
			}
			if d*2 > len(v) {
				digits++
			}
			if day := ready(v); len(day) == 8 && "1850" < day && day < "2100" {
				dates++
			}
		}
	}
	key := strings.ToLower(p.Header)
	switch {
	case dates*10 > filled*9, strings.Contains(key, "birth") && dates*2 > filled:
		return identity.DateColumn
	case digits*10 > filled*8:
		return identity.NumberColumn
	case strings.Contains(key, "name"):
		return identity.NameColumn
	}
	return identity.WordsColumn
}

// joinLosses makes one column of the day of capture and the day since when somebody is missing, where both lists have
// both: whom one side holds as captured, the other misses since about that day.
func joinLosses(columns []Column) []Column {
	of := func(role string) int {
		return slices.IndexFunc(columns, func(p Column) bool { return p.Role == role && p.How != "values" })
	}
	captured, missing := of("capture.date"), of("missing.since")
	if captured < 0 || missing < 0 {
		return columns
	}
	both, other := columns[captured], columns[missing]
	both.Header += " / " + other.Header
	both.Other += " / " + other.Other
	both.Left, both.Right = append(slices.Clone(both.Left), other.Left...), append(slices.Clone(both.Right), other.Right...)
	columns[captured] = both
	return slices.Delete(columns, missing, missing+1)
}
