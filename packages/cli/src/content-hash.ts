import { createHash } from 'node:crypto';
import type { Dataset } from '@ibp/data';

/** What examples are, inputs and labels in their order. */
export function contentHash({ images, labels }: Dataset): string {
  const hash = createHash('sha256');
  for (const { buffer, byteOffset, byteLength } of [images, labels]) {
    hash.update(new Uint8Array(buffer, byteOffset, byteLength));
  }
  return hash.digest('hex');
}
