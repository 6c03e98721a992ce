package name

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// MaxTokens is the number of tokens of a name that are compared; what follows is read but carries no weight.
const MaxTokens = 8

// maxRead bounds the tokens that Parse returns and the bytes of one token it takes.
const (
	maxRead  = 64
	maxBytes = 256
)

// Role is what a token does in a name.
type Role uint8

// The roles. Part is a family or given name or a piece of one: which of the two is not decided here, because
// order varies and lists swap it.
const (
	Part Role = iota
	Patronymic
	Initial
	Title // titles, ranks, forms of address: set aside, never compared
)

// String names the role.
func (r Role) String() string {
	return [...]string{"part", "patronymic", "initial", "title or rank"}[r&3]
}

// Token is one part of a name.
type Token struct {
	Written string     // as in the name, unchanged
	Normal  string     // Normal(Written) without hyphens, apostrophes and full stops
	Script  Script     // of Normal
	Role    Role       //
	Start   int        // byte offset of Written in the name
	Sounds  []Skeleton // one skeleton per reading, the likeliest first; never empty

	side       side
	units      []byte   // for learned spellings; empty where there are none
	forms      []form   // the given names it may be a form of
	kontsevich Skeleton // of a Hangul token as Cyrillic letters write it; otherwise empty
}

// Name is a written name and its tokens in the order written.
type Name struct {
	Written string
	Tokens  []Token

	compared []compared // what Match reads: parts, patronymics and initials, at most MaxTokens
	divided  bool       // one Hangul word, divided into family and given name
}

// Parse reads a written name. It splits at white space, commas, brackets, full stops after initials, and at
// hyphens between pieces of more than one syllable (Korean given names written "Min-su" stay one token); it
// divides an unspaced Korean full name after the family name; and it sets titles and ranks aside unless
// nothing else would be left. Text of any length is accepted; at most 64 tokens are returned.
func Parse(written string) Name {
	n := Name{Written: written}
	hangulWords := 0
	for start, word := range words(written) {
		if len(n.Tokens) >= maxRead {
			break
		}
		before := len(n.Tokens)
		n.addWord(start, word)
		if len(n.Tokens) > before && n.Tokens[before].Script == Hangul && n.Tokens[before].Role != Title {
			hangulWords++
		}
	}
	n.keepSomething()
	n.needThreeForPatronymic()
	if hangulWords == 1 {
		n.divideKorean()
	}
	for i := range n.Tokens {
		t := &n.Tokens[i]
		if t.Sounds == nil {
			t.Sounds = Sounds(t.Normal)
		}
		t.forms = formsOf(t)
		t.hearToken()
		if t.Script == Hangul && t.Role == Part {
			if written, ok := kontsevich().Write(t.Normal); ok && len(written) > 0 {
				t.kontsevich = Sounds(written)[0]
			}
		}
	}
	n.prepare()
	return n
}

// words yields the byte offset and text of each stretch between separators.
func words(s string) func(yield func(int, string) bool) {
	separates := func(r rune) bool {
		switch r {
		case ',', ';', ':', '/', '(', ')', '[', ']', '{', '}', '"', '«', '»', '“', '”', '„', '·', '・', '<', '>', '|', '_', '，', '、':
			return true
		}
		return unicode.IsSpace(r)
	}
	return func(yield func(int, string) bool) {
		from := -1
		for i, r := range s {
			if separates(r) {
				if from >= 0 && !yield(from, s[from:i]) {
					return
				}
				from = -1
			} else if from < 0 {
				from = i
			}
		}
		if from >= 0 {
			yield(from, s[from:])
		}
	}
}

func (n *Name) addWord(start int, word string) {
	if len(word) > maxBytes {
		cut := maxBytes
		for cut > 0 && !utf8.RuneStart(word[cut]) {
			cut--
		}
		word = word[:cut]
	}
	normal := Normal(word)
	if title(strings.TrimRight(normal, ".")) {
		n.Tokens = append(n.Tokens, Token{Written: word, Normal: letters(normal), Script: ScriptOf(normal), Role: Title, Start: start})
		return
	}
	if strings.ContainsRune(word, '.') {
		for at, piece := range pieces(word, func(r rune) bool { return r == '.' }) {
			dot := at+len(piece) < len(word)
			n.addPiece(start+at, piece, dot)
		}
		return
	}
	if strings.ContainsRune(normal, '-') && !oneSyllableEach(normal) {
		for at, piece := range pieces(word, isHyphen) {
			n.addPiece(start+at, piece, false)
		}
		return
	}
	n.addPiece(start, word, false)
}

