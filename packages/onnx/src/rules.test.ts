import {
  applyRule,
  canPullBack,
  classificationSpec,
  concreteRules,
  type IntervalBounds,
  intervalRules,
  linfBall,
  pullBack,
  seededDraw,
} from '@ibp/bounds';
import { type OpName, opNames } from '@ibp/core';
import {
  apply,
  compileBound,
  disposeNetwork,
  ibp,
  lower,
  network,
  outputShape,
  propagate,
} from '@ibp/layers';
import { stream } from '@ibp/testing';
import * as tf from '@tensorflow/tfjs-core';
// @boundaries-ignore the generators of calls are not published
import { sampleCalls } from '../../bounds/src/testing/property';
// @boundaries-ignore as above
import { inDomain, pointInside, randomBox, randomTensor } from '../../bounds/src/testing/random';
// @boundaries-ignore as above
import { randomize } from '../../layers/src/testing';
// @boundaries-ignore as above
import { networks } from '../../layers/src/testing-networks';
import { compile } from './compile';
import { onnxEngine } from './onnx-engine';
import { createDevice, type Device } from './runtime/device';
import type { HostTensor } from './runtime/host-tensor';
import { expectClose } from './testing/compare';

type Tensors = { [name: string]: tf.Tensor };

let device: Device;
beforeAll(async () => {
  device = await createDevice();
});

const hosted = (tensors: Tensors): { [name: string]: HostTensor } =>
  Object.fromEntries(
    Object.entries(tensors).map(([name, t]) => [
      name,
      { dtype: t.dtype as 'float32', shape: t.shape, data: t.dataSync() as Float32Array },
    ]),
  );

/** Holds what onnxruntime makes of a function to what tfjs makes of it. */
async function expectAlike(fn: (inputs: Tensors) => Tensors, inputs: Tensors): Promise<void> {
  const compiled = await compile<string, string>(fn as never, inputs, { device });
  const found = await compiled.run(inputs);
  await compiled.dispose();
  expectClose(found, hosted(fn(inputs)));
}

/** Random calls of an op: at points, on boxes, and specifications pulled back, all as one function. */
function callsOf(op: OpName) {
  const calls = sampleCalls(op, 12);
  const inputs: Tensors = {};
  for (const [k, { shapes }] of calls.entries()) {
    for (const [i, shape] of shapes.entries()) {
      const box = inDomain(op, randomBox([2, ...shape], 100 * k + i));
      Object.assign(inputs, {
        [`${k}/${i}/lower`]: box.lower,
        [`${k}/${i}/upper`]: box.upper,
        [`${k}/${i}/point`]: pointInside(box, k),
      });
    }
  }
  const fn = (given: Tensors): Tensors => {
    const results: Tensors = {};
    for (const [k, { shapes, params }] of calls.entries()) {
      const of = (end: string) => shapes.map((_, i) => given[`${k}/${i}/${end}`]!);
      const [lowers, uppers] = [of('lower'), of('upper')];
      const own = params();
      const boxes = lowers.map((low, i) => ({ lower: low, upper: uppers[i]! }));
      const bounds = applyRule<IntervalBounds, OpName>(intervalRules, op, boxes, own);
      const value = applyRule<tf.Tensor, OpName>(concreteRules, op, of('point'), own);
      Object.assign(results, {
        [`${k}/lowest`]: bounds.lower,
        [`${k}/highest`]: bounds.upper,
        [`${k}/value`]: value,
      });
      if (!canPullBack(op)) continue;
      const c = randomTensor([2, 3, ...value.shape.slice(1)], k);
      const pulled = pullBack({ c, d: tf.zeros([2, 3]) }, op, own, shapes[0]!);
      Object.assign(results, { [`${k}/c`]: pulled.c, [`${k}/d`]: pulled.d });
    }
    // a rule may give an input as it is, which an output cannot be
    return Object.fromEntries(Object.entries(results).map(([name, t]) => [name, tf.add(t, 0)]));
  };
  return { fn, inputs };
}

it.each(opNames)('%s: onnxruntime agrees with tfjs, on points, boxes and specifications', async (op) => {
  const { fn, inputs } = callsOf(op);
  await expectAlike(fn, inputs);
});

