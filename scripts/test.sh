#!/usr/bin/env bash
# Every test of the project: formatting, then each test executable. Ends with `N passed, N failed, N skipped`.
# A test executable that crashes, outlives its time or finds no test is a failure.
set -euo pipefail
cd "$(dirname "$0")/.."

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 MSBUILDDISABLENODEREUSE=1 DOTNET_CLI_USE_MSBUILD_SERVER=0
limit=${TEST_TIMEOUT:-720} # seconds, for one executable
results=TestResults
passed=0 failed=0 skipped=0

finish() {
  echo "$passed passed, $failed failed, $skipped skipped"
  ((failed == 0)) || exit 1
  exit 0
}

# The value of an attribute of the <assembly> element of an xUnit report.
count() {
  grep -o '<assembly [^>]*>' "$1" | head -n 1 | grep -o " $2=\"[0-9]*\"" | tr -dc 0-9
}

run_tests() {
  local name=$1 executable=$2
  local report=$results/$name.xml log=$results/$name.log started=$SECONDS code=0
  timeout -k 10 "$limit" "$executable" -noLogo -noColor -result-xml "$report" >"$log" 2>&1 </dev/null || code=$?

  local total=0 bad=0 out=0 errors=0
  if [[ -s $report ]]; then
    total=$(count "$report" total) bad=$(count "$report" failed) out=$(count "$report" skipped) errors=$(count "$report" errors)
  fi

  local problem=
  if ((code == 124 || code == 137)); then
    problem="was still running after $limit s"
  elif [[ ! -s $report ]]; then
    problem="ended with exit code $code and left no report"
  elif ((total == 0)); then
    problem="ran no test"
  elif ((code != 0 && bad == 0)); then
    problem="ended with exit code $code ($errors errors outside of tests)"
  fi

  passed=$((passed + total - bad - out)) failed=$((failed + bad)) skipped=$((skipped + out))
  printf '%-28s %5d passed, %d failed, %d skipped  (%d s)\n' "$name" $((total - bad - out)) "$bad" "$out" $((SECONDS - started))
  if [[ -n $problem ]]; then
    failed=$((failed + 1))
    echo "FAILED $name $problem; the end of its output:"
    tail -n 40 "$log"
  elif ((bad > 0)); then
    # A failure and what it says, up to the next event of the report.
    awk '/\[FAIL\]/ { on = 1 } /\[SKIP\]|=== TEST EXECUTION SUMMARY ===/ { on = 0 } on' "$log" | head -n 400
  fi

  # Skipped, with the reason on the line after the name.
  awk '/\[SKIP\]/ { sub(/ *\[SKIP\].*/, ""); sub(/^ */, ""); name = $0; getline; sub(/^ */, ""); print "skipped: " name ": " $0 }' \
    "$log" >>"$results/skipped.txt"
}

rm -rf "$results"
mkdir -p "$results"
: >"$results/skipped.txt"

scripts/packages.sh

echo 'building'
if ! dotnet build Pierhead.slnx -c Release -v quiet -clp:NoSummary -p:UseSharedCompilation=false </dev/null; then
  echo 'FAILED the build'
  failed=1
  finish
fi

for project in tests/*/; do
  name=$(basename "$project")
  run_tests "$name" "${project}bin/Release/net10.0/$name"
done

started=$SECONDS
if dotnet format Pierhead.slnx --no-restore --verify-no-changes >"$results/formatting.log" 2>&1 </dev/null; then
  echo "formatting                   as it should be  ($((SECONDS - started)) s)"
else
  sort -u "$results/formatting.log" | head -n 40
  echo "FAILED formatting: make format puts most of it right"
  failed=$((failed + 1))
fi

cat "$results/skipped.txt"
finish
