# shellcheck shell=bash disable=SC2154 # names of lab.sh and topology.sh
# Machines: network namespaces with processes, a host name and a /run of their own, or guests (uml.sh).

# Balancers are guests where IPVS is needed: the mode in which the lab was built says so.
is_guest() { [[ $1 == lb-* && -e $LAB_DIR/.lab && $(<"$LAB_DIR/.lab") == direct-return-lvs ]]; }

# Whether a process is there and not only its remains, which wait for a parent that asks.
is_alive() {
  local stat
  { read -r stat <"/proc/$1/stat"; } 2>/dev/null || return 1
  stat=${stat##*) }
  [[ $stat != [ZX]* ]]
}

is_dead() { ! is_alive "$1"; }

# The process, in this machine's count, that all others of the machine end with; nothing where it does not run.
pid_of() {
  local pid
  pid=$(cat "$LAB_DIR/$1/pid" 2>/dev/null) || return 0
  if [[ -n $pid ]] && is_alive "$pid"; then
    echo "$pid"
  fi
}

is_running() { [[ -n $(pid_of "$1") ]]; }

boot_all() {
  local name
  for name in "${lab_all[@]}"; do
    boot "$name"
  done
  for name in "${lab_all[@]}"; do
    await_boot "$name"
  done
}

boot() {
  local name=$1
  mkdir -p "$LAB_DIR/$name/run" "$LAB_DIR/$name/tmp"
  rm -f "$LAB_DIR/$name/pid"
  if is_guest "$name"; then
    boot_guest "$name"
    return
  fi
  # A session of its own: Ctrl-C in the terminal does not end the machine.
  ip netns exec "$(space_of "$name")" setsid unshare --mount --propagation slave --uts --pid --fork --kill-child "$here/space-init.sh" "$name" \
    >>"$LAB_DIR/log/$name-boot.log" 2>&1 </dev/null &
}

await_boot() {
  local name=$1
  until_holds "$name has not booted (see $LAB_DIR/log/$name-boot.log)" is_running "$name"
  if is_guest "$name"; then
    until_holds "$name does not answer (see $LAB_DIR/log/$name-boot.log)" test -e "$LAB_DIR/$name/box/ready"
  fi
}

# until_holds WHAT COMMAND...: asks until it holds; at most LAB_WAIT seconds.
until_holds() {
  local what=$1 end=$((SECONDS + LAB_WAIT))
  shift
  until "$@"; do
    ((SECONDS < end)) || die "not in $LAB_WAIT s: $what"
    sleep 0.05
  done
}

# machine_exec NAME COMMAND...: the same for namespaces and guests; a guest's command has no standard input.
machine_exec() {
  local name=$1 pid
  shift
  [[ " ${lab_all[*]} " == *" $name "* ]] || die "'$name' is not a machine; there are: ${lab_all[*]}"
  pid=$(pid_of "$name")
  [[ -n $pid ]] || die "$name does not run: scripts/lab/lab.sh start $name"
  if is_guest "$name"; then
    guest_exec "$name" "$@"
  else
    nsenter --target "$pid" --mount --uts --pid --net -- env PATH="${pierhead%/*}:$PATH" TMPDIR="$LAB_DIR/$name/tmp" "$@"
  fi
}

kill_machine() {
  local name=$1 pid
  pid=$(pid_of "$name")
  [[ -n $pid ]] || return 0
  if is_guest "$name"; then
    kill_guest "$name" "$pid"
  else
    # The first process of the machine's own process namespace: the kernel ends all others with it, whatever they ignore.
    kill -9 "$pid" 2>/dev/null || true
  fi
  until_holds "$name did not end" is_dead "$pid"
  rm -f "$LAB_DIR/$name/pid"
}

# start_process NAME PROCESS COMMAND...: in the background of a machine, with its number in the machine's run folder and its log in the
# lab's; nothing where it runs already.
start_process() {
  local name=$1 process=$2
  shift 2
  ! process_runs "$name" "$process" || return 0
  rm -f "$(pid_file "$name" "$process")"

  # It outlives the shell, which becomes the process, so its number is the process's.
  # shellcheck disable=SC2016
  machine_exec "$name" setsid -f sh -c 'echo $$ >"$1"; log=$2; shift 2; exec "$@" >>"$log" 2>&1 </dev/null' \
    sh "$(pid_file "$name" "$process")" "$LAB_DIR/log/$name-$process.log" "$@"
  until_holds "$process on $name did not start" test -s "$(pid_file "$name" "$process")"
  sleep 0.3
  must_run "$name" "$process"
}

must_run() {
  process_runs "$1" "$2" || die "$2 on $1 has ended: $(tail -n 3 "$LAB_DIR/log/$1-$2.log")"
}

pid_file() { echo "$LAB_DIR/$1/run/lab-$2.pid"; }

# By its number, if what has it now is ours.
process_runs() {
  local file
  file=$(pid_file "$1" "$2")
  # shellcheck disable=SC2016
  [[ -s $file ]] && is_running "$1" && machine_exec "$1" sh -c 'grep -q "[p]ierhead" "/proc/$1/cmdline" 2>/dev/null' sh "$(<"$file")"
}

# tell_process NAME PROCESS SIGNAL
tell_process() { machine_exec "$1" kill "-$3" "$(<"$(pid_file "$1" "$2")")"; }

# SIGTERM, and SIGKILL after ten seconds.
stop_process() {
  local file
  file=$(pid_file "$1" "$2")
  if process_runs "$1" "$2"; then
    # shellcheck disable=SC2016
    machine_exec "$1" sh -c 'kill "$1"; for n in $(seq 100); do kill -0 "$1" 2>/dev/null || exit 0; sleep 0.1; done; kill -9 "$1"' sh "$(<"$file")"
  fi
  rm -f "$file"
}

start_machine() {
  local name=$1
  if ! is_running "$name"; then
    # What was in /run does not outlive a machine.
    find "$LAB_DIR/$name/run" -mindepth 1 -delete
    boot "$name"
    await_boot "$name"
  fi
  apply_all "$name"
}

machines() {
  local name kind state
  printf '%-8s %-10s %-8s %-12s %-13s %s\n' machine kind state ipv4 ipv6 mac
  for name in "${lab_machines[@]}"; do
    kind=namespace state=off
    ! is_guest "$name" || kind=guest
    ! is_running "$name" || state=running
    printf '%-8s %-10s %-8s %-12s %-13s %s\n' "$name" "$kind" "$state" "$(ipv4_of "$name")" "$(ipv6_of "$name")" "$(mac_of "$name")"
  done
}
