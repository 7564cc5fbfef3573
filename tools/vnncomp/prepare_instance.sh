#!/usr/bin/env bash
# prepare_instance.sh v1 BENCHMARK ONNX VNNLIB: nothing is prepared; fails where a file is not there.
set -euo pipefail
[ "${1:-}" = v1 ] || { echo "expected the version v1 of the interface, got ${1:-nothing}" >&2; exit 1; }
[ $# -ge 4 ] || { echo "expected v1, a benchmark, a network and a property, got $# arguments" >&2; exit 1; }
for file in "$3" "$4"; do
  case $file in
    \[*) ;; # of version 2.0, networks by their names
    *) [ -e "$file" ] || [ -e "$file.gz" ] || { echo "expected a file, got $file" >&2; exit 1; } ;;
  esac
done
