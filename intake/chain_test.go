package intake

import (
	"strings"
	"testing"
)

// The chain behind a statement: who told the speaker, through whom he spoke, who translated.
func TestChain(t *testing.T) {
	for _, c := range []struct{ rule, text, content, chain string }{
		{"somebody told the speaker", "The sergeant said his superiors told him that the village was empty.", "his superiors", "his superiors/source, The sergeant/, narrator/article"},
		{"told by somebody", "Irek said she had been told by a former cellmate that her brother was moved.", "she had been", "a former cellmate/source, Irek/, narrator/article"},
		{"the question names who told", "When asked what his commanders had told him about the raid, he stated that he was informed about an exercise.", "he was informed", "his commanders/source, he/, narrator/article"},
		{"an interpreter", "Speaking through an interpreter, Davit Merabi said he was moved four times.", "he was moved", "Davit Merabi/, interpreter/interpreter, narrator/article"},
		{"a line on the translation of all", "Davit Merabi said he was moved four times.\n\nTranslated from Georgian by Ana Kobia.", "he was moved", "Davit Merabi/, narrator/article, Ana Kobia, from Georgian/translation"},
		{"a translation without a name", "(Translated from the Korean)\n\nDavit Merabi said he was moved four times.", "he was moved", "Davit Merabi/, narrator/article, from Korean/translation"},
		{"an agency passes it on", "“We know nothing of it,” Davit Merabi told reporters, according to Vest.", "We know", "Davit Merabi/, Vest/report, narrator/article"},
		{"nobody told him", "Davit Merabi said he told the guards that he was ill.", "he told", "Davit Merabi/, narrator/article"},
	} {
		t.Run(c.rule, func(t *testing.T) {
			r, err := Read(c.text, Options{Language: "en"})
			if err != nil {
				t.Fatal(err)
			}
			for _, s := range r.Statements {
				if !strings.HasPrefix(s.Content.Text, c.content) {
					continue
				}
				var links []string
				for _, l := range s.SaidBy {
					links = append(links, l.Name+"/"+l.Role)
				}
				if got := strings.Join(links, ", "); got != c.chain {
					t.Errorf("%s\nwant %s", got, c.chain)
				}
				return
			}
			t.Fatalf("nothing begins %q: %+v", c.content, r.Statements)
		})
	}
}
