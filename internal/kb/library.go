package kb

import (
	"bufio"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"iter"
	"net/http"
	"net/url"
	"os"
	"path"
	"slices"
	"strings"
	"time"

	"ticketpp/internal/safefile"
)

// The files of a library, below the data folder.
const (
	folder    = "kb"
	indexName = "kb/index.tkb"
	stateName = "kb/state.json"
	lockName  = "kb/update.lock"
	keptEnd   = ".jsonl.gz"
	maxIndex  = 1 << 30 // bytes; the format's numbers end at four times that
)

// Library is the knowledge base as it lies in the data folder.
type Library struct{ files safefile.FS }

// Open opens the library of a data folder, which may be empty.
func Open(dataDir string) (*Library, error) {
	files, err := safefile.OpenData(dataDir)
	if err != nil {
		return nil, err
	}
	return &Library{files: files}, nil
}

// Options say how sources on the web are asked. The zero value is usual.
type Options struct {
	Agent     string            // User-Agent; "": Go's
	Gap       time.Duration     // pause between two pages of one server; 0: none
	Transport http.RoundTripper // nil: the usual one, with certificates checked
}

// Report tells how one source fared.
type Report struct {
	Source   string    `json:"source"`
	At       time.Time `json:"at"`       // of the last try
	Articles int       `json:"articles"` // that it gives now
	Err      error     `json:"-"`        // nil, or why they may be old ones
	Error    string    `json:"error,omitempty"`
	Reason   string    `json:"reason,omitempty"` // "elsewhere", "busy", "format", "refused", "unreachable" or "other"
}

// stored is a page as kept between two updates.
type stored struct {
	Mark    mark    `json:"mark,omitzero"`
	Changed string  `json:"changed,omitempty"` // as a sitemap said it
	Article Article `json:"article"`
}

// pages are a source's, by address.
type pages struct {
	Kind string
	Mark mark
	All  map[string]stored
	list []string // the addresses in order
}

func newPages() *pages { return &pages{All: map[string]stored{}} }

func (p *pages) has(address string) bool { _, ok := p.All[address]; return ok }

func (p *pages) put(address string, s stored) {
	a, ok := s.Article.tidy()
	if !ok || p.has(address) {
		return
	}
	s.Article = a
	p.All[address] = s
	p.list = append(p.list, address)
}

// ErrUpdating: another process is at it.
var ErrUpdating = errors.New("the articles are being read by another process")

// Update reads the sources again, the ones on the web as far as they have
// changed, and makes the index anew. A source that fails keeps the articles
// that it gave before; its report says why. The error is of the library
// itself.
func (l *Library) Update(ctx context.Context, sources []string, o Options) ([]Report, error) {
	if err := safefile.EnsureDir(l.files, folder); err != nil {
		return nil, err
	}
	lock, err := l.files.Lock(lockName, false)
	if errors.Is(err, safefile.ErrLocked) {
		return nil, ErrUpdating
	}
	if err != nil {
		return nil, err
	}
	defer lock.Close()
	build := NewBuilder()
	var reports []Report
	var kept []string
	for _, source := range sources {
		name := keptName(source)
		if slices.Contains(kept, name) {
			continue
		}
		kept = append(kept, name)
		p, err := l.source(ctx, source, o)
		before := build.Len()
		for _, address := range p.list {
			build.Add(p.All[address].Article)
		}
		r := Report{Source: source, At: time.Now().UTC().Truncate(time.Second), Articles: build.Len() - before, Err: err}
		if err != nil {
			r.Error, r.Reason = oneLine(err.Error()), reasonOf(err)
		}
		reports = append(reports, r)
	}
	if err := safefile.ReplaceBytes(l.files, indexName, build.Bytes()); err != nil {
		return reports, err
	}
	state, err := json.MarshalIndent(reports, "", "  ")
	if err != nil {
		return reports, err
	}
	return reports, errors.Join(safefile.ReplaceBytes(l.files, stateName, append(state, '\n')), l.forget(kept))
}

