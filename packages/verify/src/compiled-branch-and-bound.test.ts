import { type IntervalBounds, linearSpec, linfBall } from '@ibp/bounds';
import {
  apply,
  batchNorm,
  conv2d,
  dense,
  disposeNetwork,
  type Engine,
  flatten,
  type Layer,
  leakyRelu,
  lower,
  maxPool,
  network,
  propagateAll,
  relu,
  residual,
  sequential,
} from '@ibp/layers';
import { onnxEngine } from '@ibp/onnx';
import * as tf from '@tensorflow/tfjs-core';
import { branchAndBound } from './branch-and-bound';
import type { Part } from './branch-and-bound/batch';
import { halves } from './branch-and-bound/branching';
import { compilePasses } from './branch-and-bound/compiled/compiled-passes';
import { eagerPasses } from './branch-and-bound/passes';
import { type Problem, problemOf } from './branch-and-bound/problem';
import { rootSlopes } from './branch-and-bound/root';

const conv = (filters: number) => conv2d({ filters, kernelSize: 3, padding: 'same' });
const last = sequential(flatten(), dense(5), leakyRelu(0.1), dense(3));
const nets: { readonly [name: string]: Layer } = {
  'fully connected': sequential(flatten(), dense(9), relu(), dense(8), relu(), last),
  'batch norm and a residual block': sequential(
    ...[conv(2), batchNorm(), relu(), residual(sequential(conv(2), relu(), conv(2))), relu(), last],
  ),
  'a max pool': sequential(conv(2), relu(), maxPool({ size: 2 }), flatten(), dense(8), relu(), last),
};

/** One that says what it could not compile, which tfjs would compute instead. */
async function strictEngine(): Promise<{ readonly engine: Engine; readonly refused: unknown[] }> {
  const engine = await onnxEngine();
  const refused: unknown[] = [];
  const compile: Engine['compile'] = async (fn, inputs) => {
    try {
      return await engine.compile(fn, inputs);
    } catch (error) {
      refused.push(error);
      throw error;
    }
  };
  return { engine: { ...engine, compile }, refused };
}

const near = (found: ArrayLike<number>, expected: ArrayLike<number>, by = 2e-4) => {
  expect(found).toHaveLength(expected.length);
  Array.from(found).forEach((x, i) => {
    expect(Math.abs(x - expected[i]!)).toBeLessThan(by * Math.max(1, Math.abs(expected[i]!)));
  });
};

/** Six rows of which the first three are two conjunctions, a box around an image, and parts of it cut once and twice. */
function problemAt(layer: Layer) {
  const net = network([6, 6, 1], layer, { seed: 2 });
  const x = tf.randomUniform([1, 6, 6, 1], 0, 1, 'float32', 1);
  const [box, spec] = [linfBall(x, 0.1), linearSpec(tf.randomUniform([1, 6, 3], -1, 1, 'float32', 2))];
  const lowered = lower(net);
  const groups = [0, 2, 3, 4, 5].map((start, i, all) => ({ start, end: all[i + 1] ?? 6 }));
  const problem = problemOf(lowered, box, spec, propagateAll(lowered, box), groups);
  const slopes = rootSlopes(problem);
  const whole = groups.map(
    ({ start, end }, i): Part => ({
      spec: i,
      multipliers: new Float32Array(end - start).fill(1 / (end - start)),
      ...{ splits: [], betas: [], slopes },
    }),
  );
  const cut = ({ before, units }: Problem['relus'][number]) => ({ node: before, unit: units[0]! });
  const [one, other] = halves(whole[0]!, cut(problem.relus[0]!));
  const [two] = halves({ ...one, betas: [0.1] }, cut(problem.relus.at(-1)!));
  return { net, box, spec, problem, parts: [...whole, one, other, { ...two, betas: [0.1, 0.2] }] };
}

