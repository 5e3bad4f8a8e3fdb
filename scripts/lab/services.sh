# shellcheck shell=bash disable=SC2154 # names of lab.sh and topology.sh
# What runs on each machine: the rendered part by `pierhead fabric apply`, then the processes of our own that the mode has there.

lab_services=(serve viphealth vipcontrol balance)

# The services that belong on a machine, in the order in which they start.
services_of() {
  local name=$1 mode
  mode=$(mode_of_tree)
  in_tree "$name" || return 0
  case $mode:$name in
    active-backup:land-*) echo serve viphealth ;;
    announced-*:land-*) echo serve vipcontrol viphealth ;;
    direct-return*:land-*) echo serve viphealth ;;
    direct-return-lvs:lb-*) echo vipcontrol ;;
    direct-return:lb-*) echo balance vipcontrol ;;
  esac
}

# Nodes come before balancers: what a balancer announces is there already. Into a mode with balancers from another one it is the other
# way about, as `fabric diff` says: the nodes announce until the balancers do.
apply_all() {
  local names=("$@") name missing=() word group help groups=(land lb) before
  before=$(cat "$LAB_DIR/.applied" 2>/dev/null || true)
  if [[ -n $before && $before != "$(mode_of_tree)" && $(mode_of_tree) == direct-return* ]]; then
    groups=(lb land)
  fi
  if ((${#names[@]} == 0)); then
    names=("${lab_nodes[@]}" "${lab_balancers[@]}")
  fi
  help=$("$pierhead" --help)
  for word in "${lab_services[@]}"; do
    grep -qE "^  $word( |$)" <<<"$help" || missing+=("$word")
  done
  ((${#missing[@]} == 0)) || say "this pierhead has no command ${missing[*]}: not started"
  for group in "${groups[@]}"; do
    local jobs=()
    for name in "${names[@]}"; do
      is_machine "$name" || die "'$name' is not a machine; there are: ${lab_machines[*]}"
      [[ $name == "$group"-* ]] || continue
      is_running "$name" || continue
      apply_machine "$name" "${missing[*]}" &
      jobs+=("$!")
    done
    local bad=0 job
    for job in "${jobs[@]}"; do
      wait "$job" || bad=1
    done
    ((bad == 0)) || die "not every machine could be made what the tree says"
    # An operator would look as well: what the nodes announce goes when they are applied.
    [[ ${groups[*]} != 'lb land' || $group != lb ]] || await_announcers
  done
  mode_of_tree >"$LAB_DIR/.applied"
}

apply_machine() {
  local name=$1 absent=$2 service wanted
  # What does not belong here any more ends first: it would go on with what the tree took away.
  wanted=" $(services_of "$name") "
  for service in "${lab_services[@]}"; do
    [[ $wanted == *" $service "* ]] || stop_process "$name" "$service"
  done
  if ! in_tree "$name"; then
    return 0
  fi
  # keepalived and ExaBGP, which apply starts, speak to vipcontrol, and keepalived does so once.
  if [[ $wanted == *" vipcontrol "* && " $absent " != *" vipcontrol "* ]]; then
    start_service "$name" vipcontrol
  fi
  local log=$LAB_DIR/log/$name-apply.log
  if ! fabric "$name" apply >>"$log" 2>&1; then
    echo "lab: fabric apply failed on $name:" >&2
    tail -n 5 "$log" >&2
    return 1
  fi
  for service in $wanted; do
    [[ $service == vipcontrol || " $absent " == *" $service "* ]] || start_service "$name" "$service"
  done
}

# fabric NAME WORDS...: with the machine's copy of the tree. Its run directory is the default, /run/pierhead, which from outside is
# $LAB_DIR/NAME/run: everything on it has to name it by the same path.
fabric() {
  local name=$1
  shift
  machine_exec "$name" pierhead fabric "$@" --config "$LAB_DIR/$name/etc"
}

# Where it runs already it reads the tree again; what was started in another mode is another program, and starts anew. The node itself
# knows no mode, and viphealth takes another one.
start_service() {
  local name=$1 service=$2 words mode started
  started=$LAB_DIR/$1/run/lab-$2.mode
  mode=$(mode_of_tree)
  if process_runs "$name" "$service"; then
    if [[ $service == serve || $service == viphealth || $(cat "$started" 2>/dev/null) == "$mode" ]]; then
      tell_process "$name" "$service" HUP
      return 0
    fi
    stop_process "$name" "$service"
  fi
  echo "$mode" >"$started"
  words=("$pierhead" "$service" --config "$LAB_DIR/$name/etc")
  [[ $service == serve ]] || words+=(--machine "$name" --run /run/pierhead)
  start_process "$name" "$service" "${words[@]}"
  if [[ $service == serve ]]; then
    until_holds "pierhead on $name is not ready (see $LAB_DIR/log/$name-serve.log)" node_is_ready "$name"
  fi
}

# node_api NAME PATH: the answer of the node's API, with its header. By bash itself: a guest or a plain machine may have no curl.
node_api() {
  # shellcheck disable=SC2016
  machine_exec "$1" timeout 10 bash -c \
    'exec 3<>/dev/tcp/127.0.0.1/8080 && printf "GET %s HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n" "$1" >&3 && cat <&3' bash "$2" 2>/dev/null
}

# Ends the wait where there is nothing to wait for.
node_is_ready() {
  must_run "$1" serve
  node_api "$1" /readyz | head -n 1 | grep -q ' 200 '
}