// source reads one source and keeps what it gave.
func (l *Library) source(ctx context.Context, source string, o Options) (*pages, error) {
	old := l.kept(source)
	now := newPages()
	err := read(ctx, source, o, old, now)
	if err != nil {
		for _, address := range old.list {
			now.put(address, old.All[address])
		}
		if now.Mark != old.Mark {
			now.Mark = mark{} // what came with it was not read to its end
		}
	}
	return now, errors.Join(err, l.keep(source, now))
}

func read(ctx context.Context, source string, o Options, old, now *pages) error {
	if isWeb(source) {
		u, err := url.Parse(source)
		if err != nil {
			return err
		}
		r := remote{client: newClient(o, u), source: source, old: old, now: now}
		return r.read(ctx)
	}
	info, err := os.Stat(source)
	if err != nil {
		return errors.Join(ErrUnreachable, err)
	}
	take := func(a Article) { now.put(a.URL, stored{Article: a}) }
	if info.IsDir() {
		return readFolder(source, take)
	}
	if !strings.EqualFold(path.Ext(source), ".json") {
		return ErrFormat
	}
	f, err := safefile.OpenRegular(source)
	if err != nil {
		return errors.Join(ErrUnreachable, err)
	}
	defer f.Close()
	return readJSON(bufio.NewReaderSize(f, 1<<16), take)
}

func keptName(source string) string {
	sum := sha256.Sum256([]byte(source))
	return hex.EncodeToString(sum[:8]) + keptEnd
}

// header is the first line of what is kept of a source.
type header struct {
	Source string `json:"source"`
	Kind   string `json:"kind,omitempty"`
	Mark   mark   `json:"mark,omitzero"`
}

// line is any other.
type line struct {
	Address string `json:"address"`
	stored
}

// keep writes what a source gave.
func (l *Library) keep(source string, p *pages) error {
	return safefile.Replace(l.files, folder+"/"+keptName(source), func(w io.Writer) error {
		z, err := gzip.NewWriterLevel(w, gzip.BestSpeed)
		if err != nil {
			return err
		}
		e := json.NewEncoder(z)
		if err := e.Encode(header{source, p.Kind, p.Mark}); err != nil {
			return err
		}
		for _, address := range p.list {
			if err := e.Encode(line{address, p.All[address]}); err != nil {
				return err
			}
		}
		return z.Close()
	})
}

// kept reads what a source gave the last time, as far as it can be read.
func (l *Library) kept(source string) *pages {
	p := newPages()
	f, err := l.files.Open(folder + "/" + keptName(source))
	if err != nil {
		return p
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		return p
	}
	d := json.NewDecoder(z)
	var h header
	if err := d.Decode(&h); err != nil || h.Source != source {
		return p
	}
	p.Kind, p.Mark = h.Kind, h.Mark
	for {
		var n line
		if err := d.Decode(&n); err != nil {
			if !errors.Is(err, io.EOF) {
				p.Mark = mark{} // a part is missing: ask again
			}
			return p
		}
		p.put(n.Address, n.stored)
	}
}

// Articles yields the articles that sources gave when they were last read.
func (l *Library) Articles(sources []string) iter.Seq[Article] {
	return func(yield func(Article) bool) {
		for _, source := range sources {
			p := l.kept(source)
			for _, address := range p.list {
				if !yield(p.All[address].Article) {
					return
				}
			}
		}
	}
}

// forget removes what was kept of sources that are not set any more.
func (l *Library) forget(wanted []string) error {
	entries, err := l.files.ReadDir(folder)
	if err != nil {
		return err
	}
	var errs []error
	for _, e := range entries {
		if strings.HasSuffix(e.Name(), keptEnd) && !slices.Contains(wanted, e.Name()) {
			errs = append(errs, l.files.Remove(folder+"/"+e.Name()))
		}
	}
	return errors.Join(errs...)
}

// Index loads the index; nil without an error when there is none yet.
func (l *Library) Index() (*Index, error) {
	data, err := safefile.ReadFile(l.files, indexName, maxIndex)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return Parse(data)
}

// State returns the reports of the last update.
func (l *Library) State() ([]Report, error) {
	data, err := safefile.ReadFile(l.files, stateName, 16<<20)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var out []Report
	err = json.Unmarshal(data, &out)
	return out, err
}
