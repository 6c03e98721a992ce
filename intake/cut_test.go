package intake

import (
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
)

// TestCutAnywhere reads pieces of reports that begin and end where no sentence does, in every language: none
// makes it stumble.
func TestCutAnywhere(t *testing.T) {
	var texts [][]rune
	for _, of := range []string{"reports", "others", "slots"} {
		files, err := filepath.Glob(filepath.Join("testdata", of, "*.txt"))
		if err != nil || len(files) == 0 {
			t.Fatal("the reports are missing", err)
		}
		for _, f := range files {
			b, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			texts = append(texts, []rune(string(b)))
		}
	}
	r := rand.New(rand.NewPCG(7, cuts))
	for range cuts {
		text := texts[r.IntN(len(texts))]
		from := r.IntN(len(text))
		piece := string(text[from:min(len(text), from+1+r.IntN(400))])
		for _, language := range []string{"", "en", "uk", "ru", "ko"} {
			func() {
				defer func() {
					if e := recover(); e != nil {
						t.Fatalf("%q in language %q: %v", piece, language, e)
					}
				}()
				if _, err := Read(piece, Options{Language: language}); err != nil {
					t.Fatalf("%q: %v", piece, err)
				}
			}()
		}
	}
}

const cuts = 2000
