# shellcheck shell=bash disable=SC2034 # names for lab.sh and the others
# Names, addresses, namespaces and links: customers --(10.30.0.0/16, fd00:30::/64)-- router --(10.10.0.0/24, fd00:10::/64)-- machines.

lab_modes=(active-backup announced-mask announced-hash direct-return-lvs direct-return)
lab_balancers=(lb-1 lb-2)
lab_nodes=(land-1 land-2 land-3 land-4)
lab_machines=("${lab_balancers[@]}" "${lab_nodes[@]}")

# With the router and the customers, who are machines as well, but not of the fabric.
lab_all=("${lab_machines[@]}" rtr cust)

floating4=203.0.113.10
floating6=2001:db8:ffff::10
router4=10.10.0.1
router6=fd00:10::1
customers=200

# Addresses for routers of your own, which the tree accepts; the last three are devices with an entry (write_trees).
own_routers=16

# The metric of the router's on-link route in active-backup: what BGP brings (32) goes before it.
onlink_metric=4096

is_mode() { [[ " ${lab_modes[*]} " == *" ${1:-} "* ]]; }

is_machine() { [[ -n ${1:-} && " ${lab_machines[*]} " == *" $1 "* ]]; }

# The last octet of a machine's addresses.
octet_of() {
  case $1 in
    lb-*) echo "1${1#lb-}" ;;
    land-*) echo "2${1#land-}" ;;
  esac
}

ipv4_of() { echo "10.10.0.$(octet_of "$1")"; }

ipv6_of() { echo "fd00:10::$(octet_of "$1")"; }

mac_of() { printf '02:00:00:00:00:%02x\n' "$(octet_of "$1")"; }

space_of() { echo "$LAB_PREFIX-$1"; }

spaces() { ip netns list | awk -v prefix="$LAB_PREFIX-" 'index($1, prefix) == 1 { print $1 }'; }

# in_space NAME COMMAND...: only the network is that of the machine; for building it.
in_space() {
  local space
  space=$(space_of "$1")
  shift
  ip netns exec "$space" "$@"
}

add_space() {
  ip netns add "$(space_of "$1")"
  # Duplicate address detection would keep every address back for a second.
  in_space "$1" sysctl -qw net.ipv6.conf.all.accept_dad=0 net.ipv6.conf.default.accept_dad=0 net.ipv6.conf.default.accept_ra=0 \
    net.ipv4.conf.all.rp_filter=0 net.ipv4.conf.default.rp_filter=0
  in_space "$1" ip link set lo up
}

# The cable between the segment and eth0 of a machine or the router.
add_cable() {
  local name=$1 mac=$2
  ip link add "$name" netns "$(space_of lan)" type veth peer name eth0 netns "$(space_of "$name")"
  in_space "$name" ip link set eth0 address "$mac"
  in_space lan ip link set "$name" master segment up
}

build_topology() {
  local mode=$1 name
  add_space lan
  in_space lan ip link add segment type bridge stp_state 0 forward_delay 0 mcast_snooping 0
  in_space lan ip link set segment up
  build_router
  build_customers
  for name in "${lab_machines[@]}"; do
    is_guest "$name" && continue
    add_space "$name"
    add_cable "$name" "$(mac_of "$name")"
    in_space "$name" ip -b - <<EOF
addr add $(ipv4_of "$name")/24 dev eth0
addr add $(ipv6_of "$name")/64 dev eth0 nodad
link set eth0 up
route add default via $router4
route add default via $router6
EOF
  done
  [[ $mode != active-backup ]] || add_onlink
}

build_router() {
  add_space rtr
  add_cable rtr 02:00:00:00:00:01
  add_space cust
  ip link add eth1 netns "$(space_of rtr)" type veth peer name eth0 netns "$(space_of cust)"
  in_space rtr sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1
  in_space rtr ip -b - <<EOF
addr add $router4/24 dev eth0
addr add $router6/64 dev eth0 nodad
addr add 10.30.0.1/16 dev eth1
addr add fd00:30::1/64 dev eth1 nodad
link set eth0 up
link set eth1 up
route add 10.30.1.0/24 via 10.30.0.2
route add fd00:30::1:0/112 via fd00:30::2
route add 10.30.2.0/24 via 10.30.0.2
route add fd00:30::2:0/112 via fd00:30::2
EOF
}

build_customers() {
  {
    echo 'link set eth0 up'
    echo 'addr add 10.30.0.2/16 dev eth0'
    echo 'addr add fd00:30::2/64 dev eth0 nodad'
    local k
    for ((k = 1; k <= customers; k++)); do
      echo "addr add 10.30.1.$k/32 dev eth0"
      printf 'addr add fd00:30::1:%x/128 dev eth0 nodad\n' "$k"
    done
    for ((k = 1; k <= own_routers; k++)); do
      echo "addr add 10.30.2.$k/32 dev eth0"
      printf 'addr add fd00:30::2:%x/128 dev eth0 nodad\n' "$k"
    done
    echo 'route add default via 10.30.0.1'
    echo 'route add default via fd00:30::1'
  } | in_space cust ip -b -
}

# In active-backup a node holds the address on the segment itself, and the router asks for it there.
add_onlink() {
  in_space rtr ip route replace "$floating4/32" dev eth0 metric "$onlink_metric"
  in_space rtr ip -6 route replace "$floating6/128" dev eth0 metric "$onlink_metric"
}

link_machine() {
  local name=$1 state=${2:-}
  [[ $state == up || $state == down ]] || die "usage: link MACHINE up|down"
  in_space lan ip link set "$name" "$state"
}

# Whatever still runs in a namespace of the lab ends, and the namespace goes with its links.
remove_topology() {
  local space pids pid
  for space in $(spaces); do
    pids=$(ip netns pids "$space")
    for pid in $pids; do
      kill -9 "$pid" 2>/dev/null || true
    done
    ip netns del "$space"
  done
}
