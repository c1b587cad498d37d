#!/usr/bin/env bash
# Tries Reins on the ROS 2 of this shell: starts a simulated Panda with filter, planner and policy on this machine only, walks
# through the ros2 command line, and prints one line for each check. Exit status: 0 all passed, 1 some failed, 2 no ROS 2.
# What came out where: docs/ros2.md. A test runs it against a stand-in for ros2.
#   try-on-ros2.sh [--domain N]          REINS=/path/reins names the reins command; default: the one of the installed package
set -uo pipefail
if ! command -v ros2 >/dev/null; then
  echo "try-on-ros2.sh: ros2 is not on the PATH: source the setup file of your ROS 2 workspace first, then start this again" >&2
  exit 2
fi
here=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")" && pwd)
reins=${REINS:-$here/reins}
if ! command -v "$reins" >/dev/null; then
  echo "try-on-ros2.sh: $reins is not there: REINS=/path/reins names it, or start the script of the installed package" >&2
  exit 2
fi
export ROS_DOMAIN_ID=${ROS_DOMAIN_ID:-77} ROS_LOCALHOST_ONLY=1
if [ "${1:-}" = --domain ]; then export ROS_DOMAIN_ID=${2:?--domain needs a number}; fi
wait_s=${REINS_TRY_SECONDS:-20} # longest time for one command
folder=$(mktemp -d)
started=()
passed=0
failed=0

end() { # only what this script started
  local pid
  for pid in ${started[@]+"${started[@]}"}; do kill -INT "$pid" 2>/dev/null; done
  for pid in ${started[@]+"${started[@]}"}; do wait "$pid" 2>/dev/null; done
  rm -rf "$folder"
}
trap end EXIT

start() { # LOG COMMAND...: in the background; Ctrl-C for background jobs needs job control
  local log=$folder/$1
  shift
  set -m
  "$@" >"$log" 2>&1 &
  started+=($!)
  set +m
}

line() { # RESULT WHAT
  printf '%-5s %s\n' "$1" "$2"
  if [ "$1" = pass ]; then passed=$((passed + 1)); else failed=$((failed + 1)); fi
}

check() { # WHAT PATTERN COMMAND...: passes if the output has the pattern within the time
  local what=$1 pattern=$2 output
  shift 2
  output=$(timeout --signal=INT "$wait_s" "$@" 2>&1)
  if grep -qE -- "$pattern" <<<"$output"; then
    line pass "$what"
  else
    line FAIL "$what: $* gave: $(tail -n 1 <<<"$output")"
  fi
}

until_active() {
  local k
  for k in $(seq "${REINS_TRY_TRIES:-30}"); do
    if timeout "$wait_s" ros2 lifecycle get /safety_filter 2>/dev/null | grep -q '^active'; then return 0; fi
    sleep 1
  done
  return 1
}

echo "ROS 2 ${ROS_DISTRO:-unknown}, ${RMW_IMPLEMENTATION:-default middleware}, domain $ROS_DOMAIN_ID"
# A daemon that one of the checks starts would get the signal that ends the check.
ros2 daemon stop >/dev/null 2>&1
ros2 daemon start >/dev/null 2>&1
start run.log "$reins" run --robot panda
start policy.log "$reins" node policy_runner
start robot.log "$reins" node robot_sim --seconds 600
if until_active; then line pass "the filter becomes active"; else line FAIL "the filter becomes active"; fi

check "node list" '^/safety_filter' ros2 node list
check "node info: subscribers" 'joint_states' ros2 node info /safety_filter
check "topic list" '^/safety_filter/status' ros2 topic list
check "topic echo" 'action' ros2 topic echo --once /safety_filter/status
check "topic hz" 'average rate' ros2 topic hz /joint_states
check "param list" 'filter.alpha' ros2 param list /safety_filter
check "param get" '[0-9]' ros2 param get /safety_filter envelope.speed_scale
check "param set" 'successful' ros2 param set /safety_filter envelope.speed_scale 0.5
check "param set out of range is refused" 'allowed is' ros2 param set /safety_filter envelope.speed_scale 7.0
ros2 param dump /safety_filter >"$folder/dump.yaml" 2>/dev/null
check "param dump" 'speed_scale' cat "$folder/dump.yaml"
check "param load of the dump" 'successful' ros2 param load /safety_filter "$folder/dump.yaml"
check "service call" 'success=True' ros2 service call /safety_filter/pause std_srvs/srv/SetBool '{data: false}'
check "emergency stop" 'success=True' ros2 service call /safety_filter/emergency_stop std_srvs/srv/Trigger
check "reset" 'success=True' ros2 service call /safety_filter/reset_fault std_srvs/srv/Trigger
start bag.log ros2 bag record -o "$folder/bag" /joint_states /policy/action
sleep "${REINS_TRY_BAG_SECONDS:-5}"
kill -INT "${started[-1]}" 2>/dev/null
wait "${started[-1]}" 2>/dev/null
unset 'started[-1]'
check "bag record" 'joint_states' ros2 bag info "$folder/bag"
check "lifecycle deactivate" 'successful' ros2 lifecycle set /safety_filter deactivate
check "lifecycle get" '^inactive' ros2 lifecycle get /safety_filter
for pid in "${started[@]}"; do
  kill -INT "$pid" 2>/dev/null
  if wait "$pid"; then line pass "a node ends with status 0"; else line FAIL "a node ends with status 0, not $?"; fi
done
started=()

wait_s=${REINS_TRY_LAUNCH_SECONDS:-60}
check "replay.launch.py answers the bag" '\[safety_filter\]: active' \
  ros2 launch reins replay.launch.py "bag:=$folder/bag" "answers:=$folder/answers"
check "robot.launch.py" 'configured for robot panda' ros2 launch reins robot.launch.py
if ros2 pkg prefix rcljava >/dev/null 2>&1; then
  check "rcljava" 'configured for robot panda' env REINS_BACKEND=rcljava "$reins" node safety_filter
else
  echo "skip  rcljava: it is not installed"
fi
if ros2 pkg prefix reins_controller >/dev/null 2>&1; then
  wait_s=${REINS_TRY_CONTROLLER_SECONDS:-180}
  check "reins_controller in a controller manager: the arm rests after kill -STOP and kill -9" 'kill -9 +1/1' \
    "$reins" bench controller --ros2 --trips 0 --repeats 1
else
  echo "skip  reins_controller: it is not installed"
fi
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
