// Package pgtest gives tests a real PostgreSQL: a private cluster in a temporary
// directory, reached over a socket there, which goes with the test.
//
// It touches no cluster of the system. When HOMEWARD_TEST_POSTGRES holds a URL,
// that server is used instead, with databases made and dropped by the tests.
// Where PostgreSQL is not installed the test is skipped with the reason, but
// fails when CI is set: there, a test that does not run is a test that passes for
// nothing.
package pgtest

import (
	"context"
	"crypto/rand"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

// ServerEnv names the environment variable with the URL of a server to use.
const ServerEnv = "HOMEWARD_TEST_POSTGRES"

// Server is a running PostgreSQL on which the test may make databases.
type Server struct {
	admin  *url.URL // of a database that is always there
	folder string   // of a private cluster
}

// Folder is where a private cluster keeps its data, its log and its socket; "" of
// a server that was given.
func (s *Server) Folder() string { return s.folder }

// Start starts a private cluster and stops it when the test ends.
func Start(t testing.TB) *Server {
	t.Helper()
	if given := os.Getenv(ServerEnv); given != "" {
		u, err := url.Parse(given)
		if err != nil {
			t.Fatalf("%s is not a URL", ServerEnv) // it may hold a password: not shown
		}
		return &Server{admin: u}
	}
	bin, err := programs()
	if err != nil {
		if os.Getenv("CI") != "" {
			t.Fatal(err)
		}
		t.Skip(err)
	}
	return start(t, bin)
}

// programs finds the directory of initdb and pg_ctl: the newest that Debian keeps
// aside, or what is in the PATH.
func programs() (string, error) {
	found, err := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	if err != nil {
		return "", err
	}
	version := func(path string) int {
		n, _ := strconv.Atoi(filepath.Base(filepath.Dir(filepath.Dir(path))))
		return n
	}
	if len(found) > 0 {
		return filepath.Dir(slices.MaxFunc(found, func(a, b string) int { return version(a) - version(b) })), nil
	}
	if path, err := exec.LookPath("initdb"); err == nil {
		return filepath.Dir(path), nil
	}
	return "", fmt.Errorf("PostgreSQL is not installed (no initdb in /usr/lib/postgresql/*/bin or the PATH): run scripts/install-test-deps, or set %s", ServerEnv)
}

func start(t testing.TB, bin string) *Server {
	t.Helper()
	// Not t.TempDir: its parent lets only its owner in, and a socket's path must be short.
	dir, err := os.MkdirTemp("", "homeward-pg-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := os.RemoveAll(dir); err != nil {
			t.Error(err)
		}
	})
	run := func(program string, args ...string) {
		t.Helper()
		if out, err := command(dir, filepath.Join(bin, program), args...).CombinedOutput(); err != nil {
			log, _ := os.ReadFile(filepath.Join(dir, "log"))
			t.Fatalf("%s: %v\n%s\n%s", program, err, out, log)
		}
	}
	if os.Geteuid() == 0 {
		// PostgreSQL refuses to run as root.
		owner, err := user.Lookup("postgres")
		if err != nil {
			t.Fatalf("running as root needs a user postgres to run PostgreSQL: %v", err)
		}
		uid, _ := strconv.Atoi(owner.Uid)
		gid, _ := strconv.Atoi(owner.Gid)
		if err := os.Chown(dir, uid, gid); err != nil {
			t.Fatal(err)
		}
	}
	data := filepath.Join(dir, "data")
	run("initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
	run("pg_ctl", "start", "-D", data, "-w", "-l", filepath.Join(dir, "log"), "-o", "-k "+dir+" -c listen_addresses='' -c max_connections=60 -c log_statement=all -c log_min_duration_statement=0")
	t.Cleanup(func() { run("pg_ctl", "stop", "-D", data, "-w", "-m", "immediate") })
	admin := &url.URL{Scheme: "postgres", User: url.User("postgres"), Path: "/postgres", RawQuery: url.Values{"host": {dir}}.Encode()}
	return &Server{admin: admin, folder: dir}
}

// command runs a program of PostgreSQL, as the user postgres when we are root.
func command(dir, program string, args ...string) *exec.Cmd {
	if os.Geteuid() == 0 {
		args = append([]string{"-u", "postgres", "--", program}, args...)
		program = "runuser"
	}
	cmd := exec.Command(program, args...)
	cmd.Dir = dir
	return cmd
}

// Database makes an empty database for the test and returns its URL. It is
// dropped when the test ends.
func (s *Server) Database(t testing.TB) string {
	t.Helper()
	name := "homeward_" + strings.ToLower(rand.Text())
	s.exec(t, "CREATE DATABASE "+name)
	t.Cleanup(func() { s.exec(t, "DROP DATABASE "+name+" WITH (FORCE)") })
	u := *s.admin
	u.Path = "/" + name
	return u.String()
}

func (s *Server) exec(t testing.TB, query string) {
	t.Helper()
	// The test's own context is cancelled before its cleanups run.
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	conn, err := pgx.Connect(ctx, s.admin.String())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(ctx)
	if _, err := conn.Exec(ctx, query); err != nil {
		t.Fatal(err)
	}
}
