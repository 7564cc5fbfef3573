import '@tensorflow/tfjs-backend-cpu';
import '@ibp/backend/gradients';
import * as tf from '@tensorflow/tfjs-core';
import { capture } from '../../capture/capture';
import { compile } from '../../compile';
import { channelBlock } from '../../runtime/channel-block';
import { createDevice } from '../../runtime/device';
import { usualForms } from '../../runtime/usual-forms';
import { expectClose, type HostTensors } from '../../testing/compare';
import { optimize } from '../optimize';
import { inBlocks } from './in-blocks';
import { BLOCKS } from './layout';

type Tensors = { readonly [name: string]: tf.Tensor };

const conv = (x: tf.Tensor, w: tf.Tensor, stride: number, pad: 'same' | 'valid'): tf.Tensor =>
  tf.conv2d(x as tf.Tensor4D, w as tf.Tensor4D, stride, pad);

/** Bounds of two layers by center and radius, as an IBP step has them. */
function bounds({ x, v, w }: Tensors): tf.Tensor {
  const [center, radius] = [conv(x!, v!, 1, 'same'), conv(tf.abs(x!), tf.abs(v!), 1, 'same')];
  const [lower, upper] = [tf.relu(tf.sub(center, radius)), tf.relu(tf.add(center, radius))];
  return conv(tf.mul(tf.add(lower, upper), 0.5), w!, 2, 'valid');
}

const gradients = ({ x, v, w }: Tensors): Tensors => {
  const loss = (v: tf.Tensor, w: tf.Tensor) => tf.sum(tf.square(bounds({ x: x!, v, w })));
  const [ofV, ofW] = tf.grads(loss)([v!, w!]);
  return { bounds: bounds({ x: x!, v: v!, w: w! }), ofV: ofV!, ofW: ofW! };
};

const shapes = { x: [16, 10, 10, 3], v: [3, 3, 3, 16], w: [4, 4, 16, 32] };
const specs = Object.fromEntries(Object.entries(shapes).map(([name, shape]) => [name, { shape }]));

const numbers = (): HostTensors =>
  Object.fromEntries(
    Object.entries(shapes).map(([name, shape], i) => {
      const data = tf.tidy(() => tf.randomNormal(shape, 0, 0.3, 'float32', i + 1).dataSync() as Float32Array);
      return [name, { dtype: 'float32' as const, shape, data }];
    }),
  );

/** What the function gives with blocks, if the processor has them, and without. */
async function both(fn: (inputs: Tensors) => Tensors, inputs: HostTensors, threads = 1) {
  const device = await createDevice({ threads });
  const plain = {
    ...device,
    suited: <T>(graph: T): T => graph,
    forms: async () => undefined,
  };
  const results: HostTensors[] = [];
  for (const on of [device, plain]) {
    const compiled = await compile<string, string>(fn, inputs, { device: on });
    results.push(await compiled.run(inputs));
    await compiled.dispose();
  }
  return results as [HostTensors, HostTensors];
}

const moves = new Set(['Reshape', 'Transpose', 'Slice']);

