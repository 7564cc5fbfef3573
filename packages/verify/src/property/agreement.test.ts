import type { PlainNetwork } from '@ibp/core';
import { type Enclosure, type PlainSpec, plainForward, verifyByMip } from '@ibp/exact';
import { highsWasm } from '@ibp/exact/highs';
import { plainChain, plainDense, plainTensor, randomBox, randomFloats, stream, times } from '@ibp/testing';
import { lowered } from '../testing/lowered';
import { verifyProperty } from './verify-property';

const solver = highsWasm({ threads: 1 });
afterAll(() => solver.close());

/** The least of both rows. */
const leastOf = ({ c, d }: PlainSpec, z: Float64Array): number =>
  Math.min(...d.map((constant, r) => z.reduce((sum, v, k) => sum + c[3 * r + k]! * v, constant)));

/** The network with `a - max(a - b, 0)`, the least of two rows, behind it, so that one row says what the conjunction does. */
function leastAsOutput({ nodes }: PlainNetwork, { c, d }: PlainSpec): PlainNetwork {
  const columns = (of: (k: number) => number[]) => plainTensor([3, 3], [0, 1, 2].flatMap(of));
  const [a, b] = [c.subarray(0, 3), c.subarray(3)];
  const tail = plainChain(
    [3],
    [
      'dense',
      {
        kernel: columns((k) => [a[k]!, -a[k]!, a[k]! - b[k]!]),
        bias: plainTensor([3], [d[0]!, -d[0]!, d[0]! - d[1]!]),
      },
    ],
    ['relu', {}],
    ['dense', { kernel: plainTensor([3, 1], [1, -1, -1]) }],
  );
  const moved = tail.nodes.slice(1).map((node) => ({
    ...node,
    name: `least_${node.name}`,
    inputs: node.inputs.map((i) => i + nodes.length - 1),
  }));
  return { nodes: [...nodes, ...moved] as PlainNetwork['nodes'] };
}

/** Rows with coefficients in eighths, which float32 has, whose least is about `margin` at the best of many points. */
function rowsFor(network: PlainNetwork, box: Enclosure, seed: number, margin: number): PlainSpec {
  const c = Float64Array.from(randomFloats(6, seed), (v) => Math.round(8 * v) / 8);
  const next = stream(seed);
  let most = Number.NEGATIVE_INFINITY;
  for (let k = 0; k < 300; k++) {
    const x = box.lower.map((l, i) => l + next() * (box.upper[i]! - l));
    most = Math.max(most, leastOf({ c, d: new Float64Array(2) }, plainForward(network, x)));
  }
  return { c, d: new Float64Array(2).fill(Math.fround(margin - most)) };
}

it(
  'cut inputs, cut activations and mixed-integer programming agree on conjunctions',
  async () => {
    const counts: { [status: string]: number } = {};
    for (let k = 0; k < 6 * times; k++) {
      const network = plainDense(k % 2 ? [3, 6, 3] : [3, 4, 4, 3], 500 + 10 * k);
      const box = randomBox(network, k, 0.6, true);
      const rows = rowsFor(network, box, 70 + k, k % 3 === 0 ? 0.1 : -0.1);
      const property = { boxes: [box], unsafe: [rows] };
      const net = lowered(network);
      const cut = { maxNodes: 3000, seed: k };
      const byInputs = await verifyProperty(net, property, { ...cut, strategy: 'input-split' });
      const bySigns = await verifyProperty(net, property, { ...cut, strategy: 'branch-and-bound' });
      expect([k, byInputs.reason]).toEqual([k, undefined]);
      const one = { c: Float64Array.of(1), d: Float64Array.of(0) };
      const mip = await verifyByMip(leastAsOutput(network, rows), box, one, { solver, timeLimit: 60 });
      expect([k, mip.reason, mip.detail]).toEqual([k, undefined, undefined]);
      for (const found of [byInputs, bySigns]) {
        // the multipliers of a part that is cut all over may not have come far enough
        if (found.reason !== 'unresolved') expect([k, found.status]).toEqual([k, mip.status]);
        if (found.witness) {
          const x = Float64Array.from(found.witness.x);
          expect(leastOf(rows, plainForward(network, x))).toBeCloseTo(found.witness.margin, 9);
          expect(x.every((v, i) => v >= box.lower[i]! && v <= box.upper[i]!)).toBe(true);
        }
      }
      counts[mip.status] = (counts[mip.status] ?? 0) + 1;
    }
    expect(Object.keys(counts).sort()).toEqual(['falsified', 'verified']);
  },
  60_000 * times,
);
