import type { PlainNetwork } from '@ibp/core';
import { plainDense, plainResidual, randomFloats, stream } from '@ibp/testing';
import { dyadic, isAtMost } from '../testing/dyadic';
import { exactBounds, exactForward, exactValue } from '../testing/exact-network';
import { exactBackward } from './backward';
import { rigorousBounds } from './bounds';
import { enclose } from './enclose';
import { type Enclosure, rigorousBox } from './enclosure';
import { marginSpec } from './spec';
import { encloseByCrown } from './tighten';

const networks: { readonly [name: string]: PlainNetwork } = {
  'dense relu': plainDense([4, 6, 5, 3], 1),
  'dense leakyRelu': plainDense([4, 6, 5, 3], 2, 'leakyRelu', { alpha: 0.3 }),
  'dense abs': plainDense([4, 6, 5, 3], 3, 'abs'),
  'dense relu6': plainDense([4, 8, 8, 3], 4, 'relu6'),
  residual: plainResidual(5),
};
const sizeOfInput = ({ nodes }: PlainNetwork) => nodes[0]!.shape.reduce((a, b) => a * b, 1);
const boxOf = (network: PlainNetwork, seed: number, epsilon: number): Enclosure =>
  rigorousBox(randomFloats(sizeOfInput(network), seed).map(Math.abs), epsilon);

/** Points of a box, every other one a corner. */
function points({ lower, upper }: Enclosure, count: number): Float64Array[] {
  const next = stream(7);
  return Array.from({ length: count }, (_, k) =>
    lower.map((l, i) => {
      const t = k % 2 ? next() : Math.round(next());
      return t === 1 ? upper[i]! : Math.min(Math.max(l + t * (upper[i]! - l), l), upper[i]!);
    }),
  );
}

describe.each(Object.entries(networks))('%s', (_, network) => {
  it('encloses exact interval bounds, and hardly more', () => {
    for (const [seed, epsilon] of [
      [1, 0.01],
      [2, 0.2],
    ] as const) {
      const box = boxOf(network, seed, epsilon);
      const { boxes, state } = enclose(network, box);
      expect(state).toBe('bounded');
      const exact = exactBounds(network, {
        lower: Array.from(box.lower, dyadic),
        upper: Array.from(box.upper, dyadic),
      });
      for (const [node, { lower, upper }] of exact.entries()) {
        for (const [i, value] of lower.entries()) {
          const [l, u] = [boxes[node]!.lower[i]!, boxes[node]!.upper[i]!];
          expect(isAtMost(dyadic(l), value) && isAtMost(upper[i]!, dyadic(u))).toBe(true);
          const near = 1e-12 * Math.max(1, Math.abs(l), Math.abs(u));
          expect(isAtMost(value, dyadic(l + near)) && isAtMost(dyadic(u - near), upper[i]!)).toBe(true);
        }
      }
    }
  });

  it.each(['ibp', 'crown', 'crown-crown'] as const)('no point exceeds the bounds of %s', (method) => {
    const spec = marginSpec(1, 3);
    for (const epsilon of [0, 0.003, 0.05, 0.3]) {
      const box = boxOf(network, 3, epsilon);
      const bounds = rigorousBounds(network, box, spec, { method });
      for (const x of points(box, 8)) {
        const z = exactForward(network, x);
        for (const [k, bound] of bounds.entries()) {
          expect(isAtMost(exactValue(spec.c.subarray(3 * k, 3 * k + 3), 0, z), dyadic(bound))).toBe(true);
        }
      }
    }
  });

  it('no slopes make the bounds unsound', () => {
    const spec = marginSpec(0, 3);
    const box = boxOf(network, 4, 0.1);
    const next = stream(3);
    const random = () => Float64Array.from({ length: 64 }, () => 4 * next() - 2);
    const slopes = Object.fromEntries(network.nodes.map((_, i) => [i, { above: random(), below: random() }]));
    const bounds = rigorousBounds(network, box, spec, { method: 'crown', slopes });
    for (const x of points(box, 8)) {
      const z = exactForward(network, x);
      for (const [k, bound] of bounds.entries()) {
        expect(isAtMost(exactValue(spec.c.subarray(3 * k, 3 * k + 3), 0, z), dyadic(bound))).toBe(true);
      }
    }
  });

  it('is a point evaluation where the box is a point', () => {
    const box = boxOf(network, 5, 0);
    const { lower, upper } = enclose(network, box).boxes.at(-1)!;
    for (const [i, l] of lower.entries()) expect(upper[i]! - l).toBeLessThan(1e-12);
  });
});

it('CROWN is tighter than interval bounds, and tighter still with its own bounds in between', () => {
  const network = plainDense([4, 10, 10, 10, 3], 11);
  const box = boxOf(network, 6, 0.03);
  const worst = (method: 'ibp' | 'crown' | 'crown-crown') =>
    Math.max(...rigorousBounds(network, box, marginSpec(0, 3), { method }));
  expect(worst('crown')).toBeLessThan(worst('ibp') - 1e-3);
  expect(worst('crown-crown')).toBeLessThan(worst('crown') - 1e-6);
});

it('holds on each side of a split, with any multipliers', () => {
  const network = networks['dense relu']!;
  const box = boxOf(network, 8, 0.3);
  const base = encloseByCrown(network, box);
  const unit = [...base.boxes[3]!.lower.keys()].find(
    (i) => base.boxes[3]!.lower[i]! < 0 && base.boxes[3]!.upper[i]! > 0,
  )!;
  const spec = marginSpec(2, 3);
  const seen = { active: 0, inactive: 0 };
  for (const side of ['active', 'inactive'] as const) {
    const enclosures = enclose(network, box, { splits: [{ node: 3, unit, side }], tighter: base.boxes });
    for (const beta of [0, 0.3, 5]) {
      const bounds = exactBackward(network, enclosures, spec, { betas: [beta] });
      for (const x of points(box, 40)) {
        const exact = exactBounds(network, { lower: Array.from(x, dyadic), upper: Array.from(x, dyadic) });
        const z = exact[3]!.lower[unit]!.n;
        if (side === 'active' ? z < 0n : z > 0n) continue;
        seen[side]++;
        for (const [k, bound] of bounds.entries()) {
          const value = exactValue(spec.c.subarray(3 * k, 3 * k + 3), 0, exact.at(-1)!.lower);
          expect(isAtMost(value, dyadic(bound))).toBe(true);
        }
      }
    }
  }
  expect(Math.min(seen.active, seen.inactive)).toBeGreaterThan(20);
});
