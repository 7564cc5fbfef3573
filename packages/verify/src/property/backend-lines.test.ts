import { dense, disposeNetwork, lower, network, ones } from '@ibp/layers';
import * as tf from '@tensorflow/tfjs-core';
import { paidRowTensors } from './backend-lines';

it('constants pay for float32 coefficients where a sum of float32 is rounded down', () => {
  const net = network([1], dense(1, { kernelInitializer: ones, useBias: false }));
  tf.tidy(() => {
    // 1 + 2^-25 becomes 1, which over outputs up to 2^25 loses 1; 2^25 + 1 is no float32, and nearest to 2^25
    const spec = { c: Float64Array.of(1 + 2 ** -25), d: Float64Array.of(2 ** 25) };
    const output = { lower: tf.tensor2d([[-1]]), upper: tf.tensor2d([[2 ** 25]]) };
    const { c, d } = paidRowTensors(lower(net), spec, () => output);
    expect(c.dataSync()[0]).toBe(1);
    expect(d.dataSync()[0]).toBeGreaterThanOrEqual(2 ** 25 + 1);
    // and nothing where float32 has them
    const exact = { c: Float64Array.of(0.5), d: Float64Array.of(3) };
    expect(paidRowTensors(lower(net), exact, () => output).d.dataSync()[0]).toBe(3);
  });
  disposeNetwork(net);
});
