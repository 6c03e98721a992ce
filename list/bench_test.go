package list

import (
	"fmt"
	"runtime"
	"strings"
	"testing"
)

// tenColumns is a list of n people with ten columns.
func tenColumns(n int) string {
	var b strings.Builder
	b.WriteString("№;Прізвище;Ім'я;По батькові;Дата народження;Стать;Звання;Особистий номер;Дата полонення;Стан здоров'я\r\n")
	for i := range n {
		fmt.Fprintf(&b, "%d;Вигаданюк%d;Олесь;Неіснуйович;%02d.%02d.%d;ч;солдат;АБ-%06d;2025-01-%02d;легко поранений\r\n",
			i+1, i%977, 1+i%28, 1+i%12, 1960+i%45, i, 1+i%28)
	}
	return b.String()
}

func BenchmarkTextRows(b *testing.B) {
	for _, e := range []string{"utf-8", "windows-1251", "utf-16le mark"} {
		data := encoded(b, e, tenColumns(20_000))
		b.Run(strings.ReplaceAll(e, " ", "-"), func(b *testing.B) {
			b.SetBytes(int64(len(data)))
			b.ReportAllocs()
			rows := 0
			for b.Loop() {
				l, err := Open(strings.NewReader(data), int64(len(data)), "list.csv", Options{})
				if err != nil {
					b.Fatal(err)
				}
				for _, err := range l.Rows() {
					if err != nil {
						b.Fatal(err)
					}
					rows++
				}
			}
			b.ReportMetric(float64(rows)/b.Elapsed().Seconds(), "rows/s")
		})
	}
}

// The memory an open list holds does not grow with the file.
func TestMemoryDoesNotGrowWithTheFile(t *testing.T) {
	held := func(n int) uint64 {
		data := tenColumns(n)
		var before, after runtime.MemStats
		l, err := Open(strings.NewReader(data), int64(len(data)), "list.csv", Options{})
		if err != nil {
			t.Fatal(err)
		}
		runtime.GC()
		runtime.ReadMemStats(&before)
		rows, most := 0, uint64(0)
		for _, err := range l.Rows() {
			if err != nil {
				t.Fatal(err)
			}
			if rows++; rows%(n/4) == 0 {
				runtime.GC()
				runtime.ReadMemStats(&after)
				most = max(most, after.HeapAlloc-min(before.HeapAlloc, after.HeapAlloc))
			}
		}
		if rows != n {
			t.Fatalf("%d rows of %d", rows, n)
		}
		runtime.KeepAlive(data)
		return most
	}
	if most := held(60_000); most > 4<<20 {
		t.Errorf("%d bytes are held for a file of 60,000 rows", most)
	}
}
