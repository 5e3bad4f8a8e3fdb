# shellcheck shell=bash disable=SC2154 # names of lab.sh and topology.sh
# The router in front (BIRD), the routers behind it (pierhead simulate), and what came of both.

start_router() {
  local folder=$LAB_DIR/rtr
  bird_conf >"$folder/bird.conf"
  machine_exec rtr bird -c "$folder/bird.conf" -P /run/bird/bird.pid
}

# It waits for the machines to connect, on either family, and takes the floating addresses alone. Of several machines' the lowest MED is
# the best, GRACEFUL_SHUTDOWN (RFC 8326) comes last; the kernel's routes follow. A machine may be back at once.
bird_conf() {
  cat <<EOF
log "$LAB_DIR/log/rtr-bird.log" all;
router id $router4;
protocol device {}
protocol kernel kernel4 { ipv4 { import none; export where source = RTS_BGP; }; }
protocol kernel kernel6 { ipv6 { import none; export where source = RTS_BGP; }; }
protocol bfd { interface "eth0" { min rx interval 100 ms; min tx interval 100 ms; multiplier 3; }; }
filter floating4 { if net != $floating4/32 then reject; if (65535, 0) ~ bgp_community then bgp_local_pref = 0; accept; }
filter floating6 { if net != $floating6/128 then reject; if (65535, 0) ~ bgp_community then bgp_local_pref = 0; accept; }
template bgp machine {
  passive on;
  bfd on;
  hold time 9;
  error wait time 1, 1;
  error forget time 1;
  ipv4 { import filter floating4; export none; };
  ipv6 { import filter floating6; export none; };
}
EOF
  local name
  for name in "${lab_machines[@]}"; do
    echo "protocol bgp ${name/-/_}_ipv4 from machine { local $router4 as 64512; neighbor $(ipv4_of "$name") as 64513; }"
    echo "protocol bgp ${name/-/_}_ipv6 from machine { local $router6 as 64512; neighbor $(ipv6_of "$name") as 64513; }"
  done
}

# The machines that announce: in active-backup none does.
announcers() {
  case $(mode_of_tree) in
    announced-*) printf '%s\n' land-1 land-2 land-3 ;;
    direct-return*) printf '%s\n' "${lab_balancers[@]}" ;;
  esac
}

# Until the router has their BGP sessions and, where this pierhead has what announces, both floating addresses from each.
await_announcers() {
  local name table='protocols' sign='Established'
  if "$pierhead" --help | grep -qE '^  vipcontrol '; then
    table='route' sign='unicast'
  fi
  for name in $(announcers); do
    until_holds "the router hears nothing of $name (see $LAB_DIR/log and $LAB_DIR/$name/run)" router_hears "${name/-/_}" "$table" "$sign"
  done
}

# On both families.
router_hears() {
  (($(machine_exec rtr birdc show "$2" | grep "$1_ipv" | grep -c "$3") == 2))
}

routes() {
  machine_exec rtr birdc show route
  machine_exec rtr sh -c "ip route show $floating4; ip -6 route show $floating6"
}

routers() {
  case ${1:-} in
    start)
      start_routers ipv4 "$floating4:179" 10.30.1.1
      start_routers ipv6 "[$floating6]:179" fd00:30::1:1
      ;;
    stop)
      stop_process cust routers-ipv4
      stop_process cust routers-ipv6
      ;;
    status)
      routers_status ipv4 "$floating4"
      routers_status ipv6 "[$floating6]"
      ;;
    *) die "usage: routers start|stop|status" ;;
  esac
}

start_routers() {
  local family=$1 target=$2 from=$3
  start_process cust "routers-$family" "$pierhead" simulate --target "$target" --from "$from" --routers "$customers" --asn "$lab_asn" --hold-time "${LAB_HOLD:-9}" \
    --ipv4 2000 --ipv6 400 --slice-ipv4 20 --slice-ipv6 5
}

routers_status() {
  local state=stopped count
  ! process_runs cust "routers-$1" || state=running
  count=$(machine_exec cust ss -Htn state established dst "$2" | wc -l)
  echo "$1 $state $count connected"
}

# A line a node: NAME ipv4 N ipv6 N, or NAME down; then the sum.
sessions() {
  local name answer addresses ipv4 ipv6 all4=0 all6=0
  for name in "${lab_nodes[@]}"; do
    if ! is_running "$name" || ! answer=$(node_api "$name" '/api/v1/sessions?state=established&limit=5000') || [[ $answer != *' 200 '* ]]; then
      echo "$name down"
      continue
    fi
    addresses=$(grep -oE '"address": ?"[^"]*"' <<<"$answer" | cut -d'"' -f4 || true)
    ipv4=$(grep -c '\.' <<<"$addresses" || true)
    ipv6=$(grep -c ':' <<<"$addresses" || true)
    all4=$((all4 + ipv4)) all6=$((all6 + ipv6))
    echo "$name ipv4 $ipv4 ipv6 $ipv6"
  done
  echo "all ipv4 $all4 ipv6 $all6"
}
