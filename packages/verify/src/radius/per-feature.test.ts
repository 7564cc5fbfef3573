import { disposeNetwork, ibp, type Network } from '@ibp/layers';
import { cleanStage } from '../cascade/stages/clean';
import { isInBall } from '../cascade/witness';
import { applicants, corner, range, scores } from '../testing/applicants';
import { bound } from '../testing/engine-bound';
import type { Radius } from './bisect';
import { radiusOf } from './distance';
import { type RadiusOptions, radiusSearch } from './radius-search';

describe('radiusSearch with a scale for each feature', () => {
  let net: Network;
  beforeEach(() => {
    net = scores();
  });
  afterEach(() => disposeNetwork(net));
  const stages = [cleanStage(), bound('ibp', ibp()), corner];
  const scale = [5, 1000, 0];

  const radii = async (
    more: Partial<RadiusOptions>,
    ...rows: [number, number, number][]
  ): Promise<Radius[]> => {
    const all: Radius[] = [];
    const options = { stages, scale, range, most: 2, tolerance: 1e-4, ...more };
    for await (const radius of radiusSearch(net, applicants(...rows), options)) all.push(radius);
    return all;
  };

  it('is in units of the scale', async () => {
    // the score is 4 + 0.5 r, 4.2 at the most, less 8 - r, and 3: above 0 from 0.8 on; the second one from 2/3 on
    const [capped, free] = await radii({}, [40, 8000, 3], [20, 6000, 3]);
    expect(capped!.certified).toBeGreaterThan(0.8 - 2e-4);
    expect(capped!.certified).toBeLessThan(0.8);
    expect(capped!.falsified).toBeGreaterThan(0.8);
    expect(capped!.falsified).toBeLessThan(0.8 + 2e-4);
    expect(capped!.witness![2]).toBe(3);
    expect(free!.certified).toBeCloseTo(2 / 3, 3);
    expect(free!.falsified).toBeCloseTo(2 / 3, 3);
  });

  it('asks up to where the range is covered, and needs to be told where that is nowhere', async () => {
    // never above 4.2 - 8 + 3; incomes from 8000 to 9000 are covered last, at twice their scale
    const finite = [
      [18, 8000, 3],
      [42, 9000, 3],
    ] as const;
    const all = { range: finite, scale: [24, 500, 0], most: undefined as never };
    expect(await radii(all, [40, 8500, 3])).toMatchObject([{ certified: 2, questions: 2 }]);
    const search = radii({ most: undefined as never }, [40, 8000, 3]);
    await expect(search).rejects.toThrow(
      'expected the greatest radius (most), as the range has no end, got none',
    );
  });

  it.each<[Partial<RadiusOptions>, string]>([
    [
      { scale: [1, 2] },
      'radiusSearch: expected one scale or 3 for the features of an input of shape [3], got 2',
    ],
    [{ scale: [1, -2, 0] }, 'radiusSearch: expected a finite scale >= 0, got -2 for feature 1'],
    [{ scale: [0, 0, 0] }, 'radiusSearch: expected a scale above 0 for one feature at least, got 0'],
    [{ range: [0, 1], most: 1e-4 }, 'expected inputs in [0, 1], got 40 in example 0, feature 0'],
  ])('refuses %p', async (more, message) => {
    const { x, labels } = applicants([40, 8000, 3]);
    const search = radiusSearch(net, { x, labels }, { stages, scale, range, most: 2, ...more });
    await expect(search.next()).rejects.toThrow(message);
    x.dispose();
  });
});

it('the radius of a witness is the least whose ball holds it', () => {
  const spec = { c: Float64Array.of(1), d: Float64Array.of(0) };
  for (let i = 1; i < 500; i++) {
    const x = Float32Array.of(i / 7, 1e5 / i, 3);
    const point = Float32Array.of(i / 7 + 0.3, 1e5 / i - i / 3, 3);
    const scale = [i / 11, 1e3 / i, 0];
    const radius = radiusOf(point, x, scale);
    const inside = (r: number) =>
      isInBall(
        point,
        { index: 0, x, spec },
        {
          epsilon: scale.map((own) => own * r),
          range: [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY],
        },
      );
    expect(inside(radius)).toBe(true);
    expect(inside(radius * (1 - 1e-12))).toBe(false);
  }
});
