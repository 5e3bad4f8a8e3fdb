#!/usr/bin/env bash
# Keeps what the last `make fuzz` found interesting (fuzz/corpus): of each target the smallest inputs that reached something new.
# Inputs that came from other projects' corpora stay out: run it only after a fuzz.sh without PIERHEAD_CORPUS.
set -euo pipefail
cd "$(dirname "$0")/.."

most=${1:-40} # inputs kept of a target in one run
for folder in fuzz/findings/*/default/queue; do
  target=$(basename "$(dirname "$(dirname "$folder")")")
  mkdir -p "fuzz/corpus/$target"
  # First what reached a new edge (+cov), then what else afl-fuzz kept. Small ones, up to a bound: the repository keeps hundreds of kilobytes, not megabytes.
  {
    find "$folder" -maxdepth 1 -type f -name '*+cov' -size -9k -size +0 -printf '0 %s %p\n'
    find "$folder" -maxdepth 1 -type f ! -name '*+cov' -size -9k -size +0 -printf '1 %s %p\n'
  } | sort -n -k1,1 -k2,2 | sed -n "1,${most}p" | while read -r _ _ input; do
    cp "$input" "fuzz/corpus/$target/$(sha256sum "$input" | cut -c1-16)"
  done
  echo "$target: $(find "fuzz/corpus/$target" -type f | wc -l) inputs kept"
done
