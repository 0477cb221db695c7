package client

import (
	"strings"
	"testing"
)

func TestReadEvents(t *testing.T) {
	const text = ": comment\n\nid: 3\nevent: progress\ndata: {\"done\":1}\n\nid:4\r\nevent:finished\r\ndata: a\r\ndata: b\r\n\r\nid: x\ndata: late\n\n"
	var got []event
	if err := readEvents(strings.NewReader(text), func(e event) (bool, error) { got = append(got, e); return e.name != "finished", nil }); err != nil {
		t.Fatal(err)
	}
	if len(got) != 2 || got[0].id != 3 || got[0].name != "progress" || string(got[0].data) != "{\"done\":1}\n" || got[1].id != 4 || string(got[1].data) != "a\nb\n" {
		t.Errorf("events %+v", got)
	}
}

func FuzzReadEvents(f *testing.F) {
	f.Add("id: 1\nevent: progress\ndata: {}\n\n")
	f.Add("data\n\ndata:\n\n:::\r\n")
	f.Fuzz(func(t *testing.T, text string) {
		n := 0
		err := readEvents(strings.NewReader(text), func(e event) (bool, error) { n += len(e.data); return true, nil })
		if err == nil && n > 2*len(text)+2 {
			t.Errorf("%d bytes of data out of %d", n, len(text))
		}
	})
}
