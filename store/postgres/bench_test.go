package postgres_test

import (
	"crypto/rand"
	"fmt"
	"sync"
	"testing"
	"time"

	"homeward/ledger"
	"homeward/store"
	"homeward/store/postgres/pgtest"
	"homeward/store/storetest"
)

func benchDraft() store.Draft {
	var d store.Draft
	r := ledger.Record{Recorded: time.Now(), Sealed: make([]byte, 600)}
	rand.Read(d.Tag[:])
	rand.Read(r.Subject[:])
	d.Records = []ledger.Record{r}
	return d
}

// BenchmarkImport appends records of 600 bytes with a random tag each in batches
// of 2,000, and reads them back by verifying.
func BenchmarkImport(b *testing.B) {
	const n = 100_000
	server := pgtest.Start(b)
	sign, v := storetest.Keys(b)
	for b.Loop() {
		s := mustOpen(b, server.Database(b))
		start := time.Now()
		for range n / 2000 {
			drafts := make([]store.Draft, 2000)
			for i := range drafts {
				drafts[i] = benchDraft()
			}
			if _, err := s.Append(b.Context(), drafts, sign); err != nil {
				b.Fatal(err)
			}
		}
		b.ReportMetric(n/time.Since(start).Seconds(), "appended/s")
		start = time.Now()
		if r, err := ledger.Verify(b.Context(), s, v, nil); err != nil || !r.Whole() {
			b.Fatal(r, err)
		}
		b.ReportMetric(n/time.Since(start).Seconds(), "verified/s")
		if err := s.Close(); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkWriters appends one draft a call from many goroutines.
func BenchmarkWriters(b *testing.B) {
	server := pgtest.Start(b)
	sign, _ := storetest.Keys(b)
	for _, writers := range []int{1, 16, 64} {
		b.Run(fmt.Sprint(writers), func(b *testing.B) {
			s := mustOpen(b, server.Database(b))
			defer s.Close()
			var wg sync.WaitGroup
			todo := make(chan struct{})
			for range writers {
				wg.Go(func() {
					for range todo {
						if _, err := s.Append(b.Context(), []store.Draft{benchDraft()}, sign); err != nil {
							b.Error(err)
						}
					}
				})
			}
			for b.Loop() {
				todo <- struct{}{}
			}
			close(todo)
			wg.Wait()
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "appends/s")
		})
	}
}
