package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"golang.org/x/term"
)

// screen is where a review is drawn: a terminal, with its colours and width, or
// any other output, line by line.
type screen struct {
	out        io.Writer
	fd         int
	onTerminal bool // drawn over and over, at the width it has
	colours    bool
	raw        bool // lines end with a carriage return
}

func (s *screen) Write(b []byte) (int, error) {
	if !s.raw {
		return s.out.Write(b)
	}
	if _, err := io.WriteString(s.out, strings.ReplaceAll(string(b), "\n", "\r\n")); err != nil {
		return 0, err
	}
	return len(b), nil
}

func (s *screen) clear() {
	if s.onTerminal {
		fmt.Fprint(s.out, "\x1b[H\x1b[2J")
	} else {
		fmt.Fprintln(s.out)
	}
}

// columns is the width of the terminal now, so that what is drawn after a change of
// size fits.
func (s *screen) columns() int {
	if s.onTerminal {
		if w, _, err := term.GetSize(s.fd); err == nil && w > 0 {
			return w
		}
	}
	return 80
}

func (s *screen) paint(paint, text string) string {
	if !s.colours {
		return text
	}
	return paint + text + paintOff
}

// turn goes from one paint to another. Without colours the words proposed stand in
// double brackets and the cue between single guillemets.
func (s *screen) turn(from, to string) string {
	if s.colours {
		if to == paintNone {
			return paintOff
		}
		return paintOff + to
	}
	sign := func(paint string, ends bool) string {
		switch paint {
		case paintFirm, paintDoubt, paintAgainst:
			if ends {
				return "⟧"
			}
			return "⟦"
		case paintCue:
			if ends {
				return "›"
			}
			return "‹"
		}
		return ""
	}
	return sign(from, true) + sign(to, false)
}

// errNoMoreKeys: the input ended.
var errNoMoreKeys = errors.New("the input ended")

// keyboard hands out single keys from a terminal, and lines from anything else: of
// each line the first character is the key.
type keyboard struct {
	done   <-chan struct{} // the program is to end
	in     chan byte
	screen *screen
	fd     int
	raw    bool
	before *term.State
	stop   chan struct{}
	once   sync.Once
}

// drawsOn reports that an output is a terminal on which a line can be drawn again.
func drawsOn(out io.Writer) bool {
	f, isFile := out.(*os.File)
	return isFile && term.IsTerminal(int(f.Fd())) && os.Getenv("TERM") != "dumb"
}

// openTerminal reads single keys where both ends are a terminal. It draws colours
// unless NO_COLOR is set or the terminal cannot.
func openTerminal(e *edge) (*keyboard, *screen) {
	s := &screen{out: e.screen}
	k := &keyboard{done: e.ctx.Done(), in: make(chan byte), screen: s, stop: make(chan struct{})}
	if drawsOn(e.screen) {
		s.fd, s.onTerminal = int(e.screen.(*os.File).Fd()), true
		s.colours = os.Getenv("NO_COLOR") == ""
	}
	if in, isFile := e.stdin.(*os.File); isFile && s.onTerminal && term.IsTerminal(int(in.Fd())) {
		k.fd, k.raw = int(in.Fd()), true
		k.setRaw(true)
	}
	go k.read(e.stdin)
	return k, s
}

func (k *keyboard) read(in io.Reader) {
	defer close(k.in)
	one := make([]byte, 1)
	for {
		n, err := in.Read(one)
		if n == 1 {
			select {
			case k.in <- one[0]:
			case <-k.stop:
				return
			}
		}
		if err != nil {
			return
		}
	}
}

// setRaw turns single keys on and off. Off, the terminal lets a line be edited.
func (k *keyboard) setRaw(on bool) {
	switch {
	case !k.raw:
	case on && k.before == nil:
		if state, err := term.MakeRaw(k.fd); err == nil {
			k.before, k.screen.raw = state, true
		}
	case !on && k.before != nil:
		if err := term.Restore(k.fd, k.before); err == nil {
			k.before, k.screen.raw = nil, false
		}
	}
}

func (k *keyboard) close() {
	k.once.Do(func() {
		close(k.stop)
		k.setRaw(false)
		if k.raw {
			fmt.Fprintln(k.screen)
		}
	})
}

// key waits for the next key. While it waits on a terminal, a change of size is
// drawn.
func (k *keyboard) key(ctx context.Context, redraw func()) (rune, error) {
	if !k.raw {
		for {
			line, err := k.line()
			if errors.Is(err, errNoMoreKeys) {
				return 'q', nil // the end of the input ends the review
			}
			if err != nil {
				return 0, err
			}
			if line = strings.TrimSpace(line); line != "" {
				r, _ := utf8.DecodeRuneInString(line)
				return r, nil
			}
		}
	}
	tick := time.NewTicker(400 * time.Millisecond)
	defer tick.Stop()
	was := k.screen.columns()
	for {
		select {
		case <-ctx.Done():
			return 0, ctx.Err()
		case <-tick.C:
			if now := k.screen.columns(); now != was {
				was = now
				redraw()
			}
		case c, more := <-k.in:
			switch {
			case !more, c == 3, c == 4: // Ctrl-C, Ctrl-D
				return 'q', nil
			case c == 12: // Ctrl-L
				redraw()
			case c == 27:
				if r := k.arrow(); r != 0 {
					return r, nil
				}
			case c < utf8.RuneSelf:
				return rune(c), nil
			default: // a character of several bytes is no key of ours
				for rest := utf8Rest(c); rest > 0; rest-- {
					<-k.in
				}
				return utf8.RuneError, nil
			}
		}
	}
}

// arrow reads the rest of an escape sequence: right and down go on, left and up back.
func (k *keyboard) arrow() rune {
	var seen []byte
	for len(seen) < 8 {
		select {
		case c, more := <-k.in:
			if !more {
				return 'q'
			}
			seen = append(seen, c)
			if c >= '@' && c <= '~' && c != '[' && c != 'O' {
				switch c {
				case 'C', 'B':
					return 'n'
				case 'D', 'A':
					return 'p'
				}
				return 0
			}
		case <-time.After(30 * time.Millisecond):
			return 0
		}
	}
	return 0
}

// line reads to the end of a line.
func (k *keyboard) line() (string, error) {
	var b []byte
	for {
		select {
		case <-k.done:
			return "", context.Canceled
		case c, more := <-k.in:
			switch {
			case !more && len(b) == 0:
				return "", errNoMoreKeys
			case !more, c == '\n', c == '\r':
				return strings.ToValidUTF8(string(b), "\ufffd"), nil
			}
			b = append(b, c)
		}
	}
}

// ask asks for a line.
func (k *keyboard) ask(s *screen, question string) (string, error) {
	k.setRaw(false)
	defer k.setRaw(true)
	if k.raw {
		fmt.Fprintln(s)
	}
	fmt.Fprint(s, question)
	line, err := k.line()
	if !k.raw {
		fmt.Fprintln(s, line)
	}
	return strings.TrimSpace(line), err
}

// utf8Rest is how many bytes follow the first of a character.
func utf8Rest(first byte) int {
	switch {
	case first >= 0xf0:
		return 3
	case first >= 0xe0:
		return 2
	case first >= 0xc0:
		return 1
	}
	return 0
}
