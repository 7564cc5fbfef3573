import { type PlainNetwork, sizeOf } from '@ibp/core';
import { type ExactBackwardOptions, exactBackward } from './backward';
import { type EncloseOptions, enclose } from './enclose';
import { assertBoxSize, type Enclosure, isSound } from './enclosure';
import { assertPlainSpec, type PlainSpec } from './spec';
import { encloseByCrown } from './tighten';

/** Options of `rigorousBounds`. */
export type RigorousOptions = Pick<ExactBackwardOptions, 'slopes'> &
  Pick<EncloseOptions, 'arithmetic'> & {
    /**
     * `ibp`: interval bounds, the specification pulled back through the last linear ops. `crown`: a backward pass to the
     * input with interval bounds in between. `crown-crown`: with backward bounds in between too.
     */
    readonly method?: 'ibp' | 'crown' | 'crown-crown';
  };

/**
 * Upper bounds of specifications over a box of real inputs, for the network of the float32 parameters as stored, in
 * exact arithmetic: each is at least the greatest value, however the float64 computation was rounded. With `arithmetic:
 * 'any-order-float32'`, over its float32 inputs, for the outputs as any float32 program computes them.
 *
 * @param box as `rigorousBox` gives it.
 * @returns one bound for each specification: below 0 it holds. NaN (nothing proved) where the box is empty, a
 * parameter is NaN or infinite, or anything overflows.
 * @throws when an op has no proven rounding error (`rigorousRefusal` tells beforehand), or the box or the specification is
 * not one of the network's inputs or outputs.
 *
 * @example
 * ```ts
 * import { marginSpec, rigorousBounds, rigorousBox } from '@ibp/exact';
 *
 * const kernel = { shape: [2, 3], data: Float32Array.of(-1, 0.5, 1, 1, 0, -1) };
 * const plain = {
 *   nodes: [
 *     { op: 'input', name: 'pixels', inputs: [], shape: [2], params: {} },
 *     { op: 'dense', name: 'scores', inputs: [0], shape: [3], params: { kernel } },
 *   ],
 * } as const;
 * const box = rigorousBox([0.9, 0.1], 0.1);
 * const bounds = rigorousBounds(plain, box, marginSpec(2, 3), { method: 'crown' });
 * console.log(bounds.every((bound) => bound < 0)); // true
 * ```
 */
export function rigorousBounds(
  network: PlainNetwork,
  box: Enclosure,
  spec: PlainSpec,
  { method = 'ibp', slopes, arithmetic = 'real' }: RigorousOptions = {},
): Float64Array {
  assertBoxSize('rigorousBounds', network, box);
  assertPlainSpec('rigorousBounds', spec, sizeOf(network.nodes.at(-1)!.shape));
  if (!isSound(box)) return new Float64Array(spec.d.length).fill(Number.NaN);
  const enclosures = (method === 'crown-crown' ? encloseByCrown : enclose)(network, box, { arithmetic });
  if (method === 'ibp') return exactBackward(network, enclosures, spec, { through: 'linear' });
  return exactBackward(network, enclosures, spec, slopes ? { slopes } : {});
}
