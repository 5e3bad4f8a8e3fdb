#!/usr/bin/env bash
# Runs the benchmarks: a table on the terminal, JSON under bench/results/.
set -euo pipefail
cd "$(dirname "$0")/.."

mkdir -p bench/results
exec dotnet run --project bench/Pierhead.Benchmarks -c Release -- "$@"
