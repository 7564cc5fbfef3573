import { linfBall } from '@ibp/bounds';
import { apply, ibp, lower } from '@ibp/layers';
import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import type { Attack } from './attack';
import { spsa } from './gradients/spsa';
import { crossEntropyLoss } from './losses/cross-entropy';
import { adamSteps } from './optimizers/adam';
import { multiTargeted } from './targets';
import { convolutional, inputs, labelsOf, mlp, taskOf, withNetwork } from './testing';
import { exhaustive, fgsm, pgd, square } from './testing-engine';

const attacks: { readonly [name: string]: Attack } = {
  pgd: pgd({ steps: 6, restarts: 2 }),
  adam: pgd({ steps: 5, optimizer: adamSteps(), targets: multiTargeted(), loss: crossEntropyLoss() }),
  estimated: pgd({ steps: 2, gradients: spsa({ samples: 3, delta: 0.05 }) }),
  fgsm: fgsm(),
  square: square({ steps: 8 }),
  exhaustive: exhaustive({ points: 3 }),
};

/** Boxes of one call; ten calls of each attack on each of two networks make thousands. */
const BOXES = 100;

describe.each(Object.entries(attacks))('%s never breaks a certificate', (name, attack) => {
  const networks = [mlp(3, 10, 3), ...(name === 'exhaustive' ? [] : [convolutional])];
  it.each(networks)('on inputs %j', async (shape, layer) => {
    let [certified, broken] = [0, 0];
    const calls = fc.record({ seed: fc.nat(1e6), log: fc.double({ min: -4, max: -0.5, noNaN: true }) });
    const property = fc.asyncProperty(calls, ({ seed, log }) =>
      withNetwork(
        shape,
        layer,
        async (net) => {
          const x = inputs([BOXES, ...shape], seed);
          const labels = labelsOf(apply(net, x));
          const task = taskOf(x, labels, 3, 10 ** log, { seed });
          const bounds = ibp()(lower(net), linfBall(x, task.epsilon), task.spec);
          const worst = tf.max(bounds, 1).dataSync();
          const { examples } = await attack(net, task);
          for (const [i, { status, margin }] of examples.entries()) {
            if (!(worst[i]! < 0)) {
              broken += status === 'broken' ? 1 : 0;
              continue;
            }
            certified += 1;
            expect(status).toBe('unbroken');
            expect(margin).toBeLessThan(worst[i]! + 1e-5);
          }
        },
        seed,
      ),
    );
    await fc.assert(property, { seed: 1810, numRuns: 5 });
    expect(certified).toBeGreaterThan(50);
    expect(broken).toBeGreaterThan(3);
  });
});