// pieces yields the non-empty stretches of s between runes for which cut holds.
func pieces(s string, cut func(rune) bool) func(yield func(int, string) bool) {
	return func(yield func(int, string) bool) {
		from := 0
		for i, r := range s {
			if !cut(r) {
				continue
			}
			if i > from && !yield(from, s[from:i]) {
				return
			}
			from = i + utf8.RuneLen(r)
		}
		if from < len(s) {
			yield(from, s[from:])
		}
	}
}

func (n *Name) addPiece(start int, piece string, dot bool) {
	if len(n.Tokens) >= maxRead {
		return
	}
	full := Normal(piece)
	normal := letters(full)
	if normal == "" {
		return
	}
	t := Token{Written: piece, Normal: normal, Script: ScriptOf(normal), Start: start}
	if t.Script == Latin && strings.Contains(full, "-") {
		t.Sounds = Sounds(strings.Trim(full, "-"))
	}
	switch {
	case title(normal):
		t.Role = Title
	case initial(normal, t.Script, dot):
		t.Role = Initial
	case patronymic(normal):
		t.Role = Patronymic
	}
	n.Tokens = append(n.Tokens, t)
}

// letters drops the marks that join or abbreviate, which spellings of one name use or leave out.
func letters(normal string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsMark(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, normal)
}

// initial: a single letter, or two with a full stop where Cyrillic initials are romanised (Yu., Ya., Ye.). A
// lone vowel without a full stop is a family name in Korean romanisations (O, I, U), not an initial.
func initial(normal string, s Script, dot bool) bool {
	if s != Latin && s != Cyrillic {
		return false
	}
	first, size := utf8.DecodeRuneInString(normal)
	switch {
	case size == len(normal):
		return dot || !strings.ContainsRune("aeiouаеиоуыэюяієї", first)
	case dot && len(normal) == 2:
		return strings.Contains("|yu|ya|ye|yo|ju|ja|je|zh|kh|ts|ch|sh|iu|ia|ie|", "|"+normal+"|")
	}
	return false
}

// keepSomething turns titles back into parts when a name consists of nothing else: Major may be a family name.
func (n *Name) keepSomething() {
	for _, t := range n.Tokens {
		if t.Role != Title {
			return
		}
	}
	for i := range n.Tokens {
		n.Tokens[i].Role = Part
	}
}

// patronymicEndings are those of Ukrainian and Russian patronymics in Cyrillic and in the romanisations in use.
var patronymicEndings = []string{
	"ович", "евич", "йович", "івна", "ївна", "овна", "евна", "ична", "инична", "ьич", "лліч", "льич",
	"ovich", "evich", "ovych", "evych", "yovych", "iovych", "ovitch", "evitch", "owicz", "ovič", "evič",
	"ivna", "yivna", "yvna", "ovna", "evna", "ichna", "ychna", "owytsch", "owitsch", "ewitsch",
}

// needThreeForPatronymic: beside fewer than two other tokens such an ending is likelier a family name (Petrovich
// Ivan), and there is nothing else to tell the name by.
func (n *Name) needThreeForPatronymic() {
	count := 0
	for _, t := range n.Tokens {
		if t.Role != Title {
			count++
		}
	}
	for i := range n.Tokens {
		if count < 3 && n.Tokens[i].Role == Patronymic {
			n.Tokens[i].Role = Part
		}
	}
}

// patronymic tells by the ending and a minimum length. Family names with the same ending exist (Petrovich);
// the role only lets a missing one pass, so the mistake is mild.
func patronymic(normal string) bool {
	if len(normal) < 6 {
		return false
	}
	for _, e := range patronymicEndings {
		if strings.HasSuffix(normal, e) && utf8.RuneCountInString(normal) >= utf8.RuneCountInString(e)+2 {
			return true
		}
	}
	return false
}

// oneSyllableEach reports that every piece between hyphens has exactly one group of vowels, as the syllables
// of a Korean given name do in romanisation.
func oneSyllableEach(normal string) bool {
	for _, piece := range strings.Split(normal, "-") {
		groups, in := 0, false
		for _, r := range norm1(piece) {
			if 0xAC00 <= r && r <= 0xD7A3 {
				groups++
				in = false
				continue
			}
			v := strings.ContainsRune("aeiouyаеёиоуыэюяієї", r)
			if v && !in {
				groups++
			}
			in = v
		}
		if groups != 1 {
			return false
		}
	}
	return true
}
