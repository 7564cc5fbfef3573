import type { Property } from '@ibp/exact';
import { disposeNetwork, type Network } from '@ibp/layers';
import { planeNetwork } from '../cascade/testing';
import { type PropertyRadiusOptions, propertyRadius } from './property-radius';
import { neededScale, scaledBox } from './scaled-box';

const ends = (...values: number[]) => Float64Array.from(values);
/** Outputs are the inputs `x` and `y`; unsafe is `x + y >= d`. */
const below = (d: number, ...boxes: [lower: number[], upper: number[]][]): Property => ({
  boxes: boxes.map(([lower, upper]) => ({ lower: ends(...lower), upper: ends(...upper) })),
  unsafe: [{ c: ends(1, 1), d: ends(-d) }],
});

describe('propertyRadius', () => {
  let net: Network;
  beforeEach(() => {
    net = planeNetwork();
  });
  afterEach(() => disposeNetwork(net));
  const radiusOf = (property: Property, options: PropertyRadiusOptions = {}) =>
    propertyRadius(net, property, { maxNodes: 300, tolerance: 0.02, ...options });

  it('scales a box about its middle until it is not verified', async () => {
    // the middle is (0.5, 0.5), so that x + y is at most 1 + scale
    const { certified, falsified, witness } = await radiusOf(
      below(1.5, [
        [0, 0],
        [1, 1],
      ]),
    );
    expect(certified).toBeGreaterThan(0.5 - 0.03);
    expect(certified).toBeLessThan(0.5);
    expect(falsified).toBeGreaterThan(0.5);
    expect(falsified).toBeLessThan(0.5 + 0.03);
    expect(witness![0]! + witness![1]!).toBeGreaterThan(1.5);
  });

  it('or about another point, and beyond the box itself', async () => {
    // at most 0.2 + 1.8 scale
    const { certified, falsified } = await radiusOf(
      below(2.9, [
        [0, 0],
        [1, 1],
      ]),
      { about: [[0.1, 0.1]], most: 3 },
    );
    expect(certified).toBeCloseTo(1.5, 1);
    expect(falsified).toBeCloseTo(1.5, 1);
    expect(falsified).toBeGreaterThan(certified);
  });

  it('takes all boxes together, and what is verified as it is asks twice', async () => {
    const two = below(
      1.5,
      [
        [0, 0],
        [0.2, 0.2],
      ],
      [
        [0, 0],
        [1, 1],
      ],
    );
    expect((await radiusOf(two)).certified).toBeCloseTo(0.5, 1);
    expect(
      await radiusOf(
        below(2.5, [
          [0, 0],
          [1, 1],
        ]),
      ),
    ).toMatchObject({ certified: 1, questions: 2 });
    expect(
      await radiusOf(
        below(0.9, [
          [0, 0],
          [1, 1],
        ]),
      ),
    ).toMatchObject({ certified: -1, falsified: 0 });
  });

  it('is asked of points in the boxes, scalings and tolerances', async () => {
    const property = below(1.5, [
      [0, 0],
      [1, 1],
    ]);
    const ask = (options: PropertyRadiusOptions) => radiusOf(property, options);
    const endless = below(1, [
      [0, 0],
      [1, Infinity],
    ]);
    await expect(radiusOf(endless)).rejects.toThrow('propertyRadius: expected boxes with finite ends');
    await expect(ask({ about: [] })).rejects.toThrow('expected a point of 2 units for box 0, got 0');
    await expect(ask({ about: [[0, 2]] })).rejects.toThrow('expected a point of box 0, got 2 at feature 1');
    await expect(
      ask({
        about: [
          [0, 0],
          [0, 0],
        ],
      }),
    ).rejects.toThrow('a point for each of 1 boxes, got 2');
    await expect(ask({ most: Number.POSITIVE_INFINITY })).rejects.toThrow(
      'expected most to be a finite scaling',
    );
    await expect(ask({ tolerance: 0 })).rejects.toThrow('expected a tolerance of more than 0, got 0');
  });
});

it('scaled boxes hold each other, and a point is in the one that it takes', () => {
  const box = { lower: ends(0.1, -1, 5), upper: ends(0.7, 3, 5) };
  const about = ends(0.3, -1, 5);
  let before = scaledBox(box, about, 0);
  expect(before).toEqual({ lower: about, upper: about });
  for (const scale of [1e-9, 0.1, 1 / 3, 0.999, 1, 1.1, 7]) {
    const after = scaledBox(box, about, scale);
    for (const i of about.keys()) {
      expect(after.lower[i]).toBeLessThanOrEqual(before.lower[i]!);
      expect(after.upper[i]).toBeGreaterThanOrEqual(before.upper[i]!);
    }
    expect([after.lower[1], after.lower[2], after.upper[2]]).toEqual([-1, 5, 5]);
    const needed = neededScale(after.upper, box, about);
    expect(needed).toBeGreaterThanOrEqual(scale);
    expect(needed).toBeCloseTo(scale, 6);
    before = after;
  }
});
