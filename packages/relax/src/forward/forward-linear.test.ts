import { type LinearSpec, specValues } from '@ibp/bounds';
import { dense, disposeNetwork, lower, network, relu, sequential } from '@ibp/layers';
import * as tf from '@tensorflow/tfjs-core';
import { holdsTheLaws } from '../testing/laws';
import { forwardLinear } from './forward-linear';

holdsTheLaws({ forwardLinear: forwardLinear() });

it('sees that what goes apart comes together again', () => {
  // relu(x + 2) - relu(x + 2) + relu(x) for x in [-1, 1]: intervals lose the first two, lines the last
  const net = network([1], sequential(dense(3), relu(), dense(1)));
  const [w1, b1, w2] = Object.values(net.variables);
  tf.tidy(() => {
    w1!.assign(tf.tensor2d([[1, 1, 1]]));
    b1!.assign(tf.tensor1d([2, 2, 0]));
    w2!.assign(tf.tensor2d([[1], [-1], [1]]));
    const spec: LinearSpec = { c: tf.tensor3d([[[1], [-1]]]), d: tf.zeros([1, 2]) };
    const box = { lower: tf.tensor2d([[-1]]), upper: tf.tensor2d([[1]]) };
    const [high, low] = forwardLinear()(lower(net), box, spec).dataSync();
    expect(high).toBeCloseTo(1, 4); // x / 2 + 1 / 2
    expect(low).toBeCloseTo(0, 4); // the adaptive slope at [-1, 1] is 0
    expect(specValues(spec, tf.tensor2d([[1]])).dataSync()[0]).toBeCloseTo(1);
  });
  disposeNetwork(net);
});
