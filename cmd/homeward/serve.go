package main

import (
	"fmt"
	"log"
	"os"

	"homeward/bureau"
	"homeward/web"
)

type serveCommand struct {
	Addr  string   `help:"Loopback address to serve on; port 0 takes a free one." default:"127.0.0.1:8080" placeholder:"ADDR"`
	Terms []string `help:"Sheets of terms whose plans of exchange are shown." type:"existingfile" placeholder:"FILE,…"`
}

func (c *serveCommand) Run(e *edge) error {
	return e.withBureau(func(b *bureau.Bureau) error { return serve(e, b, c.Addr, web.Options{Terms: c.Terms}) })
}

// serve serves the pages of a bureau until the program is told to stop.
func serve(e *edge, b *bureau.Bureau, addr string, o web.Options) error {
	for _, path := range o.Terms {
		if _, err := os.Stat(path); err != nil {
			return fmt.Errorf("a sheet of terms: %w", err)
		}
	}
	l, err := web.Listen(e.ctx, addr)
	if err != nil {
		return err
	}
	server, err := web.New(b, o)
	if err != nil {
		l.Close()
		return err
	}
	fmt.Fprintf(e.stdout, "Serving the bureau of %s at http://%s/ – read-only, to whoever has an account on this machine. Stop with Ctrl-C.\n", b.Settings().Party, l.Addr())
	if err := server.Serve(e.ctx, l, log.New(e.stderr, "homeward: ", 0)); err != nil {
		return fmt.Errorf("serving pages: %w", err)
	}
	return nil
}
