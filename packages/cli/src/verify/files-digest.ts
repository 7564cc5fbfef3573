import { createHash } from 'node:crypto';
import { externalLocations } from '@ibp/onnx/import';
import { besides, readBytes } from './read-files';
import type { Task } from './verify-files';

type Files = Pick<Task, 'onnx' | 'vnnlib'>;

/**
 * What the files of instances hold: one hash for the network, what lies beside it and the property. Each file is read once, until
 * what this gives is forgotten. What cannot be read has one of its own, as an answer of it is an error.
 */
export function filesDigests(): (of: Files) => string {
  const known = new Map<string, string>();
  const once = (file: string, digest: (bytes: Uint8Array) => readonly (Uint8Array | string)[]): string => {
    const found = known.get(file) ?? hash(() => digest(readBytes(file)));
    known.set(file, found);
    return found;
  };
  return ({ onnx, vnnlib }) => {
    const network = once(onnx, (bytes) => [bytes, ...externalLocations(bytes).map(besides(onnx))]);
    return hash(() => [network, once(vnnlib, (bytes) => [bytes])]);
  };
}

function hash(parts: () => readonly (Uint8Array | string)[]): string {
  const sum = createHash('sha256');
  try {
    for (const part of parts()) sum.update(part);
  } catch {
    return 'unreadable';
  }
  return sum.digest('hex');
}
