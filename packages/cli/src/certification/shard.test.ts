import { isIn, placesIn, shard, shardCount, shardsOf } from './shard';

it('shards of a data set have every example once', () => {
  const places = shardsOf(3).map((part) => placesIn(part, 8));
  expect(places).toEqual([
    [0, 3, 6],
    [1, 4, 7],
    [2, 5],
  ]);
  expect(isIn(shard('2/3'), 7)).toBe(true);
  expect(placesIn(shard('4/4'), 3)).toEqual([]);
});

it.each(['0/4', '5/4', '1', '1/0', '-1/2', '1.5/2', 'a/b', '1/4/2', '1/100001', ''])('refuses %j', (text) => {
  expect(() => shard(text)).toThrow('Expected i/n with i from 1 to n, and n at most 100000: 2/4.');
});

it.each(['0', '1.5', '', 'a', '100001'])('refuses %j as a number of shards', (text) => {
  expect(() => shardCount(text)).toThrow('Expected a whole number from 1 to 100000.');
});
