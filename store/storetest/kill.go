package storetest

import (
	"bufio"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"homeward/store"
)

// writerEnv tells a test binary that it is to write until it is killed; its
// value is the location of the store.
const writerEnv = "HOMEWARD_STORETEST_WRITER"

// OpenAt opens the store at a location: a path or a URL.
type OpenAt func(ctx context.Context, location string) (store.Store, error)

// Writer is called first by TestMain of a package that uses [Kill]. In a test
// binary that Kill has started it never returns: it appends to the store from
// several goroutines, and prints a line for each append after it was acknowledged.
func Writer(open OpenAt) {
	location := os.Getenv(writerEnv)
	if location == "" {
		return
	}
	if err := writeOn(open, location); err != nil {
		fmt.Fprintln(os.Stderr, err)
	}
	os.Exit(1)
}

func writeOn(open OpenAt, location string) error {
	ctx := context.Background()
	s, err := open(ctx, location)
	if err != nil {
		return err
	}
	sign, _, err := keys()
	if err != nil {
		return err
	}
	failed := make(chan error)
	for g, most := range []int{1, 1, 7, 400} { // drafts to an append
		go func() {
			for i := 0; ; i++ {
				drafts := make([]store.Draft, 1+i%most)
				for j := range drafts {
					drafts[j] = draft(fmt.Sprintf("%d/%d/%d/%d", os.Getpid(), g, i, j), g)
				}
				placed, err := s.Append(ctx, drafts, sign)
				if err != nil {
					failed <- err
					return
				}
				// One write, so that lines of goroutines and of a killed process are whole.
				var line strings.Builder
				for j, p := range placed {
					fmt.Fprintf(&line, "%d/%d/%d/%d %d\n", os.Getpid(), g, i, j, p.Number)
				}
				os.Stdout.WriteString(line.String())
			}
		}()
	}
	return <-failed
}

// Kill starts the test binary anew as a writer on the store at location, which
// must exist, and kills it (SIGKILL) at a random moment, rounds times. After each
// the log must be whole, hold everything acknowledged, and accept more.
//
// It shows what the death of a process does. What the loss of power does depends
// on the disk keeping what it was told to sync, which no test of a program shows.
func Kill(t *testing.T, rounds int, location string, open OpenAt) {
	t.Helper()
	total := 0
	for round := range rounds {
		acknowledged := writeAndKill(t, location)
		total += len(acknowledged)
		s, err := open(t.Context(), location)
		if err != nil {
			t.Fatalf("round %d: opening after the kill: %v", round, err)
		}
		for _, a := range acknowledged {
			e, err := s.Entry(t.Context(), a.number)
			if err != nil || string(e.Sealed) != "sealed "+a.word {
				t.Fatalf("round %d: %q was acknowledged as entry %d, which is %q: %v", round, a.word, a.number, e.Sealed, err)
			}
		}
		MustBeWhole(t, s)
		// A server may still commit what the dead process had sent. Whoever takes the
		// write lock comes after that.
		mustAppend(t, s, draft(fmt.Sprint("first after round ", round), 1))
		size := mustHead(t, s).Size
		if p := mustAppend(t, s, draft(fmt.Sprint("after round ", round), 1)); p[0].Number != size {
			t.Fatalf("round %d: after %d entries the next is %d", round, size, p[0].Number)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
	t.Logf("%d rounds, %d drafts acknowledged and found", rounds, total)
}

type acknowledgement struct {
	word   string
	number int64
}

// writeAndKill returns what the writer acknowledged before it died.
func writeAndKill(t *testing.T, location string) []acknowledgement {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), writerEnv+"="+location)
	var stderr strings.Builder
	cmd.Stderr = &stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	var once sync.Once
	kill := func() { once.Do(func() { cmd.Process.Kill() }) }
	// A writer that never acknowledges anything must not hang the test.
	timer := time.AfterFunc(time.Minute, kill)
	defer timer.Stop()
	var got []acknowledgement
	lines := bufio.NewReader(out)
	for {
		line, err := lines.ReadString('\n')
		if err != nil { // a line without its end was not acknowledged
			break
		}
		word, digits, _ := strings.Cut(strings.TrimSuffix(line, "\n"), " ")
		number, err := strconv.ParseInt(digits, 10, 64)
		if err != nil {
			t.Errorf("the writer printed %q", line)
			continue
		}
		if len(got) == 0 {
			time.AfterFunc(time.Duration(rand.IntN(80_000))*time.Microsecond, kill)
		}
		got = append(got, acknowledgement{word, number})
	}
	err = cmd.Wait()
	if len(got) == 0 || stderr.Len() > 0 {
		t.Fatalf("the writer acknowledged %d drafts and ended with %v: %s", len(got), err, stderr.String())
	}
	return got
}
