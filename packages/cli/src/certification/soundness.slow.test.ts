import { pgd, square } from '@ibp/attack';
import { type IntervalBounds, type LinearSpec, linfBall, specValues } from '@ibp/bounds';
import type { PlainSpec } from '@ibp/exact';
import { highsWasm } from '@ibp/exact/highs';
import {
  activation,
  apply,
  averagePool,
  type BoundMethod,
  conv2d,
  dense,
  disposeNetwork,
  flatten,
  globalAveragePool,
  ibp,
  type Layer,
  leakyRelu,
  lower,
  maxPool,
  type Network,
  network,
  normalize,
  propagateAll,
  relu,
  reshape,
  residual,
  sequential,
  transpose,
} from '@ibp/layers';
import { alphaCrown, crown, crownIbp, fastLin, forwardLinear, zonotope } from '@ibp/relax';
import {
  alphaCrownStage,
  branchAndBoundStage,
  type Certified,
  certify,
  lpStage,
  mipStage,
  rigorousStage,
  type Stage,
} from '@ibp/verify';
import * as tf from '@tensorflow/tfjs-core';

const conv = (filters: number) => conv2d({ filters, kernelSize: 2, padding: 'same' });
const nets: { readonly [name: string]: readonly [readonly number[], Layer] } = {
  'fully connected': [[3], sequential(dense(6), relu(), dense(5), relu(), dense(3))],
  convolutional: [
    [3, 3, 1],
    sequential(
      normalize({ mean: 0.5, std: 0.25 }),
      conv(2),
      relu(),
      flatten(),
      dense(4),
      leakyRelu(),
      dense(3),
    ),
  ],
  residual: [
    [3, 3, 1],
    sequential(conv(2), residual(sequential(relu(), conv(2))), relu(), globalAveragePool(), dense(3)),
  ],
  'pools and shapes': [
    [4, 4, 1],
    sequential(
      conv(2),
      maxPool({ size: 2 }),
      activation('abs'),
      transpose([2, 0, 1]),
      reshape([2, 4, 1]),
      averagePool({ size: [1, 2] }),
      flatten(),
      dense(3),
    ),
  ],
  'smooth activations': [
    [3],
    sequential(
      dense(5),
      activation('sigmoid'),
      dense(5),
      activation('gelu'),
      dense(4),
      activation('tanh'),
      dense(3),
    ),
  ],
};

const methods: { readonly [name: string]: BoundMethod } = {
  ibp: ibp(),
  crownIbp: crownIbp(),
  crown: crown(),
  fastLin: fastLin(),
  alphaCrown: alphaCrown({ steps: 3, stopWhenProved: false, bounds: propagateAll }),
  forwardLinear: forwardLinear(),
  zonotope: zonotope(),
};

const BOXES = 80;
const ROWS = 3;
const epsilons = [0.01, 0.05, 0.2] as const;
/** Each a net of its own. */
const seeds = [...Array(5).keys()];

const random = (shape: readonly number[], seed: number, least = -1, most = 1) =>
  tf.randomUniform([...shape], least, most, 'float32', seed + 0.5);

function randomize(net: Network, seed: number): void {
  for (const [i, variable] of Object.values(net.variables).entries()) {
    tf.tidy(() => variable.assign(random(variable.shape, 100 * seed + i)));
  }
}

/** Random rows, put where an attack is near to breaking them: some can be proved, some not. */
function rowsNear(net: Network, x: tf.Tensor, seed: number, gap: number): LinearSpec {
  return tf.tidy(() => {
    const c = random([BOXES, ROWS, 3], seed) as tf.Tensor3D;
    const at = specValues({ c, d: tf.zeros([BOXES, ROWS]) }, apply(net, x));
    return { c, d: tf.sub(tf.neg(at), random([BOXES, ROWS], seed + 1, 0, gap)) as tf.Tensor2D };
  });
}

type Problem = {
  readonly net: Network;
  readonly x: tf.Tensor;
  readonly spec: LinearSpec;
  readonly epsilon: number;
};

