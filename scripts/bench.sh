#!/usr/bin/env bash
# Runs every benchmark: tables on the terminal, JSON under bench/results/. Side by side needs root, for network namespaces; the daemons
# are Debian's. With arguments only what they name (scripts/bench.sh side-by-side full-8 --target pierhead), else everything: RUNS runs of each
# (three), and a target is given up past CAP seconds (120).
set -euo pipefail
cd "$(dirname "$0")/.."

export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 MSBUILDDISABLENODEREUSE=1 DOTNET_CLI_USE_MSBUILD_SERVER=0
scripts/packages.sh
make --no-print-directory build
dotnet build bench/Pierhead.Benchmarks -c Release -v quiet -clp:NoSummary -p:UseSharedCompilation=false </dev/null
run() { bench/Pierhead.Benchmarks/bin/Release/net10.0/Pierhead.Benchmarks "$@"; }

mkdir -p bench/results
if (($#)); then
  run "$@"
  exit
fi

if ((EUID == 0)); then
  run side-by-side ${RUNS:+--runs "$RUNS"} ${CAP:+--cap "$CAP"}
else
  echo 'bench: not root, so nothing is measured side by side'
fi
run lookups
run tables
run steps
