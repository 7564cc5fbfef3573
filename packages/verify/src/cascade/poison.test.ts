import { highsWasm } from '@ibp/exact/highs';
import {
  dense,
  disposeNetwork,
  ibp,
  type Network,
  network,
  propagateAll,
  relu,
  sequential,
} from '@ibp/layers';
import { alphaCrown, crown, crownIbp, fastLin, forwardLinear, zonotope } from '@ibp/relax';
import * as tf from '@tensorflow/tfjs-core';
import { bound } from '../testing/engine-bound';
import type { Stage } from './stage';
import { alphaCrownStage } from './stages/alpha-crown';
import { branchAndBoundStage } from './stages/branch-and-bound';
import { rigorousStage } from './stages/rigorous';
import { lpStage, mipStage } from './stages/rows';
import { points, results } from './testing';

const solver = highsWasm({ threads: 1 });
afterAll(() => solver.close());
/** Every way to prove something. */
const stages: readonly Stage[] = [
  bound('ibp', ibp()),
  bound('ibp without elision', ibp({ elide: false })),
  bound('crown-ibp', crownIbp()),
  bound('crown', crown()),
  bound('fast-lin', fastLin()),
  bound('alpha-crown', alphaCrown({ steps: 2 })),
  bound('alpha-crown over intervals', alphaCrown({ steps: 2, bounds: propagateAll })),
  bound('forward', forwardLinear()),
  bound('zonotope', zonotope()),
  alphaCrownStage({ steps: 2 }),
  alphaCrownStage({ steps: 2, rigorous: true }),
  branchAndBoundStage({ maxNodes: 50 }),
  branchAndBoundStage({ maxNodes: 50, rigorous: true }),
  rigorousStage('ibp'),
  rigorousStage('crown'),
  rigorousStage('crown-crown'),
  { ...lpStage({ solver }), close: async () => undefined },
  { ...mipStage({ solver }), close: async () => undefined },
];

/** Two logits of two inputs, the first ahead by 1000 whatever the hidden units do. */
function winning(): Network {
  const net = network([2], sequential(dense(3), relu(), dense(2), relu(), dense(2)), { seed: 1 });
  set(net, 'dense_3/bias', [1000, 0]);
  return net;
}

const set = (net: Network, name: string, values: readonly number[]) =>
  tf.tidy(() => {
    const variable = net.variables[name]!;
    const rest = Array.from(variable.dataSync()).slice(values.length);
    variable.assign(tf.tensor([...values, ...rest], variable.shape));
  });

/** In exact arithmetic 1e77 is a number like any other: what overflows there is in `bounds.refusals.test.ts`. */
const exact = ['rigorous-ibp', 'rigorous-crown', 'rigorous-crown-crown'];
const overflow = 'an overflow to -Infinity, which a relu hides';

const poisons: readonly (readonly [string, (net: Network) => void])[] = [
  ['a NaN in the first kernel', (net) => set(net, 'dense_1/kernel', [Number.NaN])],
  ['a NaN in a bias', (net) => set(net, 'dense_2/bias', [Number.NaN])],
  ['a NaN in the last kernel', (net) => set(net, 'dense_3/kernel', [Number.NaN])],
  ['an infinite weight', (net) => set(net, 'dense_1/kernel', [Number.POSITIVE_INFINITY])],
  ['-Infinity, which a relu hides', (net) => set(net, 'dense_1/bias', [Number.NEGATIVE_INFINITY])],
  [
    overflow,
    (net) => {
      set(net, 'dense_1/kernel', [3e38, 3e38, 3e38, 3e38, 3e38, 3e38]);
      set(net, 'dense_2/kernel', [-3e38, -3e38, -3e38, -3e38, -3e38, -3e38]);
    },
  ],
  [
    'huge weights that cancel',
    (net) => {
      // the second logit is ahead by 1e6 behind differences of 3e38 that leave nothing in float32
      set(net, 'dense_1/kernel', [3e38, 3e38, 0, 3e38, 3e38, 0]);
      set(net, 'dense_3/bias', [0, 1e6]);
    },
  ],
  [
    'a tie',
    (net) => {
      set(net, 'dense_3/kernel', [1, 1, 1, 1]);
      set(net, 'dense_3/bias', [0, 0]);
    },
  ],
];

const at = () => points([0.4, 0.7]);

describe.each(stages.map((stage, i) => [`${stage.name}, ${i}`, stage] as const))('%s', (_, stage) => {
  const verdictOf = async (net: Network) => {
    const [only] = await results(net, at(), { epsilon: 0.05, stages: [stage] });
    return only!.verdict.status;
  };

  it('proves the network as it was, and nothing once it is poisoned', async () => {
    const whole = winning();
    expect(await verdictOf(whole)).toBe('verified');
    disposeNetwork(whole);
    for (const [name, poison] of poisons) {
      if (name === overflow && exact.includes(stage.name)) continue;
      const net = winning();
      poison(net);
      expect([name, await verdictOf(net)]).not.toEqual([name, 'verified']);
      disposeNetwork(net);
    }
  });
});
