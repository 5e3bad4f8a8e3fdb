#!/usr/bin/env bash
# Installs the Debian packages that tests use, by name. Starts no daemon. Without root, says what is missing: the tests
# that need it then skip themselves, with that reason.
set -euo pipefail

packages=(iproute2 bird2 frr gobgpd openbgpd exabgp bgpdump chromium nftables)

missing=()
for package in "${packages[@]}"; do
  status=$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null || true)
  [[ $status == installed ]] || missing+=("$package")
done
((${#missing[@]})) || exit 0

if ((EUID != 0)); then
  echo "packages: not root, so not installed: ${missing[*]}"
  exit 0
fi

# Debian starts a daemon when its package is installed; invoke-rc.d asks this file first.
policy=/usr/sbin/policy-rc.d
if [[ ! -e $policy ]]; then
  trap 'rm -f "$policy"' EXIT
  printf '#!/bin/sh\nexit 101\n' >"$policy"
  chmod 755 "$policy"
fi

export DEBIAN_FRONTEND=noninteractive
log=$(mktemp)
if ! { apt-get update && apt-get install -y --no-install-recommends "${missing[@]}"; } >"$log" 2>&1 </dev/null; then
  tail -n 20 "$log"
  echo "packages: could not install ${missing[*]}; the tests that need them are skipped"
else
  echo "packages: installed ${missing[*]}"
fi
rm -f "$log"
