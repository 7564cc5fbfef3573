import type { LinearSpec } from '@ibp/bounds';
import * as tf from '@tensorflow/tfjs-core';
import { branchAndBound } from '../branch-and-bound';
import type { PlainNetwork } from '../plain/plain-network';
import type { Enclosure } from '../rigorous/enclosure';
import type { PlainSpec } from '../rigorous/spec';
import { highsWasm } from '../solver/highs-wasm';
import { lowered } from '../testing/lowered';
import { rowValue } from './row-verdict';
import { exactMaximum } from './testing/exact-maximum';
import { randomBox, randomNetwork } from './testing/random-networks';
import { verifyByMip } from './verify-by-mip';

const solver = highsWasm({ threads: 1 });
afterAll(() => solver.close());

const c = Float64Array.of(1, -1, 0.5);
/** What branch and bound can cut all of. */
const split = ['relu', 'leakyRelu', 'abs'];
const isSplit = ({ nodes }: PlainNetwork) =>
  nodes.every(({ op }) => split.includes(op) || !['relu6', 'hardSigmoid', 'maxPool'].includes(op));

async function byTree(network: PlainNetwork, { lower, upper }: Enclosure, spec: PlainSpec) {
  const box = (values: Float64Array) => tf.tensor([...values], [1, ...network.nodes[0]!.shape], 'float32');
  const rows: LinearSpec = { c: tf.tensor3d([[[...spec.c]]]), d: tf.tensor2d([[...spec.d]]) };
  return branchAndBound(lowered(network), { lower: box(lower), upper: box(upper) }, rows);
}

it('MIP and branch and bound decide 200 problems alike, as the linear pieces of the network say', async () => {
  let decided = 0;
  for (let k = 0; decided < 200; k++) {
    const network = randomNetwork(k);
    if (!isSplit(network)) continue;
    const box = randomBox(network, k + 3000);
    // the greatest value of the row over the box
    const most = decided % 2 ? 0.02 : -0.02;
    const spec = { c, d: Float64Array.of(most - exactMaximum(network, box, { c, d: Float64Array.of(0) })) };
    const mip = await verifyByMip(network, box, spec, { solver, timeLimit: 30 });
    const before = tf.memory().numTensors;
    tf.engine().startScope('problem');
    const tree = await byTree(network, box, spec);
    tf.engine().endScope();
    expect(tf.memory().numTensors).toBe(before);
    expect([k, mip.status, tree.status]).toEqual([k, ...Array(2).fill(most < 0 ? 'verified' : 'falsified')]);
    // no point is above the optimum, and no proof below it
    for (const x of [mip.witness, tree.witness?.x]) {
      if (x) expect(rowValue(network, spec, Float64Array.from(x))).toBeLessThanOrEqual(most + 1e-5);
    }
    if (most < 0) expect(tree.bound).toBeGreaterThanOrEqual(most - 1e-5);
    decided++;
  }
});
