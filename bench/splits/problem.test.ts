import { plainForward, rigorousBounds } from '@ibp/exact';
import { networkOf, problemOf } from './problem';

it('is a row that points meet and CROWN does not prove', () => {
  const problem = problemOf('inputs', 10);
  const network = networkOf(problem);
  expect(network.nodes.map(({ op }) => op).filter((op) => op === 'relu')).toHaveLength(6);
  const [lower, upper] = [problem.lower, problem.upper].map((ends) => Float64Array.from(ends)) as [
    Float64Array,
    Float64Array,
  ];
  const middle = lower.map((l, i) => (l + upper[i]!) / 2);
  expect(plainForward(network, middle)[0]! + problem.d).toBeLessThan(0);
  const row = { c: Float64Array.of(1, 0, 0, 0, 0), d: Float64Array.of(problem.d) };
  const [bound] = rigorousBounds(network, { lower, upper }, row, { method: 'crown-crown' });
  expect(bound).toBeGreaterThan(0);
});
