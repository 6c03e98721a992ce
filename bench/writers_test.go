package bench_test

import (
	"context"
	"crypto/rand"
	"fmt"
	"os"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"homeward/ledger"
	"homeward/store"

	"golang.org/x/mod/sumdb/note"
)

// writeFor is how long each number of writers writes.
const writeFor = 3 * time.Second

// sealedSize is about what an entry of ten statements with its row is long, sealed.
const sealedSize = 900

// writers measures single entries, each acknowledged before its writer makes the
// next: what a room full of caseworkers gives a store.
func writers(b *testing.B, t *table, column int, open func(context.Context) (store.Store, error)) {
	b.Helper()
	s, err := open(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	secret, _, err := note.GenerateKey(rand.Reader, "bench")
	if err != nil {
		b.Fatal(err)
	}
	signer, err := note.NewSigner(secret)
	if err != nil {
		b.Fatal(err)
	}
	sign := func(h ledger.Head) ([]byte, error) { return ledger.Sign(h, signer) }
	for _, n := range []int{1, 16, 64} {
		fmt.Fprintf(os.Stderr, "bench: %s: %d writers of single entries\n", t.columns[column], n)
		var written atomic.Int64
		failed := make(chan error, n)
		began := time.Now()
		var wait sync.WaitGroup
		for range n {
			wait.Go(func() {
				for time.Since(began) < writeFor {
					r := ledger.Record{Recorded: time.Now().UTC().Truncate(time.Microsecond), Sealed: make([]byte, sealedSize)}
					rand.Read(r.Subject[:])
					rand.Read(r.Sealed)
					d := store.Draft{Records: []ledger.Record{r}}
					rand.Read(d.Tag[:])
					if _, err := s.Append(b.Context(), []store.Draft{d}, sign); err != nil {
						failed <- err
						return
					}
					written.Add(1)
				}
			})
		}
		wait.Wait()
		took := time.Since(began)
		select {
		case err := <-failed:
			b.Fatal(err)
		default:
		}
		t.put(fmt.Sprintf("durable single entries/s, %d at a time", n), column, perSecond(int(written.Load()), took))
	}
}
