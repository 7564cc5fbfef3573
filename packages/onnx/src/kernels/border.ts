import type { Builder } from '../graph/builder';
import { leftOver, type Window } from './window';

/**
 * The border a filter gradient sees: what no window reached is cut off at the ends, or the result would be larger
 * than the filter. ONNX has no negative pads, so what the border does not cover is sliced off.
 *
 * @param firstAxis of the two of `x` that windows move along.
 */
export function reachedPart(b: Builder, x: string, shape: readonly number[], window: Window, firstAxis = 2) {
  const pads = [...window.pads];
  const size: [number, number] = [shape[1]!, shape[2]!];
  let name = x;
  for (const [i, left] of leftOver(shape, window).entries()) {
    const fromBorder = Math.min(pads[i + 2]!, left);
    pads[i + 2]! -= fromBorder;
    const end = shape[i + 1]! - (left - fromBorder);
    if (end === shape[i + 1]!) continue;
    name = b.one('Slice', [name, b.int64([0]), b.int64([end]), b.int64([i + firstAxis])]);
    size[i as 0 | 1] = end;
  }
  return { name, pads, size };
}
