import { radiusChart, radiusFacts } from './radii';

const images = [
  { index: 0, certified: 0.1, falsified: 0.3 },
  { index: 1, certified: 0.2, falsified: null },
  { index: 2, certified: -1, falsified: 0 },
  { index: 3, certified: 0, falsified: 0.1 },
];

describe('radii', () => {
  it('gives the share that is certified at a radius, and the one that was not broken there', () => {
    const [certified, unbroken] = radiusChart(images).series;
    // a value holds since the point before
    expect(certified!.points).toEqual([
      [0, 0.75],
      [0.1, 0.5],
      [0.2, 0.25],
      [0.3, 0],
    ]);
    expect(unbroken!.points).toEqual([
      [0, 0.75],
      [0.1, 0.75],
      [0.3, 0.5],
    ]);
  });

  it('sums up: what is not certified at all counts as 0', () => {
    const facts = Object.fromEntries(radiusFacts(images).map(({ name, value }) => [name, value]));
    expect(facts).toEqual({
      examples: '4',
      'mean certified radius': '0.075',
      'median certified radius': '0.05',
      'least and greatest': '0 and 0.2',
      'examples with a counter-example': '3',
      'median radius of these': '0.1',
    });
  });

  it('certifies nothing where a radius is no number', () => {
    const odd = [{ index: 0, certified: Number.NaN, falsified: Number.NaN }];
    expect(radiusChart(odd).series[0]!.points).toEqual([[0, 0]]);
    expect(radiusFacts(odd)[1]!.value).toBe('0');
  });
});
