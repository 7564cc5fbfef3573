import { chartGrid, type LineChart, lineChart } from '.';

const chart: LineChart = {
  title: 'errors',
  x: { label: 'step' },
  y: { label: 'error', format: '.0%', domain: [0, 1] },
  series: [
    {
      name: 'a',
      points: [
        [0, 1],
        [1, 0.5],
        [2, 0.25],
      ],
    },
    {
      name: 'b',
      points: [
        [0, 1],
        [1, Number.NaN],
        [2, 0],
        [3, 0.5],
      ],
      stroke: 'dashed',
    },
  ],
};

/** The coordinates of the lines, in pixels. */
const paths = (svg: string) =>
  [...svg.matchAll(/aria-roledescription="line mark"[^>]* d="([^"]*)"/g)].map(([, d]) => d);

const texts = (svg: string) => [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, text]) => text);

describe('lineChart', () => {
  it('draws every series through its points, and a gap where a number is not finite', async () => {
    const [a, b] = paths(await lineChart({ ...chart, width: 300, height: 100 }));
    expect(a).toBe('M0,0L100,50L200,75');
    expect(b).toBe('M0,0ZM200,100L300,50');
  });
  it('names the chart, its axes and its series', async () => {
    expect(texts(await lineChart(chart))).toEqual(
      expect.arrayContaining(['errors', 'step', 'error', 'a', 'b', '0%', '100%']),
    );
  });

  it('gives the same text for the same chart', async () => {
    expect(await lineChart(chart)).toBe(await lineChart(chart));
  });

  it('leaves out of a log scale what is not above 0', async () => {
    const y = { label: 'radius', scale: 'log', domain: [0.01, 1] } as const;
    const series = [
      {
        name: 'a',
        points: [
          [0, 0],
          [1, 0.1],
          [2, 1],
        ] as [number, number][],
      },
    ];
    expect(paths(await lineChart({ ...chart, y, series, width: 200, height: 100 }))).toEqual([
      'M100,50L200,0',
    ]);
  });

  it('has Vega complain of no chart', async () => {
    const warn = jest.spyOn(console, 'warn');
    const x = { label: 'x', domain: [0, 1] } as const;
    await lineChart({ ...chart, y: { label: 'y', scale: 'log' } });
    await lineChart({ ...chart, x, y: { label: 'y', zero: true } });
    expect(warn).not.toHaveBeenCalled();
    warn.mockRestore();
  });

  it('closes an outline, and joins points in their order', async () => {
    const points = [
      [0, 0],
      [2, 0],
      [1, 1],
    ] as [number, number][];
    const square = { ...chart, x: { label: 'x' }, width: 100, height: 100 };
    const [path] = paths(await lineChart({ ...square, series: [{ name: 'hull', points, mark: 'outline' }] }));
    expect(path).toBe('M0,100L100,100L50,0L0,100');
  });

  it('has values that change in steps hold since the point before', async () => {
    const points = [
      [0, 0],
      [1, 1],
      [3, 0.5],
    ] as [number, number][];
    const small = { ...chart, x: { label: 'x' }, width: 300, height: 100 };
    const [path] = paths(await lineChart({ ...small, series: [{ name: 'rate', points, mark: 'steps' }] }));
    expect(path).toBe('M0,100L0,0L100,0L100,50L300,50');
  });

  it('draws broadly what lies around something thin', async () => {
    const svg = await lineChart({ ...chart, series: [{ ...chart.series[0]!, stroke: 'broad' }] });
    expect(svg).toMatch(/aria-roledescription="line mark"[^>]* stroke-width="8"/);
  });

  it('shows a line of one point as a point', async () => {
    const one = { ...chart, x: { label: 'x', domain: [0, 2] }, width: 100, height: 100 } as const;
    const svg = await lineChart({ ...one, series: [{ name: 'a', points: [[1, 0.25]] }] });
    expect(svg).toMatch(/aria-roledescription="point" transform="translate\(50,75\)"/);
  });

  it('refuses a chart without series', async () => {
    await expect(lineChart({ ...chart, series: [] })).rejects.toThrow(
      'expected at least one series, got none',
    );
  });
});

describe('chartGrid', () => {
  it('gives a series one colour and one entry in the legend, whatever charts show it', async () => {
    const [a, b] = chart.series;
    const svg = await chartGrid({ charts: [chart, { ...chart, series: [b!] }, { ...chart, series: [a!] }] });
    const colours = [...svg.matchAll(/aria-roledescription="line mark"[^>]* stroke="([^"]*)"/g)].map(
      ([, c]) => c,
    );
    expect(colours).toEqual([colours[0], colours[1], colours[1], colours[0]]);
    expect(colours[0]).not.toBe(colours[1]);
    expect(texts(svg).filter((text) => text === 'a')).toHaveLength(1);
  });

  it('refuses a grid without charts', async () => {
    await expect(chartGrid({ charts: [] })).rejects.toThrow('expected at least one chart, got none');
  });
});
