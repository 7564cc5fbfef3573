import { linfBall, outwardUpperBound } from '@ibp/bounds';
import {
  averagePool,
  batchNorm,
  conv2d,
  depthwiseConv2d,
  disposeNetwork,
  flatten,
  type Layer,
  type LoweredNetwork,
  lower,
  maxPool,
  network,
  normalize,
  relu,
  residual,
  sequential,
  transpose,
  zeroPad2d,
} from '@ibp/layers';
import * as tf from '@tensorflow/tfjs-core';
import { backward } from '../backward';
import { crownPlan } from '../crown-plan';
import { additionsOf } from '../node-rounding';
import { adaptiveSlope } from '../relaxations/relu';
import { walk } from '../walk';
import { boundInFields } from './bound-in-fields';
import { positionsOf } from './positions';
import { receptiveFields } from './receptive-fields';

const conv = (filters: number, kernelSize: number, options: object = {}) =>
  sequential(conv2d({ filters, kernelSize, padding: 'same', ...options }), relu());
const nets: { readonly [name: string]: Layer } = {
  'strides without padding': sequential(
    conv(3, 4, { strides: 2, padding: 'valid' }),
    conv(2, 2, { padding: 'valid' }),
  ),
  'padding and strides': sequential(conv(3, 3, { strides: 2 }), conv(2, 2), conv(2, 3)),
  'convolutions with nothing between': sequential(
    conv2d({ filters: 2, kernelSize: 3, padding: 'same' }),
    conv(2, 3),
  ),
  dilations: sequential(conv(2, 2, { dilations: 3 }), conv(1, 3)),
  'groups of channels': sequential(conv(4, 2), depthwiseConv2d({ kernelSize: 3, padding: 'same' }), relu()),
  'a residual block': sequential(
    conv(2, 3),
    residual(sequential(conv(2, 3), conv2d({ filters: 2, kernelSize: 3, padding: 'same' }))),
    relu(),
  ),
  'batch norm, normalisation and padding by itself': sequential(
    normalize({ mean: [0.3, 0.4], std: [0.5, 0.2] }),
    zeroPad2d([1, 2]),
    conv(2, 3, { padding: 'valid' }),
    batchNorm(),
    relu(),
    conv(2, 2),
  ),
  means: sequential(conv(2, 2), averagePool({ size: 2 }), conv(2, 2)),
  'channels first at the input': sequential(transpose([1, 2, 0]), conv(2, 3), conv(2, 3)),
};
const shapeOf = (name: string): number[] => (name.startsWith('channels first') ? [2, 12, 11] : [12, 11, 2]);

/** Bounds of all units of the last convolution in fields, and in rows that have coefficients everywhere. */
function both(net: LoweredNetwork, seed: number) {
  const { windows, bounded } = crownPlan(net);
  const end = bounded.at(-1)!.node;
  const box = linfBall(tf.randomUniform([2, ...net.inputShape], 0, 1, 'float32', seed), 0.05);
  const found: { inFields?: Float32Array; inRows?: Float32Array } = {};
  walk({ network: net, input: box, slope: adaptiveSlope, windows }, (i, byIntervals, known) => {
    if (i !== end) return byIntervals;
    const fields = bounded.at(-1)!.fields!;
    const { shape } = net.nodes[end]!;
    const units = byIntervals.lower.size / 2;
    const { channels, examples, at } = positionsOf(fields, net, [...Array(2 * units).keys()]);
    const tensor = (x: Int32Array) => tf.tensor1d(x, 'int32');
    found.inFields = boundInFields(net, fields, known, {
      ...{ channels: tensor(channels), examples: tensor(examples) },
      at: Object.fromEntries(Object.entries(at).map(([k, x]) => [k, tensor(x)])),
    }).dataSync() as Float32Array;
    const eye = tf.eye(units);
    const rows = tf.reshape(tf.stack([eye, tf.neg(eye)], 1), [1, 2 * units, ...shape]);
    const c = tf.tile(rows, [2, ...rows.shape.slice(1).map(() => 1)]);
    const spec = { c, d: tf.zeros<tf.Rank.R2>([2, 2 * units]) };
    const pulled = backward(net, end, spec, known.relaxed);
    found.inRows = outwardUpperBound(pulled, box, additionsOf(net)).dataSync() as Float32Array;
    return byIntervals;
  });
  return found as Required<typeof found>;
}

describe.each(Object.keys(nets))('%s', (name) => {
  it('bounds every unit as rows with coefficients everywhere do', () => {
    const net = network(shapeOf(name), nets[name]!, { seed: 3 });
    tf.tidy(() => {
      // constants of convolutions count at pixels of the image alone
      const biases = Object.values(net.variables).filter(({ rank, trainable }) => rank === 1 && trainable);
      for (const bias of biases) bias.assign(tf.randomUniform(bias.shape, 0.1, 0.9, 'float32', 5));
    });
    for (const seed of [1, 2]) {
      const { inFields, inRows } = tf.tidy(() => both(lower(net), seed));
      expect(inFields).toHaveLength(inRows.length);
      inFields.forEach((bound, i) => {
        expect(Math.abs(bound - inRows[i]!)).toBeLessThan(2e-5 * Math.max(1, Math.abs(inRows[i]!)));
      });
    }
    disposeNetwork(net);
  });
});

it('are windows of growing size, one stride after another', () => {
  const net = network([12, 11, 2], nets['strides without padding']!);
  const { fields, root } = receptiveFields(lower(net), 3)!;
  expect(root).toBe(0);
  expect(fields.map((field) => field && [field.size, field.stride, field.origin])).toEqual([
    [
      [6, 6],
      [2, 2],
      [0, 0],
    ],
    [
      [2, 2],
      [1, 1],
      [0, 0],
    ],
    [
      [2, 2],
      [1, 1],
      [0, 0],
    ],
    [
      [1, 1],
      [1, 1],
      [0, 0],
    ],
  ]);
  disposeNetwork(net);
});

it.each([
  ['after what is no image', sequential(conv(2, 3), flatten())],
  ['where a node before has windows of its own', sequential(conv(2, 3), maxPool({ size: 2 }), conv(2, 3))],
  ['that are most of the images', sequential(conv(2, 7), conv(2, 7))],
])('are not there %s', (_, layers) => {
  const net = network([8, 8, 1], layers);
  const { nodes } = lower(net);
  const end = nodes.findLastIndex(({ op }) => op === 'conv2d' || op === 'reshape');
  expect(receptiveFields(lower(net), end)).toBeUndefined();
  disposeNetwork(net);
});
