import { linearSpec, linfBall } from '@ibp/bounds';
import { dense, disposeNetwork, lower, type Network, network, relu, sequential } from '@ibp/layers';
import * as tf from '@tensorflow/tfjs-core';
import { outerPolytope } from '../linear/outer-polytope';

/** A value as a center, what each input adds to it at most, and what each relu that was relaxed does. */
type Symbolic = { readonly center: number; readonly parts: readonly number[] };

const reach = ({ parts }: Symbolic): number => parts.reduce((sum, part) => sum + Math.abs(part), 0);

/**
 * Symbolic intervals (Wang et al. 2018) as the code of MixTrain carries them, forward: through a relu over `[l, u]` all
 * parts are multiplied by `u / (u - l)`, and an error of half of what the relaxation leaves open is one part more.
 */
function symbolicIntervals(net: Network, x: readonly number[], epsilon: number): Symbolic[] {
  let values: Symbolic[] = x.map((center, i) => ({
    center,
    parts: x.map((_, j) => (i === j ? epsilon : 0)),
  }));
  for (const { op, params } of net.nodes) {
    if (op === 'dense') {
      const [kernel, bias] = [params.kernel.arraySync() as number[][], params.bias!.arraySync() as number[]];
      values = bias.map((b, k) => ({
        center: values.reduce((sum, { center }, i) => sum + center * kernel[i]![k]!, b),
        parts: values[0]!.parts.map((_, j) =>
          values.reduce((sum, { parts }, i) => sum + parts[j]! * kernel[i]![k]!, 0),
        ),
      }));
    }
    if (op !== 'relu') continue;
    const relaxed = values.map((value) => {
      const [l, u] = [value.center - reach(value), value.center + reach(value)];
      if (l >= 0) return { slope: 1, half: 0 };
      return u <= 0 ? { slope: 0, half: 0 } : { slope: u / (u - l), half: (-u * l) / (u - l) / 2 };
    });
    values = values.map(({ center, parts }, i) => ({
      center: relaxed[i]!.slope * center + relaxed[i]!.half,
      parts: [
        ...parts.map((part) => relaxed[i]!.slope * part),
        ...relaxed.map(({ half }, j) => (i === j ? half : 0)),
      ],
    }));
  }
  return values;
}

it.each([1, 2, 3])('the outer polytope is the bound of symbolic intervals, net %i', (seed) => {
  const net = network([4], sequential(dense(6), relu(), dense(7), relu(), dense(5), relu(), dense(3)), {
    seed,
  });
  const x = [0.2, 0.8, 0.4, 0.6];
  const expected = symbolicIntervals(net, x, 0.15);
  tf.tidy(() => {
    const box = linfBall(tf.tensor2d([x]), 0.15);
    const spec = linearSpec(tf.expandDims(tf.concat([tf.eye(3), tf.neg(tf.eye(3))]), 0));
    const bounds = outerPolytope()(lower(net), box, spec).dataSync();
    for (const [k, value] of expected.entries()) {
      expect(bounds[k]).toBeCloseTo(value.center + reach(value), 4);
      expect(bounds[3 + k]).toBeCloseTo(reach(value) - value.center, 4);
    }
  });
  disposeNetwork(net);
});
