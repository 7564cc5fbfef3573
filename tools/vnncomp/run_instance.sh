#!/usr/bin/env bash
# run_instance.sh v1 BENCHMARK ONNX VNNLIB RESULTS TIMEOUT: writes the answer to the file RESULTS.
set -uo pipefail
[ "${1:-}" = v1 ] || { echo "expected the version v1 of the interface, got ${1:-nothing}" >&2; exit 1; }
[ $# -ge 6 ] || { echo "expected v1, a benchmark, a network, a property, a file and seconds, got $# arguments" >&2; exit 1; }
onnx=$3 vnnlib=$4 results=$5 timeout=${6%.*}
root="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"
# a second for Node to begin, where there is time
[ "$timeout" -gt 5 ] && timeout=$((timeout - 1))
if [ -z "${IBP_SOURCES:-}" ] && [ -e "$root/packages/cli/dist/bin.js" ]; then
  command=(node "$root/packages/cli/dist/bin.js")
else
  # the sources, where nothing was built, or where IBP_SOURCES asks for them
  command=(node --conditions=@ibp/source --import "$root/node_modules/tsx/dist/loader.mjs" "$root/packages/cli/src/bin.ts")
fi
# who stops this after the time finds that said
echo timeout > "$results"
"${command[@]}" verify "$onnx" "$vnnlib" --timeout "$timeout" --result "$results"
# 0, 1 and 2 say what the answer is, which is written; anything else is a process that ended before
case $? in
  0 | 1 | 2) ;;
  *) echo error > "$results" ;;
esac
