# Everything a clone needs, from nothing. `make` alone lists the targets.

PREFIX ?= /usr/local
DESTDIR ?=
SWIFT ?= swift

# Tests and experiments look for the shared data beside the clone unless told otherwise.
ifneq ($(wildcard ../shared),)
export CAPI_SHARED ?= $(abspath ../shared)
endif

build_flags := -c release --explicit-target-dependency-import-check error
capi := .build/release/capi
folders := Package.swift Sources Tests Benchmarks
libtorch := $(if $(LIBTORCH),$(LIBTORCH),.deps/libtorch)

.PHONY: help
help: ## list the targets
	@printf 'targets:\n'
	@sed -n 's/^\([a-z-]*\):[^#]*## \(.*\)/  \1	\2/p' Makefile | expand -t 14

.PHONY: bootstrap
bootstrap: ## install what is missing: system packages, libtorch, Python for the notebooks
	@scripts/bootstrap

.PHONY: build
build: bootstrap ## build capi (release)
	$(SWIFT) build $(build_flags)

# Nothing is imported @testable; saying so lets the tests use the objects that `build` made.
.PHONY: test
test: bootstrap ## run all tests (release); CAPI_SHARED=/path names the shared data
	$(SWIFT) test $(build_flags) --disable-testable-imports

.PHONY: demo
demo: build ## a sweep from YAML to comparison and notebook, a few minutes on two cores
	@scripts/demo

.PHONY: bench
bench: build ## time training steps beside the same step in PyTorch, in turns (long)
	@Benchmarks/peer/compare

.PHONY: bench-check
bench-check: build ## fail where the ratio to PyTorch has dropped by more than 15 % (long)
	@Benchmarks/peer/compare --check Benchmarks/peer/thresholds.json

.PHONY: faults
faults: build ## crash runs in every way the store promises to survive (15 minutes)
	@scripts/faults/run

.PHONY: mutations
mutations: build ## take single safeguards out of the store; a fault test must fail each time (long)
	@scripts/faults/mutations

.PHONY: kernel-mutations
kernel-mutations: build ## put faults into the kernels; their tests must notice each (long)
	@scripts/kernel-mutations

.PHONY: fuzz
fuzz: build ## feed mutated journals, HDF5 files and YAML to the readers (half an hour)
	@scripts/faults/fuzz

.PHONY: store-bench
store-bench: build ## time journal, seals and feature files beside write() and h5py
	@scripts/store-bench/run

.PHONY: sanitize
sanitize: bootstrap ## the store's tests under the address and the thread sanitizer (long)
	@SWIFT='$(SWIFT)' scripts/faults/sanitize

.PHONY: doctor
doctor: build ## say what capi finds on this machine, and what is wrong
	@$(capi) doctor

.PHONY: format
format: ## format the sources
	$(SWIFT) format --in-place --recursive $(folders)

.PHONY: lint
lint: lint-text build lint-files ## all checks that are not tests, the cheap ones first

.PHONY: lint-text
lint-text:
	$(SWIFT) format lint --strict --recursive $(folders)
	@scripts/check-scripts

.PHONY: lint-files
lint-files:
	@scripts/check-experiments
	@scripts/check-docs

.PHONY: check-ablation
check-ablation: build ## run every row of the paper's grid for a few steps on small scenes
	@scripts/check-ablation

.PHONY: check-examples
check-examples: build ## build and run the example package outside the checkout, on both roads
	@SWIFT='$(SWIFT)' scripts/check-examples

.PHONY: install
install: build ## install the command and its completions under PREFIX (default /usr/local)
	@PREFIX='$(PREFIX)' DESTDIR='$(DESTDIR)' SWIFT='$(SWIFT)' \
	  BUILD_FLAGS='$(build_flags)' LIBTORCH_FOLDER='$(libtorch)' scripts/install

.PHONY: clean
clean: ## remove what was built; .deps stays (remove it by hand to start from nothing)
	rm -rf .build
