import { h } from 'preact';
import { renderToString } from 'preact-render-to-string';
import type { Chart } from '../findings/chart';
import { Curves } from './curves';

// the plot is 300 wide, from 48, and 172 high, down to 182
const axes = { x: { label: 'step', domain: [0, 3] }, y: { label: 'error', domain: [0, 1] } } as const;
const draw = (chart: Partial<Chart> & Pick<Chart, 'series'>) =>
  renderToString(h(Curves, { ...axes, ...chart }));
const paths = (html: string) =>
  [...html.matchAll(/<g class="ibp-line-\d"><path d="([^"]*)"/g)].map(([, d]) => d);

describe('Curves', () => {
  it('draws a line through its points, and a gap where a number is not finite', () => {
    const html = draw({
      series: [
        {
          name: 'a',
          points: [
            [0, 1],
            [1, 0.5],
            [3, 0],
          ],
        },
        {
          name: 'b',
          points: [
            [0, 0],
            [1, Number.NaN],
            [2, 1],
            [3, Number.NaN],
          ],
        },
      ],
    });
    expect(paths(html)).toEqual(['M48,10L148,96L348,182', 'M48,182ZM248,10Z']);
    expect(html.match(/<circle/g)).toHaveLength(5);
  });

  it('says in words what it shows', () => {
    const series = [
      {
        name: 'a',
        points: [
          [0, 1],
          [3, 0.125],
        ] as [number, number][],
      },
    ];
    expect(draw({ title: 'errors', series })).toContain('aria-label="errors by step. a: from 1 to 0.125"');
  });

  it('has values that change in steps hold since the point before', () => {
    const series = [
      {
        name: 'a',
        mark: 'steps',
        points: [
          [0, 0],
          [3, 1],
        ] as [number, number][],
      },
    ] as const;
    expect(paths(draw({ series }))).toEqual(['M48,182L48,10L348,10']);
  });

  it('leaves out of a log scale what is not above 0', () => {
    const y = { label: 'rate', scale: 'log', domain: [0.01, 1] } as const;
    const series = [
      {
        name: 'a',
        points: [
          [0, 0],
          [1, 0.1],
          [3, 1],
        ] as [number, number][],
      },
    ];
    expect(paths(draw({ y, series }))).toEqual(['M148,96L348,10']);
  });

  it.each([
    ['no points', []],
    ['one point', [[1, 5]]],
    [
      'one value',
      [
        [1, 5],
        [2, 5],
      ],
    ],
    [
      'nothing finite',
      [
        [1, Number.NaN],
        [2, Number.NaN],
      ],
    ],
    [
      'zeros',
      [
        [0, 0],
        [0, 0],
      ],
    ],
  ] as [string, [number, number][]][])(
    'draws %s, on axes that end where it is, linear and log',
    (_, points) => {
      for (const scale of ['linear', 'log'] as const) {
        const html = draw({ x: { label: 'x' }, y: { label: 'y', scale }, series: [{ name: 'a', points }] });
        expect(html).not.toMatch(/NaN|Infinity|undefined/);
        expect(html).toMatch(/<g class="ibp-axis">.*<text/);
      }
    },
  );
});
