#!/usr/bin/env bash
# Coverage-guided fuzzing of every decoder with AFL++ and SharpFuzz, for MINUTES of processor time in all, shared among the targets.
# Prints for each target how much was run and found; exit 1 where there is an open find, with how to see it again.
# Inputs: the kept ones (fuzz/corpus), our own seeds, and what earlier runs found; also PIERHEAD_CORPUS/bgp/fuzz where it is set.
set -euo pipefail
cd "$(dirname "$0")/.."

minutes=${1:?usage: fuzz.sh MINUTES [TARGET...]}
shift
export DOTNET_NOLOGO=1 MSBUILDDISABLENODEREUSE=1 DOTNET_CLI_USE_MSBUILD_SERVER=0 DOTNET_CLI_TELEMETRY_OPTOUT=1
export AFL_SKIP_BIN_CHECK=1 AFL_SKIP_CPUFREQ=1 AFL_NO_UI=1 AFL_NO_AFFINITY=1 AFL_I_DONT_CARE_ABOUT_MISSING_CRASHES=1 AFL_QUIET=1
export AFL_FORKSRV_INIT_TMOUT=60000
out=fuzz/findings build=fuzz/build

if ! command -v afl-fuzz >/dev/null; then
  ((EUID == 0)) || { echo 'fuzz: afl-fuzz is missing (Debian package afl++), and this is not root'; exit 1; }
  DEBIAN_FRONTEND=noninteractive apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends afl++ >/dev/null
fi

dotnet tool restore >/dev/null
dotnet build fuzz/Pierhead.Fuzz -c Release -v quiet -clp:NoSummary </dev/null
rm -rf "$build"
cp -r fuzz/Pierhead.Fuzz/bin/Release/net10.0 "$build"
for library in Pierhead.Wire Pierhead.Routing; do
  dotnet sharpfuzz "$build/$library.dll"
done

# The plain libraries; the instrumented ones run under afl-fuzz only.
run() { dotnet fuzz/Pierhead.Fuzz/bin/Release/net10.0/pierhead-fuzz.dll "$@"; }

if (($#)); then targets=("$@"); else mapfile -t targets < <(run --list); fi
rm -rf "$out/seeds"
run --seeds "$out/seeds"

# Processor time in seconds that an afl-fuzz process and what it runs have used.
used() {
  awk -v hz="$(getconf CLK_TCK)" '{ sub(/.*\) /, ""); sum += $12 + $13 + $14 + $15 } END { printf "%d", sum / hz }' \
    "/proc/$1/stat" $(pgrep -P "$1" | sed 's|.*|/proc/&/stat|') 2>/dev/null || true
}

declare -A process cpu_of
stop() { kill -INT "${process[@]}" 2>/dev/null || true; }
trap stop EXIT
for target in "${targets[@]}"; do
  cp -n "fuzz/corpus/$target"/* "$out/seeds/$target/" 2>/dev/null || true
  if [[ -d ${PIERHEAD_CORPUS:-}/bgp/fuzz && $target =~ ^(framer|open|update)$ ]]; then
    cp -n "$PIERHEAD_CORPUS/bgp/fuzz"/* "$out/seeds/$target/"
  fi

  rm -rf "${out:?}/$target"
  nice -n 15 afl-fuzz -i "$out/seeds/$target" -o "$out/$target" -t 20000 -m none -- \
    dotnet "$build/pierhead-fuzz.dll" "$target" >"$out/$target.log" 2>&1 </dev/null &
  process[$target]=$!
done

# All run side by side, at low priority, until together they have had their time.
total=0
while ((total < minutes * 60)); do
  sleep 5
  total=0
  for target in "${targets[@]}"; do
    seconds=$(used "${process[$target]}")
    cpu_of[$target]=${seconds:-${cpu_of[$target]:-0}}
    total=$((total + cpu_of[$target]))
  done

  kill -0 "${process[@]}" 2>/dev/null || { echo 'fuzz: a target ended by itself'; break; }
done
stop
wait || true
trap - EXIT

field() { awk -F: -v key="$2" '$1 ~ "^"key" *$" { gsub(/ /, "", $2); print $2 }' "$out/$1/default/fuzzer_stats"; }

bad=0
printf '%-14s %8s %12s %9s %8s %8s %6s\n' target cpu-s executions exec/s edges finds hangs
for target in "${targets[@]}"; do
  if [[ ! -f $out/$target/default/fuzzer_stats ]]; then
    echo "$target did not run; the end of $out/$target.log:"
    tail -n 5 "$out/$target.log"
    bad=1
    continue
  fi

  finds=$(field "$target" saved_crashes) hangs=$(field "$target" saved_hangs)
  printf '%-14s %8d %12s %9s %8s %8s %6s\n' "$target" "${cpu_of[$target]}" "$(field "$target" execs_done)" "$(field "$target" execs_per_sec)" \
    "$(field "$target" edges_found)" "$finds" "$hangs"
  if ((finds + hangs > 0)); then
    bad=1
    for input in "$out/$target/default/crashes"/id* "$out/$target/default/hangs"/id*; do
      [[ -f $input ]] && echo "  see it again: dotnet fuzz/Pierhead.Fuzz/bin/Release/net10.0/pierhead-fuzz.dll $target '$input'"
    done
  fi
done

echo "fuzz: $((total / 60)) minutes of processor time in all"
exit $bad