/** NaN without and with the sign bit that Infinity - Infinity has. */
const nans = new Float32Array(new Uint32Array([0x7fc00000, 0xffc00000]).buffer);

/** The same with one end of one element of each box replaced. */
function replaced(inputs: Tensors, value: (end: 'lower' | 'upper', drawn: number) => Float32Array): Tensors {
  const drawn = stream(1);
  const entries = Object.entries(inputs).map(([name, t], i): [string, tf.Tensor] => {
    const end = i % 2 ? 'upper' : 'lower';
    if (!name.endsWith(end)) return [name, t];
    const values = Float32Array.from(t.dataSync());
    values.set(value(end, drawn()), Math.floor(drawn() * t.size));
    return [name, tf.tensor(values, t.shape)];
  });
  return Object.fromEntries(entries);
}

it.each(opNames)('%s: onnxruntime gives no bound that depends on a NaN', async (op) => {
  const { fn, inputs } = callsOf(op);
  const at = (size: number) =>
    hosted(fn(replaced(inputs, (end) => Float32Array.of(end === 'lower' ? -size : size))));
  const [near, far] = [at(5), at(1000)];
  const given = replaced(inputs, (_, drawn) => nans.subarray(drawn < 0.5 ? 0 : 1).subarray(0, 1));
  const compiled = await compile<string, string>(fn as never, given, { device });
  const found = await compiled.run(given);
  await compiled.dispose();
  const finite = Object.entries(near).flatMap(([name, { data }]) =>
    [...data.keys()]
      .filter((i) => data[i] !== far[name]!.data[i] && Number.isFinite(found[name]!.data[i]))
      .map((i) => [name, i]),
  );
  expect(finite).toEqual([]);
});

it.each(['conv2d', 'depthwiseConv2d'] as const)('%s: and on gradients, dilated or not', async (op) => {
  const x = randomTensor([2, 5, 6, 2], 1);
  const kernel = randomTensor([2, 2, 2, 3], 2);
  const fn = (given: Tensors): Tensors => {
    const entries = [1, 2, 3].flatMap((dilation) => {
      const params = { strides: [1, 1], padding: 'same', dilations: [dilation, 1] } as const;
      const loss = (at: tf.Tensor, weights: tf.Tensor) =>
        tf.sum(tf.square(concreteRules[op](at, { ...params, kernel: weights })));
      const [dx, dkernel] = tf.grads(loss)([given.x!, given.kernel!]);
      return [
        [`dx/${dilation}`, dx!],
        [`dkernel/${dilation}`, dkernel!],
      ] as const;
    });
    return Object.fromEntries(entries);
  };
  await expectAlike(fn, { x, kernel });
});

describe.each(Object.entries(networks))('%s', (_, [shape, layer]) => {
  it('has the outputs, bounds and margins in onnxruntime that it has in tfjs', async () => {
    const net = randomize(network(shape, layer), 1);
    const x = seededDraw(1)('x', [3, ...shape]);
    const classes = outputShape(net)[0]!;
    const fn = (given: Tensors): Tensors => {
      const box = linfBall(given.x!, 0.02);
      const { lower: lowest, upper: highest } = propagate(net, box);
      const margins = ibp()(lower(net), box, classificationSpec([0, 1, 2], classes));
      return { output: apply(net, given.x!), lowest, highest, margins };
    };
    await expectAlike(fn, { x });
    disposeNetwork(net);
  });
});

it('compileBound: the margins of a method, with the weights of the call, for any batch', async () => {
  const [shape, layer] = networks['a plain classifier']!;
  const net = randomize(network(shape, layer), 1);
  const compiled = compileBound(await onnxEngine(), net, ibp());
  for (const [batch, seed] of [
    [3, 1],
    [2, 1],
    [3, 2],
  ] as const) {
    randomize(net, seed);
    const box = linfBall(seededDraw(seed)('x', [batch, ...shape]), 0.02);
    const spec = classificationSpec(
      Array.from({ length: batch }, (_, i) => i),
      3,
    );
    const data = await compiled.bound(box, spec);
    const expected = hosted({ margins: ibp()(lower(net), box, spec) });
    expectClose({ margins: { dtype: 'float32', shape: [batch, 2], data } }, expected);
  }
  await compiled.dispose();
  disposeNetwork(net);
});
