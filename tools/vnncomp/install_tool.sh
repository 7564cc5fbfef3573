#!/usr/bin/env bash
# install_tool.sh v1: what the command needs, from a clone of the repository. Node 20 or later has to be there.
set -euo pipefail
[ "${1:-}" = v1 ] || { echo "expected the version v1 of the interface, got ${1:-nothing}" >&2; exit 1; }
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
ONNXRUNTIME_NODE_INSTALL=skip npm ci --no-audit --no-fund
npx turbo run build --filter=@ibp/cli
