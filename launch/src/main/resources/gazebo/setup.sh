#!/usr/bin/env bash
# Sets up Gazebo 11 for Reins in a separate folder: a small Debian 11 next to the system, because newer Debian
# has no Gazebo. Needs root, for chroot and apt. Outside the folder, only the package debootstrap is installed.
# Completed stages are not repeated.
#   setup.sh FOLDER SOURCES     SOURCES: folder with lockstep.cc and CMakeLists.txt
set -euo pipefail
folder=$1
sources=$2
root=$folder/root
release=bullseye
needed_megabytes=3500

say() { printf 'gazebo setup: %s\n' "$*"; }
fail() { say "$*" >&2; exit 1; }

[ "$(uname -s)" = Linux ] || fail "this is $(uname -s): Gazebo 11 is set up on Linux only"
[ "$(dpkg --print-architecture 2>/dev/null)" = amd64 ] || fail "this machine is not a Debian or Ubuntu on amd64: nothing was changed"
[ "$(id -u)" -eq 0 ] || fail "you are not root: chroot and apt need it. Run it again with sudo; nothing was changed"
mkdir -p "$folder"
exec 9>"$folder/lock"
flock -n 9 || fail "another set-up is running in $folder"

done_with() { [ -e "$folder/$1.done" ]; }
mark() { touch "$folder/$1.done"; }

stage() { # number, name, what; then the command, whose output goes to a log
  local number=$1 name=$2 what=$3 started=$SECONDS
  shift 3
  if done_with "$name"; then
    say "$number/5 $what: there"
    return
  fi
  local log=$folder/$name.log
  # A simple command in the background is the process itself, so its end can be distinguished from slowness.
  "$@" >"$log" 2>&1 &
  local job=$!
  while kill -0 "$job" 2>/dev/null; do
    printf '\rgazebo setup: %s/5 %s, %d s, %s MB ' "$number" "$what" $((SECONDS - started)) "$(du -sm --exclude=proc "$folder" 2>/dev/null | cut -f1)"
    sleep 2
  done
  printf '\n'
  wait "$job" || { tail -n 5 "$log" >&2; fail "$what failed; the whole output: $log"; }
  mark "$name"
}

mirror() { # the one that this machine's apt uses
  local uri
  uri=$(apt-get indextargets --format '$(REPO_URI)' | grep -v -e security -e updates | head -n 1)
  printf '%s\n' "${REINS_DEBIAN_MIRROR:-$uri}"
}

within() {
  chroot "$root" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root DEBIAN_FRONTEND=noninteractive LC_ALL=C "$@"
}

tool() {
  command -v debootstrap >/dev/null && [ -e /usr/share/keyrings/debian-archive-keyring.gpg ] && return
  apt-get update && apt-get install -y --no-install-recommends debootstrap debian-archive-keyring
}

base() {
  rm -rf "$root"
  debootstrap --variant=minbase --include=ca-certificates \
    --keyring=/usr/share/keyrings/debian-archive-keyring.gpg "$release" "$root" "$(mirror)"
  # Packages must not start services.
  printf '#!/bin/sh\nexit 101\n' >"$root/usr/sbin/policy-rc.d"
  chmod +x "$root/usr/sbin/policy-rc.d"
  cp /etc/resolv.conf /etc/hosts "$root/etc/"
}

packages() {
  mountpoint -q "$root/proc" || mount --bind /proc "$root/proc"
  local status=0
  { within apt-get update && within apt-get install -y --no-install-recommends "$@" && within apt-get clean; } || status=$?
  umount "$root/proc"
  return $status
}

plugin() {
  rm -rf "$root/reins"
  mkdir -p "$root/reins/build"
  cp "$sources/lockstep.cc" "$sources/CMakeLists.txt" "$root/reins/"
  within sh -c 'cd /reins/build && cmake -DCMAKE_BUILD_TYPE=Release .. && make'
}

free=$(df -Pm "$folder" | awk 'NR == 2 {print $4}')
done_with compiler || [ "$free" -ge "$needed_megabytes" ] \
  || fail "$folder has $free MB free: Gazebo needs $needed_megabytes MB; nothing was changed"
stage 1 tool "debootstrap" tool
stage 2 base "a small Debian 11" base
stage 3 gazebo "Gazebo 11" packages gazebo
stage 4 compiler "what the plugin is built with" packages libgazebo-dev g++ cmake make pkg-config
# The plugin is rebuilt when its source changes.
cmp -s "$sources/lockstep.cc" "$root/reins/lockstep.cc" || rm -f "$folder/plugin.done"
stage 5 plugin "the lockstep plugin" plugin
say "ready in $folder"
