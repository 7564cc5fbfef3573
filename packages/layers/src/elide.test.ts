import {
  classificationSpec,
  linearSpec,
  linfBall,
  specValues,
  upperBound,
  worstCaseLogits,
} from '@ibp/bounds';
import * as tf from '@tensorflow/tfjs-core';
import { ibp } from './bound-method';
import { type Layer, network } from './builder';
import { relu } from './builders/activation';
import { concatenate, residual, sequential } from './builders/combine';
import { conv2d } from './builders/conv2d';
import { dense } from './builders/dense';
import { normalize } from './builders/normalize';
import { averagePool, globalAveragePool } from './builders/pool';
import { flatten, transpose } from './builders/shape';
import { elide } from './elide';
import { apply, propagate } from './interpreter';
import { lower } from './lowering/lower';
import { disposeNetwork, outputShape } from './network';
import { distance, normal, pointsOf, randomize, valuesOf } from './testing';

const conv = conv2d({ filters: 3, kernelSize: 3 });
const size = (net: Parameters<typeof outputShape>[0]) => outputShape(net).reduce((a, b) => a * b);

/** A network, the op it ends in after elision, and that end's shape. */
const cases: [string, Layer, string, number[]][] = [
  ['the last dense layer', sequential(conv, relu(), flatten(), dense(3)), 'reshape', [48]],
  ['two dense layers', sequential(flatten(), dense(5), relu(), dense(4), dense(3)), 'relu', [5]],
  [
    'dense after pools that overlap',
    sequential(conv, relu(), averagePool({ size: 3, strides: 1 }), flatten(), dense(3)),
    'relu',
    [4, 4, 3],
  ],
  [
    'dense after pools side by side',
    sequential(conv, relu(), averagePool({ size: 2 }), flatten(), dense(3)),
    'reshape',
    [12],
  ],
  [
    'dense after a global pool',
    sequential(conv, relu(), globalAveragePool(), dense(3)),
    'globalAveragePool',
    [3],
  ],
  [
    'a convolution, a pool and dense',
    sequential(relu(), conv, globalAveragePool(), dense(3)),
    'relu',
    [6, 6, 2],
  ],
  [
    'a dilated convolution',
    sequential(relu(), conv2d({ filters: 3, kernelSize: 2, dilations: 2 })),
    'relu',
    [6, 6, 2],
  ],
  [
    'a strided convolution',
    sequential(
      relu(),
      conv2d({ filters: 3, kernelSize: 3, strides: 2, padding: 'same' }),
      transpose([2, 0, 1]),
    ),
    'relu',
    [6, 6, 2],
  ],
  [
    'a linear network, up to what normalises it',
    sequential(normalize({ mean: 0.5, std: 2 }), flatten(), dense(3)),
    'reshape',
    [72],
  ],
  ['a network that ends in relu: nothing', sequential(flatten(), dense(3), relu()), 'relu', [3]],
  [
    'a network that ends in an addition: nothing',
    sequential(flatten(), dense(3), residual(dense(3))),
    'add',
    [3],
  ],
  [
    'a network that ends in branches: nothing',
    sequential(flatten(), dense(3), concatenate([relu(), dense(1)])),
    'concat',
    [4],
  ],
];

describe('elide', () => {
  it.each(cases)('%s', (_, layer, op, shape) => {
    const net = randomize(network([6, 6, 2], layer));
    const lowered = lower(net);
    const spec = linearSpec(normal([2, 4, ...outputShape(net)], 3), normal([2, 4], 4) as tf.Tensor2D);
    const end = elide(lowered, spec);
    expect([end.network.nodes.at(-1)!.op, end.spec.c.shape]).toEqual([op, [2, 4, ...shape]]);
    expect(end.network.nodes).toEqual(lowered.nodes.slice(0, end.network.nodes.length));
    const box = linfBall(tf.randomUniform([2, 6, 6, 2], 0, 1, 'float32', 5), 0.1);
    for (const x of pointsOf(box, 6)) {
      const pulled = specValues(end.spec, apply(end.network, x));
      expect(distance(pulled, specValues(spec, apply(net, x)))).toBeLessThan(1e-4);
    }
    // never looser than without, and never below a value that the network takes
    const [margins, loose] = [ibp()(lowered, box, spec), ibp({ elide: false })(lowered, box, spec)];
    expect(Math.max(...valuesOf(tf.sub(margins, loose)))).toBeLessThan(1e-4);
    for (const x of pointsOf(box, 20)) {
      expect(Math.max(...valuesOf(tf.sub(specValues(spec, apply(net, x)), margins)))).toBeLessThan(1e-4);
    }
    disposeNetwork(net);
  });

  it('is exact for a linear network, where the worst-case logits are not', () => {
    const net = randomize(network([8], dense(4)));
    const box = linfBall(tf.randomUniform([2, 8], 0, 1, 'float32', 5), 0.1);
    const labels = [1, 3];
    const spec = classificationSpec(labels, 4);
    const margins = valuesOf(ibp()(lower(net), box, spec));
    const [w, b] = [
      net.variables['dense_1/kernel']!.arraySync() as number[][],
      valuesOf(net.variables['dense_1/bias']!),
    ];
    const [low, high] = [box.lower.arraySync() as number[][], box.upper.arraySync() as number[][]];
    // each pixel on its own, at the end that is worse
    const exact = labels.flatMap((label, i) =>
      [1, 2, 3].map((k) => {
        const other = (label + k) % 4;
        return w.reduce((sum, row, j) => {
          const c = row[other]! - row[label]!;
          return sum + c * (c > 0 ? high[i]![j]! : low[i]![j]!);
        }, b[other]! - b[label]!);
      }),
    );
    for (const [i, margin] of margins.entries()) expect(margin).toBeCloseTo(exact[i]!, 4);
    const loose = valuesOf(specValues(spec, worstCaseLogits(propagate(net, box), labels)));
    for (const [i, margin] of margins.entries()) expect(loose[i]! - margin).toBeGreaterThan(0.01);
    disposeNetwork(net);
  });

  it('without elision is the specification on the worst-case logits (eq. 11)', () => {
    const net = randomize(network([6, 6, 2], sequential(conv, relu(), flatten(), dense(4))));
    const box = linfBall(tf.randomUniform([2, 6, 6, 2], 0, 1, 'float32', 5), 0.1);
    const spec = classificationSpec([0, 2], 4);
    const logits = worstCaseLogits(propagate(net, box), [0, 2]);
    const plain = ibp({ elide: false })(lower(net), box, spec);
    expect(distance(plain, specValues(spec, logits))).toBeLessThan(1e-4);
    expect(distance(plain, upperBound(spec, propagate(net, box)))).toBeLessThan(1e-4);
    disposeNetwork(net);
  });

  it('refuses a specification on something else', () => {
    const net = network([4], sequential(dense(3), relu()));
    const spec = classificationSpec([0], size(net) + 1);
    expect(() => elide(lower(net), spec)).toThrow(
      'elide: c of the specification: expected shape [*,*,3], got [1,3,4]',
    );
    disposeNetwork(net);
  });
});
