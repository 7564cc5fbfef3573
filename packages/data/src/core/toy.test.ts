import { toy } from './toy';

it.each([0, 1, 2, 3, 4])('is as the paper describes it, seed %p', (seed) => {
  const { images, labels, count, range } = toy({ seed });
  expect(count).toBe(13);
  expect(range).toEqual([0, 1]);
  expect(labels.filter((label) => label === 1)).toHaveLength(5);
  for (let i = 0; i < count; i++) {
    for (let j = 0; j < i; j++) {
      const [dx, dy] = [images[2 * i]! - images[2 * j]!, images[2 * i + 1]! - images[2 * j + 1]!];
      expect(Math.max(Math.abs(dx), Math.abs(dy))).toBeGreaterThanOrEqual(0.08);
    }
  }
});

it('depends on the seed alone', () => {
  expect(toy({ seed: 5 }).images).toEqual(toy({ seed: 5 }).images);
  expect(toy({ seed: 5 }).images).not.toEqual(toy({ seed: 6 }).images);
});

it('says when there is no room', () => {
  expect(() => toy({ count: 5, positive: 1, separation: 0.9 })).toThrow(
    /^toy: no room for point \d at l-infinity distance 0.9$/,
  );
  expect(() => toy({ positive: 14 })).toThrow('toy: expected 0 <= positive <= 13, got 14');
});
