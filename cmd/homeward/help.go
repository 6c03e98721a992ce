package main

import (
	"errors"
	"fmt"
	"strings"

	"github.com/alecthomas/kong"
)

// orHelp turns what people type for help into what the parser knows: nothing at
// all, and "help" before a command's name.
func orHelp(args []string) []string {
	switch {
	case len(args) == 0:
		return []string{"--help"}
	case args[0] == "help":
		return append(args[1:len(args):len(args)], "--help")
	}
	return args
}

// printHelp leaves out the flags of a bureau where a command needs none.
func printHelp(o kong.HelpOptions, ctx *kong.Context) error {
	for node := ctx.Selected(); node != nil; node = node.Parent {
		if node.Tag != nil && node.Tag.Has("alone") {
			for _, flag := range ctx.Model.Flags {
				flag.Hidden = flag.Hidden || flag.Name != "help"
			}
		}
	}
	return kong.DefaultHelpPrinter(o, ctx)
}

// flagHelp says beside a flag what holds where it is left out.
func flagHelp(v *kong.Value) string {
	help := kong.DefaultHelpValueFormatter(v)
	if v.HasDefault && v.Default != "" && !v.IsBool() {
		help = strings.TrimSuffix(help, ".") + fmt.Sprintf(" (default %s).", v.Default)
	}
	return help
}

// usageError says what is wrong with a call, and where the manual of its command
// stands.
func usageError(err error) string {
	manual := "homeward --help lists the commands"
	var parsing *kong.ParseError
	if errors.As(err, &parsing) && parsing.Context != nil {
		if node := parsing.Context.Selected(); node != nil {
			manual = "see: homeward " + strings.TrimPrefix(node.FullPath(), "homeward ") + " --help"
		}
	}
	return fmt.Sprintf("homeward: %v; %s", err, manual)
}
