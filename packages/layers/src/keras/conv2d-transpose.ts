import { fusedActivation } from './activation';
import { type Converter, expectChannelsLast, refuse } from './converter';
import { paddingOf } from './convolution';

type Pair = readonly [number, number];

/** Places from `start` on, `count` of them, along an axis. */
const placesFrom = (start: number, count: number) => Array.from({ length: count }, (_, i) => start + i);

/**
 * A transposed convolution. `valid` has as many places as the windows reach, or as all strides take where these are longer; `same`
 * the strides alone: what the windows reach beyond is cut off, of an odd number the greater part at the end.
 */
export const conv2dTranspose: Converter = (call) => {
  const { build, name, config, inputs, weight } = call;
  expectChannelsLast(call);
  const { strides, dilationRate = 1 } = config as { strides: Pair; dilationRate?: number | Pair };
  if (Math.max(...[dilationRate ?? 1].flat()) > 1) refuse(call, 'dilationRate 1', dilationRate);
  const kernel = weight('kernel')!;
  const each = <T>(of: (axis: 0 | 1) => T): [T, T] => [of(0), of(1)];
  const outputPadding = each((axis) => Math.max(strides[axis] - kernel.shape[axis]!, 0));
  const beyond = each((axis) =>
    paddingOf(call) === 'same' ? Math.max(kernel.shape[axis]! - strides[axis], 0) : 0,
  );
  const [last] = ([1, 0] as const).filter((axis) => beyond[axis] > 0);
  const params = { kernel, bias: weight('bias'), strides, outputPadding };
  const made = build.add('conv2dTranspose', params, inputs, last === undefined ? name : `${name}/whole`);
  const cut = ([0, 1] as const).reduce<number>((node, axis) => {
    if (beyond[axis] === 0) return node;
    const indices = placesFrom(Math.floor(beyond[axis] / 2), build.shapeOf(node)[axis]! - beyond[axis]);
    return build.add('gather', { axis, indices }, [node], axis === last ? name : `${name}/rows`);
  }, made);
  return fusedActivation(call, cut);
};
