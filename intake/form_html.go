package intake

import (
	"html"
	"strings"
	"unicode"
	"unicode/utf8"

	"homeward/statement/edtf"

	nethtml "golang.org/x/net/html"
)

// pageRole is what an element of a page does to its text.
type pageRole uint8

const (
	inlineRole pageRole = iota
	silentRole          // holds no text that is shown as such
	asideRole           // is shown beside the text
	blockRole           // is a paragraph
	lineRole            // is a line
	cellRole            // is a cell of a row
)

func pageRoleOf(element string) pageRole {
	switch element {
	case "script", "style", "noscript", "template", "svg", "iframe", "object", "title", "textarea", "select", "math":
		return silentRole
	case "nav", "footer", "aside", "form", "button", "dialog":
		return asideRole
	case "p", "div", "article", "section", "main", "header", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "ul", "ol", "table", "pre",
		"figure", "figcaption", "hr", "address", "dl", "body":
		return blockRole
	case "br", "li", "tr", "dt", "dd", "caption":
		return lineRole
	case "td", "th":
		return cellRole
	}
	return inlineRole
}

// htmlPart is the text of a page. Scripts, styles and what stands beside the text
// (navigation, footers, asides, forms) are left out; blocks are paragraphs, rows
// of a table lines.
func htmlPart(text string) part {
	p, open := htmlText(text, true)
	if open {
		p, _ = htmlText(text, false) // an aside that never ends is none
	}
	return p
}

func htmlText(text string, leaveAsides bool) (p part, open bool) {
	z := nethtml.NewTokenizer(strings.NewReader(text))
	z.SetMaxBuf(0)
	at := 0                        // code points of the original before the token
	aside, asides, pre := "", 0, 0 // the outermost aside, how deep in it, and in <pre>
	silent := ""                   // the silent element we are in
	published := ""                // the date the page gives itself
	p.view.at, p.view.end = []int32{}, []int32{}
	for {
		kind := z.Next()
		raw := string(z.Raw())
		if kind == nethtml.ErrorToken {
			return p.datedBy(published), aside != ""
		}
		n := utf8.RuneCountInString(raw)
		switch kind {
		case nethtml.TextToken:
			if silent == "" && aside == "" {
				p.view.htmlWords(raw, at, pre > 0)
			}
		case nethtml.StartTagToken, nethtml.SelfClosingTagToken, nethtml.EndTagToken:
			nameBytes, has := z.TagName()
			name := string(nameBytes)
			ends := kind == nethtml.EndTagToken
			role := pageRoleOf(name)
			switch {
			case silent != "":
				if ends && name == silent {
					silent = ""
				}
			case aside != "":
				if name == aside && kind == nethtml.StartTagToken {
					asides++
				} else if name == aside && ends {
					if asides--; asides == 0 {
						aside = ""
					}
				}
			case role == silentRole && kind == nethtml.StartTagToken:
				silent = name
			case leaveAsides && role == asideRole && kind == nethtml.StartTagToken:
				aside, asides = name, 1
				p.view.part("\n\n", at)
			case role == blockRole:
				p.view.part("\n\n", at)
			case role == lineRole && (!ends || name == "tr" || name == "li"):
				p.view.part("\n", at)
			case role == cellRole && !ends:
				p.view.part("\t", at)
			}
			if name == "pre" {
				if ends {
					pre = max(0, pre-1)
				} else {
					pre++
				}
			}
			if has && !ends {
				attrs := map[string]string{}
				for more := true; more; {
					var k, v []byte
					k, v, more = z.TagAttr()
					if _, twice := attrs[string(k)]; !twice {
						attrs[string(k)] = string(v)
					}
				}
				switch {
				case name == "html" && attrs["lang"] != "":
					p.language, _, _ = strings.Cut(strings.ToLower(attrs["lang"]), "-")
				case name == "meta" && publishedKey(attrs["property"]+attrs["name"]+attrs["itemprop"]):
					published = attrs["content"]
				case name == "time" && published == "" && (strings.EqualFold(attrs["itemprop"], "datePublished") || hasWord(attrs, "pubdate")):
					published = attrs["datetime"]
				}
			}
		}
		at += n
	}
}

func hasWord(attrs map[string]string, key string) bool { _, has := attrs[key]; return has }

// publishedKey: the names under which pages give the day they appeared.
func publishedKey(key string) bool {
	switch strings.ToLower(key) {
	case "article:published_time", "og:article:published_time", "datepublished", "date", "dc.date", "dc.date.issued", "dcterms.created", "pubdate", "publishdate":
		return true
	}
	return false
}

// datedBy takes the day from a date or a date and time.
func (p part) datedBy(written string) part {
	if len(written) >= 10 {
		if d, err := edtf.Parse(written[:10]); err == nil && d.Precision() == edtf.DayPrecision {
			p.dated = d.String()
		}
	}
	return p
}

// htmlWords puts a text of markup into the view: references become what they stand
// for, line ends blanks, and of several blanks one is shown.
func (v *View) htmlWords(raw string, at int, pre bool) {
	for i := 0; i < len(raw); {
		r, size := utf8.DecodeRuneInString(raw[i:])
		if r == '&' {
			if decoded, n := reference(raw[i:]); n > 0 {
				width := utf8.RuneCountInString(raw[i : i+n])
				for k, d := range []rune(decoded) {
					if k == 0 {
						v.put(d, at, at+width)
					} else {
						v.put(d, at+width, at+width) // a reference to two code points
					}
				}
				i, at = i+n, at+width
				continue
			}
		}
		if unicode.IsSpace(r) && !pre && r != '\u00a0' && r != '\u2028' && r != '\u2029' {
			r = ' '
			if n := len(v.Text); n == 0 || v.Text[n-1] == ' ' || v.Text[n-1] == '\n' || v.Text[n-1] == '\t' {
				i, at = i+size, at+1 // blanks between the tags are no part of what a page shows
				continue
			}
		}
		v.put(r, at, at+1)
		i, at = i+size, at+1
	}
}

// reference reads a character reference and returns what it stands for and its
// length in bytes; 0 where there is none.
func reference(s string) (string, int) {
	end := strings.IndexByte(s[:min(len(s), 40)], ';') + 1
	if end > 2 {
		if out := html.UnescapeString(s[:end]); out != s[:end] && utf8.RuneCountInString(out) <= 2 && !strings.HasSuffix(out, ";") {
			return out, end
		}
	}
	// The older names need no semicolon.
	n := 1
	for n < len(s) && n < 9 && (s[n] == '#' && n == 1 || s[n] >= '0' && s[n] <= '9' || s[n]|0x20 >= 'a' && s[n]|0x20 <= 'z') {
		n++
	}
	for ; n > 2; n-- {
		if out := html.UnescapeString(s[:n]); out != s[:n] && utf8.RuneCountInString(out) == 1 {
			return out, n
		}
	}
	return "", 0
}
