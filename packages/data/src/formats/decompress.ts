import { concatBytes } from './concat-bytes';

/** Bytes that a packed file may unpack to, unless another limit is given: all of SVHN's or CIFAR-10's training images. */
export const DEFAULT_LIMIT = 2 ** 28;

/** At most a thousand times as much comes out of one. */
const PIECE = 2 ** 14;

/** A decompressor of fflate that takes a file in pieces. */
type Stream = { push(piece: Uint8Array, final?: boolean): void };

/** Says that a file unpacks to more than it may. */
export class LimitError extends Error {
  constructor(readonly limit: number) {
    super(`expected at most ${limit} bytes unpacked, got more`);
  }
}

/**
 * What a decompressor makes of `bytes`. Piece by piece: a file made to unpack to a thousand times its size ends with an error
 * when it has come to the limit.
 *
 * @param start makes the decompressor; what it is given takes what comes out.
 * @throws LimitError on more than `limit` bytes, else what the decompressor throws.
 */
export function decompress(
  start: (take: (part: Uint8Array) => void) => Stream,
  bytes: Uint8Array,
  limit: number,
): Uint8Array {
  const parts: Uint8Array[] = [];
  let length = 0;
  const stream = start((part) => {
    length += part.length;
    if (length > limit) throw new LimitError(limit);
    parts.push(part);
  });
  for (let at = 0; at === 0 || at < bytes.length; at += PIECE) {
    stream.push(bytes.subarray(at, at + PIECE), at + PIECE >= bytes.length);
  }
  return concatBytes(parts);
}
