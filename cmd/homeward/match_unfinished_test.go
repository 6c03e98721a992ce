package main

import (
	"bytes"
	"errors"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestKilledMatch kills a matching with SIGKILL at random moments, again and again until one run ends. Under the name of
// --out there is never anything but the whole result, which is byte for byte that of a run left alone, and what was
// compared before a kill is not compared again.
func TestKilledMatch(t *testing.T) {
	rounds := 5
	if testing.Short() {
		rounds = 3
	}
	dir := t.TempDir()
	l, r, _ := inventedLists(6000)
	left, right := written(t, dir, "l.csv", l), written(t, dir, "r.csv", r)
	out, half := filepath.Join(dir, "links.csv"), filepath.Join(dir, "links.csv.unfinished")
	args := []string{"match", left, right, "--out", out}
	began := time.Now()
	mustRun(t, homeward(t.Context(), t, dir, args...))
	takes := time.Since(began)
	want, err := os.ReadFile(out)
	if err != nil || len(want) < 50_000 {
		t.Fatalf("%d bytes, %v", len(want), err)
	}
	if _, err := os.Stat(half); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a finished run leaves %v", err)
	}
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d, a run takes %v", seed, takes)
	chance := rand.New(rand.NewPCG(seed, 2))
	killed, wentOn := 0, 0
	for round := range rounds {
		if err := os.Remove(out); err != nil {
			t.Fatal(err)
		}
		for alive := false; !alive; {
			run := homeward(t.Context(), t, dir, args...)
			var said bytes.Buffer
			run.Stderr = &said
			if err := run.Start(); err != nil {
				t.Fatal(err)
			}
			kill := time.AfterFunc(time.Duration(chance.Int64N(int64(takes*3/2))), func() { run.Process.Kill() })
			err := run.Wait()
			kill.Stop()
			if alive = err == nil; !alive {
				killed++
			}
			if strings.Contains(said.String(), "of no use") {
				t.Fatalf("round %d: %s", round, &said)
			}
			if strings.Contains(said.String(), "going on with an interrupted run") {
				wentOn++
			}
			got, err := os.ReadFile(out)
			if !(errors.Is(err, os.ErrNotExist) && !alive) && !bytes.Equal(got, want) {
				t.Fatalf("round %d, killed %v: %d bytes of %d, %v", round, !alive, len(got), len(want), err)
			}
		}
	}
	t.Logf("%d runs were killed, %d went on with what an earlier one had compared", killed, wentOn)
	if killed < rounds/3 || wentOn < rounds/6 {
		t.Errorf("%d runs were killed, %d went on: the test does not test", killed, wentOn)
	}
}

// TestUnfinishedMatchOfAnotherRun: what a run left is only taken up by the same run, and it is said why not; a frame that
// was being written, or was damaged since, is left out.
func TestUnfinishedMatchOfAnotherRun(t *testing.T) {
	dir := t.TempDir()
	l, r, _ := inventedLists(3000)
	left, right := written(t, dir, "l.csv", l), written(t, dir, "r.csv", r)
	out := filepath.Join(dir, "links.csv")
	half := out + ".unfinished"
	match := func(args ...string) (stderr string, links []byte) {
		t.Helper()
		_, stderr, status := called(t, append([]string{"match", left, right, "--out", out}, args...)...)
		if status != 0 {
			t.Fatal(stderr)
		}
		links, err := os.ReadFile(out)
		if err != nil {
			t.Fatal(err)
		}
		return stderr, links
	}
	_, want := match()
	// A copy of what is kept is what a kill just before the end leaves.
	stop := make(chan []byte)
	go func() {
		best := []byte(nil)
		for {
			if data, err := os.ReadFile(half); err == nil && len(data) >= len(best) {
				best = data
			}
			select {
			case stop <- best:
				return
			default:
			}
		}
	}()
	match()
	left1 := <-stop
	if len(left1) < 10_000 {
		t.Fatalf("%d bytes were kept while comparing", len(left1))
	}
	for _, c := range []struct {
		name   string
		change func([]byte) []byte
		args   []string
		said   string
	}{
		{"the same run goes on", func(b []byte) []byte { return b }, nil, "going on with an interrupted run"},
		{"a frame cut short", func(b []byte) []byte { return b[:len(b)-7] }, nil, "going on with an interrupted run"},
		{"a frame damaged", func(b []byte) []byte { b[len(b)-100] ^= 4; return b }, nil, "going on with an interrupted run"},
		{"other columns", func(b []byte) []byte { return b }, []string{"--ignore", "suburb"}, "other columns were compared then"},
		{"another list", func(b []byte) []byte { return bytes.Replace(b, []byte(`"left":"`), []byte(`"left":"0`), 1) }, nil, "l.csv was another list then"},
		{"another program", func(b []byte) []byte { return bytes.Replace(b, []byte(`"program":"`), []byte(`"program":"0`), 1) }, nil, "another version of this program"},
		{"no such file at all", func([]byte) []byte { return []byte("left,right\n") }, nil, "it cannot be read"},
	} {
		if err := os.WriteFile(half, c.change(bytes.Clone(left1)), 0o600); err != nil {
			t.Fatal(err)
		}
		said, got := match(c.args...)
		if !strings.Contains(said, c.said) {
			t.Errorf("%s: said %q, not %q", c.name, said, c.said)
		}
		if (len(c.args) == 0) != bytes.Equal(got, want) {
			t.Errorf("%s: the result is another", c.name)
		}
		if _, err := os.Stat(half); !errors.Is(err, os.ErrNotExist) {
			t.Errorf("%s: %s is left: %v", c.name, half, err)
		}
	}
}