describe('inBlocks', () => {
  it('leaves blocks where the convolutions end, not between them', () => {
    const layers = ({ x, v, w }: Tensors) => ({
      y: conv(tf.mul(tf.relu(conv(x!, v!, 1, 'same')), 0.5), w!, 2, 'valid'),
    });
    const { nodes } = inBlocks(16)(optimize(capture(layers, specs).graph));
    expect(nodes.map(({ op }) => op).filter((op) => !moves.has(op))).toEqual([
      `${BLOCKS}Conv`,
      'Relu',
      'Mul',
      `${BLOCKS}Conv`,
      `${BLOCKS}ReorderOutput`,
    ]);
  });

  it('sums images in blocks', async () => {
    const sums = ({ x, v }: Tensors) => ({ y: tf.sum(tf.relu(conv(x!, v!, 1, 'same')), [1, 2, 3]) });
    const { nodes } = inBlocks(16)(optimize(capture(sums, specs).graph));
    expect(nodes.map(({ op }) => op)).not.toContain(`${BLOCKS}ReorderOutput`);
    const [blocked, plain] = await both(sums, numbers());
    expectClose(blocked, plain, 1e-4);
  });

  it('adds each channel of one block, and turns it, where it is', async () => {
    const one = ({ x, v }: Tensors) => {
      const y = tf.relu(conv(x!, v!, 1, 'same'));
      return {
        sums: tf.sum(y, [0, 1, 2]),
        kept: tf.sum(y, [0, 1, 2], true),
        turned: tf.transpose(y, [3, 0, 1, 2]),
      };
    };
    const { nodes } = inBlocks(16)(optimize(capture(one, specs).graph));
    const ops = nodes.map(({ op }) => op);
    expect(ops).toContain('MatMul');
    expect(ops).not.toContain(`${BLOCKS}ReorderOutput`);
    expect(ops.filter((op) => op === 'ReduceSum')).toEqual([]);
    // of the image, of the filter, and of what is to be turned
    expect(ops.filter((op) => op === 'Transpose')).toHaveLength(3);
    const [blocked, plain] = await both(one, numbers());
    expectClose(blocked, plain, 1e-4);
  });

  it('turns a filter at once, whatever it is stored in', async () => {
    const layers = ({ x, v, w }: Tensors) => ({ y: conv(conv(x!, v!, 1, 'same'), w!, 2, 'valid') });
    const { nodes } = inBlocks(16)(optimize(capture(layers, specs).graph));
    // of the image, and one of each filter
    expect(nodes.filter(({ op }) => op === 'Transpose')).toHaveLength(3);
    const [blocked, plain] = await both(layers, numbers());
    expectClose(blocked, plain, 1e-4);
  });

  it('leaves alone what does not come in whole blocks', () => {
    const graph = optimize(capture(({ x, v }) => ({ y: conv(x!, v!, 1, 'same') }), specs).graph);
    expect(inBlocks(32)(graph).nodes).toEqual(graph.nodes);
  });

  it('leaves alone what is so small that turning the filter would take longer', () => {
    const one: typeof specs = { ...specs, x: { shape: [1, 10, 10, 3] } };
    const graph = optimize(capture(({ x, v }) => ({ y: conv(x!, v!, 1, 'same') }), one).graph);
    expect(inBlocks(16)(graph).nodes).toEqual(graph.nodes);
  });

  it('keeps gradients of strided convolutions in blocks', () => {
    const { graph } = capture(gradients, specs, usualForms(false, { block: 16, threads: 2 }));
    const ops = inBlocks(16)(optimize(graph)).nodes.map(({ op }) => op);
    expect(ops).not.toContain('ConvTranspose');
    expect(ops).not.toContain('DepthToSpace');
  });

  it.each([1, 2])('gives what the plain ops give, gradients too, on %i threads', async (threads) => {
    const [blocked, plain] = await both(gradients, numbers(), threads);
    expectClose(blocked, plain, 1e-4);
  });

  it('keeps NaN and infinities where they are', async () => {
    const inputs = numbers();
    inputs.x!.data[7] = Number.NaN;
    inputs.x!.data[400] = Number.POSITIVE_INFINITY;
    const [blocked, plain] = await both((given) => ({ bounds: bounds(given) }), inputs);
    expect([...plain.bounds!.data].some(Number.isNaN)).toBe(true);
    expectClose(blocked, plain, 1e-4);
  });
});

describe('usualForms', () => {
  const form = (channels: number, threads: number, strides = 1, height = 4) => {
    const question = { kernel: 'Conv2DBackpropInput', attributes: { strides }, forms: [] };
    const view = (shape: number[]) => ({
      dtype: 'float32' as const,
      shape,
      stored: shape,
      perm: [0, 1, 2, 3],
    });
    const inputs = { dy: view([16, height, 4, 32]), filter: view([4, 4, channels, 32]) };
    return usualForms(false, { block: 16, threads })!({ ...question, inputs });
  };

  it('takes gradients of inputs as convolutions where those are in blocks and faster', () => {
    expect(form(32, 1)).toBe('spread');
    expect(form(32, 1, 2)).toBe('phases');
    expect(form(20, 1)).toBe(undefined);
    expect(form(32, 1, 1, 3)).toBe(undefined);
  });

  it('takes one block of channels so too', () => {
    expect(form(16, 1)).toBe('spread');
  });

  it('takes gradients of filters in parts where there are threads to take them', () => {
    const question = { kernel: 'Conv2DBackpropFilter', inputs: {}, attributes: {}, forms: [] };
    const formOf = (threads: number) => usualForms(false, { block: 16, threads })!(question);
    expect([1, 2, 3, 4, 8].map(formOf)).toEqual([undefined, 'shared', undefined, 'shared', undefined]);
  });

  it('adds many rows by a product, and few as they are', () => {
    const sumOf = (rows: number) => {
      const x = { dtype: 'float32' as const, shape: [rows, 3], stored: [rows, 3], perm: [0, 1] };
      return usualForms(false, { block: 16, threads: 1 })!({
        kernel: 'Sum',
        inputs: { x },
        attributes: {},
        forms: [],
      });
    };
    expect([512, 511].map(sumOf)).toEqual(['product', undefined]);
  });
});

describe('channelBlock', () => {
  it('is 8 or 16, or nothing where the processor has no such kernels', async () => {
    expect([8, 16, undefined]).toContain(await channelBlock(await createDevice()));
  });

  it('is nothing where blocks do not give what plain convolutions give', async () => {
    const { runtime, createSession } = await createDevice();
    let sessions = 0;
    const wrong = await channelBlock({
      runtime: { ...runtime },
      createSession: async (model, state) => {
        const session = await createSession(model, state);
        sessions += 1;
        if (sessions < 3) return session;
        const run: typeof session.run = async (feeds, fetches) => {
          const results = await session.run(feeds, fetches);
          (results.y!.data as Float32Array)[3]! += 1;
          return results;
        };
        return { run, release: () => session.release() };
      },
    });
    expect(wrong).toBe(undefined);
  });
});
