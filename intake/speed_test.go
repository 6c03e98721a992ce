package intake

import (
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"
)

// reportOf repeats the invented reports to a text of about n bytes.
func reportOf(t *testing.T, n int) string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join("testdata", "reports", "*.txt"))
	if err != nil || len(files) == 0 {
		t.Fatal("the reports are missing", err)
	}
	var b strings.Builder
	for b.Len() < n {
		for _, f := range files {
			text, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			b.Write(text)
			b.WriteString("\n\n")
		}
	}
	return strings.ToValidUTF8(b.String()[:n], "")
}

// TestSpeed measures; only far outliers fail, because machines are shared.
func TestSpeed(t *testing.T) {
	read := func(text string) time.Duration {
		start := time.Now()
		if _, err := Read(text, Options{Dated: "2025-01-13"}); err != nil {
			t.Fatal(err)
		}
		return time.Since(start)
	}
	small := reportOf(t, 5000)
	read(small) // the word lists are read once
	var took []time.Duration
	for range 15 {
		took = append(took, read(small))
	}
	slices.Sort(took)
	report := took[len(took)/2]
	long := reportOf(t, 1_000_000)
	before := processor()
	second := read(long)
	rate := float64(len(long)) / 1e6 / second.Seconds()
	worked := rate
	if spent := processor() - before; spent > 0 {
		worked = float64(len(long)) / 1e6 / spent.Seconds()
	}
	benchRow(t, "a report of 5,000 characters, milliseconds (median)", "≤ 50", "%.1f", float64(report.Microseconds())/1000)
	benchRow(t, "a text of 1,000,000 bytes, MB/s by the clock / by processor time", "≥ 1", "%.2f / %.2f", rate, worked)
	if report > 500*time.Millisecond || second > 30*time.Second {
		t.Errorf("%v for 5,000 characters, %v for a megabyte", report, second)
	}
}

// TestMemory reads the longest report there may be in a process of its own and
// asks the system how much memory that took.
func TestMemory(t *testing.T) {
	if os.Getenv("INTAKE_CHILD") != "" {
		if _, err := Read(reportOf(t, Limit), Options{Dated: "2025-01-13"}); err != nil {
			t.Fatal(err)
		}
		return
	}
	if runtime.GOOS != "linux" {
		t.Skip("the size of a process is asked of Linux")
	}
	child := exec.Command(os.Args[0], "-test.run=^TestMemory$")
	child.Env = append(os.Environ(), "INTAKE_CHILD=1")
	if out, err := child.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	mb := float64(peak(child.ProcessState)) / 1e6
	benchRow(t, "peak memory, a text of 1 MiB, MB", "≤ 100", "%.0f", mb)
	if mb > 200 {
		t.Errorf("%.0f MB for a mebibyte of text", mb)
	}
}
