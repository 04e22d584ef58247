package dispatch

import (
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"path/filepath"
	"slices"
	"time"

	"ticketpp/internal/config"
	"ticketpp/internal/mail"
	"ticketpp/internal/safefile"
)

// sizesFile holds in the data folder what the mail servers were found to take,
// so that the form can say it without waiting for the network.
const sizesFile = "servers.json"

const (
	maxSizes    = 32             // servers remembered; the oldest are forgotten first
	maxSizeFile = 64 << 10       // bytes read of the file
	sizeFresh   = 24 * time.Hour // how old an unchanged entry may get before it is written again
)

// knownSize is what a server was found to take.
type knownSize struct {
	Server string    `json:"server"` // "host:port"
	Max    int64     `json:"max"`    // bytes of a whole mail; 0: no limit
	At     time.Time `json:"at"`
}

// readSizes returns what is known. A file that is missing or damaged knows
// nothing: it is learnt again with the next mail.
func readSizes(data string) []knownSize {
	f, err := safefile.OpenRegular(filepath.Join(data, sizesFile))
	if err != nil {
		return nil
	}
	defer f.Close()
	text, err := io.ReadAll(io.LimitReader(f, maxSizeFile))
	if err != nil {
		return nil
	}
	var known []knownSize
	if err := json.Unmarshal(text, &known); err != nil {
		return nil
	}
	return known
}

// Learn keeps what servers announced that they take. Without a data folder it
// keeps nothing. It writes only what is new or a day old.
func (d *Dispatcher) Learn(found []mail.Size) {
	if d.Data == "" || len(found) == 0 {
		return
	}
	now := time.Now().UTC().Truncate(time.Second)
	known := readSizes(d.Data)
	news := false
	for _, s := range found {
		i := slices.IndexFunc(known, func(k knownSize) bool { return k.Server == s.Server })
		if i >= 0 && known[i].Max == s.Max && now.Sub(known[i].At).Abs() < sizeFresh {
			continue
		}
		if i >= 0 {
			known = slices.Delete(known, i, i+1)
		}
		known, news = append(known, knownSize{Server: s.Server, Max: s.Max, At: now}), true
	}
	if !news {
		return
	}
	known = known[max(0, len(known)-maxSizes):]
	text, err := json.MarshalIndent(known, "", "  ")
	if err == nil {
		err = safefile.WriteFile(filepath.Join(d.Data, sizesFile), append(text, '\n'))
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		d.Log.Warn("server sizes not kept", "err", err)
	}
}

// textRoom is kept free for a mail's text and headers, in bytes.
const textRoom = 64 << 10

// SizeLimit returns how many bytes of pictures and files a ticket may carry:
// attachments.max_total, or what fits into the smallest mail that one of the
// configured servers is known to take, if that is less. It asks the disk, never
// the network; 0 means that nothing is known to be too much.
func SizeLimit(data string, s *config.Settings) int64 {
	limit := s.Attachments.MaxTotal
	known := readSizes(data)
	for _, c := range s.SMTP {
		address := address(c)
		for _, k := range known {
			if k.Server != address || k.Max <= 0 {
				continue
			}
			if fits := Fits(k.Max); limit <= 0 || fits < limit {
				limit = fits
			}
		}
	}
	return limit
}

// Fits returns how many bytes of files fit into a mail of at most size bytes:
// base64 makes 57 bytes into a line of 76 and its end (RFC 2045, section 6.8).
func Fits(size int64) int64 {
	return max(1, (size-textRoom)/78*57)
}

// address is a configured server's "host:port", as the mail room calls it.
func address(c config.Server) string {
	return mail.Server{Host: c.Host, Port: c.Port, Security: mail.Security(c.Security)}.Addr()
}
