import { fail } from '../plain/fail';
import type { PlainNetwork, PlainTensor } from '../plain/plain-network';

/**
 * SHA-256 in hexadecimal.
 *
 * @throws where there is no Web Crypto: in a browser, a page that is neither https nor localhost.
 */
async function sha256(parts: readonly (string | ArrayBufferView)[]): Promise<string> {
  const { subtle } = globalThis.crypto ?? {};
  if (!subtle) return fail('certificate', 'expected Web Crypto (https or localhost), got none');
  const bytes = await new Blob(parts as BlobPart[]).arrayBuffer();
  const hash = new Uint8Array(await subtle.digest('SHA-256', new Uint8Array(bytes)));
  return Array.from(hash, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Of an input's float32 values as they are stored. */
export const inputHash = (x: Float32Array): Promise<string> => sha256([x]);

const isTensor = (value: unknown): value is PlainTensor =>
  typeof value === 'object' && value !== null && 'data' in value && ArrayBuffer.isView(value.data);

/** JSON with the keys of every object in order, so that equal data give equal text. */
export const canonicalJson = (value: unknown): string =>
  JSON.stringify(value, (_, part: unknown) =>
    part !== null && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );

/**
 * Of everything that a network computes with: ops, connections, shapes, options and the bytes of the parameters. Names
 * do not count.
 */
export async function networkHash({ nodes }: PlainNetwork): Promise<string> {
  const parts = nodes.flatMap(({ op, inputs, shape, params }) => {
    const entries = Object.entries(params).sort(([a], [b]) => (a < b ? -1 : 1));
    // shapes tell how many bytes follow, so that no two networks give the same bytes
    const options = entries.map(([name, value]) => [name, isTensor(value) ? value.shape : value]);
    const head = `${canonicalJson({ op, inputs, shape, options })}\n`;
    return [head, ...entries.flatMap(([, value]) => (isTensor(value) ? [value.data] : []))];
  });
  return sha256(parts);
}

/** Of a certificate without its digest. */
export function certificateDigest(certificate: object): Promise<string> {
  const { digest: _, ...rest } = certificate as { digest?: string };
  return sha256([canonicalJson(rest)]);
}
