import { plainChain, plainDense, plainTensor } from '@ibp/testing';
import { attackEffort } from './attack-effort';

it('is 64 points in 30 steps, and less where a pass takes millions of products', () => {
  expect(attackEffort(plainDense([3, 8, 2], 1))).toEqual({ points: 64, steps: 30 });
  const kernel = plainTensor([1000, 1000], new Float32Array(1_000_000));
  const large = plainChain([1000], ['dense', { kernel }], ['relu', {}], ['dense', { kernel }]);
  expect(attackEffort(large)).toEqual({ points: 35, steps: 10 }); // 2^31 / (3 * 2e6), in steps of 10
});
