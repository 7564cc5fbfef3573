import { assertPrecision, precisionProbe } from '@ibp/backend';
import type { Engine } from '@ibp/layers';

type Judged = ReturnType<typeof precisionProbe.judge>;

const known = new WeakMap<Engine, Promise<Judged>>();

/**
 * What `assertFloat32` asks of a backend, asked of an engine: hardware may round the operands of matrix products.
 * Measured once for each engine.
 *
 * @throws when the engine computes in less than float32.
 */
export async function assertEngineFloat32(where: string, engine: Engine): Promise<void> {
  const judged = known.get(engine) ?? measure(engine);
  known.set(engine, judged);
  judged.catch(() => known.delete(engine)); // to be tried again
  const advice = 'use the cpu provider, or leave out the engine';
  assertPrecision(where, { backend: engine.name, ...(await judged) }, advice);
}

async function measure(engine: Engine): Promise<Judged> {
  const inputs = Object.fromEntries(
    Object.entries(precisionProbe.inputs).map(([name, values]) => [
      name,
      { dtype: 'float32', shape: [values.length], data: Float32Array.from(values) } as const,
    ]),
  );
  const probe = await engine.compile(precisionProbe.compute, inputs);
  try {
    const { rest, extremes, subnormal } = await probe.run(inputs);
    return precisionProbe.judge({ rest: rest!.data, extremes: extremes!.data, subnormal: subnormal!.data });
  } finally {
    await probe.dispose();
  }
}
