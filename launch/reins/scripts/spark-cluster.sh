#!/usr/bin/env bash
# A standalone cluster of Apache Spark on this machine, reachable over loopback only: spark-cluster.sh start [WORKERS] | stop | status
#   ./reins campaign panda-zone --engine spark --master spark://127.0.0.1:7077 --out runs/panda
# Each worker has one core and 1 GB. The Spark is that of SPARK_HOME, or the one that a campaign with --engine spark downloaded.
# REINS_SPARK_DIR holds logs and process ids (by default .reins/spark), REINS_SPARK_PORT is the master's port (7077).
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")/../../.." && pwd)
export SPARK_HOME=${SPARK_HOME:-$here/launch/spark/target/home}
dir=${REINS_SPARK_DIR:-$here/.reins/spark}
port=${REINS_SPARK_PORT:-7077}
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
# Otherwise its pages of status listen on all interfaces.
export SPARK_LOCAL_IP=127.0.0.1
# Workers look for it when they start an executor; Spark's own scripts set it.
export SPARK_SCALA_VERSION=${SPARK_SCALA_VERSION:-2.13}

if ! [ -d "$SPARK_HOME/jars" ]; then
  echo "spark-cluster: there is no $SPARK_HOME/jars: set SPARK_HOME, or run a campaign with --engine spark once, which downloads Spark" >&2
  exit 1
fi

begin() { # NAME CLASS ARGUMENTS: a process of the cluster
  local name=$1
  shift
  nohup "$java" -Xmx256m -Dspark.master.rest.enabled=false -Dspark.log.level=WARN -cp "$SPARK_HOME/jars/*" "$@" > "$dir/$name.log" 2>&1 &
  echo $! > "$dir/$name.pid"
}

alive() { # NAME.pid: whether that process runs and is Spark's
  tr '\0' ' ' < "/proc/$(cat "$1")/cmdline" 2>/dev/null | grep -q org.apache.spark.deploy
}

case "${1:-}" in
  start)
    workers=${2:-2}
    case "$workers" in '' | *[!0-9]* | 0) echo "spark-cluster: WORKERS is $workers: allowed is a number from 1" >&2; exit 2 ;; esac
    mkdir -p "$dir"
    for pid in "$dir"/*.pid; do
      if [ -f "$pid" ] && alive "$pid"; then echo "spark-cluster: a cluster runs already (process $(cat "$pid")): stop it first" >&2; exit 1; fi
    done
    begin master org.apache.spark.deploy.master.Master --host 127.0.0.1 --port "$port" --webui-port 0
    for k in $(seq "$workers"); do
      begin "worker-$k" org.apache.spark.deploy.worker.Worker --host 127.0.0.1 --webui-port 0 --cores 1 --memory 1g \
        --work-dir "$dir/work-$k" "spark://127.0.0.1:$port"
    done
    for _ in $(seq 360); do
      registered=$(cat "$dir"/worker-*.log | grep -c 'Successfully registered with master' || true)
      if [ "$registered" -ge "$workers" ]; then
        echo "spark://127.0.0.1:$port with $workers workers of one core"
        exit 0
      fi
      sleep 0.5
    done
    echo "spark-cluster: the workers did not register within 180 s: see $dir" >&2
    exit 1
    ;;
  stop)
    for pid in "$dir"/worker-*.pid "$dir/master.pid"; do
      if [ -f "$pid" ]; then
        if alive "$pid"; then kill "$(cat "$pid")"; fi
        rm -f "$pid"
      fi
    done
    ;;
  status)
    for pid in "$dir"/*.pid; do
      if [ -f "$pid" ]; then
        if alive "$pid"; then state=runs; else state=ended; fi
        name=${pid##*/}
        echo "${name%.pid}: process $(cat "$pid"), $state"
      fi
    done
    ;;
  *)
    echo "usage: spark-cluster.sh start [WORKERS] | stop | status" >&2
    exit 2
    ;;
esac
