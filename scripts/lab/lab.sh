#!/usr/bin/env bash
# The lab of the fabric: a router, balancers, landing nodes and many routers behind, in network namespaces of this machine; balancers
# with IPVS in user-mode-linux. docs/operating/fabric-lab.md tells what it builds and which words there are. Needs root, on Debian 12.
#   LAB_DIR     the folder of everything it writes (default /run/pierhead-lab); lab-down removes it
#   LAB_PREFIX  what the names of its namespaces begin with (default phl): labs side by side have their own, and their own folder
#   LAB_HOLD    hold time that the routers offer, seconds (default: 9, so that what is lost is seen soon)
#   LAB_SPEAKER bird or exabgp: what announces in the announced modes (default: the mode's own)
#   LAB_WAIT    seconds for each step that is waited for (default 60)
#   LAB_PIERHEAD the executable (default bin/pierhead of this checkout)
#   LAB_KEEP    1: what a failed `up` has built stays, to be looked at
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
pierhead=${LAB_PIERHEAD:-$root/bin/pierhead}
LAB_DIR=$(realpath -m "${LAB_DIR:-/run/pierhead-lab}")
LAB_PREFIX=${LAB_PREFIX:-phl}
LAB_WAIT=${LAB_WAIT:-60}
export LAB_DIR

# shellcheck source=scripts/lab/topology.sh
source "$here/topology.sh"
# shellcheck source=scripts/lab/tree.sh
source "$here/tree.sh"
# shellcheck source=scripts/lab/machines.sh
source "$here/machines.sh"
# shellcheck source=scripts/lab/uml.sh
source "$here/uml.sh"
# shellcheck source=scripts/lab/services.sh
source "$here/services.sh"
# shellcheck source=scripts/lab/routers.sh
source "$here/routers.sh"

say() { echo "lab: $*"; }

die() {
  echo "lab: $*" >&2
  exit 1
}

usage() {
  cat <<'WORDS'
usage: scripts/lab/lab.sh VERB
  up MODE                       build it; MODE: active-backup announced-mask announced-hash direct-return-lvs direct-return
  up MODE bare                  the same without anything applied or started on the machines
  down                          take everything away; also what a killed `up` has left
  machines                      each machine: kind, state, addresses
  exec MACHINE COMMAND...       run a command on a machine, the router (rtr) or the customers (cust); its exit code
  start MACHINE                 start a machine that was killed, or one that has come into the tree
  kill MACHINE                  SIGKILL to all that runs on it; a guest as a whole
  link MACHINE up|down          its cable
  apply [MACHINE...]            `pierhead fabric apply` on each, then start or end what the mode has
  fabric MACHINE WORD...        pierhead fabric WORD... there, with its tree: status, diff, render, check, apply
  tree                          the folder of the tree that is edited: pierhead fabric node|med ... --config FOLDER
  tree spread                   copy it to every machine, as `git pull` would
  tree set-mode MODE            edit the mode in it, and spread it
  routers start|stop|status     200 IPv4 and 200 IPv6 routers, from the customers' addresses
  sessions                      each node: established sessions by family
  routes                        the floating addresses, as the router has them
WORDS
}

need_lab() { [[ -e $LAB_DIR/.lab ]] || die "there is no lab at $LAB_DIR: make lab MODE=direct-return"; }

prepare() {
  ((EUID == 0)) || die "needs root: it makes network namespaces"
  [[ -x $pierhead ]] || die "$pierhead is not there: make build"
  [[ "$root$LAB_DIR$pierhead" != *[[:space:]]* ]] || die "a path with a space in it cannot be handed to guests and daemons: $root, $LAB_DIR"
  local mode=$1 packages=(iproute2 procps util-linux bird2 nftables libnftables1 iptables exabgp keepalived ucarp iputils-arping iputils-ping)
  if [[ $mode == direct-return-lvs ]]; then
    packages+=(user-mode-linux ipvsadm kmod)
    [[ -e /dev/net/tun ]] || die "there is no /dev/net/tun, by which guests are on the segment: modprobe tun"
  fi
  "$root/scripts/packages.sh" "${packages[@]}"
  local package
  for package in "${packages[@]}"; do
    [[ $(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null) == installed ]] ||
      die "the Debian package $package is missing: apt-get install $package"
  done
}

up() {
  local mode=${1:-} bare=${2:-} started=$SECONDS
  is_mode "$mode" || die "'$mode' is not a mode; there are: ${lab_modes[*]}"
  [[ -z $bare || $bare == bare ]] || die "usage: up MODE [bare]"
  prepare "$mode"
  [[ ! -e $LAB_DIR/.lab ]] || die "there is a lab at $LAB_DIR already: make lab-down"
  if [[ -n $(spaces) ]]; then
    die "there are namespaces $(spaces | tr '\n' ' ')of another lab, or of one that was cut off: make lab-down"
  fi
  [[ ! -e $LAB_DIR || -z $(ls -A "$LAB_DIR") ]] || die "$LAB_DIR is not empty, and no lab: name another folder with LAB_DIR"
  mkdir -p "$LAB_DIR/log"
  echo "$mode" >"$LAB_DIR/.lab"

  trap 'failed_up $?' EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM
  write_trees "$mode"
  build_topology "$mode"
  boot_all "$mode"
  [[ $bare ]] || apply_all
  start_router
  [[ $bare ]] || await_announcers
  trap - EXIT INT TERM
  say "$mode is up after $((SECONDS - started)) s; logs are in $LAB_DIR/log"
  machines
}

failed_up() {
  (($1)) || return 0
  # What still goes on for a machine in the background.
  local jobs
  jobs=$(jobs -p)
  # shellcheck disable=SC2086 # numbers
  [[ -z $jobs ]] || kill $jobs 2>/dev/null || true
  echo "lab: it did not come up; the end of each log:" >&2
  tail -n 5 "$LAB_DIR"/log/* >&2 || true
  if [[ ${LAB_KEEP:-} == 1 ]]; then
    echo "lab: LAB_KEEP=1, so it stays: make lab-down" >&2
  else
    down
  fi
  exit "$1"
}

down() {
  ((EUID == 0)) || die "needs root"
  local name
  for name in "${lab_all[@]}"; do
    (kill_machine "$name") || true # what is left then ends with its namespace
  done
  remove_topology
  if [[ -e $LAB_DIR/.lab ]]; then
    rm -rf -- "$LAB_DIR"
  fi
}

verb=${1:-}
(($# == 0)) || shift
case $verb in
  up) up "$@" ;;
  down) down ;;
  machines | sessions | routes)
    need_lab
    "$verb"
    ;;
  exec)
    need_lab
    (($# >= 2)) || die "usage: exec MACHINE COMMAND..."
    machine_exec "$@"
    ;;
  start | kill | link)
    need_lab
    is_machine "${1:-}" || die "'${1:-}' is not a machine; there are: ${lab_machines[*]}"
    "${verb}_machine" "$@"
    ;;
  fabric)
    need_lab
    (($# >= 2)) || die "usage: fabric MACHINE WORD..."
    fabric "$@"
    ;;
  apply)
    need_lab
    apply_all "$@"
    ;;
  tree)
    need_lab
    tree "$@"
    ;;
  routers)
    need_lab
    routers "$@"
    ;;
  *)
    usage >&2
    exit 2
    ;;
esac
