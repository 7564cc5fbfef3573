#!/bin/sh
# Brings what the tests on WebGPU need in Node, on Linux: Dawn (the npm package webgpu, 132 MB) and a GPU in software.
#
#   tools/webgpu/install.sh <folder>
#   export IBP_DAWN=<folder>/node_modules/webgpu
#   npm run test:webgpu
#
# The GPU is that of lavapipe.sh. VK_DRIVER_FILES names another driver of Vulkan.
set -eu
[ $# -eq 1 ] || { echo "usage: $0 <folder>" >&2; exit 2; }
mkdir -p "$1"
npm install --prefix "$1" --ignore-scripts --no-audit --no-fund webgpu@0.6.2

# lavapipe maps memory for each call, which Node gives back only between turns: it crashes where there may be no more maps
maps=$(cat /proc/sys/vm/max_map_count)
[ "$maps" -ge 1048576 ] || echo "$0: expected vm.max_map_count of 1048576, got $maps: long tests crash; sysctl sets it" >&2

"$(dirname "$0")/lavapipe.sh"
