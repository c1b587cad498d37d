#!/usr/bin/env bash
# Packs Reins into one archive that needs a Java runtime and nothing else: dist.sh OUT.tar[.gz] VERSION RUNTIME ALL
#   RUNTIME, ALL   files with a class path each: class folders or jars of Reins, and its libraries. RUNTIME is what runs beside a robot.
# The layout is that of the installed ament package, so that both start by the same script.
set -euo pipefail
out=$1 version=$2 runtime=$3 all=$4
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
root=$work/reins-$version

collect() { # a class path into a folder of jars
  local entry module
  mkdir -p "$root/share/reins/java/$2"
  tr ':' '\n' < "$1" | while read -r entry; do
    if [ -d "$entry" ]; then
      # .../MODULE/target/classes
      module=$(basename "$(dirname "$(dirname "$entry")")")
      "${JAVA_HOME:+$JAVA_HOME/bin/}jar" --create --file "$root/share/reins/java/$2/$module.jar" -C "$entry" .
    elif [ -f "$entry" ]; then
      # A library in both folders is in the archive once: tar keeps hard links.
      if [ -e "$root/share/reins/java/runtime/${entry##*/}" ]; then
        ln -f "$root/share/reins/java/runtime/${entry##*/}" "$root/share/reins/java/$2/${entry##*/}"
      else
        cp "$entry" "$root/share/reins/java/$2/"
      fi
    fi
  done
}

collect "$runtime" runtime
collect "$all" all
mkdir -p "$root/lib/reins" "$root/bin"
install -m 755 "$here/reins.sh" "$root/lib/reins/reins"
ln -s ../lib/reins/reins "$root/bin/reins"
mkdir -p "$(dirname "$out")"
case "$out" in
  *.gz) tar -C "$work" -czf "$out" "reins-$version" ;;
  *) tar -C "$work" -cf "$out" "reins-$version" ;;
esac
