import { type PlainNetwork, sizeOf } from '@ibp/core';
import { checkCertificate, createCertificate, plainForward, plainTrace, verifyByMip } from '@ibp/exact';
import { highsWasm } from '@ibp/exact/highs';
import { plainDense, plainResidual, randomBox, stream, times } from '@ibp/testing';
import { propertyOutcome } from '../../certificate/property-outcome';
import { lowered } from '../../testing/lowered';
import { verifyProperty } from '../verify-property';
import { boundParts, whole } from './bounded';
import { halvesOf } from './branching';
import { freeOfHalf } from './choose-cuts';
import { planesOnHeap } from './fall';
import { firstSlopes } from './hidden-bounds';
import type { Job } from './optimise';
import { oneRow, type Part } from './parts';
import { rootOf } from './root';
import { searchNetwork } from './search-network';

const solver = highsWasm({ threads: 1 });
afterAll(() => solver.close());

const networks: [string, PlainNetwork, number][] = [
  ['relu', plainDense([4, 10, 10, 2], 10), 0.3],
  ['leakyRelu', plainDense([4, 10, 10, 2], 20, 'leakyRelu', { alpha: 0.1 }), 0.3],
  ['relu6', plainDense([4, 10, 10, 2], 30, 'relu6'), 0.3],
  ['tanh', plainDense([4, 10, 10, 2], 40, 'tanh'), 0.3],
  ['a branch that comes back', plainResidual(4), 0.03],
];

/** The row `z_0 - z_1 + d`, by a margin below 0 at the best of many points; the points, by their values. */
function problemOf(network: PlainNetwork, seed: number, share: number, radius = 0.3) {
  const box = randomBox(network, seed, radius, true);
  const outputs = sizeOf(network.nodes.at(-1)!.shape);
  const c = Float64Array.from({ length: outputs }, (_, i) => (i === 0 ? 1 : i === 1 ? -1 : 0));
  const next = stream(seed);
  const points = Array.from({ length: 400 }, () => box.lower.map((l, i) => l + next() * (box.upper[i]! - l)));
  const values = points.map((x) => plainForward(network, x).reduce((sum, z, i) => sum + c[i]! * z, 0));
  const sorted = [...values].sort((a, b) => a - b);
  const d = Math.fround(-sorted[Math.floor(share * (sorted.length - 1))]!);
  return { box, c, d, points, values };
}

it.each(networks)(
  'bounds of hidden units hold where a part is to refute, and are as tight, %s',
  (_, network, radius) => {
    let [inside, tightened] = [0, 0];
    const wrong: string[] = [];
    for (let seed = 1; seed <= 8 * times; seed++) {
      const { box, c, d, points, values } = problemOf(network, seed, 0.97, radius);
      const net = searchNetwork(network)!;
      const effort = { improve: () => () => true, reached: () => false, clipping: true };
      const { layers, region, planes } = rootOf(net, network, box, effort)!;
      const passes = {
        ...{ net, layers, region, start: net.nodes.length - 1, reached: () => false },
        planes: planesOnHeap(planes!, box.lower.length),
      };
      const row = oneRow(c, d);
      const none = new Float64Array(0);
      let jobs: Job[] = [
        {
          part: { rows: row, lower: layers.lower, upper: layers.upper, splits: [] } as Part,
          free: { slopes: firstSlopes(layers), betas: none, multipliers: none },
        },
      ];
      for (let depth = 0; depth < 4 && jobs.length > 0; depth++) {
        const found = boundParts(passes, jobs, whole);
        const traces = points.map((x) => plainTrace(network, x));
        found.forEach(({ bound, ends }, j) => {
          const { part } = jobs[j]!;
          if (ends) {
            tightened += 1;
            ends.lower.forEach((l, k) => {
              if (!(l >= part.lower[k]! && ends.upper[k]! <= part.upper[k]!)) wrong.push('looser');
            });
          }
          points.forEach((_, p) => {
            const trace = traces[p]!;
            const value = values[p]! + d;
            const meets = part.splits.every(({ node, unit, side, at = 0 }) =>
              side === 'active' ? trace[node]![unit]! >= at : trace[node]![unit]! <= at,
            );
            if (!meets || value < 1e-9) return;
            inside += 1;
            if (!(value <= bound + 1e-12)) wrong.push(`${value} above ${bound}`);
            for (const { node, units, offset } of ends ? layers.layers : []) {
              units.forEach((unit, k) => {
                const z = trace[node]![unit]!;
                const [l, u] = [ends!.lower[offset + k]!, ends!.upper[offset + k]!];
                if (!(z >= l - 1e-12 && z <= u + 1e-12)) wrong.push(`${z} outside [${l}, ${u}]`);
              });
            }
          });
        });
        jobs = found.flatMap(({ bound, free, ends, cuts }, j) => {
          const [cut] = cuts;
          if (bound < 0 || !cut) return [];
          const part = { ...jobs[j]!.part, ...ends };
          return halvesOf(part, cut).map((half) => ({ part: half, free: freeOfHalf(free) }));
        });
      }
    }
    expect(wrong).toEqual([]);
    expect(inside).toBeGreaterThan(50);
    expect(tightened).toBeGreaterThan(0);
  },
);

it(
  'takes fewer parts, agrees with mixed-integer programming, and is confirmed with what it clipped',
  async () => {
    const counts: Record<string, number> = {};
    let [clipping, without, clips] = [0, 0, 0];
    for (let k = 0; k < 5 * times; k++) {
      const network = plainDense([4, 14, 14, 2], 700 + 10 * k);
      const { box, c, d: best } = problemOf(network, 40 + k, 1);
      const { d: usual } = problemOf(network, 40 + k, 0.5);
      const margin = (k % 4 === 0 ? 0.1 : -0.4) * (usual - best);
      const rows = { c, d: Float64Array.of(Math.fround(best + margin)) };
      const property = { boxes: [box], unsafe: [rows] };
      const net = lowered(network);
      const options = { strategy: 'branch-and-bound', maxNodes: 4000, seed: k } as const;
      const found = await verifyProperty(net, property, options);
      const plainly = await verifyProperty(net, property, { ...options, clipping: false });
      const mip = await verifyByMip(network, box, rows, { solver, timeLimit: 60 });
      expect([k, found.status, plainly.status]).toEqual([k, mip.status, mip.status]);
      counts[found.status] = (counts[found.status] ?? 0) + 1;
      if (found.status !== 'verified') continue;
      clipping += found.nodes;
      without += plainly.nodes;
      for (const proof of found.proofs.flatMap((own) => own ?? [])) {
        if (proof.kind === 'tree') clips += proof.clips?.length ?? 0;
      }
      const { outcome, share } = await propertyOutcome(network, property, found);
      expect(share).toBe(1);
      const certificate = await createCertificate(network, [outcome], { mode: 'rigorous' });
      const { confirmed } = await checkCertificate(certificate, network, [property]);
      expect(confirmed).toEqual({ verified: 1, falsified: 0 });
    }
    expect(Object.keys(counts).sort()).toEqual(['falsified', 'verified']);
    expect(clips).toBeGreaterThan(0);
    expect(clipping).toBeLessThan(without);
  },
  120_000 * times,
);
