// Command homeward is a National Information Bureau for prisoners of war and the
// missing (Third Geneva Convention, Art. 122), in one program.
//
// Each file of this package is one command or a few that belong together. They
// translate flags into calls of package bureau and what it returns into text or
// JSON; no rule of the field stands here.
package main

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"os/user"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"homeward/bureau"

	"github.com/alecthomas/kong"
)

// Exit statuses.
const (
	exitFailed   = 1 // nothing was changed, or what had been committed before stays
	exitUsage    = 2
	exitRejected = 3 // the good rows of a list were taken in, the bad ones were not
)

type commandLine struct {
	Store string `help:"Folder of the store, or a postgres:// address." env:"HOMEWARD_STORE" placeholder:"DIR"`
	Keys  string `help:"Folder of the keyring; never inside the store." env:"HOMEWARD_KEYS" placeholder:"DIR"`
	By    string `help:"Who does this; recorded with every write." env:"HOMEWARD_BY" placeholder:"NAME"`

	Init       initCommand       `cmd:"" help:"Found a bureau: whose it is, its store and its keyring."`
	Import     importCommand     `cmd:"" help:"Take in lists (CSV, XLSX) and capture cards (JSON)."`
	Intake     intakeCommand     `cmd:"" help:"Read a report and propose who said what, for review."`
	Review     reviewCommand     `cmd:"" help:"List what reports propose, accept it or reject it."`
	Search     searchCommand     `cmd:"" help:"Find people by name, in any script, or by number."`
	Show       showCommand       `cmd:"" help:"Show a person's file."`
	Same       sameCommand       `cmd:"" help:"Say that two subjects are one person."`
	NotSame    notSameCommand    `cmd:"" help:"Say that two subjects are two people."`
	Correct    correctCommand    `cmd:"" help:"Put a new value in the place of a statement, which stays on file."`
	Withdraw   withdrawCommand   `cmd:"" help:"Withdraw a statement or an entry, which stays on file."`
	Undo       undoCommand       `cmd:"" help:"Take back a decision of this bureau."`
	Link       linkCommand       `cmd:"" help:"Walk the pairs that may be one person, one at a time, and decide."`
	Due        dueCommand        `cmd:"" help:"List what the Convention asks for and is not done yet."`
	Target     targetCommand     `cmd:"" help:"Set the bureau's own target for a duty without a number of days."`
	Plan       planCommand       `cmd:"" help:"Plan an exchange under a sheet of terms."`
	Verify     verifyCommand     `cmd:"" help:"Prove that nothing in the ledger was changed or removed."`
	Checkpoint checkpointCommand `cmd:"" help:"Print the signed head of the ledger, to be kept outside."`
	Erase      eraseCommand      `cmd:"" help:"Destroy the keys of a person's statements. Cannot be undone."`
	Serve      serveCommand      `cmd:"" help:"Serve the pages, read-only, on this machine only."`
	Match      matchCommand      `cmd:"" alone:"" help:"Link two lists, or find duplicates within one. Needs no bureau, merges nothing."`
	Names      namesCommand      `cmd:"" alone:"" help:"Compare written names; learn and measure spellings. Needs no bureau."`
	Sample     sampleCommand     `cmd:"" alone:"" help:"Write the files of an invented conflict."`
	Demo       demoCommand       `cmd:"" alone:"" help:"Make a bureau in a temporary folder, load the sample, and serve it."`
}

// edge is what commands get of the world outside.
type edge struct {
	ctx    context.Context
	cli    *commandLine
	stdin  io.Reader
	screen io.Writer // where a terminal is drawn on and JSON goes, as it is
	stdout io.Writer // text: what lists and reports say in it cannot steer a terminal
	stderr io.Writer
}

// exitStatus is an error that has been told already and only sets the status.
type exitStatus int

func (e exitStatus) Error() string { return fmt.Sprintf("exit status %d", int(e)) }

func main() { os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr)) }

