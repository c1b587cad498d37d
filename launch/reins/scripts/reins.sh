#!/usr/bin/env bash
# The reins command of an installed package: ros2 run reins reins --help
set -euo pipefail
# Without a locale, as in many containers, Java could not read a path that is not plain ASCII.
case "${LC_ALL:-${LC_CTYPE:-${LANG:-}}}" in '' | C | POSIX) export LC_ALL=C.UTF-8 ;; esac
jars=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../../share/reins/java" && pwd)
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
vector=()
if "$java" --list-modules | grep -q '^jdk.incubator.vector'; then
  major=$("$java" -XshowSettings:properties -version 2>&1 | sed -n 's/^ *java\.specification\.version = \([0-9]*\).*/\1/p')
  if [ "$major" -ge 21 ]; then vector=(--add-modules jdk.incubator.vector); fi
fi
# A node, or filter and planner: a fixed heap; without memory the process ends. Other commands take what they need.
heap=()
case "${1:-}" in
  run | node | doctor) heap=(-Xms96m -Xmx96m -Xmn56m -XX:+UseSerialGC -XX:+AlwaysPreTouch -XX:+ExitOnOutOfMemoryError -XX:+UnlockDiagnosticVMOptions -XX:GuaranteedSafepointInterval=0) ;;
esac
# The watchdog: a program of its own, with the few libraries that it needs and no middleware.
if [ "${1:-}" = node ]; then case " $* " in *" watchdog "*)
  arguments=()
  for argument in "${@:2}"; do if [ "$argument" != watchdog ]; then arguments+=("$argument"); fi; done
  few=
  for jar in "$jars"/runtime/{hardware-configs,controller-node,jna,snakeyaml-engine,ejml}*.jar; do few=$few$jar:; done
  exec "$java" -Xms16m -Xmx16m -XX:+UseSerialGC -XX:+AlwaysPreTouch -XX:TieredStopAtLevel=1 -XX:+ExitOnOutOfMemoryError -XX:+UnlockDiagnosticVMOptions -XX:GuaranteedSafepointInterval=0 \
    -cp "$few" org.reins.node.watchdog.WatchdogMain ${arguments[@]+"${arguments[@]}"}
  ;;
esac; fi
# What runs beside a robot has neither simulators nor training on its class path.
set_of=all
main=org.reins.launch.Main
case "${1:-}" in
  run | doctor | arm | replay) set_of=runtime ;;
  node) case " $* " in *" robot_sim "* | *" echo "*) ;; *) set_of=runtime ;; esac ;;
esac
if [ "$set_of" = runtime ]; then main=org.reins.node.assembly.NodeMain; fi
exec "$java" ${heap[@]+"${heap[@]}"} \
  -Djava.awt.headless=true -Dfile.encoding=UTF-8 -Dai.djl.offline=true ${vector[@]+"${vector[@]}"} ${REINS_JAVA_OPTS:-} \
  -cp "$jars/$set_of/*" "$main" "$@"
