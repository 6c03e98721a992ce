# Every target works on a fresh machine that has Go. GO can be set to another toolchain.
GO ?= go
export CGO_ENABLED = 0

.PHONY: build demo test test-deps lint bench fuzz clean

build: ## the one binary
	$(GO) build -trimpath -o bin/homeward ./cmd/homeward

demo: build ## an invented conflict in a temporary bureau, served on this machine
	bin/homeward demo

test-deps: ## Chromium, PostgreSQL and fonts from Debian, where root or sudo allows
	scripts/install-test-deps

test: test-deps lint ## everything: engines, stores, commands, pages
	$(GO) test -count=1 -timeout 20m ./...

lint: ## formatting and go vet
	@unformatted=$$(gofmt -l $$(git ls-files '*.go')); test -z "$$unformatted" || { echo "not gofmt-ed: $$unformatted"; exit 1; }
	$(GO) vet ./...

bench: build ## rows/s, entries/s, verification, index, memory; PEOPLE sets the size
	scripts/bench

fuzz: ## every fuzz test for FUZZTIME each
	scripts/fuzz

clean:
	rm -rf bin

.PHONY: bench-identity
bench-identity: ## names across scripts and linked lists, on what training held out; DATA is the folder of the data
	scripts/bench-identity

.PHONY: bench-intake
bench-intake: ## statements, dates, artefacts and confidence against annotated texts; noise, speed, memory
	scripts/bench-intake

.PHONY: train-intake
train-intake: ## fits the tagger and the confidence of intake anew (some five minutes; needs the corpus beside the project)
	TRAIN_INTAKE=1 $(GO) test -count=1 -timeout 60m -v -run '^(TestTrainTagger|TestTrainConfidence)$$' ./intake

.PHONY: bench-handovers
bench-handovers: ## 1,000,000 simulated handovers with failures: no trust limit is ever exceeded
	$(GO) test -count=1 -run TestSimulatedHandovers -v ./exchange -handovers 1000000

.PHONY: bench-counterfactuals
bench-counterfactuals: ## 10,000 changes of unlock lists, each solved again from a changed sheet
	$(GO) test -count=1 -run TestUnlockIsWhatTheChangedSheetBrings -v ./exchange -counterfactuals 10000

.PHONY: bench-exchange
bench-exchange: ## plans beside CBC, GLPK, LEMON and HiGHS in one run; HARD, ROUNDS, PEERS, LIMIT set sizes
	scripts/bench-exchange