func run(args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop) // a second Ctrl-C ends the program at once
	cli := new(commandLine)
	exited := -1
	parser, err := kong.New(cli, kong.Name("homeward"), kong.Writers(stdout, stderr), kong.Exit(func(code int) { exited = code }),
		kong.Description("A National Information Bureau for prisoners of war and the missing, in one program."),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true}), kong.Help(printHelp), kong.ValueFormatter(flagHelp))
	if err != nil {
		fmt.Fprintln(stderr, "homeward:", err)
		return exitUsage
	}
	parsed, err := parser.Parse(orHelp(args))
	if exited >= 0 {
		return exited
	}
	if err != nil {
		fmt.Fprintln(stderr, usageError(err))
		return exitUsage
	}
	err = parsed.Run(&edge{ctx: ctx, cli: cli, stdin: stdin, screen: stdout, stdout: &harmlessWriter{out: stdout}, stderr: stderr})
	var status exitStatus
	switch {
	case err == nil:
		return 0
	case errors.As(err, &status):
		return int(status)
	case errors.Is(err, errAbandoned):
		fmt.Fprintf(stderr, "homeward: %v\n", err)
		return exitFailed
	case errors.Is(err, context.Canceled):
		fmt.Fprintln(stderr, "homeward: stopped; what was committed stays, and the same command goes on from there")
		return exitFailed
	}
	fmt.Fprintf(stderr, "homeward: %s\n", harmless(oneLine(err)))
	return exitFailed
}

// oneLine puts an error of several lines, as that of a database that several
// addresses were tried for, into one.
func oneLine(err error) string {
	return strings.NewReplacer(":\n\t", ": ", "\n\t", "; ", "\n", "; ").Replace(err.Error())
}

// config says where the bureau is: flags, environment, else the user's data folder.
func (e *edge) config() (bureau.Config, error) {
	c := bureau.Config{Store: e.cli.Store, Keys: e.cli.Keys, Now: time.Now, Random: rand.Reader}
	if c.Store == "" {
		data := os.Getenv("XDG_DATA_HOME")
		if data == "" {
			home, err := os.UserHomeDir()
			if err != nil {
				return c, fmt.Errorf("where is the store? name its folder with --store: %w", err)
			}
			data = filepath.Join(home, ".local", "share")
		}
		c.Store = filepath.Join(data, "homeward", "store")
	}
	return c, nil
}

func (e *edge) open() (*bureau.Bureau, error) {
	c, err := e.config()
	if err != nil {
		return nil, err
	}
	b, err := bureau.Open(e.ctx, c)
	if err != nil {
		return nil, err
	}
	unfinished, err := b.Unfinished(e.ctx)
	if err != nil {
		return nil, errors.Join(err, b.Close())
	}
	for _, id := range unfinished {
		fmt.Fprintf(e.stderr, "homeward: an erasure of %s was begun and not completed: run homeward erase %s again\n", id, id)
	}
	return b, nil
}

// errAbandoned: somebody stopped a computation before its end.
var errAbandoned = errors.New("stopped before the end; the same command begins anew")

// computing waits for a computation that keeps nothing of use before its end, or until
// somebody stops the program, which then ends without it.
func (e *edge) computing(do func() error) error {
	done := make(chan error, 1)
	go func() { done <- do() }()
	select {
	case err := <-done:
		return err
	case <-e.ctx.Done():
		return errAbandoned
	}
}

// withBureau opens the bureau for one use of it.
func (e *edge) withBureau(use func(*bureau.Bureau) error) error {
	b, err := e.open()
	if err != nil {
		return err
	}
	return errors.Join(use(b), b.Close())
}

// by is who does this: --by, else the operating system's user.
func (e *edge) by() (string, error) {
	if e.cli.By != "" {
		return e.cli.By, nil
	}
	u, err := user.Current()
	if err != nil || u.Username == "" {
		return "", fmt.Errorf("%w: the system does not say who you are; use --by NAME", bureau.ErrNobody)
	}
	return u.Username, nil
}

func (e *edge) json(v any) error { return writeJSON(e.screen, v) }

func writeJSON(w io.Writer, v any) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(v)
}
