import type { Findings } from './attack-state';
import { standingOf } from './verdict';

const x = new Float32Array(4);
const bounds = (margins: number[], epsilon: number) => ({
  ...{ lower: new Float32Array(3), upper: new Float32Array(3), epsilon, seconds: 0 },
  margins: Float32Array.from(margins),
});
const found = (more: Partial<Findings>): Findings => ({
  ...{
    about: { x, epsilon: 0.1, since: 0 },
    label: 1,
    taken: 1,
    logits: new Float32Array(3),
    hash: '',
    bounds: {},
  },
  ...more,
});
const word = (more: Partial<Findings>) => standingOf(found(more)).word;

it('calls proved what a bound of this ball, or of a larger one, proves', () => {
  expect(word({ bounds: { ibp: bounds([-1, 0, -2], 0.1) } })).toBe('proved');
  expect(word({ bounds: { ibp: bounds([1, 0, 1], 0.1), crown: bounds([-1, 0, -2], 0.2) } })).toBe('proved');
});

it('calls nothing proved by a tie, by NaN, or by the bound of a smaller ball', () => {
  for (const margins of [
    [0, 0, -1],
    [Number.NaN, 0, -1],
  ]) {
    expect(word({ bounds: { crown: bounds(margins, 0.1) } })).toBe('computing');
  }
  const stale = { ibp: bounds([1, 0, 1], 0.1), crown: bounds([-1, 0, -2], 0.05) };
  expect(word({ bounds: stale })).toBe('computing');
  expect(word({ bounds: stale, attack: { margin: -0.5 } })).toBe('open');
});

it('calls misclassified what is so without an attack, and broken what an attack found', () => {
  expect(word({ taken: 2, bounds: { ibp: bounds([-1, 0, -2], 0.1) } })).toBe('misclassified');
  expect(word({ attack: { margin: 0.5, witness: x, taken: 2 } })).toBe('broken');
});

it('says what a search came to, and by what', () => {
  const failed = { margin: -0.5 };
  const proved = standingOf(
    found({ attack: failed, settled: { status: 'verified', method: 'branch-and-bound' } }),
  );
  expect([proved.word, proved.why]).toEqual([
    'proved',
    'No image in the ball is taken for another class: branch and bound.',
  ]);
  const broken = standingOf(
    found({
      attack: failed,
      settled: { status: 'falsified', method: 'mip', witness: x, taken: 2 },
    }),
  );
  expect([broken.word, broken.why]).toEqual([
    'broken',
    'MIP found an image in the ball that it takes for a 2.',
  ]);
});
