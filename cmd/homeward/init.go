package main

import (
	"fmt"

	"homeward/bureau"
)

type initCommand struct {
	Party    string `help:"Code of the party whose bureau this is, such as VER." required:"" placeholder:"CODE"`
	Ledger   string `help:"Name of the ledger; stands in every checkpoint." placeholder:"NAME"`
	TimeZone string `help:"Time zone in which days begin and end." default:"UTC" placeholder:"ZONE"`
}

func (c *initCommand) Run(e *edge) error {
	by, err := e.by()
	if err != nil {
		return err
	}
	config, err := e.config()
	if err != nil {
		return err
	}
	b, err := bureau.Found(e.ctx, config, bureau.Founding{Party: c.Party, Ledger: c.Ledger, TimeZone: c.TimeZone, By: by})
	if err != nil {
		return err
	}
	defer b.Close()
	s := b.Settings()
	_, verifier, err := b.Checkpoint(e.ctx)
	if err != nil {
		return err
	}
	keys := config.Keys
	if keys == "" {
		keys = bureau.KeysBeside(config.Store)
	}
	fmt.Fprintf(e.stdout, "The bureau of %s is founded.\n  store    %s\n  keyring  %s   (keep a copy apart from the store's; without it nothing can be read)\n  ledger   %s\n  verifier %s   (give this to whoever shall check your ledger)\n",
		s.Party, bureau.Place(config.Store), keys, s.Ledger, verifier)
	return nil
}
