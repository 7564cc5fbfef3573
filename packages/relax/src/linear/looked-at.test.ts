import {
  broadcast,
  dense,
  disposeNetwork,
  gather,
  identity,
  lower,
  merge,
  network,
  relu,
  reshape,
  sequential,
} from '@ibp/layers';
import { lookedAt } from './looked-at';

it('is what a gate is of, not its copies, and all units of a product', () => {
  const gate = sequential(dense(1), reshape([1]), broadcast([4]), reshape([2, 2]));
  const net = network(
    [3],
    sequential(merge('multiply', sequential(dense(4), reshape([2, 2])), gate), relu()),
  );
  const names = net.nodes.map(({ op, shape }) => `${op} ${shape}`);
  const found = [...lookedAt(lower(net))].map(([node, which]) => [names[node], which]);
  expect(found.sort()).toEqual([
    ['dense 1', 'all'],
    ['dense 4', 'all'],
    ['multiply 2,2', 'unstable'],
  ]);
  disposeNetwork(net);
});

it('is what a few units were taken out of only where that is no more than they are', () => {
  const few = network([3], sequential(dense(4), gather([1, 2]), relu()));
  expect([...lookedAt(lower(few)).keys()].map((node) => few.nodes[node]!.op)).toEqual(['gather']);
  const many = network([3], sequential(dense(2), gather([1, 0, 1]), merge('add', relu(), identity())));
  expect([...lookedAt(lower(many)).keys()].map((node) => many.nodes[node]!.op)).toEqual(['dense']);
  for (const net of [few, many]) disposeNetwork(net);
});
