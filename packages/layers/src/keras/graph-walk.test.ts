import * as tfl from '@tensorflow/tfjs-layers';
import { disposeNetwork } from '../network';
import { fromLayersModel } from './from-layers-model';
import { difference, expectSame, randomize } from './testing';

const { layers } = tfl;
type Symbolic = tfl.SymbolicTensor;

describe('fromLayersModel, graphs', () => {
  it('imports a residual network with batch norm', () => {
    const input = tfl.input({ shape: [6, 6, 2] });
    const convolved = layers.conv2d({ filters: 2, kernelSize: 3, padding: 'same' }).apply(input);
    const normalized = layers.batchNormalization().apply(convolved);
    const body = layers.reLU().apply(normalized) as Symbolic;
    const sum = layers.add().apply([body, input]);
    const pooled = layers.globalAveragePooling2d({}).apply(sum);
    expectSame(tfl.model({ inputs: input, outputs: layers.dense({ units: 3 }).apply(pooled) as Symbolic }));
  });

  it('imports branches of different depth, joined', () => {
    const input = tfl.input({ shape: [8, 8, 1] });
    const narrow = layers.conv2d({ filters: 2, kernelSize: 1, activation: 'relu' }).apply(input) as Symbolic;
    const wide = layers.conv2d({ filters: 3, kernelSize: 3, padding: 'same' }).apply(narrow) as Symbolic;
    const joined = layers.concatenate().apply([input, narrow, wide]);
    const flat = layers.flatten().apply(joined);
    expectSame(tfl.model({ inputs: input, outputs: layers.dense({ units: 3 }).apply(flat) as Symbolic }));
  });

  it('imports a layer that is called twice, with one set of variables', () => {
    const input = tfl.input({ shape: [4] });
    const shared = layers.dense({ units: 4, activation: 'tanh', name: 'shared' });
    const twice = shared.apply(shared.apply(input)) as Symbolic;
    const model = tfl.model({ inputs: input, outputs: twice });
    const network = fromLayersModel(model);
    expect(Object.keys(network.variables)).toEqual(['shared/kernel', 'shared/bias']);
    expect(network.nodes.map(({ name }) => name)).toEqual([
      'input',
      'shared',
      'shared/tanh',
      'shared_2',
      'shared_2/tanh',
    ]);
    expectSame(model);
  });

  it('takes the product of a branch with itself for a square', () => {
    const input = tfl.input({ shape: [4] });
    const model = tfl.model({ inputs: input, outputs: layers.multiply().apply([input, input]) as Symbolic });
    expect(fromLayersModel(model).nodes.map(({ op }) => op)).toEqual(['input', 'square']);
    expectSame(model);
  });

  it('imports models within models, whose two outputs are both used, and called twice', () => {
    const inside = tfl.input({ shape: [4] });
    const hidden = layers.dense({ units: 4, activation: 'relu', name: 'hidden' }).apply(inside) as Symbolic;
    const end = layers.dense({ units: 4, name: 'end' }).apply(hidden) as Symbolic;
    const inner = tfl.model({ inputs: inside, outputs: [hidden, end], name: 'inner' });
    const input = tfl.input({ shape: [4] });
    const first = inner.apply(input) as Symbolic[];
    const second = inner.apply(first[1]!) as Symbolic[];
    const sum = layers.add().apply([...first, ...second]) as Symbolic;
    const model = tfl.model({ inputs: input, outputs: sum });
    const network = fromLayersModel(model);
    expect(Object.keys(network.variables)).toEqual([
      'inner/hidden/kernel',
      'inner/hidden/bias',
      'inner/end/kernel',
      'inner/end/bias',
    ]);
    expect(network.nodes.filter(({ op }) => op === 'dense')).toHaveLength(4);
    expectSame(model);
  });

  it('imports a sequential model that begins and ends with others', () => {
    const head = tfl.sequential({
      layers: [layers.conv1d({ filters: 3, kernelSize: 3, inputShape: [8, 2], name: 'same' })],
    });
    const tail = tfl.sequential({
      layers: [layers.flatten({ inputShape: [6, 3] }), layers.dense({ units: 3, name: 'same' })],
    });
    const model = tfl.sequential({ layers: [head, layers.reLU(), tail] });
    randomize(model);
    const network = fromLayersModel(model);
    expect(Object.keys(network.variables).map((name) => name.split('/').slice(0, -1).join('/'))).toEqual([
      'same',
      'same',
      `${tail.name}/same`,
      `${tail.name}/same`,
    ]);
    expect(difference(network, model)).toBeLessThan(1e-5);
    disposeNetwork(network);
  });
});
