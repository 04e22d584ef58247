package passon

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const play = "TICKETPP_PASSON_PLAY"

// TestMain makes the test's own program play the other one.
func TestMain(m *testing.M) {
	if os.Getenv(play) != "" {
		in, _ := io.ReadAll(os.Stdin)
		fmt.Printf("got %s and %q", in, os.Args[1:])
		fmt.Fprint(os.Stderr, "complains")
		os.Exit(3)
	}
	os.Exit(m.Run())
}

func TestWordsAndStatusComeThrough(t *testing.T) {
	t.Setenv(play, "1")
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	var out, complaints bytes.Buffer
	code := To(filepath.Base(self), []string{"è", "a b", `"`}, Streams{strings.NewReader("più"), &out, &complaints})
	if code != 3 || out.String() != `got più and ["è" "a b" "\""]` || complaints.String() != "complains" {
		t.Errorf("status %d, %q, %q", code, out.String(), complaints.String())
	}
}

func TestNoSuchProgram(t *testing.T) {
	var complaints bytes.Buffer
	for _, args := range [][]string{nil, {"version"}} {
		if code := To("no-such-program", args, Streams{strings.NewReader(""), io.Discard, &complaints}); code != 1 || complaints.Len() == 0 {
			t.Errorf("status %d, %q", code, complaints.String())
		}
	}
}
