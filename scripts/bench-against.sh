#!/usr/bin/env bash
# Decoding of unicast UPDATE messages, and applying them to a table: this tree against another revision of it, turn by turn.
# Prints nanoseconds a route of each turn, the best of them and their ratio. The benchmark is this tree's in both.
set -euo pipefail
cd "$(dirname "$0")/.."

revision=${1:?usage: bench-against.sh REVISION [TURNS]} turns=${2:-5}
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 MSBUILDDISABLENODEREUSE=1 DOTNET_CLI_USE_MSBUILD_SERVER=0
other=$(mktemp -d)
trap 'git worktree remove --force "$other/tree" 2>/dev/null; rm -rf "$other"' EXIT
git worktree add --quiet --detach "$other/tree" "$revision"
rm -rf "$other/tree/bench"
# Only what decodes and applies: the rest may need what the other revision has not.
mkdir -p "$other/tree/bench/Pierhead.Benchmarks"
cp -r bench/Against/. bench/Pierhead.Benchmarks/InProcess "$other/tree/bench/Pierhead.Benchmarks/"
for tree in . "$other/tree"; do
  (cd "$tree" && dotnet build bench/Pierhead.Benchmarks -c Release -v quiet -clp:NoSummary </dev/null >/dev/null)
done

run() { (cd "$1" && dotnet bench/Pierhead.Benchmarks/bin/Release/net10.0/Pierhead.Benchmarks.dll decode); }
for ((turn = 1; turn <= turns; turn++)); do
  here=$(run .)
  there=$(run "$other/tree")
  echo "here: $here   $revision: $there"
done | tee "$other/turns"

# The best turn of each: what else the machine did can only have made a turn longer.
awk '
  NR == 1 { d = $3; a = $5; od = $8; oa = $10 }
  { if ($3 < d) d = $3; if ($5 < a) a = $5; if ($8 < od) od = $8; if ($10 < oa) oa = $10 }
  END {
    printf "decode: %.2f ns a route here, %.2f there, ratio %.3f\n", d, od, d / od
    printf "apply:  %.1f ns a route here, %.1f there, ratio %.3f\n", a, oa, a / oa
  }' "$other/turns"
