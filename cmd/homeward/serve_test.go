package main

import (
	"bufio"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestDemoServes starts the demo as `make demo` does, reads the pages at the
// address it prints, and stops it as Ctrl-C does.
func TestDemoServes(t *testing.T) {
	dir := t.TempDir()
	cmd := homeward(t.Context(), t, dir, "demo", "--people", "40", "--dir", filepath.Join(dir, "demo"))
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	var errs strings.Builder
	cmd.Stderr = &errs
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	var printed strings.Builder
	url := ""
	for lines := bufio.NewScanner(out); url == "" && lines.Scan(); {
		printed.WriteString(lines.Text() + "\n")
		url = regexp.MustCompile(`http://127\.0\.0\.1:[0-9]+/`).FindString(lines.Text())
	}
	if url == "" {
		cmd.Process.Kill()
		t.Fatalf("no address was printed: %s%s", &printed, &errs)
	}
	get := func(host string) (int, string) {
		t.Helper()
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
		if err != nil {
			t.Fatal(err)
		}
		if host != "" {
			r.Host = host
		}
		answer, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		defer answer.Body.Close()
		body, err := io.ReadAll(answer.Body)
		if err != nil {
			t.Fatal(err)
		}
		return answer.StatusCode, string(body)
	}
	if status, body := get(""); status != http.StatusOK || !strings.Contains(body, "VER") {
		t.Errorf("the first page: status %d\n%.300s", status, body)
	}
	if status, body := get("bureau.example"); status == http.StatusOK {
		t.Errorf("a foreign host was served: %.300s", body)
	}
	if err := cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	if err := cmd.Wait(); err != nil {
		t.Errorf("stopped with Ctrl-C: %v: %s", err, &errs)
	}
}
