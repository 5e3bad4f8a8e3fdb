# shellcheck shell=bash disable=SC2154 # names of lab.sh and topology.sh
# Guests: user-mode-linux, a kernel of Debian's as a process, with IPVS and the files of this machine (read only, but the lab's folder).
# Commands reach a guest as files in $LAB_DIR/MACHINE/box, which guest-init.sh reads there: no network and no further program is needed.

guest_memory=512M # what a guest does not touch costs nothing

boot_guest() {
  local name=$1 box=$LAB_DIR/$1/box tmp=own
  # A /tmp of its own would hide what it has to see.
  [[ $root/:$pierhead != *:/tmp/* && $root != /tmp/* ]] || tmp=host
  # What /run of a machine forgets when it boots.
  rm -rf "$box" "$LAB_DIR/$name/run" "$LAB_DIR/uml/$name"
  mkdir -p "$box" "$LAB_DIR/$name/run" "$LAB_DIR/uml"
  printf 'export PATH=%q DOTNET_ROOT=%q\n' "${pierhead%/*}:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin" "${DOTNET_ROOT:-}" >"$box/env"
  in_space lan ip link show "$name" >/dev/null 2>&1 || in_space lan ip tuntap add dev "$name" mode tap
  in_space lan ip link set "$name" master segment up

  # Words that the kernel does not know become variables of its first process.
  ip netns exec "$(space_of lan)" setsid linux.uml "mem=$guest_memory" rootfstype=hostfs rootflags=/ ro "init=$here/guest-init.sh" \
    "vec0:transport=tap,ifname=$name,mac=$(mac_of "$name")" con=null con0=null,fd:1 "umid=$name" "uml_dir=$LAB_DIR/uml/" \
    "LAB_DIR=$LAB_DIR" "LAB_MACHINE=$name" "LAB_IPV4=$(ipv4_of "$name")" "LAB_IPV6=$(ipv6_of "$name")" \
    "LAB_ROUTER4=$router4" "LAB_ROUTER6=$router6" "LAB_TMP=$tmp" >>"$LAB_DIR/log/$name-boot.log" 2>&1 </dev/null &
  echo "$!" >"$LAB_DIR/$name/pid"
}

# The guest's processes are processes of this machine too, in the session of the first.
kill_guest() {
  local name=$1 pid=$2
  pkill -KILL -s "$pid" || true
  in_space lan ip link del "$name" 2>/dev/null || true
}

guest_exec() {
  local name=$1 box=$LAB_DIR/$1/box id=$BASHPID-$RANDOM$RANDOM code=0 pid end
  shift
  printf '%q ' "$@" >"$box/$id.new"
  mv "$box/$id.new" "$box/$id.cmd"
  pid=$(pid_of "$name")
  end=$((SECONDS + ${LAB_EXEC_WAIT:-120}))
  until [[ -e $box/$id.rc ]]; do
    is_alive "$pid" || die "$name ended while it ran: $*"
    ((SECONDS < end)) || die "$name did not finish in ${LAB_EXEC_WAIT:-120} s: $*"
    sleep 0.02
  done
  cat "$box/$id.out"
  cat "$box/$id.err" >&2
  code=$(<"$box/$id.rc")
  rm -f "$box/$id".*
  return "$code"
}
