# Ticket++. The two commands of a newcomer are `make demo` and `make test`;
# each installs what it needs by scripts/setup.sh.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := build
.NOTPARALLEL:

# Name, ID, version and icon of the product stand in FyneApp.toml alone.
VERSION := $(shell sed -n 's/^ *Version *= *"\(.*\)"/\1/p' FyneApp.toml 2>/dev/null)
COMMIT  := $(shell git rev-parse --short=12 HEAD 2>/dev/null || echo unknown)
# The commit's own date, so that one commit always builds the same bytes.
DATE    := $(shell TZ=UTC git log -1 --format=%cd --date=format-local:%Y-%m-%dT%H:%M:%SZ 2>/dev/null || echo unknown)
STAMP   := -X main.version=$(VERSION) -X main.commit=$(COMMIT) -X main.date=$(DATE)

# The stamp above says what Go's own would, and needs no repository.
GO        := GOFLAGS="$${GOFLAGS:-} -buildvcs=false" go
GOBUILD   := $(GO) build -ldflags '-s -w $(STAMP)'
# Linters run from the build cache at these versions; they stay out of go.mod.
STATICCHECK := $(GO) run honnef.co/go/tools/cmd/staticcheck@v0.8.2
GOFUMPT     := $(GO) run mvdan.cc/gofumpt@v0.11.0
# Files that only the tests on real servers and desktops are built with.
REAL        := desktop,mta,wine

BIN := bin
# Named, so that what lies in build/ is never taken for ours.
PACKAGES := ./assets/... ./cmd/... ./internal/... ./packaging/... ./test/...

.PHONY: build demo pictures dist test test-windows test-lint test-unit test-windows-build test-mta test-desktop lint bench soak clean

## build: the two programs, in bin/
build:
	@scripts/setup.sh build
	$(GOBUILD) -o $(BIN)/ ./cmd/trayapp ./cmd/trayapp-ui

## demo: the main job with a helpdesk in the box; nothing leaves the machine
demo: build
	@if [ -n "$${DISPLAY:-}$${WAYLAND_DISPLAY:-}" ]; then \
		exec $(BIN)/trayapp demo; \
	else \
		scripts/setup.sh desktop; \
		$(GO) run ./test/desktop/play -bin $(BIN) -out build/demo; \
	fi

## dist: what is handed out, in dist/: programs, MSI, zip, .deb, .tar.gz
dist:
	@scripts/setup.sh build dist
	@rm -rf dist
	$(GO) run ./packaging/dist -out dist

## dist-check: made again in another folder, is it the same? (not the MSI)
.PHONY: dist-check
dist-check: dist
	@rm -rf build/again && git clone -q . build/again
	@cd build/again && $(GO) run ./packaging/dist -out dist
	@diff <(grep -v '\.msi$$' dist/SHA256SUMS) <(grep -v '\.msi$$' build/again/dist/SHA256SUMS)
	@echo "make dist-check: the same bytes"

## pictures: the menu, the form and the tickets for README.md and docs/guida.md
pictures: build
	@scripts/setup.sh desktop
	$(GO) run ./test/desktop/play -bin $(BIN) -out build/demo -pages docs/pictures

## test: everything that must pass
test: test-lint test-unit test-windows-build test-mta test-desktop
	@echo "make test: all passed"

## lint: formatting, vet, staticcheck
lint: test-lint

test-lint:
	@scripts/setup.sh build
	@echo "== format"
	@bad=$$($(GOFUMPT) -l cmd internal assets packaging test); if [ -n "$$bad" ]; then \
		echo "not formatted (run: make fmt):"; echo "$$bad"; exit 1; fi
	@echo "== vet"
	@$(GO) vet -tags $(REAL) $(PACKAGES)
	@echo "== staticcheck"
	@$(STATICCHECK) -tags $(REAL) $(PACKAGES)

## fmt: format every file
.PHONY: fmt
fmt:
	@$(GOFUMPT) -w cmd internal assets packaging test

# Tables, fuzz seeds, forms without a screen, CLI scripts, import rules, and
# what needs no more than an X server or a bus of its own.
test-unit:
	@scripts/setup.sh build desktop
	@echo "== unit tests, with the race detector"
	@$(GO) test -race -timeout 20m $(PACKAGES)

# The agent must always build for Windows, and without a C compiler.
test-windows-build:
	@echo "== the agent for Windows"
	@GOOS=windows CGO_ENABLED=0 $(GO) vet ./cmd/trayapp
	@GOOS=windows CGO_ENABLED=0 $(GOBUILD) -o build/windows/trayapp.exe ./cmd/trayapp

test-mta:
	@scripts/setup.sh mta
	@echo "== real mail servers"
	@$(GO) test -tags mta -count=1 -timeout 10m -v ./test/mta/... ./test/imap/... ./test/faults/...

## test-windows: the MSI and the Windows programs under Wine, from installing
## to the mail in a real mail server
test-windows:
	@scripts/setup.sh build desktop browser mta dist wine
	@rm -rf build/windows
	@echo "== programs and installers for Windows, of this version and of a later one"
	@$(GO) run ./packaging/dist -only windows -out build/windows/now
	@$(GO) run ./packaging/dist -only windows -out build/windows/next -version 99.0.0
	@echo "== a workstation with Windows, under Wine"
	@TRAYAPP_DIST=$(CURDIR)/build/windows $(GO) test -tags wine -count=1 -timeout 15m -v ./test/wine/... ./packaging/dist
	@echo "make test-windows: all passed"

# The real programs on a real desktop, driven from outside.
test-desktop: build
	@scripts/setup.sh desktop browser mta
	@scripts/axe.sh
	@echo "== a real desktop"
	@TRAYAPP_BIN=$(CURDIR)/$(BIN) $(GO) test -tags desktop -count=1 -timeout 30m -v ./test/capture ./test/clipboard ./test/workstation ./test/browser ./test/desktop/...

## soak: the long loops, thousands of kills
soak: build
	@scripts/setup.sh desktop mta
	@TICKETPP_KILLS=1000 $(GO) test -count=1 -timeout 1h -v -run 'Killed' ./internal/outbox ./internal/drafts ./internal/history
	@TRAYAPP_BIN=$(CURDIR)/$(BIN) TRAYAPP_SOAK=1 $(GO) test -tags desktop -count=1 -timeout 12h -v -run 'Kill' ./test/desktop/...

## bench: the coach and the queue by themselves, then size and speed beside
## scrot, maim, Flameshot, ksnip, msmtp and an IMAP script
bench: build
	@scripts/setup.sh desktop mta bench
	@$(GO) test -run '^$$' -bench . ./internal/coach ./internal/mytickets ./internal/outbox ./internal/drafts ./internal/kb
	@$(GO) run ./test/bench -bin $(BIN)

clean:
	rm -rf build $(BIN)
