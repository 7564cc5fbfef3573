import { readFileSync } from 'node:fs';
import path from 'node:path';
import { apply, disposeNetwork, networkOf } from '@ibp/layers';
import * as tf from '@tensorflow/tfjs-core';
import { plainFromOnnx } from './plain-from-onnx';

const folder = path.join(__dirname, '..', '..', 'corpus', 'fixtures');

type Entry = {
  readonly input: readonly (readonly number[])[];
  readonly output: readonly (readonly number[])[];
  readonly examples: readonly { readonly x: readonly number[]; readonly y: readonly number[] }[];
  readonly wanted?: readonly string[];
};

const entries = ['torch', 'keras', 'sklearn'].flatMap((kind) =>
  Object.entries(
    JSON.parse(readFileSync(path.join(folder, `${kind}.json`), 'utf8')) as { [name: string]: Entry },
  ),
);

const withoutBatch = (shape: readonly number[]) =>
  shape[0] === 1 && shape.length > 1 ? shape.slice(1) : shape;
const size = (shape: readonly number[]) => shape.reduce((a, b) => a * b, 1);

/** Of one tensor its shape, of several all their elements in a row. */
const together = (shapes: Entry['input']): readonly number[] =>
  shapes.length === 1 ? withoutBatch(shapes[0]!) : [shapes.reduce((sum, shape) => sum + size(shape), 0)];

it('is of three kinds of exporters, and large', () => {
  expect(entries.length).toBeGreaterThanOrEqual(100);
});

// what the frameworks themselves computed, which the scripts beside the files have written down
it.each(entries)('%s computes what its exporter did', (name, { input, output, examples, wanted }) => {
  const bytes = readFileSync(path.join(folder, `${name}.onnx`));
  const network = plainFromOnnx(bytes, wanted ? { outputs: wanted } : {});
  expect(network.nodes[0]!.shape).toEqual(together(input));
  expect(network.nodes.at(-1)!.shape).toEqual(together(output));
  const net = networkOf(network);
  for (const { x, y } of examples) {
    const ours = tf.tidy(() => apply(net, tf.tensor([...x], [1, ...net.inputShape])).dataSync());
    expect(ours.length).toBe(y.length);
    for (const [i, value] of y.entries()) {
      expect(Math.abs(ours[i]! - value)).toBeLessThanOrEqual(1e-5 * Math.max(1, ...y.map(Math.abs)));
    }
  }
  disposeNetwork(net);
});
