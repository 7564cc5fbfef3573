import type { PlainNetwork, PlainTensor } from '@ibp/core';

/** Whether a parameter is a tensor; all others are options. */
export const isPlainTensor = (value: unknown): value is PlainTensor =>
  typeof value === 'object' && value !== null && 'data' in value && ArrayBuffer.isView(value.data);

/** JSON with the keys of every object in order, so that equal data give equal text. */
export const canonicalJson = (value: unknown): string =>
  JSON.stringify(value, (_, part: unknown) =>
    part !== null && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );

/** All that a network computes with, and nothing that is shared with it. */
export type Content = { readonly structure: string; readonly data: readonly Float32Array[] };

function read({ nodes }: PlainNetwork): Content {
  const data: Float32Array[] = [];
  const structure = nodes.map(({ op, inputs, shape, params }) => {
    const options = Object.entries(params)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, value]) => {
        if (!isPlainTensor(value)) return [name, value];
        data.push(value.data);
        return [name, value.shape, value.data.length];
      });
    return { op, inputs, shape, options };
  });
  return { structure: canonicalJson(structure), data };
}

/** The content of a network as it is now. */
export function contentOf(network: PlainNetwork): Content {
  const { structure, data } = read(network);
  return { structure, data: data.map((values) => values.slice()) };
}

/** Whether a network still has this content, bit by bit: what was made from it may be used again. */
export function hasContent(network: PlainNetwork, content: Content): boolean {
  const { structure, data } = read(network);
  return structure === content.structure && data.every((values, i) => sameBits(values, content.data[i]!));
}

function sameBits(a: Float32Array, b: Float32Array): boolean {
  if (a.length !== b.length) return false;
  const [x, y] = [a, b].map((values) => new Int32Array(values.buffer, values.byteOffset, values.length));
  for (let i = 0; i < x!.length; i++) if (x![i] !== y![i]) return false;
  return true;
}

/** A network that shares nothing with the one given, which may change later. */
export const copyOf = (network: PlainNetwork): PlainNetwork => structuredClone(network);

/** Whether two networks compute the same with the same parameters, bit by bit: what was made of one may serve the other. */
export const sameNetwork = (a: PlainNetwork, b: PlainNetwork): boolean => hasContent(a, contentOf(b));
