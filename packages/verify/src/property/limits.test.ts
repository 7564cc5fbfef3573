import { limitsOf, until } from './limits';

it('limits until an earlier end count the same parts', () => {
  let seconds = 0;
  const limits = limitsOf({ budget: 10, maxNodes: 5, now: () => 1000 * seconds });
  const turn = until(limits, 7);
  seconds = 6.9;
  expect(turn.reached()).toBeUndefined();
  seconds = 7;
  expect(turn.reached()).toBe('time');
  expect(limits.reached()).toBeUndefined();
  turn.nodes += 5;
  expect([limits.nodes, limits.reached(), turn.reached()]).toEqual([5, 'nodes', 'nodes']);
});
