#!/bin/bash
# The first process of a guest: mounts, modules, addresses, then commands from files: ID.cmd is run, and ID.out, ID.err and at last
# ID.rc, its exit code, are written beside it.
PATH=/usr/sbin:/usr/bin:/sbin:/bin
export PATH HOME=/run TMPDIR=/run/tmp

mount -t proc proc /proc
mount -t sysfs sys /sys
mount -t tmpfs tmpfs /run
[[ $LAB_TMP == host ]] || mount -t tmpfs tmpfs /tmp
mount -t tmpfs tmpfs /dev/shm 2>/dev/null
mount -t devpts devpts /dev/pts 2>/dev/null
mkdir -p "$LAB_DIR" /run/tmp /run/lock /run/bird /run/modules/lib
mount -t hostfs none "$LAB_DIR" -o "$LAB_DIR"
ln -s "$LAB_DIR/$LAB_MACHINE/run" /run/pierhead
box=$LAB_DIR/$LAB_MACHINE/box

# What is written reaches the host's files within a second, not in half a minute.
echo 50 >/proc/sys/vm/dirty_writeback_centisecs
echo 100 >/proc/sys/vm/dirty_expire_centisecs

# Debian keeps the modules of this kernel where modprobe does not look for them.
ln -s /usr/lib/uml/modules /run/modules/lib/modules
for module in ipv6 ip_vs ip_vs_mh ip_vs_wrr ip_vs_wlc ip_vs_rr ip_vs_sh iptable_mangle ip6table_mangle xt_mark xt_tcpudp; do
  modprobe -d /run/modules "$module" || echo "the module $module is not there"
done

hostname "$LAB_MACHINE"
sysctl -qw net.ipv6.conf.all.accept_dad=0 net.ipv6.conf.default.accept_dad=0 net.ipv6.conf.default.accept_ra=0
ip link set lo up
ip link set vec0 name eth0
ip addr add "$LAB_IPV4/24" dev eth0
ip addr add "$LAB_IPV6/64" dev eth0 nodad
ip link set eth0 up
ip route add default via "$LAB_ROUTER4"
ip route add default via "$LAB_ROUTER6"

# shellcheck source=/dev/null
source "$box/env"
[[ -n $DOTNET_ROOT ]] || unset DOTNET_ROOT

run() {
  local id=$1 text=$2
  bash -c "$text" >"$box/$id.out" 2>"$box/$id.err" </dev/null
  local code=$?
  # A daemon that it started may hold them open, and what is written goes to the host when they are closed.
  sync "$box/$id.out" "$box/$id.err"
  echo "$code" >"$box/$id.part"
  mv "$box/$id.part" "$box/$id.rc"
}

shopt -s nullglob
mkfifo /run/never
exec 9<>/run/never
read -r up _ </proc/uptime
echo "ready after $up s"
: >"$box/ready"
while :; do
  for file in "$box"/*.cmd; do
    text=$(<"$file")
    id=${file##*/}
    rm "$file"
    run "${id%.cmd}" "$text" &
  done

  # A pause: nobody writes there. Without a process of its own: processes are dear in a guest.
  read -r -t 0.03 -u 9 _
done
