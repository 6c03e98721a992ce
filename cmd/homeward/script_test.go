package main

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/csv"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"homeward/store/sqlite"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/unicode"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"homeward": main, "measured": measured, "panicking": panicking, "tamper": tamper, "encode": encode, "id": printID, "swap": swap,
		"exits": exits, "book": book, "typed": typed, "hostile": hostile})
}

// homeward returns a command of this program, as a user would start it.
func homeward(ctx context.Context, t *testing.T, dir string, args ...string) *exec.Cmd {
	t.Helper()
	return program(ctx, t, dir, "homeward", args...)
}

// program returns a command of one of the programs that TestMain names: the test
// binary itself, which testscript lets be called by any of their names.
func program(ctx context.Context, t *testing.T, dir, name string, args ...string) *exec.Cmd {
	t.Helper()
	link := filepath.Join(dir, name)
	if _, err := os.Lstat(link); err != nil {
		self, err := os.Executable()
		if err != nil {
			t.Fatal(err)
		}
		if err := os.Symlink(self, link); err != nil {
			t.Fatal(err)
		}
	}
	cmd := exec.CommandContext(ctx, link, args...)
	cmd.Env = append(os.Environ(), "HOMEWARD_STORE=", "HOMEWARD_KEYS=", "HOMEWARD_BY=olena", "GOMAXPROCS=2")
	return cmd
}

// mustRun runs a command to its end and returns what it printed.
func mustRun(t *testing.T, cmd *exec.Cmd) string {
	t.Helper()
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	if err := cmd.Run(); err != nil {
		t.Fatalf("%v: %v\n%s%s", cmd.Args[1:], err, out.String(), errs.String())
	}
	return out.String()
}

// TestScripts runs the scripts in testdata/script, a page of the manual each.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir: "testdata/script",
		Setup: func(env *testscript.Env) error {
			env.Setenv("HOMEWARD_STORE", filepath.Join(env.WorkDir, "store"))
			env.Setenv("HOMEWARD_BY", "olena")
			env.Setenv("HOME", env.WorkDir)
			seed, err := filepath.Abs("../../../shared/seed/000_ec2e81d4f7f7b7c8.txt")
			if err != nil {
				return err
			}
			env.Setenv("SEED", seed)
			return nil
		},
		Condition: func(cond string) (bool, error) {
			if cond != "seed" {
				return false, fmt.Errorf("unknown condition %q", cond)
			}
			_, err := os.Stat("../../../shared/seed")
			return err == nil || os.Getenv("CI") != "", nil
		},
	})
}

// tamper changes the store's tables behind Homeward's back: tamper DIR SQL…
func tamper() {
	db, err := sql.Open("sqlite", filepath.Join(os.Args[1], sqlite.FileName))
	if err == nil {
		for _, statement := range os.Args[2:] {
			if _, err = db.Exec(statement); err != nil {
				break
			}
		}
	}
	if err == nil {
		err = db.Close()
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "tamper:", err)
		os.Exit(1)
	}
}

// encode writes a UTF-8 file in another encoding: encode NAME FROM TO
func encode() {
	text, err := os.ReadFile(os.Args[2])
	if err != nil {
		fmt.Fprintln(os.Stderr, "encode:", err)
		os.Exit(1)
	}
	var out []byte
	switch os.Args[1] {
	case "utf8bom":
		out = append([]byte("\ufeff"), text...)
	case "cp1251":
		out, err = charmap.Windows1251.NewEncoder().Bytes(text)
	case "cp949":
		out, err = korean.EUCKR.NewEncoder().Bytes(text)
	case "utf16le":
		out, err = unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM).NewEncoder().Bytes(text)
	case "utf16bom":
		out, err = unicode.UTF16(unicode.BigEndian, unicode.UseBOM).NewEncoder().Bytes(text)
	default:
		err = fmt.Errorf("no encoding %q", os.Args[1])
	}
	if err == nil {
		err = os.WriteFile(os.Args[3], out, 0o600)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "encode:", err)
		os.Exit(1)
	}
}

// printID searches and prints the id of the first person found: id NAME…
func printID() {
	var out bytes.Buffer
	if status := run(append([]string{"search", "--limit", "1"}, os.Args[1:]...), strings.NewReader(""), &out, os.Stderr); status != 0 {
		os.Exit(status)
	}
	id, _, _ := strings.Cut(out.String(), " ")
	fmt.Println(id)
}

// swap replaces @NAME@ in the arguments by the first line of the file NAME, and
// runs homeward with them: swap show @anna@
func swap() {
	args := make([]string, len(os.Args)-1)
	for i, a := range os.Args[1:] {
		if name, ok := strings.CutPrefix(a, "@"); ok {
			line, err := os.ReadFile(strings.TrimSuffix(name, "@"))
			if err != nil {
				fmt.Fprintln(os.Stderr, "swap:", err)
				os.Exit(1)
			}
			a, _, _ = strings.Cut(string(line), "\n")
		}
		args[i] = a
	}
	os.Exit(run(args, os.Stdin, os.Stdout, os.Stderr))
}

// exits runs homeward and checks the status it ends with: exits STATUS ARGS…
func exits() {
	want, err := strconv.Atoi(os.Args[1])
	if err != nil {
		fmt.Fprintln(os.Stderr, "exits:", err)
		os.Exit(1)
	}
	if got := run(os.Args[2:], os.Stdin, os.Stdout, os.Stderr); got != want {
		fmt.Fprintf(os.Stderr, "exits: the status is %d, %d is wanted\n", got, want)
		os.Exit(1)
	}
}

// hostile writes a list that would clear the screen it is shown on: hostile LIST
func hostile() {
	if err := os.WriteFile(os.Args[1], []byte("name\n\"Yarosh\x1b[2JOlena\"\n"), 0o600); err != nil {
		fmt.Fprintln(os.Stderr, "hostile:", err)
		os.Exit(1)
	}
}

// book makes a workbook of a CSV file: book LIST WORKBOOK
func book() {
	text, err := os.ReadFile(os.Args[1])
	var rows [][]string
	if err == nil {
		rows, err = csv.NewReader(bytes.NewReader(text)).ReadAll()
	}
	sheet := excelize.NewFile()
	for i := range rows {
		if err == nil {
			err = sheet.SetSheetRow("Sheet1", fmt.Sprint("A", i+1), &rows[i])
		}
	}
	if err == nil {
		err = sheet.SaveAs(os.Args[2])
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "book:", err)
		os.Exit(1)
	}
}
