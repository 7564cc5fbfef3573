import { fail } from '@ibp/core';

/**
 * SHA-256 in hexadecimal.
 *
 * @throws where there is no Web Crypto: in a browser, a page that is neither https nor localhost.
 */
export async function sha256(parts: readonly (string | ArrayBufferView)[]): Promise<string> {
  const { subtle } = globalThis.crypto ?? {};
  if (!subtle) return fail('certificate', 'expected Web Crypto (https or localhost), got none');
  const bytes = await new Blob(parts as BlobPart[]).arrayBuffer();
  const hash = new Uint8Array(await subtle.digest('SHA-256', new Uint8Array(bytes)));
  return Array.from(hash, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
