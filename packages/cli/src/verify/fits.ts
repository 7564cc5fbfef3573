import { sizeOf } from '@ibp/core';
import { type Network, outputShape } from '@ibp/layers';
import type { VnnlibQuery } from '@ibp/vnnlib';

/** @throws when a file is not one of the network: of other numbers of inputs or outputs. */
export function assertFits(network: Network, { inputCount, outputCount }: VnnlibQuery): void {
  const [inputs, outputs] = [network.inputShape, outputShape(network)].map(sizeOf);
  if (inputs === inputCount && outputs === outputCount) return;
  throw new Error(
    `expected a property of the network's ${inputs} inputs and ${outputs} outputs, got one of ${inputCount} and ${outputCount}`,
  );
}

/** What is said where an input has no end: boxes have to be finite. */
export function endless({ properties, inputs }: VnnlibQuery): string | undefined {
  for (const { boxes } of properties) {
    for (const { lower, upper } of boxes) {
      const at = lower.findIndex((end, i) => !Number.isFinite(upper[i]! - end));
      if (at >= 0) return `input ${at} of ${inputs.map(({ name }) => name).join(', ')} has no finite ends`;
    }
  }
  return undefined;
}
