import { plainChain, plainTensor } from '@ibp/testing';
import { hostNetwork } from '../host/host-network';
import { attackOnHost } from './on-host';
import { startsIn } from './starts';

// |x0| + |x1|, the unsafe set where it is above 1.9: the corners of [-1, 1]^2
const host = hostNetwork(plainChain([2], ['abs', {}], ['dense', { kernel: plainTensor([2, 1], [1, 1]) }]))!;
const rows = {
  spec: { c: Float64Array.of(1), d: Float64Array.of(-1.9) },
  conjunctions: [{ index: 0, start: 0, end: 1 }],
};
const box = { lower: Float64Array.of(-1, -1), upper: Float64Array.of(1, 1) };
const starts = startsIn(box, [0], 3, { seed: 1, name: 'test' });
const found = (point: ArrayLike<number>) => ({
  x: Float32Array.from(point),
  conjunction: 0,
  margin: Math.abs(point[0]!) + Math.abs(point[1]!) - 1.9,
});

it('climbs to a witness, and asks about no point that is none', () => {
  const attack = attackOnHost(host, { rows, check: found, reached: () => false });
  expect(attack(box, starts, 30)!.margin).toBeGreaterThan(0);
});

it('goes on where a point is no witness after all, and gives up', () => {
  let asked = 0;
  const check = () => {
    asked += 1;
    return undefined;
  };
  expect(attackOnHost(host, { rows, check, reached: () => false })(box, starts, 30)).toBeUndefined();
  expect(asked).toBeGreaterThan(0);
  expect(asked).toBeLessThanOrEqual(9); // three of each start
});

it('ends when time is up', () => {
  const attack = attackOnHost(host, { rows, check: found, reached: () => true });
  expect(attack(box, starts, 30)).toBeUndefined();
});
