import type { PlainNetwork } from '@ibp/core';
import { enclose } from '../rigorous/enclose';
import type { Enclosure } from '../rigorous/enclosure';
import { pieceOf, piecewise } from '../rigorous/piecewise';
import type { CertificateProof } from './proof-schema';

/**
 * A backward pass that ends at the activations which interval bounds leave open: lines of slope 0 take their values between
 * the ends of their intervals. What is decided by intervals once decided units are substituted, this proves.
 *
 * @throws when an op has no proven rounding error, or the box is not one of the network's inputs.
 */
export function flatProof(network: PlainNetwork, box: Enclosure, conjunctions: number[]): CertificateProof {
  const { boxes } = enclose(network, box);
  const slopes = network.nodes.flatMap((activation, node) => {
    const pieces = piecewise(activation);
    const input = boxes[activation.inputs[0] ?? -1];
    if (!pieces || !input) return [];
    const units = [...input.lower.keys()].filter(
      (unit) => pieceOf(pieces, input.lower[unit]!, input.upper[unit]!) === undefined,
    );
    const flat = units.map(() => 0);
    return units.length > 0 ? [{ node, units, below: flat, above: flat }] : [];
  });
  return { kind: 'crown', conjunctions, intermediate: 'ibp', slopes };
}
