import * as tf from '@tensorflow/tfjs-core';
import { batchMatMulOf } from '../broadcast-mat-mul';
import { fewAxes } from '../few-axes';
import { pad } from '../pad';
import type { KernelPatch } from '../patch';
import { addN } from './add-n';
import { cast } from './cast';
import { cumulative } from './cumulative';
import { exp } from './exp';
import { flat } from './flat';
import { reverse, slice, tile } from './many-axes';
import { reduction } from './reduction';
import { unsortedSegmentSum } from './segment-sum';
import { transpose } from './transpose';

/** From five on some shaders are no valid ones: what was to be computed stays as the memory was. */
const mostAxes = 4;

/** From seven on there are no shaders. */
const mostAlike = 6;

const ofTwo = [
  ...[
    'Add',
    'Sub',
    'Multiply',
    'RealDiv',
    'FloorDiv',
    'Maximum',
    'Minimum',
    'SquaredDifference',
    'Pow',
    'Mod',
  ],
  ...[
    'Atan2',
    'Less',
    'LessEqual',
    'Greater',
    'GreaterEqual',
    'Equal',
    'NotEqual',
    'LogicalAnd',
    'LogicalOr',
  ],
];

const ofEachUnit = [
  ...['Abs', 'Acos', 'Acosh', 'Asin', 'Asinh', 'Atan', 'Atanh', 'Ceil', 'ClipByValue', 'Cos', 'Cosh'],
  ...['Elu', 'EluGrad', 'Erf', 'Expm1', 'Floor', 'IsFinite', 'IsInf', 'IsNan', 'LeakyRelu', 'Log', 'Log1p'],
  ...[
    'LogicalNot',
    'Neg',
    'Reciprocal',
    'Relu',
    'Relu6',
    'Round',
    'Rsqrt',
    'Selu',
    'Sigmoid',
    'Sign',
    'Sin',
    'Sinh',
  ],
  ...['Softplus', 'Sqrt', 'Square', 'Step', 'Tan', 'Tanh'],
];

const reductions = ['Sum', 'Mean', 'Max', 'Min', 'Prod', 'All', 'Any', 'ArgMax', 'ArgMin'];

/** What the webgpu backend computes wrongly, or not at all: one line a kernel. */
export const webgpuKernels: readonly KernelPatch[] = [
  addN,
  batchMatMulOf,
  cast,
  cumulative('Cumsum', 0, tf.add),
  cumulative('Cumprod', 1, tf.mul),
  ...ofTwo.map((name) => fewAxes(name, mostAxes)),
  fewAxes('Prelu', mostAxes, ['x', 'alpha']),
  ...ofEachUnit.map((name) => flat(name, mostAlike)),
  ...reductions.map(reduction),
  flat('Select', mostAxes),
  exp,
  pad(mostAxes),
  reverse,
  slice,
  tile,
  transpose,
  unsortedSegmentSum,
];
