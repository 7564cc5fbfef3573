import { apply } from '@ibp/layers';
import { attackError } from './attack-error';
import { autoPgd } from './auto-pgd';
import { inputs, labelsOf, mlp, taskOf, withNetwork } from './testing';
import { pgd } from './testing-engine';

it('breaks what a short run with a badly chosen step does not', async () => {
  await withNetwork(...mlp(6, 24, 4), async (net) => {
    const x = inputs([20, 6]);
    const task = taskOf(x, labelsOf(apply(net, x)), 4, 0.12);
    const chosen = await pgd({ steps: 100, restarts: 2 })(net, task);
    const badly = await pgd({ steps: 20, stepSize: 0.01 })(net, task);
    const automatic = await autoPgd({ steps: 20 })(net, task);
    expect(attackError(badly)).toBeLessThan(attackError(chosen));
    expect(attackError(automatic)).toBe(attackError(chosen));
  });
});

it('refuses what pgd refuses', () => {
  expect(() => autoPgd({ steps: 0 })).toThrow('pgd: expected steps to be a whole number >= 1, got 0');
});
