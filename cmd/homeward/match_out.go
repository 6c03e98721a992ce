package main

import (
	"bytes"
	"context"
	"encoding/csv"
	"fmt"
	"io"
	"runtime"
	"strconv"
	"strings"

	"homeward/identity"
)

// write writes all pairs as CSV: score, probability and verdict, the addends column by column, what third records add,
// the cluster, what would change the verdict, and the best other candidate.
func (m *matching) write(ctx context.Context, file string) error {
	header := []string{"left", "right", "bits", "probability", "verdict", "prior"}
	for _, c := range m.linkage.Columns {
		header = append(header, c.Header, c.Header+" bits")
	}
	header = append(header, "others", "others bits", "cluster", "weak", "verdict would change if", "best other", "best other of", "best other bits")
	return atOnce(ctx, file, func(w io.Writer) error {
		first := csv.NewWriter(w)
		if err := first.Write(header); err != nil {
			return err
		}
		if first.Flush(); first.Error() != nil {
			return first.Error()
		}
		// Rows are made on all cores and written in their order.
		const stretch = 2048
		n := (len(m.links) + stretch - 1) / stretch
		made := make([]chan []byte, n)
		for i := range made {
			made[i] = make(chan []byte, 1)
		}
		ahead := make(chan struct{}, 2*runtime.GOMAXPROCS(0))
		go func() {
			for i := range n {
				ahead <- struct{}{}
				go func() {
					var b bytes.Buffer
					rows := csv.NewWriter(&b)
					for _, l := range m.links[i*stretch : min(i*stretch+stretch, len(m.links))] {
						rows.Write(m.row(l, len(header))) // into memory: it cannot fail
					}
					rows.Flush()
					made[i] <- b.Bytes()
				}()
			}
		}()
		var failed error
		for i := range made {
			b := <-made[i]
			<-ahead
			if failed == nil {
				_, failed = w.Write(b)
			}
		}
		return failed
	})
}

func (m *matching) row(l identity.Link, cells int) []string {
	k := m.linkage
	row := make([]string, cells)
	row[0], row[1] = m.ids(l)
	row[2], row[3], row[4] = bits(l.Bits), strconv.FormatFloat(l.Probability, 'f', 4, 64), k.Verdict(l)
	rest := 6 + 2*len(k.Columns)
	why := k.Explain(l)
	c := 0
	for _, x := range why {
		switch {
		case x.What == identity.ThirdAgrees || x.What == identity.OthersSayLess:
			row[rest] = strings.TrimSpace(x.What + " " + x.Left)
			row[rest+1] = bits(x.Bits)
			continue
		case x.What == identity.BlindPair:
			row[5] = bits(x.Bits)
			continue
		}
		for ; c < len(k.Columns); c++ { // addends come in the order of the columns
			if said, ok := strings.CutPrefix(x.What, k.Columns[c].Header+": "); ok {
				row[6+2*c], row[7+2*c] = said, bits(x.Bits)
				c++
				break
			}
		}
	}
	if n := m.clusters.Of[l.Left]; n > 0 && k.Together(&m.clusters, l) {
		row[rest+2] = strconv.Itoa(n)
	}
	row[rest+3] = string(m.clusters.Weak[l])
	var turns []string
	for _, t := range k.Turns(l) {
		turns = append(turns, fmt.Sprintf("%s (%+.1f)", t.What, t.After))
	}
	row[rest+4] = strings.Join(turns, "; ")
	if o := m.other(l); o != nil {
		row[rest+5], row[rest+6], row[rest+7] = o.ID, o.Of, bits(o.Bits)
	}
	return row
}

func bits(f float64) string { return strconv.FormatFloat(f, 'f', 2, 64) }
