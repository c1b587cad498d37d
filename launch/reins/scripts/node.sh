#!/usr/bin/env bash
# One node; which one is the name that this file was installed under. Takes --ros-args.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
exec "$here/reins" node "$(basename "${BASH_SOURCE[0]}")" "$@"
