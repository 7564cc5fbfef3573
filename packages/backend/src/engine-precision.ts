import type * as tf from '@tensorflow/tfjs-core';
import { assertPrecision, precisionProbe } from './precision';

type Probe = { readonly [name: string]: HostFloats };
type HostFloats = {
  readonly dtype: 'float32';
  readonly shape: readonly number[];
  readonly data: Float32Array;
};
type Tensors = { readonly [name: string]: tf.Tensor };

/** What is asked of an engine here: an `Engine` of `@ibp/layers` is one. */
export type ProbedEngine = {
  readonly name: string;
  readonly compile: (fn: (inputs: Tensors) => Tensors, inputs: Probe) => Promise<CompiledProbe>;
};

type CompiledProbe = {
  readonly run: (inputs: Probe) => Promise<{ readonly [name: string]: { readonly data: ArrayLike<number> } }>;
  readonly dispose: () => Promise<void>;
};

type Judged = ReturnType<typeof precisionProbe.judge>;

const known = new WeakMap<ProbedEngine, Promise<Judged>>();

/**
 * What `assertFloat32` asks of a backend, asked of an engine: hardware may round the operands of matrix products.
 * Measured once for each engine.
 *
 * @throws when the engine computes in less than float32.
 */
export async function assertEngineFloat32(where: string, engine: ProbedEngine): Promise<void> {
  const judged = known.get(engine) ?? measure(engine);
  known.set(engine, judged);
  judged.catch(() => known.delete(engine)); // to be tried again
  const advice = 'use the cpu provider, or leave out the engine';
  assertPrecision(where, { backend: engine.name, ...(await judged) }, advice);
}

async function measure(engine: ProbedEngine): Promise<Judged> {
  const inputs: Probe = Object.fromEntries(
    Object.entries(precisionProbe.inputs).map(([name, values]) => [
      name,
      { dtype: 'float32', shape: [values.length], data: Float32Array.from(values) },
    ]),
  );
  const probe = await engine.compile(precisionProbe.compute as (inputs: Tensors) => Tensors, inputs);
  try {
    const { rest, extremes, subnormal } = await probe.run(inputs);
    return precisionProbe.judge({ rest: rest!.data, extremes: extremes!.data, subnormal: subnormal!.data });
  } finally {
    await probe.dispose();
  }
}
