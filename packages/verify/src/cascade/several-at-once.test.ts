import { severalAtOnce } from './several-at-once';

const later = (milliseconds: number) => new Promise((done) => setTimeout(done, milliseconds));

async function all<R>(items: AsyncIterable<R>): Promise<R[]> {
  const got: R[] = [];
  for await (const item of items) got.push(item);
  return got;
}

it.each([
  [1, 1],
  [3, 3],
  [9, 5],
])('%i at once of five: at most %i are at work, and come in order', async (count, most) => {
  let [working, highest] = [0, 0];
  const work = async (item: number) => {
    highest = Math.max(highest, ++working);
    await later(5 * (5 - item)); // the last is done first
    working--;
    return 10 * item;
  };
  expect(await all(severalAtOnce([0, 1, 2, 3, 4], count, work))).toEqual([0, 10, 20, 30, 40]);
  expect(highest).toBe(most);
});

it('begins nothing after one has thrown, and waits for what has begun', async () => {
  const ended: number[] = [];
  const work = async (item: number) => {
    await later(item === 0 ? 1 : 20);
    ended.push(item);
    if (item === 0) throw new Error('no');
  };
  await expect(all(severalAtOnce([0, 1, 2, 3], 2, work))).rejects.toThrow('no');
  expect(ended).toEqual([0, 1]);
});

it('throws what the items throw, when what came before has ended', async () => {
  const ended: number[] = [];
  async function* items() {
    yield 0;
    throw new Error('no more');
  }
  const work = async (item: number) => {
    await later(10);
    ended.push(item);
  };
  await expect(all(severalAtOnce(items(), 2, work))).rejects.toThrow('no more');
  expect(ended).toEqual([0]);
});
