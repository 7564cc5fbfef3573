import { inflateSync } from 'node:zlib';
import { PNG } from 'pngjs';
import { crc32 } from '../formats/crc32';
import { MOST_PIXELS } from './most-pixels';

type Chunk = { readonly type: string; readonly data: Buffer; readonly whole: Buffer };

const SIGNATURE = 8;
const PALETTE = 3;

/**
 * The pixels of a PNG as red, green, blue and alpha. One colour may be marked as transparent: pixels of it keep it, where
 * pngjs makes them black.
 *
 * @throws when it is damaged, or claims to be of more than {@link MOST_PIXELS}
 */
export function decodePng(bytes: Uint8Array): { width: number; height: number; data: Uint8Array } {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const chunks = [...chunksOf(buffer)];
  const header = chunks[0];
  if (header?.type !== 'IHDR' || header.data.length !== 13) throw new Error('it begins with another chunk');
  const [width, height] = [header.data.readUInt32BE(0), header.data.readUInt32BE(4)];
  if (!(width > 0 && height > 0 && width * height <= MOST_PIXELS)) {
    throw new Error(`it claims ${width}x${height} pixels, at most ${MOST_PIXELS} are read`);
  }
  assertFits(chunks, header.data);
  const color = header.data[9];
  const kept = chunks.filter(({ type }) => type !== 'tRNS' || color === PALETTE);
  return PNG.sync.read(Buffer.concat([buffer.subarray(0, SIGNATURE), ...kept.map(({ whole }) => whole)]));
}

/** Length, type, data and checksum, one after another. */
function* chunksOf(buffer: Buffer): Generator<Chunk, void, void> {
  for (let at = SIGNATURE; at < buffer.length; ) {
    if (at + 12 > buffer.length) throw new Error('unexpected end');
    const end = at + 12 + buffer.readUInt32BE(at);
    if (end > buffer.length) throw new Error('unexpected end');
    const type = buffer.toString('latin1', at + 4, at + 8);
    // pngjs passes over those it does not know, and a bit makes one of those of one that it does
    if (crc32(buffer.subarray(at + 4, end - 4)) !== buffer.readUInt32BE(end - 4)) {
      throw new Error(`the checksum of chunk ${type} is another`);
    }
    yield { type, data: buffer.subarray(at + 8, end - 4), whole: buffer.subarray(at, end) };
    if (type === 'IEND') return;
    at = end;
  }
}

/** Of grey, colour, indices of a palette, grey with alpha, colour with alpha. */
const SAMPLES = [1, undefined, 3, 1, 2, undefined, 4];

/**
 * Unpacks it once: pngjs makes pixels of whatever was in memory where there is too little, and unpacks an interlaced image
 * without end. That one has more lines, but not twice as many.
 */
function assertFits(chunks: readonly Chunk[], header: Buffer): void {
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)];
  const bits = header[8]! * (SAMPLES[header[9]!] ?? 0);
  const size = height * (1 + Math.ceil((width * bits) / 8));
  const packed = Buffer.concat(chunks.filter(({ type }) => type === 'IDAT').map(({ data }) => data));
  const got = inflateSync(packed, { maxOutputLength: 2 * size + 64 }).length;
  const interlaced = header[12] !== 0;
  if (got < size || (!interlaced && got > size))
    throw new Error(`expected ${size} bytes of pixels, got ${got}`);
}
