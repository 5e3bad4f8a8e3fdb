#!/usr/bin/env bash
# Soaks for MINUTES: runs the tests of everything but the daemons over and over, with new seeds each time and many more
# cases for each property. Stops at the first failure, which names its seed.
set -euo pipefail
cd "$(dirname "$0")/.."

minutes=${1:?usage: soak.sh MINUTES}
end=$((SECONDS + minutes * 60))
export CsCheck_Iter=${CsCheck_Iter:-5000}
export DOTNET_NOLOGO=1 MSBUILDDISABLENODEREUSE=1 DOTNET_CLI_USE_MSBUILD_SERVER=0

dotnet build Pierhead.slnx -c Release -v quiet -clp:NoSummary </dev/null
mkdir -p TestResults
rounds=0
while ((SECONDS < end)); do
  for project in tests/*/; do
    name=$(basename "$project")
    [[ $name == Pierhead.Interop.Tests ]] && continue
    ((SECONDS < end)) || break
    code=0
    timeout -k 10 $((end - SECONDS)) "${project}bin/Release/net10.0/$name" -noLogo -noColor -reporter quiet \
      >"TestResults/soak-$name.log" 2>&1 </dev/null || code=$?
    # 124: the minutes are over, in the middle of a round.
    if ((code != 0 && code != 124)); then
      cat "TestResults/soak-$name.log"
      echo "soak: $name failed in round $((rounds + 1))"
      exit 1
    fi
  done
  rounds=$((rounds + 1))
  echo "soak: round $rounds done, $(((end - SECONDS) / 60)) min left"
done
echo "soak: $rounds rounds in $minutes min, no failure"