describe.each(Object.keys(nets))('%s', (name) => {
  it('bounds parts, improves them and moves points as tfjs does, and leaves no tensors', async () => {
    const { engine, refused } = await strictEngine();
    const { net, problem, parts } = problemAt(nets[name]!);
    const compiled = compilePasses(engine, net);
    const eager = eagerPasses(problem);
    const before = tf.memory().numTensors;
    const passes = await compiled.of(problem, 10);
    near(await passes.bound(parts), await eager.bound(parts));
    near(await passes.bound(parts.slice(6)), await eager.bound(parts.slice(6)));

    const options = { steps: 4, slopeRate: 0.1, betaRate: 0.05, decay: 0.97 };
    const [found, expected] = [await passes.optimize(parts, options), await eager.optimize(parts, options)];
    found.forEach((part, i) => {
      near([part.bound], [expected[i]!.bound]);
      near(part.betas, expected[i]!.betas, 1e-2);
      near(part.multipliers, expected[i]!.multipliers, 1e-2);
      expect(part.slopes.map(({ length }) => length)).toEqual(problem.relus.map(({ units }) => units.length));
      part.coefficients.forEach((values, k) => {
        near(values, expected[i]!.coefficients[k]!, 1e-2);
      });
    });
    expect(found.some(({ betas }) => betas.some((beta) => beta > 0 && beta !== 0.1 && beta !== 0.2))).toBe(
      true,
    );
    // what was found gives its bound again
    const again = parts.map((part, i) => ({ ...part, ...found[i]! }));
    near(
      await eager.bound(again),
      found.map(({ bound }) => bound),
    );

    const x = Float32Array.from(found.flatMap(({ point, mean }) => [...point, ...mean]));
    const groups = parts.flatMap(({ spec }) => [spec, spec]);
    near(await passes.values(x), await eager.values(x));
    near(await passes.ascend(x, groups, 3), await eager.ascend(x, groups, 3));
    expect(tf.memory().numTensors).toBe(before);
    expect(refused).toEqual([]);
    await compiled.dispose();
    disposeNetwork(net);
  });
});

it('no point of a part is above its bound', async () => {
  const { engine, refused } = await strictEngine();
  const { net, box, problem } = problemAt(nets['batch norm and a residual block']!);
  const compiled = compilePasses(engine, net);
  const passes = await compiled.of(problem, 8);
  const relu = problem.relus[0]!;
  const single = problem.groups.findIndex(({ start, end }) => end - start === 1);
  const uncut: Part = {
    ...{ spec: single, multipliers: Float32Array.of(1), splits: [], betas: [] },
    slopes: rootSlopes(problem),
  };
  const cut = { node: relu.before, unit: relu.units[0]! };
  const [one, other] = await passes.optimize(halves(uncut, cut), {
    ...{ steps: 3, slopeRate: 0.1, betaRate: 0.05, decay: 0.97 },
  });
  const points = Float32Array.from(samples(box, 40));
  const all = await passes.values(points);
  const rows = problem.spec.d.shape[1]!;
  const row = problem.groups[single]!.start;
  const bound = Math.max(one!.bound, other!.bound);
  for (let i = 0; i < 40; i++) expect(all[i * rows + row]!).toBeLessThanOrEqual(bound + 1e-5);
  expect(refused).toEqual([]);
  await compiled.dispose();
  disposeNetwork(net);
});

function samples({ lower: low, upper }: IntervalBounds, count: number): Float32Array {
  return tf.tidy(() => {
    const shape = [count, ...low.shape.slice(1)];
    const share = tf.randomUniform(shape, 0, 1, 'float32', 5);
    return tf.add(low, tf.mul(tf.sub(upper, low), share)).dataSync() as Float32Array;
  });
}

it('decides what tfjs decides: proofs, counter-examples, and where a number of parts ends it', async () => {
  const engine = await onnxEngine();
  const net = network([2], sequential(dense(16), relu(), dense(16), relu(), dense(1)), { seed: 8 });
  const box = linfBall(tf.tensor2d([[0.3, 0.7]]), 0.3);
  const value = apply(net, tf.tensor2d([[0.3, 0.7]])).dataSync()[0]!;
  const statuses = new Set<string>();
  for (const above of [0.02, 0.08, 0.2, 0.5]) {
    const spec = { c: tf.ones([1, 1, 1]), d: tf.tensor2d([[-value - above]]) };
    const options = { maxNodes: 200, batch: 8, bounds: propagateAll };
    const eager = await branchAndBound(net, box, spec, options);
    const compiled = await branchAndBound(net, box, spec, { ...options, engine });
    expect(compiled.status).toBe(eager.status);
    near([compiled.bound], [eager.bound], 1e-2);
    statuses.add(compiled.status);
  }
  expect([...statuses].sort()).toEqual(['falsified', 'verified']);
  disposeNetwork(net);
});
