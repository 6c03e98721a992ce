package main

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// What computes without looking up is left alone when somebody stops the program.
func TestComputingIsAbandoned(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	e := &edge{ctx: ctx}
	if err := e.computing(func() error { return nil }); err != nil {
		t.Error(err)
	}
	if err := e.computing(func() error { return os.ErrExist }); !errors.Is(err, os.ErrExist) {
		t.Error(err)
	}
	never := make(chan struct{})
	defer close(never)
	time.AfterFunc(10*time.Millisecond, stop)
	if err := e.computing(func() error { <-never; return nil }); !errors.Is(err, errAbandoned) {
		t.Error(err)
	}
}

// Ctrl-C ends a long computation at once, says so, and the same command can be given
// again.
func TestStoppedSample(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	out := filepath.Join(dir, "sample")
	cmd := homeward(t.Context(), t, dir, "sample", "--people", "20000000", "--out", out) // minutes
	var errs bytes.Buffer
	cmd.Stderr = &errs
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	for began := time.Now(); time.Since(began) < 10*time.Second; time.Sleep(10 * time.Millisecond) {
		if _, err := os.Stat(filepath.Join(out, "persons-ver.csv")); err == nil {
			break
		}
	}
	stopped := time.Now()
	if err := cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	cmd.Wait()
	if took := time.Since(stopped); took > 5*time.Second {
		t.Errorf("it went on for %v after Ctrl-C", took)
	}
	if cmd.ProcessState.ExitCode() != exitFailed || !strings.Contains(errs.String(), "stopped before the end") {
		t.Errorf("stopped with Ctrl-C: exit status %d: %s", cmd.ProcessState.ExitCode(), &errs)
	}
	mustRun(t, homeward(t.Context(), t, dir, "sample", "--people", "50", "--out", out))
}
