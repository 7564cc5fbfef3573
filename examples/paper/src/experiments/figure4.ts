import { selectBackend } from '@ibp/backend';
import { chartGrid, type LineChart } from '@ibp/charts';
import Table from 'cli-table3';
import { ours } from '../cells';
import type { Context } from '../context';
import { area, type Region } from '../polytope/region';
import { type Snapshot, toyEpsilon, trainToy } from '../polytope/toy-training';
import type { Point } from '../polytope/zonotope';
import { differencesText, type Result } from '../publish';

const fullSteps = 4000;
const moments = [0, 0.1, 0.25, 0.5, 0.75, 1];

/** Figure 4: the adversarial polytope of a point and its outer approximations while IBP trains a small network. */
export async function runFigure4({ size, seed, settings }: Context): Promise<Result> {
  const { backend } = settings;
  await selectBackend({ log: (line) => console.error(line), ...(backend ? { prefer: backend } : {}) });
  const steps = size.steps ?? Math.max(10, Math.round(fullSteps * size.scale));
  const snapshots = await trainToy({ steps, moments, perSide: 41, seed });
  const table = new Table({
    head: [
      'step',
      'epsilon trained',
      'area sampled',
      'after elision',
      'of the box',
      'test error',
      'verified error',
    ],
    style: { head: [], border: [] },
  });
  for (const { step, epsilon, region, error, verifiedError } of snapshots) {
    const areas = [region.hull, region.elided, region.box].map((polygon) => area(polygon).toPrecision(3));
    table.push([step, epsilon.toFixed(3), ...areas, ours(error), ours(verifiedError)]);
  }
  const differences = steps === fullSteps ? [] : [`training steps: ${steps} instead of ${fullSteps}`];
  const chosen =
    `the paper does not say which points, how many steps or which schedule: the points are random, ${fullSteps} steps of ` +
    'all of them, epsilon ramped from a tenth to six tenths of the steps, are the choice here';
  const text = [
    `Figure 4: the logits of one point of the toy set in its ball of radius ${toyEpsilon}`,
    table.toString(),
    'Areas in logit space: the hull of 41 x 41 inputs of the ball lies in what elision leaves, and that in the box.',
    differencesText(size.scale, [...differences, chosen]),
  ].join('\n');
  const svg = await chartGrid({ charts: snapshots.map(chart) });
  return { text, svg, json: { figure: 4, size, steps, snapshots } };
}

const chart = ({ step, region }: Snapshot): LineChart => ({
  title: `after ${step} steps`,
  x: { label: 'logit of the negative class' },
  y: { label: 'logit of the positive class' },
  width: 260,
  height: 260,
  series: [
    { name: 'border of the classes', points: border(region), stroke: 'dotted' },
    // a sliver once the network has learned: a thin line would hide what it is the hull of
    { name: 'hull of the logits', points: region.hull, mark: 'outline', stroke: 'broad' },
    { name: 'IBP', points: region.box, mark: 'outline' },
    { name: 'IBP, last layer elided', points: region.elided, mark: 'outline', stroke: 'dashed' },
    { name: 'logits of inputs of the ball', points: region.samples, mark: 'points' },
  ],
});

/** Where both logits are equal: a region on one side of it is all of one class. */
function border({ box }: Region): Point[] {
  const all = box.flat();
  const [from, to] = [Math.min(...all), Math.max(...all)];
  return [
    [from, from],
    [to, to],
  ];
}
