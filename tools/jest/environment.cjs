// onnxruntime makes its arrays in Node's own realm, and asks of ours whether they are instances of those of the
// realm it was loaded in: tests get the constructors of Node.
const { TestEnvironment } = require('jest-environment-node');

module.exports = class extends TestEnvironment {
  constructor(...args) {
    super(...args);
    Object.assign(this.global, { Float32Array, Int32Array, Uint8Array, BigInt64Array });
  }
};
