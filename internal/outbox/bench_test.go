package outbox

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
)

// BenchmarkStart is what an agent does before its queue works, with 1,000
// items that wait and 10,000 that were sent: less than 200 ms, and the sent
// ones are not read.
func BenchmarkStart(b *testing.B) {
	dir := b.TempDir()
	open(b, dir)
	for n := range 11_000 {
		it := newItem(n+1, fmt.Sprint(n%5))
		it.State, it.Size = Waiting, 100
		place := placeOutbox
		if n >= 1000 {
			it.State, place = Sent, placeSent
		}
		folder := filepath.Join(dir, place, it.ID)
		if err := os.Mkdir(folder, 0o700); err != nil {
			b.Fatal(err)
		}
		data, _ := it.encode()
		os.WriteFile(filepath.Join(folder, itemFile), data, 0o600)
		os.WriteFile(filepath.Join(folder, mailFile), make([]byte, 100), 0o600)
	}
	b.ReportAllocs()
	for b.Loop() {
		q := open(b, dir)
		d, err := q.Lock()
		if err != nil {
			b.Fatal(err)
		}
		d.scan()
		if e, _ := d.index.next(q.now()); e == nil || len(d.index.byID) != 1000 {
			b.Fatalf("%d waiting", len(d.index.byID))
		}
		d.Unlock()
	}
}

// BenchmarkPut is the durable acceptance of a small ticket.
func BenchmarkPut(b *testing.B) {
	q := open(b, b.TempDir())
	for n := 0; b.Loop(); n++ {
		it := newItem(n+1, "a")
		if _, err := q.Put(it, write(it.ID)); err != nil {
			b.Fatal(err)
		}
	}
}
