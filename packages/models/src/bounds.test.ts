import { classificationSpec, intervalRules, linfBall } from '@ibp/bounds';
import {
  apply,
  disposeNetwork,
  forTraining,
  ibp,
  lower,
  type Network,
  propagate,
  summary,
  trace,
  zeros,
} from '@ibp/layers';
import * as tf from '@tensorflow/tfjs-core';
import cases from '../fixtures/bounds.json';
import { type ModelName, models } from './index';

// a local: jest looks a global up by name each time, which makes 17 million hashes take half a minute
const { imul } = Math;

/** `scale * u + offset` for the hash u of fixtures/make.py: in [-0.5, 0.5), the same bits. */
function uniform(variable: number, count: number, scale = 1, offset = 0): Float32Array {
  const values = new Float32Array(count);
  const start = imul(variable, 40503);
  for (let i = 0; i < count; i++) {
    let h = imul(i, 2654435761) + start;
    h ^= h >>> 15;
    h = imul(h, 2246822519);
    h ^= h >>> 13;
    h = imul(h, 3266489917);
    h ^= h >>> 16;
    values[i] = ((h >>> 8) / 2 ** 24 - 0.5) * scale + offset;
  }
  return values;
}

function assignFormula({ variables }: Network): void {
  for (const [order, [name, variable]] of Object.entries(variables).entries()) {
    const { shape, size, rank } = variable;
    const fan = shape.slice(0, -1).reduce((a, b) => a * b, 1);
    const gamma = name.endsWith('gamma');
    const offset = gamma ? 0.9 : name.endsWith('variance') ? 1 : 0;
    const values = rank > 1 ? uniform(order, size, 16 / fan) : uniform(order, size, 0.5, offset);
    for (let i = 0; gamma && i < size; i += 7) values[i]! *= -1;
    tf.tidy(() => variable.assign(tf.tensor(values, shape)));
  }
}

/** The greatest difference, relative to numbers above 1 and absolute below. */
function difference(actual: tf.Tensor, expected: number[][]): number {
  const flat = expected.flat();
  expect(actual.size).toBe(flat.length);
  return Array.from(actual.dataSync()).reduce(
    (worst, a, i) => Math.max(worst, Math.abs(a - flat[i]!) / Math.max(1, Math.abs(flat[i]!)) || 0),
    0,
  );
}

describe('the models agree with plain PyTorch in float64', () => {
  it.each(cases)(
    '$model on $inputShape',
    ({ model, options, inputShape, classes, epsilon, labels, ...expected }) => {
      const built = models[model as ModelName]({
        ...options,
        inputShape,
        classes,
        kernelInitializer: zeros,
        outputInitializer: zeros,
      });
      assignFormula(built);
      tf.tidy(() => {
        const shape = [labels.length, ...inputShape];
        const x = tf.tensor(uniform(1000, tf.util.sizeFromShape(shape), 1, 0.5), shape);
        const box = linfBall(x, epsilon);
        const lowered = lower(built);
        const spec = classificationSpec(labels, classes);
        const bounds = trace(lowered, box, intervalRules).at(-1)!;
        const margins = forTraining(ibp())(lowered, box, spec);
        expect(summary(built).parameters).toBe(expected.parameters);
        // float32 leaves up to 4e-6; a window one pixel off, as of the other kind of padding, makes 1e-3
        expect(difference(apply(built, x), expected.logits)).toBeLessThan(1e-5);
        expect(difference(bounds.lower, expected.lower)).toBeLessThan(1e-5);
        expect(difference(bounds.upper, expected.upper)).toBeLessThan(1e-5);
        expect(difference(margins, expected.margins)).toBeLessThan(1e-5);
        // what verdicts rest on is outside of that, and not by much
        const [sound, outward] = [ibp()(lowered, box, spec), propagate(built, box)];
        for (const apart of [
          tf.sub(sound, tf.tensor(expected.margins)),
          tf.sub(tf.tensor(expected.lower), outward.lower),
          tf.sub(outward.upper, tf.tensor(expected.upper)),
        ]) {
          expect(tf.min(apart).dataSync()[0]).toBeGreaterThanOrEqual(0);
        }
        expect(difference(sound, expected.margins)).toBeLessThan(1e-2);
      });
      disposeNetwork(built);
    },
  );
});
