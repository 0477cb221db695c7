package people

import (
	"strings"
	"testing"

	"tracemark/casefile"
)

func TestHash(t *testing.T) {
	low := Cost{MemoryKiB: 64, Passes: 1, Lanes: 1}
	text, err := hash("correct horse battery", low)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(text, "$argon2id$v=19$m=64,t=1,p=1$") {
		t.Errorf("got %s", text)
	}
	for _, c := range []struct {
		name, passphrase string
		cost             Cost
		ok, weak         bool
	}{
		{"the same", "correct horse battery", low, true, false},
		{"another", "correct horse batterz", low, false, false},
		{"raised parameters", "correct horse battery", DefaultCost, true, true},
	} {
		if ok, weak, err := matches(c.passphrase, text, c.cost); ok != c.ok || weak != c.weak || err != nil {
			t.Errorf("%s: got %v, %v, %v", c.name, ok, weak, err)
		}
	}
	composed, err := hash("caf\u00e9 au lait, noir", low)
	if err != nil {
		t.Fatal(err)
	}
	if ok, _, _ := matches("cafe\u0301 au lait, noir", composed, low); !ok {
		t.Error("the same letters typed on another keyboard are another passphrase")
	}
}

func TestForeignHashes(t *testing.T) {
	good, err := hash("correct horse battery", Cost{MemoryKiB: 64, Passes: 1, Lanes: 1})
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{
		"", "plain", "$argon2i$v=19$m=65536,t=2,p=4$c29tZXNhbHQ$RdescudvJCsgt3ub+b27dFO4C9Yj7Gg5",
		"$argon2id$v=19$m=65536,t=2,p=4$c29tZXNhbHQ$RdescudvJCsgt3ub+b27dFO4C9Yj7Gg5",
		strings.Replace(good, "v=19", "v=16", 1), strings.Replace(good, "m=64", "m=4294967295", 1), strings.Replace(good, "t=1", "t=0", 1),
		strings.Replace(good, "p=1", "p=0", 1), strings.Replace(good, "m=64", "m=064", 1), good[:len(good)-1], good + "A",
	} {
		if _, _, _, err := parse(text); err == nil {
			t.Errorf("%q is taken for a hash", text)
		}
	}
}

func TestPassphrasesThatAreRefused(t *testing.T) {
	a := casefile.Account{Name: "Maximilian Muster", LogIn: "maximilian.muster"}
	for passphrase, words := range map[string]string{
		"short":                    "fewer than 12",
		"aaaaaaaaaaaaaaaaa":        "same few",
		"maximilian muster":        "person's name",
		"MAXIMILIAN.MUSTER":        "person's name",
		strings.Repeat("ab ", 800): "too long",
		"\xff\xfe not text at all": "no text",
	} {
		if err := CheckPassphrase(a, passphrase); err == nil || !strings.Contains(err.Error(), words) {
			t.Errorf("%.20q: got %v, want …%s…", passphrase, err, words)
		}
	}
	if err := CheckPassphrase(a, "zwölf Zeichen"); err != nil {
		t.Error(err)
	}
}

// Source: RFC 9106, section 4, second recommended option.
func TestDefaultCost(t *testing.T) {
	if DefaultCost != (Cost{MemoryKiB: 65536, Passes: 3, Lanes: 4}) {
		t.Errorf("got %+v", DefaultCost)
	}
}

func BenchmarkHash(b *testing.B) {
	for range b.N {
		if _, err := hash("correct horse battery", DefaultCost); err != nil {
			b.Fatal(err)
		}
	}
}
