/** The checksum of zlib (RFC 1950). */
export function adler32(bytes: Uint8Array): number {
  let [a, b] = [1, 0];
  // so many sums stay below 2^32
  for (let from = 0; from < bytes.length; from += 3800) {
    const end = Math.min(from + 3800, bytes.length);
    for (let i = from; i < end; i++) {
      a += bytes[i]!;
      b += a;
    }
    [a, b] = [a % 65521, b % 65521];
  }
  return ((b << 16) | a) >>> 0;
}
