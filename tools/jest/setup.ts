/**
 * Every test runs on the backend that IBP_BACKEND names (wasm by default), inside an engine scope of its
 * own; a test that leaves a tensor behind (kept, a variable, or made outside the scope) fails.
 */
import * as tf from '@tensorflow/tfjs-core';

/** What loads each backend, with the repairs and the kernels that training needs. */
const packages: Record<string, readonly string[]> = {
  wasm: ['@ibp/backend/wasm'],
  cpu: ['@ibp/backend/cpu'],
  webgpu: ['@ibp/backend/webgpu'],
  tensorflow: [process.env.IBP_TFJS_NODE ?? '@tensorflow/tfjs-node', '@ibp/backend/tensorflow'],
};
// Last, and by call: some backends register gradients of their own. These are variables, not literals, because
// @ibp/backend is itself tested with this file: as a dependency it would be a cycle.
const gradients = '@ibp/backend/gradients';

tf.env().set('PROD', true); // tfjs advertises its other packages in warnings otherwise

const name = process.env.IBP_BACKEND ?? 'wasm';

beforeAll(async () => {
  const loaded = packages[name];
  if (!loaded) throw new Error(`IBP_BACKEND: expected ${Object.keys(packages).join(', ')}, got ${name}`);
  for (const specifier of loaded) await import(specifier);
  registerGradientsWhenNeeded();
  await tf.setBackend(name);
  await tf.ready();
  if (name === 'tensorflow') shareTypedArrays();
});

/**
 * When a test first differentiates: most never do, and loading gradients takes two fifths of what starting a test file
 * takes.
 */
function registerGradientsWhenNeeded() {
  const engine = tf.engine();
  const { gradients: differentiate } = engine;
  let registered = false;
  engine.gradients = (...asked: Parameters<typeof differentiate>): ReturnType<typeof differentiate> => {
    if (registered) return differentiate.apply(engine, asked);
    registered = true;
    require(gradients).registerGradients();
    return engine.gradients(...asked); // of which the package just loaded has made its own
  };
  // whoever asks whether there are gradients asks for this one
  if (!tf.getGradient('Relu')) tf.registerGradient({ kernelName: 'Relu', gradFunc: () => ({}) });
}

/**
 * The addon of tfjs-node makes typed arrays of Node's own realm, which `instanceof` in jest's realm denies:
 * here both get the same constructors.
 */
function shareTypedArrays() {
  for (const dtype of ['float32', 'int32', 'bool'] as const) {
    const computed = tf.tidy(() => tf.tile(tf.zeros([1], dtype), [2]).dataSync());
    Object.assign(globalThis, { [computed.constructor.name]: computed.constructor });
  }
}

let before = 0;
beforeEach(() => {
  before = tf.memory().numTensors;
  tf.engine().startScope('test');
});
afterEach(() => {
  tf.engine().endScope();
  const leaked = tf.memory().numTensors - before;
  if (leaked !== 0) throw new Error(`the test left ${leaked} tensors behind`);
});
