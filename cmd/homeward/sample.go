package main

import (
	"errors"
	"fmt"
	"path"
	"strconv"

	"homeward/sample"
)

type sampleCommand struct {
	People int    `help:"How many people." default:"300" placeholder:"N"`
	Seed   uint64 `help:"The same seed gives the same files." default:"1" placeholder:"S"`
	Out    string `help:"Folder to write into." required:"" type:"path" placeholder:"DIR"`
	Only   string `help:"persons: one flat list of N rows and ten columns." placeholder:"KIND"`
}

func (c *sampleCommand) Run(e *edge) error {
	if c.People == 0 { // which the sample takes for its own default
		return errors.New("a sample of 0 people: at least 1 is wanted")
	}
	var s sample.Summary
	err := e.computing(func() (err error) {
		s, err = sample.Write(c.Out, sample.Options{People: c.People, Seed: c.Seed, Only: c.Only})
		return err
	})
	if err != nil {
		return err
	}
	fmt.Fprintf(e.stdout, "An invented conflict of %d people in %s:\n", s.People, c.Out)
	cards := 0
	for _, f := range s.Files {
		if path.Dir(f.Name) == "cards" { // a file each: told together
			cards++
			continue
		}
		said := ""
		if f.SaidBy != "" {
			said = "   --said-by " + strconv.Quote(f.SaidBy)
		}
		rows := ""
		if f.Rows > 0 {
			rows = fmt.Sprintf("%d rows", f.Rows)
		}
		fmt.Fprintf(e.stdout, "  %-22s %-10s %12s%s\n", f.Name, f.Kind, rows, said)
	}
	if cards > 0 {
		fmt.Fprintf(e.stdout, "  %-22s %-10s %11d files\n", "cards/", "cards", cards)
	}
	return nil
}
