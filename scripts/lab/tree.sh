# shellcheck shell=bash disable=SC2154 # names of lab.sh and topology.sh
# The configuration tree: one that is edited ($LAB_DIR/tree), and its copy on each machine ($LAB_DIR/MACHINE/etc).

lab_asn=64500

write_trees() {
  local mode=$1 name k
  mkdir -p "$LAB_DIR/tree/tenants" "$LAB_DIR/tree/secrets"
  fabric_yaml "$mode" >"$LAB_DIR/tree/fabric.yaml"
  {
    echo 'tenant: acme'
    echo "asn: $lab_asn"
    echo 'devices:'
    for ((k = 1; k <= customers; k++)); do
      printf '  - { name: edge%03d, addresses: [10.30.1.%d, "fd00:30::1:%x"] }\n' "$k" "$k" "$k"
    done
    # The router in between takes one from the TTL: a router here is two hops away.
    echo '  - { name: keyed, addresses: [10.30.2.14, "fd00:30::2:e"], bgp: { password: "file:secrets/keyed" } }'
    echo '  - { name: near, addresses: [10.30.2.15, "fd00:30::2:f"], bgp: { gtsm: 2 } }'
    echo '  - { name: far, addresses: [10.30.2.16, "fd00:30::2:10"], bgp: { gtsm: 3 } }'
    echo 'accept:'
    echo '  - { from: 10.30.2.0/24, max_sessions: 100 }'
    echo '  - { from: "fd00:30::2:0/112", max_sessions: 100 }'
  } >"$LAB_DIR/tree/tenants/acme.yaml"
  (umask 077 && echo 'key of the lab' >"$LAB_DIR/tree/secrets/keyed")
  pierhead_yaml lab >"$LAB_DIR/tree/pierhead.yaml"
  for name in "${lab_machines[@]}"; do
    mkdir -p "$LAB_DIR/$name/etc" "$LAB_DIR/$name/run"
    pierhead_yaml "$name" >"$LAB_DIR/$name/etc/pierhead.yaml"
  done
  spread_tree
}

pierhead_yaml() {
  cat <<EOF
node: $1
bgp: { router_id: $floating4 }
EOF
}

fabric_yaml() {
  local mode=$1 name med=0
  cat <<EOF
fabric:
  mode: $mode
  addresses: [$floating4, "$floating6"]
  announce:
    asn: 64513
    router: { asn: 64512, addresses: [$router4, "$router6"] }
    bfd: { interval: 100ms, multiplier: 3 }
EOF
  [[ -z ${LAB_SPEAKER:-} ]] || echo "    speaker: $LAB_SPEAKER"
  cat <<EOF
  health: { every: 1s, fall: 2, rise: 2 }
  nodes:
EOF
  for name in land-1 land-2 land-3; do
    med=$((med + 100))
    machine_yaml "$name" "weight: 100, med: $med"
  done
  echo '  balancers:'
  machine_yaml lb-1 'med: 100'
  machine_yaml lb-2 'med: 200'
}

machine_yaml() {
  echo "    - { name: $1, addresses: [$(ipv4_of "$1"), \"$(ipv6_of "$1")\"], interface: eth0, mac: \"$(mac_of "$1")\", $2 }"
}

tree() {
  case ${1:-} in
    '') echo "$LAB_DIR/tree" ;;
    spread) spread_tree ;;
    set-mode) set_mode "${2:-}" ;;
    *) die "usage: tree [spread | set-mode MODE]" ;;
  esac
}

# Each file appears at once, as whole as it was.
spread_tree() {
  local name file
  for name in "${lab_machines[@]}"; do
    mkdir -p "$LAB_DIR/$name/etc/tenants" "$LAB_DIR/$name/etc/secrets"
    for file in fabric.yaml tenants/acme.yaml secrets/keyed; do
      cp -p "$LAB_DIR/tree/$file" "$LAB_DIR/$name/etc/.new"
      mv "$LAB_DIR/$name/etc/.new" "$LAB_DIR/$name/etc/$file"
    done
  done
}

mode_of_tree() { sed -n 's/^  mode: *\([a-z-]*\).*/\1/p' "$LAB_DIR/tree/fabric.yaml"; }

in_tree() { grep -qE "name: *\"?$1\"?[ ,}]" "$LAB_DIR/tree/fabric.yaml"; }

set_mode() {
  local mode=$1
  is_mode "$mode" || die "'$mode' is not a mode; there are: ${lab_modes[*]}"
  if [[ $mode == direct-return-lvs && $(<"$LAB_DIR/.lab") != direct-return-lvs ]]; then
    die "the balancers of this lab are namespaces, which have no IPVS: make lab-down, then make lab MODE=direct-return-lvs"
  fi
  if [[ $mode == direct-return && $(<"$LAB_DIR/.lab") == direct-return-lvs ]]; then
    die "the balancers of this lab are guests, whose kernel has no nftables: make lab-down, then make lab MODE=direct-return"
  fi
  sed -i "s/^  mode: .*/  mode: $mode/" "$LAB_DIR/tree/fabric.yaml"
  [[ $mode != active-backup ]] || add_onlink
  spread_tree
}
