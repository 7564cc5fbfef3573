import type { PlainNetwork } from '@ibp/core';
import { canonicalJson, isPlainTensor } from '../plain/content';
import { sha256 } from './sha256';

/** As version 1 has it: of the bytes of float32 values, so that it tells -0 from 0. */
export const inputHashV1 = (x: ArrayLike<number>): Promise<string> => sha256([Float32Array.from(x)]);

/** As version 1 has it: of the bytes of the parameters. */
export async function networkHashV1({ nodes }: PlainNetwork): Promise<string> {
  const parts = nodes.flatMap(({ op, inputs, shape, params }) => {
    const entries = Object.entries(params).sort(([a], [b]) => (a < b ? -1 : 1));
    const options = entries.map(([name, value]) => [name, isPlainTensor(value) ? value.shape : value]);
    const head = `${canonicalJson({ op, inputs, shape, options })}\n`;
    return [head, ...entries.flatMap(([, value]) => (isPlainTensor(value) ? [value.data] : []))];
  });
  return sha256(parts);
}
