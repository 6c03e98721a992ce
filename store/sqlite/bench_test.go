package sqlite

import (
	"bytes"
	"crypto/rand"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"sync"
	"testing"
	"time"

	"homeward/ledger"
	"homeward/store"

	"golang.org/x/mod/sumdb/note"
)

func benchSigner(b *testing.B) (store.SignFunc, note.Verifier) {
	skey, vkey, err := note.GenerateKey(rand.Reader, "bench")
	if err != nil {
		b.Fatal(err)
	}
	s, err := note.NewSigner(skey)
	if err != nil {
		b.Fatal(err)
	}
	v, err := note.NewVerifier(vkey)
	if err != nil {
		b.Fatal(err)
	}
	return func(h ledger.Head) ([]byte, error) { return ledger.Sign(h, s) }, v
}

func benchDraft(random *bytes.Buffer) store.Draft {
	var d store.Draft
	var r ledger.Record
	if random.Len() < 32 {
		fresh := make([]byte, 1<<16)
		rand.Read(fresh)
		random.Write(fresh)
	}
	random.Read(d.Tag[:])
	random.Read(r.Subject[:])
	r.Recorded, r.Sealed = time.Now(), make([]byte, 600)
	d.Records = []ledger.Record{r}
	return d
}

// BenchmarkImport appends records of 600 bytes with a random tag each in batches
// of 2,000 and reads them all back by verifying. HOMEWARD_BENCH_RECORDS sets how
// many (100,000 otherwise).
func BenchmarkImport(b *testing.B) {
	n := 100_000
	if s := os.Getenv("HOMEWARD_BENCH_RECORDS"); s != "" {
		n, _ = strconv.Atoi(s)
	}
	sign, v := benchSigner(b)
	for b.Loop() {
		dir := b.TempDir()
		s, err := Create(b.Context(), filepath.Join(dir, "x.db"))
		if err != nil {
			b.Fatal(err)
		}
		var random bytes.Buffer
		start := time.Now()
		for at := 0; at < n; at += 2000 {
			drafts := make([]store.Draft, 2000)
			for i := range drafts {
				drafts[i] = benchDraft(&random)
			}
			if _, err := s.Append(b.Context(), drafts, sign); err != nil {
				b.Fatal(err)
			}
		}
		b.ReportMetric(float64(n)/time.Since(start).Seconds(), "appended/s")
		start = time.Now()
		if r, err := ledger.Verify(b.Context(), s, v, nil); err != nil || !r.Whole() {
			b.Fatal(r, err)
		}
		b.ReportMetric(float64(n)/time.Since(start).Seconds(), "verified/s")
		if err := s.Close(); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkWriters appends one draft a call from many goroutines.
func BenchmarkWriters(b *testing.B) {
	sign, _ := benchSigner(b)
	for _, writers := range []int{1, 16, 64} {
		b.Run(fmt.Sprint(writers), func(b *testing.B) {
			s, err := Create(b.Context(), filepath.Join(b.TempDir(), "x.db"))
			if err != nil {
				b.Fatal(err)
			}
			defer s.Close()
			var wg sync.WaitGroup
			todo := make(chan struct{})
			for range writers {
				wg.Go(func() {
					var random bytes.Buffer
					for range todo {
						if _, err := s.Append(b.Context(), []store.Draft{benchDraft(&random)}, sign); err != nil {
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

// BenchmarkForget erases one subject of a store with 200,000 tags.
func BenchmarkForget(b *testing.B) {
	sign, _ := benchSigner(b)
	s, err := Create(b.Context(), filepath.Join(b.TempDir(), "x.db"))
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	var random bytes.Buffer
	var subjects []store.SubjectID
	for range 100 {
		drafts := make([]store.Draft, 2000)
		for i := range drafts {
			drafts[i] = benchDraft(&random)
			subjects = append(subjects, drafts[i].Records[0].Subject)
		}
		if _, err := s.Append(b.Context(), drafts, sign); err != nil {
			b.Fatal(err)
		}
	}
	next := 0
	for b.Loop() {
		if err := s.Forget(b.Context(), subjects[next:next+1]); err != nil {
			b.Fatal(err)
		}
		next++
	}
}
