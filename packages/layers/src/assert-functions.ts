import { activations } from '@ibp/bounds';
import { type ActivationName, elementary, elementwiseOps, fail, gamma, tiny } from '@ibp/core';
import * as tf from '@tensorflow/tfjs-core';
import type { Engine } from './engine';
import type { LoweredNetwork, Network } from './network';

/** An elementwise function as a network has it. */
type Called = { readonly op: ActivationName; readonly params: object };

/** What computes, and by what it said to be off, by function; undefined where it is not. */
type Known = Map<string, Promise<string | undefined>>;

// By instance: a backend of the same name may be registered anew.
const known = new WeakMap<object, Known>();

/**
 * That what computes has the elementwise functions of a network to within what bounds pay for: the processor's are, but
 * shaders of GPUs may have sines and logarithms of three digits, and give a number where there is none. Asked at some 800
 * points, once for each function: a sample, no proof.
 *
 * @param engine what computes; the current backend of tfjs unless given.
 * @throws where one is not, naming it: then bounds are none.
 *
 * @example
 * ```ts
 * import { activation, assertFunctions, network } from '@ibp/layers';
 *
 * await assertFunctions('here', network([2], activation('tanh')));
 * ```
 */
export async function assertFunctions(
  where: string,
  network: Network | LoweredNetwork,
  engine?: Engine,
): Promise<void> {
  const by = engine ?? tf.backend();
  const asked: Known = known.get(by) ?? new Map();
  known.set(by, asked);
  for (const called of calledBy(network)) {
    const key = JSON.stringify(called);
    const answer = asked.get(key) ?? difference(called, engine);
    asked.set(key, answer);
    answer.catch(() => asked.delete(key)); // to be tried again
    const found = await answer;
    if (found === undefined) continue;
    fail(
      where,
      `expected "${called.op}" to be computed to within what bounds pay for, got ${found} on ` +
        `"${engine?.name ?? tf.getBackend()}": its results cannot certify anything; use one that computes on the processor`,
    );
  }
}

function calledBy(network: Network | LoweredNetwork): Called[] {
  const called = network.nodes.flatMap((node): Called[] => {
    // its exponentials are what may be off
    if (node.op === 'softmax') return [{ op: 'exp', params: {} }];
    if (!Object.hasOwn(activations, node.op)) return [];
    const op = node.op as ActivationName;
    return activations[op].rounding === 'exact'
      ? []
      : [{ op, params: (node as { params?: object }).params ?? {} }];
  });
  return [...new Map(called.map((each) => [JSON.stringify(each), each])).values()];
}

/** 0, from 10^-10 to 10^10 on both sides of it, and densely where the functions bend. */
const points = (): Float32Array => {
  const far = Array.from({ length: 161 }, (_, i) => 10 ** (i / 8 - 10));
  const near = Array.from({ length: 481 }, (_, i) => (i - 240) / 10 + i / 1e5);
  return Float32Array.from([0, ...far, ...far.map((x) => -x), ...near]);
};

/** The largest number that float32 has, and some. */
const beyond = 3.3e38;

async function difference({ op, params }: Called, engine?: Engine): Promise<string | undefined> {
  const data = points();
  const forward = activations[op].forward as (x: tf.Tensor, params: object) => tf.Tensor;
  const value = elementwiseOps[op].value as (x: number, params: object) => number;
  const got = await (engine
    ? compiled(engine, (x) => forward(x, params), data)
    : computed((x) => forward(x, params), data));
  const [relative, absolute] =
    activations[op].rounding === 'arithmetic'
      ? [gamma(1), tiny(1)]
      : [elementary.relative, elementary.absolute];
  for (const [i, x] of data.entries()) {
    const [real, y] = [value(x, params), got[i]!];
    // that proves nothing, and is right where there is no number, or none of float32
    if (!Number.isFinite(y)) continue;
    if (Math.abs(real) <= beyond && Math.abs(y - real) <= relative * Math.abs(real) + absolute) continue;
    return `${y} for ${real} at ${x}`;
  }
  return undefined;
}

async function compiled(
  engine: Engine,
  fn: (x: tf.Tensor) => tf.Tensor,
  data: Float32Array,
): Promise<ArrayLike<number>> {
  const x = { dtype: 'float32' as const, shape: [data.length], data };
  const compiled = await engine.compile((given) => ({ y: fn(given.x!) }), { x });
  try {
    return (await compiled.run({ x })).y!.data;
  } finally {
    await compiled.dispose();
  }
}

async function computed(fn: (x: tf.Tensor) => tf.Tensor, data: Float32Array): Promise<ArrayLike<number>> {
  const y = tf.tidy(() => fn(tf.tensor1d(data)));
  try {
    return await y.data();
  } finally {
    y.dispose();
  }
}
