import { attackEffort } from './effort';

it('is 64 points in 30 steps, and less where a pass takes millions of products', () => {
  expect(attackEffort(24 + 16)).toEqual({ points: 64, steps: 30 });
  expect(attackEffort(2e6)).toEqual({ points: 35, steps: 10 }); // 2^31 / (3 * 2e6), in steps of 10
});
