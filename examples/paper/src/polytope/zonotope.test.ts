import { polygonContains } from 'd3-polygon';
import fc from 'fast-check';
import { area } from './region';
import { type Point, zonotope } from './zonotope';

const round = (points: readonly Point[]) =>
  points.map(([x, y]) => [Math.round(x * 1e6) / 1e6, Math.round(y * 1e6) / 1e6]);

describe('zonotope', () => {
  it('is a box where moves go along the axes, and a segment or point with fewer', () => {
    expect(
      round(
        zonotope(
          [1, 1],
          [
            [2, 0],
            [0, -1],
          ],
        ),
      ),
    ).toEqual([
      [-1, 0],
      [3, 0],
      [3, 2],
      [-1, 2],
    ]);
    expect(zonotope([1, 1], [[0, 0]])).toEqual([[1, 1]]);
  });

  it('is a hexagon of three moves, of the area that a hand computes', () => {
    // 4 times the sum of |cross products| of pairs: (1,0)x(0,1) + (1,0)x(1,1) + (0,1)x(1,1) = 3
    expect(
      area(
        zonotope(
          [0, 0],
          [
            [1, 0],
            [0, 1],
            [1, 1],
          ],
        ),
      ),
    ).toBeCloseTo(12, 9);
  });

  it('holds every sum of its moves', () => {
    const coordinate = fc.double({ min: -5, max: 5, noNaN: true, noDefaultInfinity: true });
    const point = fc.tuple(coordinate, coordinate);
    fc.assert(
      fc.property(
        point,
        fc.array(point, { minLength: 2, maxLength: 8 }),
        fc.array(fc.double({ min: -0.999, max: 0.999, noNaN: true }), { minLength: 8, maxLength: 8 }),
        (center, moves, t) => {
          const outline = zonotope(center, moves) as [number, number][];
          fc.pre(area(outline) > 1e-3);
          const inside = moves.reduce(
            ([x, y], [mx, my], i): Point => [x + t[i]! * mx, y + t[i]! * my],
            center as Point,
          );
          expect(polygonContains(outline, inside as [number, number])).toBe(true);
        },
      ),
      { seed: 1, numRuns: 200 },
    );
  });
});
