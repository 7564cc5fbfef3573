import { withOrigins } from './origins';
import type { RunResults } from './read-results';

/** It ended with weights of its own, and began with those of another one. */
const run = (name: string, from: string | undefined, epochs: number, more: object = {}) =>
  ({
    ...{ name, epochs, steps: 100 * epochs, recipe: from === undefined ? {} : { from } },
    hours: { hours: epochs / 10, by: 'processor', steps: 100 * epochs },
    weights: `of ${name}`,
    ...(from !== undefined && { origin: `of ${from}` }),
    ...more,
  }) as RunResults;
const figures = (all: readonly RunResults[]) =>
  withOrigins(all).map(({ epochs, hours, without }) => [
    epochs,
    Number(hours.hours.toFixed(6)),
    hours.by,
    without,
  ]);
const epochs = (all: readonly RunResults[]) => figures(all).map(([count]) => count);

it('counts what a run began with, and what that began with, once each', () => {
  const all = [run('c', 'b', 1), run('a', undefined, 40), run('b', 'a', 5), run('d', 'a', 2)];
  expect(figures(all)).toEqual([
    [46, 4.6, 'processor', undefined],
    [40, 4, 'processor', undefined],
    [45, 4.5, 'processor', undefined],
    [42, 4.2, 'processor', undefined],
  ]);
});

it('says without which it counts, where one is not there', () => {
  expect(figures([run('b', 'a', 5)])).toEqual([[5, 0.5, 'processor', 'a']]);
  expect(figures([run('c', 'b', 1), run('b', 'a', 5)])[0]).toEqual([6, 0.6, 'processor', 'a']);
});

it('knows it by its weights, whatever it is called', () => {
  const other = run('mnist-0.4-medium', undefined, 40);
  const begun = run('b', 'mnist-0.4-medium', 5, { origin: 'of another' });
  expect(figures([begun, other])[0]).toEqual([5, 0.5, 'processor', 'mnist-0.4-medium']);
  expect(figures([begun, { ...other, name: 'moved', weights: 'of another' }])[0]).toEqual([
    ...[45, 4.5, 'processor', undefined],
  ]);
  // one that changed nothing has the weights that it began with
  const still = run('still', 'a', 5, { weights: 'of a' });
  const last = run('c', 'still', 1, { origin: 'of a' });
  expect(epochs([last, run('a', undefined, 40), still])).toEqual([46, 40, 45]);
});

it('counts nothing of one that has not ended', () => {
  const anew = run('a', undefined, 3, { weights: undefined });
  expect(figures([run('b', 'a', 5), anew])[0]).toEqual([5, 0.5, 'processor', 'a']);
});

describe('of runs from before the weights were kept', () => {
  const before = (name: string, from: string) => run(name, from, 5, { origin: undefined });
  const [medium, mtl] = [
    run('mnist-0.4-medium', undefined, 40),
    run('mnist-0.1-medium-mtl-seed-2', undefined, 30),
  ];

  it('goes by the name where the list of rows or the zoo says whose it is', () => {
    const all = [
      before('mnist-0.3-medium', 'mnist-0.4-medium'),
      before('mnist-0.3-medium-wide', 'mnist-0.4-medium'), // as kept: the row says that it is of the zoo
      before('mine', 'zoo:mnist-0.4-medium'),
      before('mnist-0.2-medium-mtl-seed-2', 'mnist-0.1-medium-mtl-seed-2'),
    ];
    expect(epochs([...all, medium, mtl]).slice(0, 4)).toEqual([45, 45, 45, 35]);
    expect(figures(all).map(([, , , without]) => without)).toEqual([
      ...['mnist-0.4-medium', 'mnist-0.4-medium', 'mnist-0.4-medium', 'mnist-0.1-medium-mtl-seed-2'],
    ]);
  });

  it('goes by no other name, nor by that of one that has not ended', () => {
    expect(figures([before('mine', 'mnist-0.4-medium'), medium])[0]).toEqual([
      ...[5, 0.5, 'processor', 'mnist-0.4-medium'],
    ]);
    const anew = { ...run('mnist-0.4-medium', undefined, 3, { weights: undefined }) };
    expect(figures([before('mnist-0.3-medium', 'mnist-0.4-medium'), anew])[0]![3]).toBe('mnist-0.4-medium');
  });
});

it('is by the clock where one of them is', () => {
  const clock = { hours: { hours: 4, by: 'clock', steps: 4000 } };
  expect(figures([run('b', 'a', 5), run('a', undefined, 40, clock)])[0]).toEqual([
    45,
    4.5,
    'clock',
    undefined,
  ]);
});
