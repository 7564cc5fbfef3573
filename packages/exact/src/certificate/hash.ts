import type { PlainNetwork } from '@ibp/core';
import { canonicalJson, isPlainTensor } from '../plain/content';
import { sha256 } from './sha256';

/**
 * Numbers as bytes: float64, little-endian, and 0 for -0. Equal numbers give equal bytes, whatever type of array holds
 * them: pixels as int32 and as float32 are one input.
 */
function bytesOf(numbers: ArrayLike<number>): Uint8Array {
  const view = new DataView(new ArrayBuffer(8 * numbers.length));
  // all NaN are one; + 0 makes 0 of -0
  for (let i = 0; i < numbers.length; i++) view.setFloat64(8 * i, numbers[i]! + 0, true);
  return new Uint8Array(view.buffer);
}

/** Of an input's numbers, flattened. */
export const inputHash = (x: ArrayLike<number>): Promise<string> => sha256([bytesOf(x)]);

/**
 * Of everything that a network computes with: ops, connections, shapes, options and the numbers of the parameters. Names
 * do not count.
 */
export async function networkHash({ nodes }: PlainNetwork): Promise<string> {
  const parts = nodes.flatMap(({ op, inputs, shape, params }) => {
    const given = Object.entries(params).filter(([, value]) => value !== undefined);
    const entries = given.sort(([a], [b]) => (a < b ? -1 : 1));
    // shapes and lengths tell how many bytes follow, so that no two networks give the same bytes
    const options = entries.map(([name, value]) =>
      isPlainTensor(value) ? [name, { tensor: value.shape, numbers: value.data.length }] : [name, value],
    );
    const head = `${canonicalJson({ op, inputs, shape, options })}\n`;
    return [head, ...entries.flatMap(([, value]) => (isPlainTensor(value) ? [bytesOf(value.data)] : []))];
  });
  return sha256(['ibp-network 2\n', ...parts]);
}

/** Of a certificate without its digest. */
export function certificateDigest(certificate: object): Promise<string> {
  const { digest: _, ...rest } = certificate as { digest?: string };
  return sha256([canonicalJson(rest)]);
}
