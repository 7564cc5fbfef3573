import { toy } from '@ibp/data';
import { polygonContains } from 'd3-polygon';
import { area } from './region';
import { pointToLookAt, trainToy } from './toy-training';

describe('trainToy', () => {
  it('sees the polytope inside what elision leaves of the box, inside the box, and the box shrink', async () => {
    const error = jest.spyOn(console, 'error').mockReturnValue();
    const snapshots = await trainToy({ steps: 150, moments: [0, 0.5, 1], perSide: 9, seed: 0 });
    error.mockRestore();
    expect(snapshots.map(({ step }) => step)).toEqual([0, 75, 150]);
    for (const { region } of snapshots) {
      const { samples, hull, box, elided } = region;
      expect(samples).toHaveLength(81);
      const holds = (outline: typeof box, slack: number) => {
        const [cx, cy] = [0, 1].map(
          (axis) => outline.reduce((sum, p) => sum + p[axis as 0 | 1]!, 0) / outline.length,
        );
        const grown = outline.map(([x, y]): [number, number] => [
          cx! + (x - cx!) * slack,
          cy! + (y - cy!) * slack,
        ]);
        return (point: readonly [number, number]) => polygonContains(grown, [...point]);
      };
      expect(samples.every(holds(elided, 1.001))).toBe(true);
      expect(elided.every(holds(box, 1.001))).toBe(true);
      expect(area(hull)).toBeLessThan(area(elided));
      expect(area(elided)).toBeLessThan(area(box));
    }
    const looseness = snapshots.map(({ region: { box, hull } }) => area(box) / area(hull));
    expect(looseness[2]).toBeLessThan(looseness[0]!);
  });
});

describe('pointToLookAt', () => {
  it('is a positive point', () => {
    const dataset = toy({ seed: 0 });
    const [x, y] = pointToLookAt(dataset);
    const index = Array.from(dataset.labels).findIndex(
      (_, i) => dataset.images[2 * i] === x && dataset.images[2 * i + 1] === y,
    );
    expect(dataset.labels[index]).toBe(1);
  });
});
