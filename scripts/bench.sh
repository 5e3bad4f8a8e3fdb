#!/usr/bin/env bash
# Runs the benchmarks, where there are any: a table on the terminal, JSON under bench/results/.
set -euo pipefail
cd "$(dirname "$0")/.."

if [[ ! -d bench/Pierhead.Benchmarks ]]; then
  echo 'bench: there are no benchmarks yet' >&2
  exit 1
fi
mkdir -p bench/results
exec dotnet run --project bench/Pierhead.Benchmarks -c Release -- "$@"
