package main

import (
	"errors"
	"fmt"
	"os"

	"homeward/bureau"
	"homeward/ledger"
)

type verifyCommand struct {
	Against string `help:"A checkpoint kept outside: shows truncation and rollback." type:"path" placeholder:"FILE"`
	JSON    bool   `name:"json" help:"Print JSON."`
}

func (c *verifyCommand) Run(e *edge) error {
	var against []byte
	if c.Against != "" {
		var err error
		if against, err = os.ReadFile(c.Against); err != nil {
			return fmt.Errorf("reading the checkpoint kept outside: %w", err)
		}
	}
	return e.withLedger(func(b *bureau.Bureau) error {
		report, err := b.Verify(e.ctx, against)
		if errors.Is(err, ledger.ErrNoCheckpoint) || errors.Is(err, ledger.ErrOtherLog) {
			return fmt.Errorf("%s: %w", c.Against, err)
		}
		if err != nil {
			return err
		}
		if c.JSON {
			err = e.json(struct {
				Whole bool `json:"whole"`
				ledger.Report
			}{report.Whole(), report})
		} else {
			_, err = fmt.Fprint(e.stdout, report)
		}
		if err == nil && !report.Whole() {
			err = exitStatus(exitFailed)
		}
		return err
	})
}

type checkpointCommand struct {
	Key bool `help:"Print the key that verifies checkpoints instead."`
}

func (c *checkpointCommand) Run(e *edge) error {
	return e.withBureau(func(b *bureau.Bureau) error {
		signed, key, err := b.Checkpoint(e.ctx)
		if err != nil {
			return err
		}
		if c.Key {
			_, err = fmt.Fprintln(e.stdout, key)
		} else {
			_, err = e.stdout.Write(signed)
		}
		return err
	})
}

// withLedger opens a bureau for proving its ledger, which also works where the
// entries that say whose bureau it is were changed.
func (e *edge) withLedger(use func(*bureau.Bureau) error) error {
	c, err := e.config()
	if err != nil {
		return err
	}
	b, err := bureau.OpenLedger(e.ctx, c)
	if err != nil {
		return err
	}
	return errors.Join(use(b), b.Close())
}
