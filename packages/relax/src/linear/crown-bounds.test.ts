import { dense, disposeNetwork, network, relu, sequential } from '@ibp/layers';
import * as tf from '@tensorflow/tfjs-core';
import { crownBounds } from './crown-bounds';

it('looks at the time before each pass: units that had none keep their intervals', () => {
  const net = network([3], sequential(dense(8), relu(), dense(8), relu(), dense(2)), { seed: 4 });
  tf.tidy(() => {
    const box = { lower: tf.fill([1, 3], -1), upper: tf.fill([1, 3], 1) };
    const node = 3;
    const boundsOf = (passes: number) => {
      let asked = 0;
      const reached = () => ++asked > passes;
      return crownBounds(net, box, { chunk: 2, reached })[node]!.upper.dataSync();
    };
    const [none, one, all] = [0, 1, Number.POSITIVE_INFINITY].map(boundsOf) as [
      Float32Array,
      Float32Array,
      Float32Array,
    ];
    const better = (a: ArrayLike<number>, b: ArrayLike<number>) =>
      Array.from(a).filter((v, i) => v < b[i]!).length;
    expect(better(all, none)).toBeGreaterThan(2);
    expect(better(one, none)).toBeGreaterThan(0);
    expect(better(one, none)).toBeLessThanOrEqual(2);
    expect(better(none, one)).toBe(0);
  });
  disposeNetwork(net);
});
