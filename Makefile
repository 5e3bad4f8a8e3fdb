# Pierhead: what a person types. The work itself is in scripts/ and in the projects.

CONFIGURATION := Release
ARCH          := $(shell uname -m)
RID           := linux-$(if $(filter aarch64 arm64,$(ARCH)),arm64,x64)
SOURCES       := $(shell find src -type f -not -path '*/bin/*' -not -path '*/obj/*') \
                 $(wildcard Directory.*) global.json
MINUTES       ?= 10
MODE          ?= direct-return

# No compiler or MSBuild server outlives a build: a clone leaves no process behind.
export DOTNET_CLI_TELEMETRY_OPTOUT := 1
export DOTNET_NOLOGO := 1
export MSBUILDDISABLENODEREUSE := 1
export DOTNET_CLI_USE_MSBUILD_SERVER := 0

.PHONY: help build run test lab lab-down bench bench-against soak fuzz fuzz-corpus format clean

help:
	@echo 'make build            the executable, at bin/pierhead'
	@echo 'make run              build, then a whole Pierhead on loopback with simulated routers (Ctrl-C ends it)'
	@echo 'make test             every test; as root it installs the Debian packages that the interop tests need'
	@echo 'make lab MODE=direct-return  as root: a fabric in network namespaces, with routers behind it (docs/operating/fabric-lab.md)'
	@echo 'make lab-down         take it away'
	@echo 'make bench            every benchmark; as root Pierhead side by side with BIRD, FRR, GoBGP and OpenBGPD (docs/benchmarks.md)'
	@echo 'make bench-against REV=REVISION  decoding here against another revision'
	@echo 'make soak MINUTES=10  property tests and fuzzing, over and over with new seeds, for that long'
	@echo 'make fuzz MINUTES=60  coverage-guided fuzzing of every decoder, for that much processor time in all (docs/fuzzing.md)'
	@echo 'make fuzz-corpus      keep the inputs that fuzzing found to reach new code'
	@echo 'make format           put the sources into the house style'
	@echo 'make clean            remove what was built'

build: bin/pierhead

bin/pierhead: $(SOURCES)
	dotnet publish src/Pierhead -c $(CONFIGURATION) -r $(RID) --self-contained false \
	  -p:PublishReadyToRun=true -p:UseSharedCompilation=false -o bin -v quiet
	@touch $@

run: build
	@exec bin/pierhead demo

test:
	@scripts/test.sh

lab: build
	@scripts/lab/lab.sh up $(MODE)

lab-down:
	@scripts/lab/lab.sh down

bench:
	@RUNS=$(RUNS) CAP=$(CAP) scripts/bench.sh

bench-against:
	@scripts/bench-against.sh $(REV)

soak:
	@scripts/soak.sh $(MINUTES)

fuzz:
	@scripts/fuzz.sh $(MINUTES)

fuzz-corpus:
	@scripts/fuzz-corpus.sh

format:
	dotnet format Pierhead.slnx

clean:
	rm -rf bin TestResults fuzz/build fuzz/findings
	find src tests bench fuzz -type d \( -name bin -o -name obj \) -prune -exec rm -rf {} + 2>/dev/null || true
