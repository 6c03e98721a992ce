package list

import (
	"errors"
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/unicode"
)

func encoded(t testing.TB, name, text string) string {
	t.Helper()
	var out string
	var err error
	switch name {
	case "utf-8":
		out = text
	case "utf-8 mark":
		out = "\ufeff" + text
	case "utf-16le":
		out, err = unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM).NewEncoder().String(text)
	case "utf-16be":
		out, err = unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM).NewEncoder().String(text)
	case "utf-16le mark":
		out, err = unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String(text)
	case "utf-16be mark":
		out, err = unicode.UTF16(unicode.BigEndian, unicode.UseBOM).NewEncoder().String(text)
	case "windows-1251":
		out, err = charmap.Windows1251.NewEncoder().String(text)
	case "euc-kr":
		out, err = korean.EUCKR.NewEncoder().String(text)
	default:
		t.Fatalf("no encoding %q", name)
	}
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestEncodingIsRecognised(t *testing.T) {
	for _, test := range []struct{ text, encodings string }{
		{ukrainian, "utf-8|utf-8 mark|utf-16le|utf-16be|utf-16le mark|utf-16be mark|windows-1251"},
		{russian, "utf-8|utf-8 mark|utf-16le|utf-16be|utf-16le mark|utf-16be mark|windows-1251"},
		{hangul, "utf-8|utf-8 mark|utf-16le|utf-16be|utf-16le mark|utf-16be mark|euc-kr"},
		{strings.ReplaceAll(hangul, "\n", "\r"), "utf-8|utf-16le|utf-16be mark|euc-kr"},
		{"성명|비고\n홍가상|똠방각하 쓰\n", "utf-8|euc-kr"}, // syllables that only cp949 has
		{"name,remarks\nOles Vyhadaniuk,一一一 丁丁\n", "utf-8|utf-16le|utf-16be"},
	} {
		_, plain, _ := readAll(t, "plain.csv", test.text, Options{})
		for _, e := range strings.Split(test.encodings, "|") {
			l, rows, bad := readAll(t, e+".csv", encoded(t, e, test.text), Options{})
			name, _, _ := strings.Cut(e, " ")
			if !strings.HasPrefix(l.Encoding, name+", ") {
				t.Errorf("%.10s in %s: read as %s", test.text, e, l.Encoding)
			}
			if len(bad) > 0 || len(rows) != len(plain) {
				t.Fatalf("%.10s in %s: %d rows, %d bad", test.text, e, len(rows), len(bad))
			}
			for i := range rows {
				if got, want := says(rows[i].Person), says(plain[i].Person); got != want {
					t.Errorf("%s row %d:\n got %s\nwant %s", e, rows[i].Number, got, want)
				}
			}
			if last := rows[len(rows)-1].Offset; last != int64(len(encoded(t, e, test.text))) {
				t.Errorf("%s: the last row ends at byte %d of %d", e, last, len(encoded(t, e, test.text)))
			}
			// Named, it is read the same.
			_, named, _ := readAll(t, e+".csv", encoded(t, e, test.text), Options{Encoding: name})
			if got, want := says(named[0].Person), says(plain[0].Person); got != want {
				t.Errorf("--encoding %s: got %s, want %s", name, got, want)
			}
		}
	}
}

func TestEncodingUTF16WithOpenByteOrder(t *testing.T) {
	for _, e := range []string{"utf-16le", "utf-16be", "utf-16le mark", "utf-16be mark"} {
		_, rows, _ := readAll(t, "list.csv", encoded(t, e, ukrainian), Options{Encoding: "UTF-16"})
		if len(rows) != 2 {
			t.Errorf("%s: %d rows", e, len(rows))
		}
	}
}

func TestEncodingThatMakesNoSenseIsRefused(t *testing.T) {
	for name, text := range map[string]string{
		"latin-1":      "name,unit\nJos\xe9 Inexistante,Mus\xe9e\n",
		"koi8-r":       "name,unit\n\xf7\xd9\xc4\xd5\xcd\xcb\xc9\xce \xf0\xc5\xd4\xd2,\xd0\xcf\xcc\xcb\n",
		"random bytes": "name,unit\n\x98\x98\xff\xfe\x80\x81,\x98\n",
	} {
		_, err := Open(strings.NewReader(text), int64(len(text)), "list.csv", Options{})
		if !errors.Is(err, ErrNotAList) || !strings.Contains(err.Error(), "byte 1") && !strings.Contains(err.Error(), "byte 2") || !strings.Contains(err.Error(), "--encoding") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestInvalidBytesMakeABadRowWithTheirOffset(t *testing.T) {
	for _, test := range []struct{ encoding, text, want string }{
		{"", "name,rank\nОлесь Вигаданюк з далекого села Неіснуюче,солдат\nA\xffB,x\nІвга,x\n", "is not utf-8"},
		{"windows-1251", "name,rank\nA,B\nC\x98,D\nE,F\n", "byte 16 of the file (0x98) is not windows-1251"},
		{"euc-kr", "name,rank\nA,B\n\xc8\xab\xff,D\nE,F\n", "byte 17 of the file (0xff) is not euc-kr"},
		{"utf-16le", encoded(t, "utf-16le", "name,rank\nA,B\n") + "C\x00\x00\xd8,\x00D\x00\n\x00" + encoded(t, "utf-16le", "E,F\n"), "byte 31 of the file (0x00) is not utf-16le"},
	} {
		_, rows, bad := readAll(t, "list.csv", test.text, Options{Encoding: test.encoding})
		if len(rows) != 2 || len(bad) != 1 || bad[0].Row != 3 || !strings.Contains(bad[0].Reason, test.want) {
			t.Errorf("%s: %d rows, bad: %v", test.encoding, len(rows), bad)
		}
	}
}
