package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"homeward/sample"
)

// TestMemoryOfAnImport takes in a list and one four times as long: the second may
// not need noticeably more memory, nor either of them what an office laptop has
// not to spare.
func TestMemoryOfAnImport(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("imports a quarter of a million rows")
	}
	const most = 768 << 20 // bytes
	peak := map[int]int64{}
	for _, rows := range []int{50_000, 200_000} {
		dir := t.TempDir()
		if _, err := sample.Write(dir, sample.Options{People: rows, Seed: 1, Only: "persons"}); err != nil {
			t.Fatal(err)
		}
		store := filepath.Join(dir, "store")
		mustRun(t, homeward(t.Context(), t, dir, "--store", store, "init", "--party", "VER"))
		// The last line is what the program has measured of itself.
		out := mustRun(t, program(t.Context(), t, dir, "measured", "--store", store, "import", "--json", filepath.Join(dir, "persons.csv")))
		lines := strings.Split(strings.TrimSpace(out), "\n")
		var err error
		if peak[rows], err = strconv.ParseInt(lines[len(lines)-1], 10, 64); err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(lines[len(lines)-2], fmt.Sprintf(`"added":%d`, rows)) {
			t.Fatalf("not all rows were taken in: %s", lines[len(lines)-2])
		}
		t.Logf("%d rows: %d MiB at most", rows, peak[rows]>>20)
		if peak[rows] > most {
			t.Errorf("%d rows took %d MiB, more than %d", rows, peak[rows]>>20, most>>20)
		}
	}
	if peak[200_000] > peak[50_000]*3/2 {
		t.Errorf("four times the rows took %d MiB instead of %d: memory grows with the file", peak[200_000]>>20, peak[50_000]>>20)
	}
}

// measured runs homeward and then prints the most memory it had at once, in bytes.
func measured() {
	status := run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr)
	fmt.Println(peakMemory())
	os.Exit(status)
}

// peakMemory asks Linux for the peak since the program began: what getrusage tells
// there has the memory of the process that started it in it.
func peakMemory() int64 {
	if status, err := os.ReadFile("/proc/self/status"); err == nil {
		if _, after, found := strings.Cut(string(status), "VmHWM:"); found {
			if kib, err := strconv.ParseInt(strings.Fields(after)[0], 10, 64); err == nil {
				return kib << 10
			}
		}
	}
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		return -1
	}
	return int64(used.Maxrss)
}
