import { fail } from '@ibp/core';
import type { CompiledFunction, Engine, EngineInputs } from '@ibp/layers';
import * as tf from '@tensorflow/tfjs-core';
import { onnxEngine } from './onnx-engine';
import type { DeviceOptions } from './runtime/device';

/** What `fastestEngine` chooses among, and what hears of it. */
export type FastestEngineOptions = {
  /** Options of engines; a GPU by WebGPU and the CPU unless given. The last one says what is right. */
  readonly candidates?: readonly DeviceOptions[];
  /** Hears of each candidate: its time, or why it is left out. */
  readonly log?: (line: string) => void;
};

const usual: readonly DeviceOptions[] = [{ executionProviders: ['webgpu'], forms: 'measured' }, {}];

/** Steps that are timed: the least counts. */
const rounds = 4;
/** Relative, of a loss or the norm of a gradient. */
const tolerance = 1e-4;

/**
 * The engine that takes least time for a training step on interval bounds of a small convolutional network, of those
 * that are here and compute it right: loss and gradients as the last candidate computes them, the CPU unless given. A
 * few seconds, most of them to compile.
 *
 * @throws when the last candidate does not work.
 *
 * @example
 * ```ts
 * import '@ibp/backend/gradients';
 * import { fastestEngine } from '@ibp/onnx';
 *
 * const engine = await fastestEngine({ candidates: [{ threads: 2 }, { threads: 1 }] });
 * console.log(engine.name); // onnxruntime
 * ```
 */
export async function fastestEngine({
  candidates = usual,
  log = () => undefined,
}: FastestEngineOptions = {}): Promise<Engine> {
  const last = candidates.at(-1) ?? fail('fastestEngine', 'expected candidates, got none');
  const reference = await timed(await onnxEngine(last));
  let best = reference;
  log(`${reference.engine.name}: ${reference.milliseconds.toFixed(1)} ms`);
  for (const candidate of candidates.slice(0, -1)) {
    try {
      const measured = await timed(await onnxEngine(candidate));
      const apart = Math.max(
        ...reference.values.map((value, i) => Math.abs(measured.values[i]! / value - 1)),
      );
      // NaN is not near either
      if (!(apart <= tolerance)) {
        log(
          `${measured.engine.name} is left out: expected what ${reference.engine.name} computes, got ${measured.values}`,
        );
        continue;
      }
      log(`${measured.engine.name}: ${measured.milliseconds.toFixed(1)} ms`);
      if (measured.milliseconds < best.milliseconds) best = measured;
    } catch (error) {
      log(`${JSON.stringify(candidate)} is left out: ${(error as Error).message}`);
    }
  }
  return best.engine;
}

type Measured = {
  readonly engine: Engine;
  readonly milliseconds: number;
  readonly values: readonly number[];
};

async function timed(engine: Engine): Promise<Measured> {
  const inputs = probeInputs();
  const compiled: CompiledFunction = await engine.compile(probe, inputs);
  try {
    let milliseconds = Number.POSITIVE_INFINITY;
    let values: number[] = [];
    for (let round = 0; round <= rounds; round++) {
      const start = performance.now();
      const outputs = await compiled.run(inputs);
      if (round > 0) milliseconds = Math.min(milliseconds, performance.now() - start);
      values = ['loss', 'ofFirst', 'ofSecond', 'ofDense'].map((name) => outputs[name]!.data[0]!);
    }
    return { engine, milliseconds, values };
  } finally {
    await compiled.dispose();
  }
}

/** Numbers from -1 to 1 that look random: everything is an input, or it would be computed when the graph is made. */
function numbers(shape: readonly number[], scale: number) {
  const data = new Float32Array(shape.reduce((a, b) => a * b, 1));
  let state = shape.length + data.length;
  for (let i = 0; i < data.length; i++) {
    state = (state * 48_271) % 2_147_483_647;
    data[i] = scale * ((2 * state) / 2_147_483_647 - 1);
  }
  return { dtype: 'float32' as const, shape, data };
}

const probeInputs = (): EngineInputs => ({
  x: numbers([64, 28, 28, 1], 1),
  radius: numbers([1], 0.1),
  first: numbers([4, 4, 1, 32], 0.25),
  second: numbers([4, 4, 32, 64], 0.05),
  dense: numbers([1600, 10], 0.03),
});

type Tensors = { readonly [name: string]: tf.Tensor };

/** The loss on the greatest of each logit's interval, and the norms of its gradients. */
function probe({ x, radius, ...weights }: Tensors): { [name: string]: tf.Tensor } {
  const layers = [weights.first!, weights.second!, weights.dense!];
  const forward = (...given: tf.Tensor[]): tf.Scalar => {
    let center = x!;
    let width = tf.mul(tf.onesLike(x!), tf.abs(radius!)) as tf.Tensor;
    for (const [i, weight] of given.entries()) {
      const dense = i === given.length - 1;
      const linear = (z: tf.Tensor, w: tf.Tensor): tf.Tensor =>
        dense
          ? tf.matMul(tf.reshape(z, [64, -1]) as tf.Tensor2D, w as tf.Tensor2D)
          : tf.conv2d(z as tf.Tensor4D, w as tf.Tensor4D, 2, 'valid');
      [center, width] = [linear(center, weight), linear(width, tf.abs(weight))];
      if (dense) break;
      const [lower, upper] = [tf.relu(tf.sub(center, width)), tf.relu(tf.add(center, width))];
      [center, width] = [tf.mul(tf.add(upper, lower), 0.5), tf.mul(tf.sub(upper, lower), 0.5)];
    }
    return tf.mean(tf.logSumExp(tf.add(center, width), 1)) as tf.Scalar;
  };
  const { value, grads } = tf.valueAndGrads(forward)(layers);
  const [ofFirst, ofSecond, ofDense] = grads.map((gradient) => tf.sqrt(tf.sum(tf.square(gradient))));
  return { loss: value, ofFirst: ofFirst!, ofSecond: ofSecond!, ofDense: ofDense! };
}
