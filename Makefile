# Everything that is done with Tracemark's source. `make help` lists the targets.
#
# On a fresh Debian 12, Debian 13 or Ubuntu 24.04 `make run` and `make test` need nothing but make: .ci/setup installs the
# packages that are missing (as root, or through sudo), and .ci/go finds a Go, which fetches the version go.mod names.

# One line of flags for every go command: the build cache keeps the C parts only while the flags stay the same.
export GOFLAGS := -buildvcs=false -tags=x11,migrated_fynedo,sqlite_fts5

GO := .ci/go
STATICCHECK := honnef.co/go/tools/cmd/staticcheck@v0.8.2
GOVULNCHECK := golang.org/x/vuln/cmd/govulncheck@v1.9.0
# Beyond its defaults: package comments, and doc comments that start with the name.
CHECKS := inherit,ST1000,ST1020,ST1021,ST1022
FUZZTIME ?= 30s

# What must give the same digits on every machine, and what a verifier must be able to build: free of C.
PURE := $(patsubst %,./%/...,$(wildcard $(addprefix imaging/,internal surface x3p filter pipeline register cmc compare explain score screen scored) export/sign export/annex export/schematest export/trust export/verify app/verifier))

.DEFAULT_GOAL := help
.PHONY: help build run test race bench bench-engine bench-window fuzz golden guide album lint fmt vet staticcheck pure vuln deps licences prove corpus sample-case verifier package clean setup setup-test

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

build: setup ## build the program, bin/tracemark
	$(GO) build -o bin/tracemark ./app

run: build ## start the workstation; without a display run the demonstration and say where its results lie
	@.ci/launch $(ARGS)

test: setup-test lint pure ## all that must hold: formatting, vet, staticcheck, every test and a short sample of each proof
	$(GO) test -timeout 20m $$({ $(GO) list ./...; $(GO) list $(PURE); } | sort | uniq -u)

race: setup-test ## the tests with Go's race detector
	$(GO) test -race -timeout 60m ./...

bench: setup ## the benchmarks
	$(GO) test -run '^$$' -bench . -benchmem ./...

bench-engine: setup ## the table of benchmarks in the doc of imaging/compare; real scans from TRACEMARK_SCANS
	$(GO) test -run '^$$' -bench . ./imaging/compare ./imaging/internal/kernel

bench-window: setup-test ## how often the real window is painted while a person moves specimens, and how soon a pair is open; wants an idle machine
	$(GO) test -run '^$$' -bench Window -benchtime 3x -timeout 20m ./app
	$(GO) test -run '^$$' -bench FirstPicture -benchtime 3x ./app/casework

fuzz: setup ## fuzz every parser for FUZZTIME (30s) each
	@set -e; grep -rl --include='*_test.go' '^func Fuzz' . | while read -r file; do \
		for name in $$(sed -n 's/^func \(Fuzz[A-Za-z0-9_]*\)(.*/\1/p' "$$file"); do \
			echo "$$name in $$(dirname "$$file")"; \
			$(GO) test -run '^$$' -fuzz "^$$name\$$" -fuzztime $(FUZZTIME) -fuzzminimizetime 10x "$$(dirname "$$file")" </dev/null; \
		done; \
	done

golden: setup-test ## write the expected results of the golden tests anew, for review as pictures and text
	@dirs=$$(grep -rl --include='*_test.go' 'flag.Bool("update"' . | xargs -r dirname | sort -u); \
	if [ -z "$$dirs" ]; then echo "There are no golden tests."; else $(GO) test $$dirs -update; fi

# The folder of what `make guide` and `make album` draw, outside the source.
OUT ?= $(or $(TMPDIR),/tmp)/tracemark-screens

guide: setup ## draw all screens in every theme and language into OUT, and from them the pictures of the user guide
	$(GO) run ./app/desktop/screens --out "$(OUT)" --guide assets/guide

album: setup ## draw every document in every language, with all that is hard to set, into OUT, to be looked at page by page
	@mkdir -p "$(OUT)"
	$(GO) test ./export/pdf -run Album -count=1 -album "$(OUT)"

lint: fmt vet staticcheck ## formatting, vet and staticcheck

fmt: setup
	@files=$$("$$($(GO) env GOROOT)/bin/gofmt" -l $(wildcard app assets casefile export imaging ui)); \
	if [ -n "$$files" ]; then echo "not formatted; run gofmt -w on:"; echo "$$files"; exit 1; fi

vet: setup
	$(GO) vet ./...

staticcheck: setup
	$(GO) run $(STATICCHECK) -checks $(CHECKS) ./...

# These run here, without C, and nowhere else: `test` takes every package that `go list` names only once.
pure: setup
	CGO_ENABLED=0 $(GO) test -timeout 20m $(PURE)

vuln: setup ## known vulnerabilities of what is built, where their database can be reached
	@.ci/vuln $(GOVULNCHECK)

deps: setup ## check the modules: go.mod as the code needs it, downloads as go.sum says; list newer versions
	$(GO) mod tidy -diff
	$(GO) mod verify
	$(GO) list -m -u -f '{{if and (not .Indirect) .Update}}{{.Path}} {{.Version}}, newer: {{.Update.Version}}{{end}}' all

licences: setup ## the modules built in, each with its licence; fails on one that has none or that must not be built in
	@.ci/licences ./app

prove: setup-test ## the long proofs, about three hours; those on real scans need TRACEMARK_SCANS, the folder of collections
	TRACEMARK_PROVE=1 $(GO) test -run Prove -timeout 60m -v ./...
	$(MAKE) fuzz FUZZTIME=10m
	$(MAKE) corpus

corpus: setup ## keep inputs that fuzzing found as seeds of the tests
	.ci/corpus

sample-case: setup-test ## for a release that changes the schema: keep a case as this program writes it, to be opened by every later one
	$(GO) test ./casefile/store -run '^TestCasesOfEveryReleaseOpen$$' -count=1 -v -sample

# What a court is given: one file for each system, without C and without paths of the machine that built it.
verifier: setup ## the small offline program that checks reports, for Linux, Windows and macOS, under dist/
	@for system in linux/amd64 windows/amd64 darwin/arm64; do \
		out=dist/tracemark-verifier-$${system%/*}; case $$system in windows/*) out=$$out.exe;; esac; \
		CGO_ENABLED=0 GOOS=$${system%/*} GOARCH=$${system#*/} $(GO) build -trimpath -ldflags='-s -w' -o $$out ./app/verifier || exit 1; \
		ls -l $$out | awk '{ printf "%s: %.1f MB\n", $$NF, $$5/1e6 }'; \
	done

package: build verifier ## an archive for another machine of the same kind: program, licences, read-me
	@.ci/package

clean: ## remove what was built; results of demonstrations and Go's caches stay
	rm -rf bin dist

setup:
	@.ci/setup build

setup-test:
	@.ci/setup test
