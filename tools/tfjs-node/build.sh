#!/bin/sh
# Builds @tensorflow/tfjs-node where its own download of libtensorflow is blocked, and PyPI is not:
#
#   tools/tfjs-node/build.sh [--gpu] <folder>
#   export IBP_BACKEND=tensorflow IBP_TFJS_NODE=<folder>/node_modules/@tensorflow/tfjs-node
#   npm test --workspaces --if-present
#
# The wheel of tensorflow-cpu contains the library and its C headers; the addon of tfjs-node is compiled
# against them. With --gpu it is tfjs-node-gpu and the wheel of tensorflow (475 MB), which finds a GPU where the driver
# and the libraries of CUDA 12.2 and cuDNN 8.9 are on LD_LIBRARY_PATH (PyPI has them: tensorflow[and-cuda]==2.15.1), and
# computes on the processor elsewhere. Linux on x86-64; needs npm, pip, unzip, a C++ compiler, and the headers of Node
# (NODE_INCLUDE; by default those beside the node that runs).
set -eu
PACKAGE=tfjs-node
WHEEL=tensorflow-cpu
if [ "${1:-}" = --gpu ]; then
  PACKAGE=tfjs-node-gpu
  WHEEL=tensorflow
  shift
fi
[ $# -eq 1 ] || { echo "usage: $0 [--gpu] <folder>" >&2; exit 2; }
TFJS=4.22.0
TENSORFLOW=2.15.1 # the wheels before 2.11 have the library inside a Python extension
NAPI=8
NODE_INCLUDE=${NODE_INCLUDE:-$(node -p 'require("path").resolve(process.execPath, "../../include/node")')}
[ -f "$NODE_INCLUDE/node_api.h" ] || { echo "$0: expected node_api.h in NODE_INCLUDE=$NODE_INCLUDE" >&2; exit 1; }

mkdir -p "$1"
cd "$1"
[ -f package.json ] || echo '{ "private": true }' > package.json
npm install --ignore-scripts --no-audit --no-fund "@tensorflow/$PACKAGE@$TFJS"
pip download --no-deps --only-binary :all: --python-version 310 --platform manylinux2014_x86_64 \
  --dest "wheel-$WHEEL" "$WHEEL==$TENSORFLOW"

cd "node_modules/@tensorflow/$PACKAGE"
rm -rf deps unpacked
unzip -q ../../../"wheel-$WHEEL"/*.whl 'tensorflow/libtensorflow*' 'tensorflow/include/tensorflow/*' \
  'tensorflow/include/tsl/*' -d unpacked
mkdir -p deps/lib "lib/napi-v$NAPI"
mv unpacked/tensorflow/include deps/include
mv unpacked/tensorflow/libtensorflow* deps/lib
rm -rf unpacked
ln -s libtensorflow_cc.so.2 deps/lib/libtensorflow.so
ln -s libtensorflow_framework.so.2 deps/lib/libtensorflow_framework.so
c++ -O2 -std=c++17 -shared -fPIC -DNAPI_VERSION=$NAPI -I"$NODE_INCLUDE" -I.. -Ideps/include binding/*.cc \
  -Ldeps/lib -ltensorflow -ltensorflow_framework '-Wl,-rpath,$ORIGIN/../../deps/lib' \
  -o "lib/napi-v$NAPI/tfjs_binding.node"
node -e 'const tf = require("."); console.log(tf.getBackend(), tf.version["tfjs-node"], tf.scalar(1).add(1).dataSync()[0] === 2)'
