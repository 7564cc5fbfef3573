import { network } from './builder';
import { relu } from './builders/activation';
import { batchNorm } from './builders/batch-norm';
import { sequential } from './builders/combine';
import { conv2d } from './builders/conv2d';
import { dense } from './builders/dense';
import { normalize } from './builders/normalize';
import { flatten } from './builders/shape';
import { zeros } from './initializers/constant';
import { disposeNetwork } from './network';
import { formatSummary, summary } from './summary';

const build = () =>
  network(
    [32, 32, 3],
    sequential(
      normalize({ mean: 0.5, std: 0.2 }),
      conv2d({ filters: 16, kernelSize: 4, strides: 2, name: 'first' }),
      batchNorm(),
      relu(),
      flatten(),
      dense(10, { kernelInitializer: zeros }),
    ),
  );

describe('summary', () => {
  it('counts trained numbers and the outputs of activations, node by node', () => {
    const net = build();
    const { rows, parameters, hiddenUnits } = summary(net);
    expect(rows.map((r) => [r.name, r.op, r.shape, r.parameters, r.hiddenUnits])).toEqual([
      ['input', 'input', [32, 32, 3], 0, 0],
      ['normalize_1', 'affine', [32, 32, 3], 0, 0],
      ['first', 'conv2d', [15, 15, 16], 784, 0],
      ['batchNorm_1', 'batchNorm', [15, 15, 16], 32, 0],
      ['relu_1', 'relu', [15, 15, 16], 0, 3600],
      ['flatten_1', 'reshape', [3600], 0, 0],
      ['dense_1', 'dense', [10], 36_010, 0],
    ]);
    expect([parameters, hiddenUnits]).toEqual([36_826, 3600]);
    disposeNetwork(net);
  });

  it('is printed in columns, the numbers to the right', () => {
    const net = build();
    const lines = formatSummary(summary(net)).split('\n');
    expect(lines).toEqual([
      'layer        op         shape       parameters  hidden units',
      '------------------------------------------------------------',
      'input        input      [32,32,3]                           ',
      'normalize_1  affine     [32,32,3]                           ',
      'first        conv2d     [15,15,16]         784              ',
      'batchNorm_1  batchNorm  [15,15,16]          32              ',
      'relu_1       relu       [15,15,16]                     3,600',
      'flatten_1    reshape    [3600]                              ',
      'dense_1      dense      [10]            36,010              ',
      '------------------------------------------------------------',
      'total                                   36,826         3,600',
    ]);
    disposeNetwork(net);
  });
});
