#!/usr/bin/env bash
# Merges what the last `make fuzz` found interesting into the kept inputs (fuzz/corpus): for each target the fewest inputs that reach as much.
# Inputs that came from other projects' corpora stay out: run it only after a fuzz.sh without PIERHEAD_CORPUS.
set -euo pipefail
cd "$(dirname "$0")/.."

export AFL_SKIP_BIN_CHECK=1 AFL_QUIET=1
out=fuzz/findings build=fuzz/build most=${1:-60} # inputs kept of a target
for folder in "$out"/*/default/queue; do
  target=$(basename "$(dirname "$(dirname "$folder")")")
  all=$(mktemp -d) fewest=$(mktemp -d)
  cp "$folder"/id* "$all"/
  cp -n "fuzz/corpus/$target"/* "$all"/ 2>/dev/null || true
  afl-cmin -i "$all" -o "$fewest/kept" -t 5000 -m none -- dotnet "$build/pierhead-fuzz.dll" "$target" >/dev/null 2>&1 || true
  mkdir -p "fuzz/corpus/$target"
  # The smallest, up to a bound: the repository keeps hundreds of kilobytes of them, not megabytes.
  find "$fewest/kept" -type f -size -4k -printf '%s %p\n' | sort -n | head -n "$most" | while read -r _ input; do
    cp "$input" "fuzz/corpus/$target/$(sha256sum "$input" | cut -c1-16)"
  done
  rm -rf "$all" "$fewest"
  echo "$target: $(find "fuzz/corpus/$target" -type f | wc -l) inputs kept"
done
