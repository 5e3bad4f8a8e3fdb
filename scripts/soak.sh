#!/usr/bin/env bash
# Soaks for MINUTES: first, as root, two hours of churn compressed as far as the machine allows, in at most half of them; then the tests of
# everything but the daemons over and over, with new seeds each time and many more cases for each property. Stops at the first failure,
# which names its seed.
set -euo pipefail
cd "$(dirname "$0")/.."

minutes=${1:?usage: soak.sh MINUTES}
export CsCheck_Iter=${CsCheck_Iter:-5000}
export DOTNET_NOLOGO=1 MSBUILDDISABLENODEREUSE=1 DOTNET_CLI_USE_MSBUILD_SERVER=0

dotnet build Pierhead.slnx -c Release -v quiet -clp:NoSummary </dev/null
mkdir -p TestResults
begun=$SECONDS
if ((EUID == 0)); then
  make --no-print-directory build
  bench/Pierhead.Benchmarks/bin/Release/net10.0/Pierhead.Benchmarks soak --minutes $(((minutes + 1) / 2))
fi
minutes=$((minutes - (SECONDS - begun) / 60))
end=$((SECONDS + minutes * 60))
rounds=0 runs=0
while ((SECONDS < end)); do
  for project in tests/*/; do
    name=$(basename "$project")
    [[ $name == Pierhead.Interop.Tests ]] && continue
    ((SECONDS < end)) || break 2
    code=0
    runs=$((runs + 1))
    timeout -k 10 $((end - SECONDS)) "${project}bin/Release/net10.0/$name" -noLogo -noColor -reporter quiet \
      >"TestResults/soak-$name.log" 2>&1 </dev/null || code=$?
    # The minutes are over, in the middle of a round: timeout has ended it (124), or had to kill it (137).
    if (((code == 124 || code == 137) && SECONDS >= end)); then
      break 2
    fi

    if ((code != 0)); then
      cat "TestResults/soak-$name.log"
      echo "soak: $name failed in round $((rounds + 1))"
      exit 1
    fi
  done
  rounds=$((rounds + 1))
  echo "soak: round $rounds done, $(((end - SECONDS) / 60)) min left"
done
echo "soak: $rounds whole rounds, $runs runs of a test project in $minutes min, no failure"
