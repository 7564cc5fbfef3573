/** What four bytes do at once: of a byte that 0 to 3 others follow ("slicing by 4"). */
const tables = Array.from({ length: 4 }, () => new Int32Array(256));
for (let byte = 0; byte < 256; byte++) {
  let rest = byte;
  for (let bit = 0; bit < 8; bit++) rest = rest & 1 ? (rest >>> 1) ^ 0xedb88320 : rest >>> 1;
  tables[0]![byte] = rest;
}
for (let byte = 0; byte < 256; byte++) {
  for (let k = 1; k < 4; k++) {
    const rest = tables[k - 1]![byte]!;
    tables[k]![byte] = (rest >>> 8) ^ tables[0]![rest & 255]!;
  }
}

/**
 * The CRC-32 of gzip, zip and PNG (ISO 3309).
 *
 * @param before of what comes before `bytes`.
 */
export function crc32(bytes: Uint8Array, before = 0): number {
  const [t0, t1, t2, t3] = tables as [Int32Array, Int32Array, Int32Array, Int32Array];
  let rest = ~before;
  let i = 0;
  for (const end = bytes.length - 3; i < end; i += 4) {
    rest ^= bytes[i]! | (bytes[i + 1]! << 8) | (bytes[i + 2]! << 16) | (bytes[i + 3]! << 24);
    rest = t3[rest & 255]! ^ t2[(rest >>> 8) & 255]! ^ t1[(rest >>> 16) & 255]! ^ t0[rest >>> 24]!;
  }
  for (; i < bytes.length; i++) rest = (rest >>> 8) ^ t0[(rest ^ bytes[i]!) & 255]!;
  return ~rest >>> 0;
}
