import { encodeModel } from '../proto/encode';
import type { NumericType } from './host-tensor';

/** A graph that gives its input `x` as its output `y`: as small as a graph can be. */
export function identityModel(dtype: NumericType, shape: readonly number[]): Uint8Array {
  const node = { op: 'Identity', inputs: ['x'], outputs: ['y'], attributes: {} };
  const [x, y] = [
    { name: 'x', dtype, shape },
    { name: 'y', dtype, shape },
  ];
  return encodeModel({ inputs: [x!], outputs: [y!], constants: [], nodes: [node] });
}
