package online_test

import (
	"os/exec"
	"strings"
	"testing"
)

// What only checks signatures must not be able to talk to anybody: it is given to courts.
func TestCheckingNeedsNoHTTP(t *testing.T) {
	goTool, err := exec.LookPath("go")
	if err != nil {
		t.Skip("no go command: the imports cannot be listed")
	}
	out, err := exec.CommandContext(t.Context(), goTool, "list", "-deps", "tracemark/export/sign", "tracemark/export/sign/timestamp", "tracemark/export/sign/revocation").Output()
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(out), "tracemark/export/sign/pdffile\n") {
		t.Fatal("the imports are not listed")
	}
	if strings.Contains(string(out), "\nnet/http\n") {
		t.Error("export/sign imports net/http")
	}
}
