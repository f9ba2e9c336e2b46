# make help lists what can be made here.

.DEFAULT_GOAL := help
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:

ADDR    ?= 127.0.0.1:8080
BENCH   ?= .
FUZZ    ?= 5s
VERSION ?= $(shell git describe --tags --always --dirty 2>/dev/null || echo development)

GOLANGCI  := go run github.com/golangci/golangci-lint/v2/cmd/golangci-lint@v2.15.0
GOFUMPT   := go run mvdan.cc/gofumpt@v0.12.0
DEADCODE  := go run golang.org/x/tools/cmd/deadcode@v0.52.0
GOTESTSUM := go run gotest.tools/gotestsum@v1.13.0

web_sources := $(shell find web/src web/css web/public -type f 2>/dev/null) $(wildcard web/*.mjs web/*.json) data/vocab/vocabularies.json

.PHONY: help
help: ## say what can be made
	@echo 'Stele: make TARGET'
	@sed -n 's/^\([a-z-]*\):.*## /  \1\t/p' $(MAKEFILE_LIST) | expand -t 14
	@echo 'make run ADDR=127.0.0.1:9000 listens elsewhere.'

.PHONY: run
run: build ## build, and serve the demo at http://127.0.0.1:8080
	@exec bin/stele serve --demo --addr $(ADDR)

.PHONY: build
build: need-go need-node ## build bin/stele with the front end in it
	@$(MAKE) --no-print-directory -j2 web/dist/index.html go-packages
	@go build -trimpath -ldflags '-s -w -X main.version=$(VERSION)' -o bin/stele ./cmd/stele
	@echo "Built bin/stele $(VERSION)"

# The packages below the one that embeds the front end, compiled while npm works.
.PHONY: go-packages
go-packages:
	@echo 'Compiling (the first time takes a while: SQLite is in it)'
	@go build -trimpath ./api/... ./data/... ./geo/...

web/dist/index.html: web/node_modules/.installed $(web_sources)
	@cd web && npm run --silent build

web/node_modules/.installed: web/package.json web/package-lock.json
	@echo 'Installing the front end'"'"'s packages'
	@cd web && npm ci --no-audit --no-fund --loglevel=error
	@touch $@

.PHONY: setup
setup: need-go need-node cmd/stele/clients/node_modules/.installed ## install what the tests need: npm packages, Chromium, gdal-bin
	@.ci/setup

# Readers of what is exported, and judges of what is described.
cmd/stele/clients/node_modules/.installed: cmd/stele/clients/package.json cmd/stele/clients/package-lock.json
	@cd cmd/stele/clients && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@

.PHONY: test
test: setup build test-web fuzz test-go ## run every test

.PHONY: test-go
test-go: # needs bin/stele
	@said=$$(mktemp) && trap 'rm -f "$$said"' EXIT && \
	STELE_BIN=$(CURDIR)/bin/stele $(GOTESTSUM) --format pkgname --format-hide-empty-pkg --jsonfile-timing-events "$$said" -- -race -timeout 40m ./... && \
	.ci/skips "$$said"
	@go test -run Allocate ./api ./data/atlas # the race detector has allocations of its own

.PHONY: test-web
test-web: # needs bin/stele
	@cd web && npm run --silent check && npm run --silent test && npm run --silent e2e

.PHONY: test-qgis
test-qgis: need-go ## try QGIS itself: apt-get install --no-install-recommends python3-qgis qgis-providers
	@STELE_QGIS=1 go test -count=1 -v -run TestQGIS ./cmd/stele

.PHONY: fuzz
fuzz: need-go ## run every fuzz target for FUZZ (5s) each
	@.ci/fuzz $(FUZZ)

.PHONY: lint
lint: need-go web/node_modules/.installed ## look for what the compiler lets pass
	@$(GOLANGCI) run ./...
	@out=$$($(DEADCODE) -test ./...); [ -z "$$out" ] || { echo "$$out"; echo 'dead code'; exit 1; }
	@cd web && npm run --silent check
	@go test -run TypesOfTheMap ./api

.PHONY: bench
bench: need-go need-node ## measure the figures; KEEP=1 keeps them, BENCH=Swap measures some, STELE_BENCH=200000 with fewer features
	@KEEP=$(KEEP) .ci/bench '$(BENCH)'

.PHONY: bench-web
bench-web: setup build ## time the map over a million records in Chromium, beside its budgets
	@STELE_BENCH_WEB=1 go test -run '^$$' -bench BenchmarkWeb -benchtime 1x -timeout 30m ./api

.PHONY: fmt
fmt: need-go web/node_modules/.installed ## format all code
	@$(GOFUMPT) -w cmd geo api data web/*.go
	@cd web && npm run --silent fmt

.PHONY: screenshot
screenshot: build ## make web/screenshot.png anew
	@cd web && npm run --silent screenshot

.PHONY: screenshots
screenshots: build ## take pictures of the map's states into web/states, to look at
	@cd web && npm run --silent states

.PHONY: clean
clean: ## remove what was built
	@rm -rf bin data/benchdata/node_modules cmd/stele/clients/node_modules web/node_modules web/states web/test-results web/playwright-report
	@find web/dist -mindepth 1 ! -name .gitkeep -delete

.PHONY: need-go
need-go:
	@.ci/versions go

.PHONY: need-node
need-node:
	@.ci/versions node
