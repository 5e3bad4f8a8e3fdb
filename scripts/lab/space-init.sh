#!/usr/bin/env bash
# The first process of a machine that is a namespace: gives it a /proc and a /run of its own, then only waits; what ends it ends the
# machine. Its mounts are in a mount namespace of their own and go with it.
set -euo pipefail
name=$1

# /proc is still the host's: there it has the number by which the host knows it.
read -r pid _ </proc/self/stat
mount --no-mtab -t proc proc /proc
hostname "$name"

# A /run of its own, with the lab's folder in it where that lies in /run.
mount --no-mtab -t tmpfs lab /mnt
if [[ $LAB_DIR == /run/* ]]; then
  mkdir -p "/mnt/${LAB_DIR#/run/}"
  mount --no-mtab --bind "$LAB_DIR" "/mnt/${LAB_DIR#/run/}"
fi
mount --no-mtab --move /mnt /run
mkdir -p /run/bird /run/lock
ln -s "$LAB_DIR/$name/run" /run/pierhead

echo "$pid" >"$LAB_DIR/$name/pid.new"
mv "$LAB_DIR/$name/pid.new" "$LAB_DIR/$name/pid"

# As the first process it inherits those whose parent has ended, and reaps them while it waits.
while :; do
  sleep infinity &
  wait "$!" || true
done
