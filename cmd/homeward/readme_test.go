package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestFirstHour does what the README says a first hour is, word for word: only the
// ids, which are different in every bureau, are those that a search prints. Building
// is done, and the pages have their own tests.
func TestFirstHour(t *testing.T) {
	t.Parallel()
	sh, err := exec.LookPath("sh")
	if err != nil {
		t.Skip("no sh here: the commands of the README are not run")
	}
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, hour, found := strings.Cut(string(readme), "## A first hour\n\n")
	hour, _, more := strings.Cut(hour, "\n\n")
	if !found || !more {
		t.Fatal("the README has no first hour")
	}
	begun := "make build && export PATH=$PWD/bin:$PATH "
	if !strings.Contains(hour, begun) || !strings.Contains(hour, "homeward serve ") {
		t.Fatalf("the first hour does not begin with building and end with the pages:\n%s", hour)
	}
	hour = strings.Replace(hour, begun, "export ", 1)
	hour = regexp.MustCompile(`(?m)^.*homeward serve .*$`).ReplaceAllString(hour, "")
	for id, n := range map[string]string{"7k3f": "1", "9qwe": "2"} {
		if !strings.Contains(hour, " "+id+" ") {
			t.Errorf("the first hour names no %s", id)
		}
		hour = strings.ReplaceAll(hour, " "+id+" ", ` "$(homeward search Turbotin | sed -n `+n+`p | cut -c 1-9)" `)
	}
	dir := t.TempDir()
	homeward(t.Context(), t, dir) // puts the command there
	cmd := exec.CommandContext(t.Context(), sh, "-e", "-u", "-c", hour)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "PATH="+dir+string(filepath.ListSeparator)+os.Getenv("PATH"), "HOME="+dir, "HOMEWARD_KEYS=")
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	for _, want := range []string{"The bureau of VER is founded", "Турботин Пётр", "Турботін Пйотр", "reported missing by Bureau of Sokolia", "statements proposed", "0 accepted, 0 rejected, 32 of 32 open", "nothing is joined before you say so",
		"are one person", "overdue", "people home", "lists are in", "Written to", "is whole", "kept outside, of"} {
		if !strings.Contains(string(out), want) {
			t.Errorf("a first hour does not show %q", want)
		}
	}
	for _, file := range []string{"handover/plan.json", "handover/lists.xlsx", "links.csv", "kept-outside.txt", "bureau.keys/subjects.keys"} {
		if _, err := os.Stat(filepath.Join(dir, file)); err != nil {
			t.Errorf("after a first hour: %v", err)
		}
	}
	if t.Failed() {
		t.Logf("%s", out)
	}
}
