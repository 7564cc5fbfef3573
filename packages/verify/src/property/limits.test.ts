import { limitsOf, until } from './limits';

it('limits until an earlier end count the same parts', () => {
  let seconds = 0;
  const limits = limitsOf({ budget: 10, maxNodes: 5, now: () => 1000 * seconds });
  const turn = until(limits, { budget: 7 });
  const few = until(limits, { maxNodes: 3 });
  seconds = 6.9;
  expect(turn.reached()).toBeUndefined();
  seconds = 7;
  expect(turn.reached()).toBe('time');
  expect(limits.reached()).toBeUndefined();
  expect(few.reached()).toBeUndefined();
  turn.nodes += 3;
  expect([limits.reached(), few.reached()]).toEqual([undefined, 'nodes']);
  expect([limits.left(), turn.left(), few.left()]).toEqual([
    { nodes: 2, seconds: 3 },
    { nodes: 2, seconds: 0 },
    { nodes: 0, seconds: 3 },
  ]);
  turn.nodes += 2;
  expect([limits.nodes, limits.reached(), turn.reached()]).toEqual([5, 'nodes', 'nodes']);
});
