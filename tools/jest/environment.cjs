// onnxruntime makes its arrays in Node's own realm, and asks of ours whether they are instances of those of the
// realm it was loaded in: tests get the constructors of Node.
const { setFlagsFromString } = require('node:v8');
const { runInNewContext } = require('node:vm');
const { TestEnvironment } = require('jest-environment-node');

module.exports = class extends TestEnvironment {
  constructor(...args) {
    super(...args);
    Object.assign(this.global, { Float32Array, Int32Array, Uint8Array, BigInt64Array });
  }

  async setup() {
    await super.setup();
    if (process.env.IBP_BACKEND !== 'webgpu') return;
    setFlagsFromString('--expose-gc');
    this.collectGarbage = runInNewContext('gc');
    for (const [name, value] of defined(await require('./dawn.cjs').dawnGlobals())) {
      Object.defineProperty(this.global, name, { value, configurable: true, writable: true });
    }
  }

  // What Dawn binds to a shader is freed in a turn after its object was collected, and the heap sees but a few bytes of it: a
  // GPU in software has no more memory to map, and ends the process, before the collector thinks it worth while.
  async handleTestEvent({ name }) {
    if (name !== 'test_done' || !this.collectGarbage) return;
    this.collectGarbage();
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
};

/** The properties of an object, those named by symbols too. */
const defined = (object) => Reflect.ownKeys(object).map((name) => [name, object[name]]);