async function withProblem(name: string, seed: number, body: (problem: Problem) => Promise<void>) {
  const [shape, layer] = nets[name]!;
  const net = network(shape, layer, { seed });
  randomize(net, seed + 1);
  const epsilon = epsilons[seed % epsilons.length]!;
  const x = random([BOXES, ...shape], seed + 7, 0, 1);
  const spec = rowsNear(net, x, seed + 11, (name.startsWith('smooth') ? 1.5 : 12) * epsilon);
  try {
    await body({ net, x, spec, epsilon });
  } finally {
    disposeNetwork(net);
    tf.dispose([x, spec]);
  }
}

const attacks = [pgd({ steps: 5 }), square({ steps: 10 })];
/** The greatest value that attacks found of any row, box by box; and which of the boxes broke. */
async function attacked({ net, x, spec, epsilon }: Problem, seed: number) {
  const broken = new Set<number>();
  for (const attack of attacks) {
    const { examples } = await attack(net, { x, spec, epsilon, seed });
    for (const [i, { status }] of examples.entries()) if (status === 'broken') broken.add(i);
  }
  return broken;
}

describe.each(Object.keys(nets))('no attack breaks a certificate: %s', (name) => {
  it('by any bound', async () => {
    const count = { proved: 0, broken: 0 };
    for (const seed of seeds) {
      await withProblem(name, seed, async (problem) => {
        const { net, x, spec, epsilon } = problem;
        const broken = await attacked(problem, seed);
        count.broken += broken.size;
        for (const [method, bound] of Object.entries(methods)) {
          const values = tf.tidy(() => {
            const box: IntervalBounds = linfBall(x, epsilon);
            return bound(lower(net), box, spec).dataSync();
          });
          for (let i = 0; i < BOXES; i++) {
            const proved = values.subarray(ROWS * i, ROWS * (i + 1)).every((m) => m < 0);
            count.proved += proved ? 1 : 0;
            if (proved && broken.has(i))
              throw new Error(`${method} proved box ${i} of net ${seed}, which breaks`);
          }
        }
      });
    }
    expect(count.proved).toBeGreaterThan(100);
    expect(count.broken).toBeGreaterThan(20);
  });

  it('by the stages that take one example at a time, nor do they contradict each other', async () => {
    const solver = highsWasm({ threads: 1 });
    const smooth = name === 'smooth activations';
    const stages: readonly Stage[] = [
      alphaCrownStage({ steps: 3 }),
      branchAndBoundStage({ maxNodes: 40, steps: 5, rootSteps: 5 }),
      ...(smooth
        ? []
        : [
            lpStage({ solver }),
            mipStage({ solver }),
            rigorousStage('ibp'),
            rigorousStage('crown'),
            rigorousStage('crown-crown'),
            alphaCrownStage({ rigorous: true, steps: 3 }),
          ]),
    ];
    const count = { verified: 0, falsified: 0, unknown: 0 };
    await withProblem(name, 1, async (problem) => {
      const { net, x, spec, epsilon } = problem;
      const broken = await attacked(problem, 1);
      const some = 4;
      const [c, d] = [spec.c.dataSync(), spec.d.dataSync()];
      const plain = Array.from(
        { length: some },
        (_, i): PlainSpec => ({
          c: Float64Array.from(c.subarray(ROWS * 3 * i, ROWS * 3 * (i + 1))),
          d: Float64Array.from(d.subarray(ROWS * i, ROWS * (i + 1))),
        }),
      );
      const found = new Map<number, Set<string>>();
      for (const stage of stages) {
        const alone = { ...stage, close: async () => undefined };
        const first = tf.slice(x, 0, some);
        const run = certify(net, [{ x: first, spec: plain }], { epsilon, stages: [alone], budget: 20 });
        const results: Certified[] = [];
        for await (const result of run) results.push(result);
        for (const { index, verdict } of results) {
          count[verdict.status]++;
          if (verdict.status === 'verified')
            expect([stage.name, index, broken.has(index)]).toEqual([stage.name, index, false]);
          found.set(index, (found.get(index) ?? new Set()).add(verdict.status));
        }
      }
      for (const kinds of found.values())
        expect([...kinds].sort()).not.toEqual(expect.arrayContaining(['falsified', 'verified']));
    });
    await solver.close();
    expect(count.verified).toBeGreaterThan(0);
  });
});
