import type { LinearSpec } from '@ibp/bounds';
import type { PlainNetwork } from '@ibp/core';
import type { Enclosure, PlainSpec } from '@ibp/exact';
import { plainForward, verifyByMip } from '@ibp/exact';
import { highsWasm } from '@ibp/exact/highs';
import {
  exactMaximum,
  plainChain,
  plainDense,
  plainTensor,
  randomBox,
  randomFloats,
  times,
} from '@ibp/testing';
import * as tf from '@tensorflow/tfjs-core';
import { lowered } from '../testing/lowered';
import { branchAndBound } from './index';

const solver = highsWasm({ threads: 1 });
afterAll(() => solver.close());

const c = Float64Array.of(1, -1, 0.5);
const activations = ['relu', 'leakyRelu', 'relu'] as const;

/** Nets that branch and bound can cut all of: dense ones, and every fourth with a branch that comes back. */
function problem(k: number): PlainNetwork {
  const op = activations[k % 3]!;
  const params = op === 'leakyRelu' ? { alpha: 0.1 } : {};
  if (k % 4 !== 3) return plainDense(k % 2 ? [3, 5, 3] : [3, 4, 3, 3], 1000 + 10 * k, op, params);
  const dense = (inputs: number, units: number, seed: number) => ({
    kernel: plainTensor([inputs, units], randomFloats(inputs * units, 100 * k + seed)),
    bias: plainTensor([units], randomFloats(units, 100 * k + seed + 1)),
  });
  const layers = [
    ['dense', dense(3, 4, 0)],
    [op, params],
    ['dense', dense(4, 4, 2)],
    ['add', {}, [3, 2]],
    ['relu', {}],
    ['dense', dense(4, 3, 4)],
  ] as const;
  return plainChain([3], ...layers);
}

async function byTree(network: PlainNetwork, { lower, upper }: Enclosure, spec: PlainSpec) {
  const box = (values: Float64Array) => tf.tensor([...values], [1, ...network.nodes[0]!.shape], 'float32');
  const rows: LinearSpec = { c: tf.tensor3d([[[...spec.c]]]), d: tf.tensor2d([[...spec.d]]) };
  const input = { lower: box(lower), upper: box(upper) };
  return branchAndBound(lowered(network), input, rows, { rootSteps: 5, steps: 5, attackSteps: 4 });
}

const valueAt = (network: PlainNetwork, { c, d }: PlainSpec, x: Float32Array): number =>
  plainForward(network, Float64Array.from(x)).reduce((sum, z, i) => sum + c[i]! * z, d[0]!);

/** By day two parts, in which all kinds of nets and both thresholds are; at night all. */
const parts = times > 1 ? [0, 1, 2, 3, 4, 5, 6, 7] : [0, 5];

it.each(parts)(
  'MIP and branch and bound decide alike, as the linear pieces say: 25 of 26 problems at least, part %i',
  async (part) => {
    let agreed = 0;
    for (let k = 26 * part; k < 26 * (part + 1); k++) {
      const network = problem(k);
      const box = randomBox(network, k + 3000);
      // the greatest value of the row over the box
      const most = (k >> 2) % 2 ? 0.1 : -0.1;
      const d = most - exactMaximum(network, box, { c, d: Float64Array.of(0) });
      const spec = { c, d: Float64Array.of(d) };
      const expected = most < 0 ? 'verified' : 'falsified';
      const mip = await verifyByMip(network, box, spec, { solver, timeLimit: 30 });
      const tree = await byTree(network, box, spec);
      expect([k, mip.status]).toEqual([k, expected]);
      // with so few steps the multipliers of a leaf that is cut all over may not have come far enough
      if (tree.reason !== 'unresolved') expect([k, tree.status]).toEqual([k, expected]);
      agreed += tree.status === expected ? 1 : 0;
      // no point is above the optimum, and no proof below it
      for (const x of [mip.witness, tree.witness?.x]) {
        if (x) expect(valueAt(network, spec, x)).toBeLessThanOrEqual(most + 1e-5);
      }
      if (most < 0) expect(tree.bound).toBeGreaterThanOrEqual(most - 1e-5);
    }
    expect(agreed).toBeGreaterThanOrEqual(25);
  },
);
