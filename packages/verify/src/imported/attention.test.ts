import { readFileSync } from 'node:fs';
import path from 'node:path';
import { linearSpec, linfBall } from '@ibp/bounds';
import { plainForward, rigorousBounds, rigorousBox } from '@ibp/exact';
import { apply, type BoundMethod, disposeNetwork, ibp, lower, networkOf } from '@ibp/layers';
import { plainFromOnnx } from '@ibp/onnx/import';
import { crown, crownIbp, forwardLinear, zonotope } from '@ibp/relax';
import { randomFloats } from '@ibp/testing';
import * as tf from '@tensorflow/tfjs-core';

const fixtures = path.join(__dirname, '..', '..', '..', 'onnx', 'corpus', 'fixtures');
const epsilon = 0.003;

const methods: { readonly [name: string]: BoundMethod } = {
  crownIbp: crownIbp(),
  crown: crown(),
  forwardLinear: forwardLinear(),
  zonotope: zonotope(),
};

// blocks of attention between patches and the mean, as both of PyTorch's exporters write them
it.each(['torch-legacy-14-vit', 'torch-encoder'])(
  '%s is bounded by every method, below its intervals, and above all points of the box',
  (name) => {
    const plain = plainFromOnnx(readFileSync(path.join(fixtures, `${name}.onnx`)));
    const network = networkOf(plain);
    const n = network.inputShape.reduce((a, b) => a * b, 1);
    const x = randomFloats(n, 1, 0.5);
    const classes = plain.nodes.at(-1)!.shape[0]!;
    const row = Float32Array.from({ length: classes }, (_, i) => (i === 0 ? 1 : i === 1 ? -1 : 0));
    tf.tidy(() => {
      const box = linfBall(tf.tensor(x, [1, ...network.inputShape]), epsilon, [-1, 1]);
      const spec = linearSpec(tf.tensor(row, [1, 1, classes]), tf.zeros([1, 1]) as tf.Tensor2D);
      const [byIntervals] = ibp()(lower(network), box, spec).dataSync();
      const bounds = Object.entries(methods).map(
        ([method, bound]) => [method, bound(lower(network), box, spec).dataSync()[0]!] as const,
      );
      const exact = { c: Float64Array.from(row), d: new Float64Array(1) };
      const at = rigorousBox(x, epsilon, [-1, 1]);
      const [byExactIntervals] = rigorousBounds(plain, at, exact, { method: 'ibp' });
      for (const method of ['crown', 'crown-crown'] as const) {
        const [bound] = rigorousBounds(plain, at, exact, { method });
        expect([method, bound! < byExactIntervals!]).toEqual([method, true]);
        bounds.push([`exact ${method}`, bound!]);
      }
      for (const [method, bound] of bounds) expect([method, bound < byIntervals!]).toEqual([method, true]);

      const count = 32;
      const signs = randomFloats(count * n, 2, 1);
      const points = signs.map((t, i) => x[i % n]! + epsilon * (i < (count / 2) * n ? Math.sign(t) : t));
      const outputs = apply(network, tf.tensor(points, [count, ...network.inputShape]));
      const margins = tf.sum(tf.mul(outputs, tf.tensor(row, [1, classes])), 1).dataSync();
      const most = Math.max(...margins);
      for (const [method, bound] of bounds) expect([method, most <= bound + 1e-5]).toEqual([method, true]);
      // and the network of float64 computes the same
      const y = plainForward(plain, Float64Array.from(points.subarray(0, n)));
      expect(y[0]! - y[1]!).toBeCloseTo(margins[0]!, 4);
    });
    disposeNetwork(network);
  },
);
