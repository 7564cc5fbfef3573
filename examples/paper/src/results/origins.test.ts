import { withOrigins } from './origins';
import type { RunResults } from './read-results';

const run = (name: string, from: string | undefined, epochs: number, more: object = {}) =>
  ({
    ...{ name, epochs, steps: 100 * epochs, recipe: from === undefined ? {} : { from } },
    hours: { hours: epochs / 10, by: 'processor', steps: 100 * epochs },
    ...more,
  }) as RunResults;
const figures = (all: readonly RunResults[]) =>
  withOrigins(all).map(({ epochs, hours }) => [epochs, Number(hours.hours.toFixed(6)), hours.by]);

it('counts what a run began with, and what that began with, once each', () => {
  const all = [run('c', 'b', 1), run('a', undefined, 40), run('b', 'a', 5), run('d', 'a', 2)];
  expect(figures(all)).toEqual([
    [46, 4.6, 'processor'],
    [40, 4, 'processor'],
    [45, 4.5, 'processor'],
    [42, 4.2, 'processor'],
  ]);
});

it('counts its own alone where the other is not there, or the names go round', () => {
  expect(figures([run('b', 'a', 5)])).toEqual([[5, 0.5, 'processor']]);
  expect(figures([run('a', 'a', 5)])).toEqual([[5, 0.5, 'processor']]);
  expect(figures([run('a', 'b', 5), run('b', 'a', 3)])).toEqual([
    [8, 0.8, 'processor'],
    [8, 0.8, 'processor'],
  ]);
});

it('is by the clock where one of them is', () => {
  const clock = { hours: { hours: 4, by: 'clock', steps: 4000 } };
  expect(figures([run('b', 'a', 5), run('a', undefined, 40, clock)])[0]).toEqual([45, 4.5, 'clock']);
});
