package main

import (
	"context"
	"fmt"

	"homeward/bureau"
	"homeward/statement"
)

type sameCommand struct {
	A       string `arg:"" help:"Subject."`
	B       string `arg:"" help:"Subject."`
	Because string `help:"Why." required:"" placeholder:"TEXT"`
}

func (c *sameCommand) Run(e *edge) error {
	return e.relate(c.A, c.B, c.Because, (*bureau.Bureau).Same, "are one person")
}

type notSameCommand sameCommand

func (c *notSameCommand) Run(e *edge) error {
	return e.relate(c.A, c.B, c.Because, (*bureau.Bureau).NotSame, "are two people")
}

type relation = func(*bureau.Bureau, context.Context, statement.ID, statement.ID, bureau.Decision) (int64, error)

func (e *edge) relate(a, other, because string, relate relation, what string) error {
	return e.decision(because, func(b *bureau.Bureau, d bureau.Decision) (int64, string, error) {
		left, err := b.Resolve(e.ctx, a)
		if err != nil {
			return 0, "", err
		}
		right, err := b.Resolve(e.ctx, other)
		if err != nil {
			return 0, "", err
		}
		n, err := relate(b, e.ctx, left, right, d)
		return n, fmt.Sprintf("%s and %s %s", left, right, what), err
	})
}

type correctCommand struct {
	Statement string `arg:"" help:"Statement, such as 812.3 (see: homeward show)."`
	Value     string `arg:"" help:"The right value."`
	Because   string `help:"Why." required:"" placeholder:"TEXT"`
}

func (c *correctCommand) Run(e *edge) error {
	ref, err := statement.ParseRef(c.Statement)
	if err != nil {
		return err
	}
	return e.decision(c.Because, func(b *bureau.Bureau, d bureau.Decision) (int64, string, error) {
		n, err := b.Correct(e.ctx, ref, c.Value, d)
		return n, fmt.Sprintf("statement %s is corrected; it stays on file", ref), err
	})
}

type withdrawCommand struct {
	Ref     string `arg:"" name:"statement" help:"Statement (812.3) or entry (812)."`
	Because string `help:"Why." required:"" placeholder:"TEXT"`
}

func (c *withdrawCommand) Run(e *edge) error {
	ref, err := statement.ParseRef(c.Ref)
	if err != nil {
		return err
	}
	return e.decision(c.Because, func(b *bureau.Bureau, d bureau.Decision) (int64, string, error) {
		n, err := b.Withdraw(e.ctx, ref, d)
		return n, fmt.Sprintf("%s is withdrawn; it stays on file", ref), err
	})
}

type undoCommand struct {
	Entry   int64  `arg:"" help:"Entry of the decision to take back."`
	Because string `help:"Why." placeholder:"TEXT"`
}

func (c *undoCommand) Run(e *edge) error {
	return e.decision(c.Because, func(b *bureau.Bureau, d bureau.Decision) (int64, string, error) {
		n, err := b.Undo(e.ctx, c.Entry, d)
		return n, fmt.Sprintf("entry %d is taken back; it stays on file", c.Entry), err
	})
}

type targetCommand struct {
	Duty    string `arg:"" help:"Duty (see: homeward due --rules)."`
	Target  string `arg:"" help:"Days or hours: 3d, 36h."`
	Because string `help:"Why." required:"" placeholder:"TEXT"`
}

func (c *targetCommand) Run(e *edge) error {
	return e.decision(c.Because, func(b *bureau.Bureau, d bureau.Decision) (int64, string, error) {
		n, err := b.Target(e.ctx, c.Duty, c.Target, d)
		return n, fmt.Sprintf("this bureau's own target for %s is %s (no legal deadline)", c.Duty, c.Target), err
	})
}

// decision records one decision and says under which entry it stands.
func (e *edge) decision(because string, decide func(*bureau.Bureau, bureau.Decision) (int64, string, error)) error {
	by, err := e.by()
	if err != nil {
		return err
	}
	return e.withBureau(func(b *bureau.Bureau) error {
		n, said, err := decide(b, bureau.Decision{By: by, Because: because})
		if err != nil {
			return err
		}
		fmt.Fprintf(e.stdout, "Entry %d: %s. To take this back: homeward undo %d\n", n, said, n)
		return nil
	})
}

type eraseCommand struct {
	ID         string `arg:"" help:"Subject; all subjects joined with it go too."`
	Because    string `help:"Why." required:"" placeholder:"TEXT"`
	ApprovedBy string `help:"The second person, who approves." required:"" placeholder:"NAME"`
}

func (c *eraseCommand) Run(e *edge) error {
	by, err := e.by()
	if err != nil {
		return err
	}
	return e.withBureau(func(b *bureau.Bureau) error {
		id, err := b.Resolve(e.ctx, c.ID)
		if err != nil {
			return err
		}
		done, err := b.Erase(e.ctx, id, bureau.Decision{By: by, Because: c.Because}, c.ApprovedBy)
		if err != nil {
			return err
		}
		fmt.Fprintf(e.stdout, "Erased: %d entries about %d subjects can no longer be read by anybody; their hashes stay, so every proof stays valid.\n", done.Entries, len(done.Subjects))
		if done.Redacted > 0 {
			fmt.Fprintf(e.stdout, "%d reports were recorded anew without the name and the sentences about the person.\n", done.Redacted)
		}
		for _, left := range done.Left {
			fmt.Fprintf(e.stdout, "Not erased: %s\n", left)
		}
		return nil
	})
}
