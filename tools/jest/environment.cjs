// onnxruntime makes its arrays in Node's own realm, and asks of ours whether they are instances of those of the
// realm it was loaded in: tests get the constructors of Node.
const { TestEnvironment } = require('jest-environment-node');

module.exports = class extends TestEnvironment {
  constructor(...args) {
    super(...args);
    Object.assign(this.global, { Float32Array, Int32Array, Uint8Array, BigInt64Array });
  }

  async setup() {
    await super.setup();
    if (process.env.IBP_BACKEND !== 'webgpu') return;
    for (const [name, value] of defined(await require('./dawn.cjs').dawnGlobals())) {
      Object.defineProperty(this.global, name, { value, configurable: true, writable: true });
    }
  }
};

/** The properties of an object, those named by symbols too. */
const defined = (object) => Reflect.ownKeys(object).map((name) => [name, object[name]]);
