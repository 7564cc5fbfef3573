import { isIbpError } from '@ibp/core';
import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { fromLayersModel } from './from-layers-model';
import { converters } from './table';
import { difference, randomize } from './testing';
import { type Configured, configurations } from './testing-configurations';

const { layers } = tfl;
const size = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);

/** A model of the layer alone, or of what a dense layer makes for each of its inputs; nothing where tfjs has none. */
function modelOf({ shapes, make }: Configured): tfl.LayersModel | undefined {
  try {
    const many = shapes.length > 1;
    const input = tfl.input({ shape: many ? [4] : [...shapes[0]!] });
    const parts = shapes.map((shape) => {
      const units = layers.dense({ units: size(shape) }).apply(input) as tfl.SymbolicTensor;
      return layers.reshape({ targetShape: [...shape] }).apply(units) as tfl.SymbolicTensor;
    });
    return tfl.model({ inputs: input, outputs: make().apply(many ? parts : input) as tfl.SymbolicTensor });
  } catch {
    return undefined;
  }
}

/** The reasons to refuse what tf.LayersModel builds; that it computes something else is not among them. */
const reasons = [
  /\(Conv1D\): expected padding "valid" or "same", got "causal"$/,
  /expected dataFormat "channelsLast", got "channelsFirst"$/,
  /\((BatchNormalization|Softmax)\): expected the last axis \(-1 or \d\), got (-2|1|2|3|\[-?\d\])$/,
  /\(Concatenate\): expected axis -1, or from 1 to \d, got (-2|-3|0|2|3)$/,
  /\(DepthwiseConv2D\): expected dilationRate 1, got \[\d,\d\]$/,
  /leakyRelu: expected a slope alpha >= 0, got -0.5$/,
  /affine: expected a scale and shift that broadcast to \[5\], got \[(1|5),1\]$/, // slopes shared along axes that are not there
];

const classOf = ({ name }: Configured): string => name.split(' ')[0]!;
const classes = [...new Set(configurations.map(classOf))];

describe('fromLayersModel, over the configurations of each layer', () => {
  it('tries every layer there is', () => {
    expect([...classes].sort()).toEqual(Object.keys(converters).sort());
  });

  it.each(classes)('%s: equals predict, or is refused for a known reason', (of) => {
    let equal = 0;
    for (const [seed, configured] of configurations.entries()) {
      if (classOf(configured) !== of) continue;
      const model = modelOf(configured);
      if (model) {
        randomize(model, seed);
        const failure = outcome(model);
        equal += failure ? 0 : 1;
        if (failure && !reasons.some((reason) => reason.test(failure))) {
          throw new Error(`${configured.name}: ${failure}`);
        }
      }
      tf.disposeVariables();
    }
    expect(equal).toBeGreaterThan(0);
  });
});

function outcome(model: tfl.LayersModel): string | undefined {
  try {
    const gap = difference(fromLayersModel(model, { keepSoftmax: true }), model);
    return gap < 1e-5 ? undefined : `differs by ${gap}`;
  } catch (error) {
    return isIbpError(error) ? error.message : `throws ${error}`;
  }
}
