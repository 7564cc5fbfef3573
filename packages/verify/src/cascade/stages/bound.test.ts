import {
  conv2d,
  dense,
  disposeNetwork,
  type Engine,
  flatten,
  ibp,
  network,
  relu,
  sequential,
} from '@ibp/layers';
import { onnxEngine } from '@ibp/onnx';
import { crownIbp } from '@ibp/relax';
import * as tf from '@tensorflow/tfjs-core';
import type { Certified } from '../certify';
import { results } from '../testing';
import { boundStage } from './bound';

const layers = sequential(
  conv2d({ filters: 3, kernelSize: 3 }),
  relu(),
  flatten(),
  dense(6),
  relu(),
  dense(3),
);

/** One that counts what it compiles. */
const counting = (engine: Engine): { engine: Engine; compiled: () => number } => {
  let count = 0;
  return {
    compiled: () => count,
    engine: {
      ...engine,
      compile: (...of) => {
        count += 1;
        return engine.compile(...of);
      },
    },
  };
};

describe('the stage of a bound', () => {
  it('finds with an engine what it finds op by op, compiled once, the short last batch too', async () => {
    const net = network([5, 5, 1], layers, { seed: 3 });
    const labels = Array.from({ length: 23 }, (_, i) => i % 3);
    const examples = () => ({ x: tf.randomUniform([23, 5, 5, 1], 0, 1, 'float32', 4) as never, labels });
    const { engine, compiled } = counting(await onnxEngine());
    const run = (option: { readonly engine?: Engine }) =>
      results(net, examples(), {
        epsilon: 0.01,
        stages: [
          boundStage('ibp', ibp(), { batch: 10, ...option }),
          boundStage('crown-ibp', crownIbp(), { batch: 5, ...option }),
        ],
      });
    const [plain, fast] = [await run({}), await run({ engine })];
    const settled = (all: readonly Certified[]) => all.map(({ index, verdict }) => [index, verdict.status]);
    expect(settled(fast)).toEqual(settled(plain));
    expect(new Set(plain.map(({ verdict }) => verdict.status))).toEqual(new Set(['verified', 'unknown']));
    for (const [i, { bounds }] of fast.entries()) {
      for (const [row, value] of Object.entries(bounds ?? {})) {
        expect(value).toBeCloseTo((plain[i]!.bounds as { [row: string]: number })[row]!, 4);
      }
    }
    expect(compiled()).toBe(3); // what measures the engine's precision, and the two stages
    disposeNetwork(net);
  });

  it('refuses an engine that computes in less than float32 before it looks at any example', async () => {
    const net = network([5, 5, 1], layers, { seed: 3 });
    const { compile, ...rest } = await onnxEngine();
    const engine: Engine = {
      ...rest,
      name: 'half',
      compile: async (fn, inputs) => {
        const compiled = await compile(fn, inputs);
        return {
          ...compiled,
          run: async (...given) =>
            Object.fromEntries(
              Object.entries(await compiled.run(...given)).map(([name, { shape, data }]) => [
                name,
                { shape, data: Float32Array.from(data, (value) => Math.round(value * 1024) / 1024) },
              ]),
            ),
        };
      },
    };
    const none = { x: tf.zeros([1, 5, 5, 1]) as never, labels: [0] };
    const stages = [boundStage('ibp', ibp(), { engine })];
    await expect(results(net, none, { epsilon: 0.01, stages })).rejects.toThrow(
      'certify: expected a backend that computes in float32, got "half"',
    );
    disposeNetwork(net);
  });
});
