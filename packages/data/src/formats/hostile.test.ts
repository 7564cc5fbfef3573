import { gzipSync as gzipByNode } from 'node:zlib';
import { gzipSync, zipSync, zlibSync } from 'fflate';
import { createTar } from 'nanotar';
import { PNG } from 'pngjs';
import { parseImagenet64 } from '../datasets/imagenet64';
import { parseSvhn } from '../datasets/svhn';
import { decodeImage } from '../files/decode-image';
import { fixture } from '../fixture';
import { concatBytes } from './concat-bytes';
import { crc32 } from './crc32';
import { gunzip } from './gzip';
import { parseIdx } from './idx';
import { parseMat5 } from './mat5';
import { parseNpz } from './npz';
import { parsePickle } from './pickle';
import { untar } from './tar';

/** What a file made to do harm is refused with; soon, and without much memory. */
function refusal(parse: () => unknown): string {
  const [start, before] = [performance.now(), process.memoryUsage().arrayBuffers];
  try {
    parse();
  } catch (error) {
    expect((error as Error).name).toBe('DataError');
    // a fraction of a second, where nothing else runs
    expect(performance.now() - start).toBeLessThan(5000);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(2 ** 28);
    return (error as Error).message;
  }
  throw new Error('it was not refused');
}

const bytes = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0));
const withUint32 = (file: Uint8Array, at: number, value: number) => {
  const changed = Uint8Array.from(file);
  new DataView(changed.buffer).setUint32(at, value, true);
  return changed;
};

describe('gzip', () => {
  const bomb = new Uint8Array(gzipByNode(Buffer.alloc(2 ** 24)));

  it('that unpacks to a thousand times its size ends at the limit', () => {
    expect(bomb.length).toBeLessThan(17_000);
    expect(refusal(() => gunzip(bomb, 'x', 1e6))).toBe(
      'x: expected at most 1000000 bytes unpacked, got more',
    );
    expect(gunzip(bomb, 'x', 2 ** 24)).toHaveLength(2 ** 24);
  });

  it('that claims 4 GiB gets no room for it', () => {
    const file = gzipSync(new Uint8Array(100));
    const claim = withUint32(file, file.length - 4, 2 ** 32 - 1);
    expect(refusal(() => gunzip(claim, 'x'))).toContain('its length is another');
  });

  it('of several members is read, each tested', () => {
    const members = [bytes('one'), bytes(' and two')].map((member) => gzipSync(member));
    const whole = concatBytes(members);
    expect(new TextDecoder().decode(gunzip(whole))).toBe('one and two');
    const first = members[0]!.length;
    const damaged = withUint32(whole, first - 8, 7);
    expect(refusal(() => gunzip(damaged, 'x'))).toContain('its CRC-32 is another');
    expect(refusal(() => gunzip(whole.subarray(0, -1), 'x'))).toContain('expected a whole gzip file');
    expect(refusal(() => gunzip(concatBytes([whole, new Uint8Array(2)]), 'x'))).toContain(
      'its CRC-32 is another',
    );
  });
});

describe('zip', () => {
  const file = zipSync({ 'a.npy': new Uint8Array(1000) });
  const central = file.findIndex((_, i) => file[i] === 0x50 && file[i + 2] === 1 && file[i + 3] === 2);

  it('that claims more than deflate can hold gets no room for it', () => {
    const claim = withUint32(file, central + 24, 2 ** 30);
    expect(refusal(() => parseNpz(claim, 'x', 2 ** 31))).toContain(
      'a.npy claims more bytes than it can hold',
    );
    expect(refusal(() => parseNpz(claim, 'x'))).toBe(
      'x: expected at most 268435456 bytes unpacked, got more',
    );
  });

  it('that claims fewer bytes than it holds is refused', () => {
    expect(refusal(() => parseNpz(withUint32(file, central + 24, 999), 'x'))).toContain(
      'the length of a.npy is another',
    );
  });

  it('whose entries all unpack the same bytes counts them all', () => {
    const big = zipSync({ 'a.npy': new Uint8Array(2 ** 20) });
    const start = big.findIndex((_, i) => big[i] === 0x50 && big[i + 2] === 1 && big[i + 3] === 2);
    const entry = big.subarray(start, -22);
    const count = 1000;
    const end = big.slice(-22);
    const view = new DataView(end.buffer);
    for (const at of [8, 10]) view.setUint16(at, count, true);
    view.setUint32(12, count * entry.length, true);
    const overlapping = concatBytes([big.subarray(0, start), ...Array(count).fill(entry), end]);
    expect(refusal(() => parseNpz(overlapping, 'x'))).toBe(
      'x: expected at most 268435456 bytes unpacked, got more',
    );
  });
});

it('mat: variables are held to a limit together, and shapes to whole numbers', () => {
  const element = (data: Uint8Array) => {
    const packed = zlibSync(data);
    const tag = new DataView(new ArrayBuffer(8));
    tag.setUint32(0, 15, true);
    tag.setUint32(4, packed.length, true);
    return concatBytes([new Uint8Array(tag.buffer), packed]);
  };
  const start = fixture('svhn_plain_2.mat').subarray(0, 128);
  const bomb = concatBytes([start, ...Array(40).fill(element(new Uint8Array(2 ** 18)))]);
  expect(refusal(() => parseMat5(bomb, 'x', 2 ** 20))).toBe(
    'x: expected at most 1048576 bytes unpacked, got more',
  );
  // 32 x 32 x 3 x 2, of which two are made negative
  const negative = withUint32(withUint32(fixture('svhn_plain_2.mat'), 160, -32), 164, -32);
  expect(refusal(() => parseSvhn(negative, 'x'))).toContain(
    'expected whole numbers in the shape of X, got [-32,-32,3,2]',
  );
});

describe('tar', () => {
  const archive = createTar([{ name: 'a.bin', data: bytes('content') }]);
  it('whose header was changed is refused', () => {
    const damaged = Uint8Array.from(archive);
    damaged[0]! ^= 1;
    expect(refusal(() => untar(damaged, 'x'))).toContain('the header at 0 has another checksum');
  });
  it('whose size is no number is refused, not taken for its end', () => {
    const damaged = Uint8Array.from(archive);
    damaged.set(bytes('-'), 124);
    // as the checksum then is
    damaged.set(bytes((Number.parseInt('-'.charCodeAt(0) as never, 10) || 0).toString(8)), 148);
    expect(refusal(() => untar(damaged, 'x'))).toContain('expected a whole tar archive');
  });
});

describe('pickle', () => {
  /** A list that holds the one before twice, a hundred times over: as a tree it has 2^100 leaves. */
  const doubled = Array.from(
    { length: 100 },
    (_, i) => `0](h${String.fromCharCode(i)}h${String.fromCharCode(i)}eq${String.fromCharCode(i + 1)}`,
  ).join('');
  const lists = `]q\0${doubled}`;
  const array = (shape: string, type: string, data: string) =>
    `cnumpy.core.multiarray\n_reconstruct\n(tR(K\x01${shape}${type}\x89${data}tb`;
  const u1 = 'cnumpy\ndtype\n(U\x02u1tR';

  it('of lists that hold each other is read as what it is', () => {
    let found = parsePickle(bytes(`${lists}.`)) as unknown[];
    for (let depth = 0; depth < 100; depth++) {
      expect(found[0]).toBe(found[1]);
      found = found[0] as unknown[];
    }
    expect(found).toEqual([]);
  });

  it.each([
    ['a key', `}${lists}Ns.`, 'Expected text as keys'],
    ['a key of many', `(${lists}Nd.`, 'Expected text as keys'],
    ['the name of a class', `${lists}${'U\x01a'}\x93.`, 'Expected the name of a class'],
    ['a type', `cnumpy\ndtype\n(${lists}tR.`, 'Expected other arguments of dtype'],
    ['a shape', `${array(lists, u1, 'C\x01a')}.`, 'expected a shape of at most 64 whole numbers'],
    ['what is called', `${lists})R.`, 'Expected a call of a class'],
    ['what is built', `${lists}}b.`, 'Expected the state of an array'],
    ['text', `c_codecs\nencode\n(${lists}tR.`, 'Expected other arguments of encode'],
  ])('of lists that hold each other is no %s', (_, text, why) => {
    expect(refusal(() => parsePickle(bytes(text), 'x'))).toContain(why);
  });

  it('has no such lists as labels or counts', () => {
    const images = array('(K\x01M\0\x30t', u1, `B\0\x30\0\0${'a'.repeat(12288)}`);
    const good = `}(U\x04data${images}U\x06labels](K\x07eu.`;
    expect(parseImagenet64(bytes(good)).labels).toEqual(Uint16Array.of(6));
    const labels = `}(U\x04data${images}U\x06labels](${lists}eu.`;
    expect(refusal(() => parseImagenet64(bytes(labels), 'x'))).toBe(
      'x: expected labels in 1..1000, got a object at index 0',
    );
    const counts = `}(U\x04data}(U\x04dataC\x01aU\x05shape](${lists}M\0\x30euU\x06labels]u.`;
    expect(refusal(() => parseImagenet64(bytes(counts), 'x'))).toContain('got no array named data');
  });

  it('copies no more bytes than it has', () => {
    const again = 'c_codecs\nencode\n(h\0tR'.repeat(1000);
    const text = `X\xa0\x86\x01\0${'a'.repeat(100_000)}q\0${again}.`;
    expect(refusal(() => parsePickle(bytes(text), 'x'))).toContain('its arrays take more bytes than it has');
  });

  it('cannot change what an array or a list is', () => {
    const longer = `](K\x01e}(U\x06lengthJ\xff\xff\xff\x7fub.`;
    expect(refusal(() => parsePickle(bytes(longer), 'x'))).toContain('Expected the state of an array');
    const dict = parsePickle(bytes('}(U\x09__proto__}U\x01aK\x01u.')) as object;
    expect(Object.getPrototypeOf(dict)).toBe(Object.prototype);
    expect(Object.keys(dict)).toEqual(['__proto__', 'a']);
  });

  it('of marks alone is held to a number of them', () => {
    expect(refusal(() => parsePickle(bytes('('.repeat(5_000_000)), 'x'))).toContain('more than');
  });

  it.each([
    ['I-7\n.', -7],
    ['L123456789012345678901L\n.', 123456789012345678901n],
    ['\x8a\x01\xff.', -1],
    ['\x8a\x09\0\0\0\0\0\0\0\0\x01.', 2n ** 64n],
    ['G?\xf8\0\0\0\0\0\0.', 1.5],
    ['M\xff\xff.', 65535],
    ['J\xff\xff\xff\xff.', -1],
    ['(I01\nI00\nNt.', [true, false, null]],
    ["(S'a'\nVb\nX\x02\0\0\0\xc3\xa4l.", ['a', 'b', 'ä']],
    ['(K\x01K\x02\x86K\x03\x85t.', [[1, 2], [3]]],
  ])('%j is %p', (text, value) => {
    expect(parsePickle(bytes(text))).toEqual(value);
  });

  it.each([
    ["S'\\x00'\n.", 'without escapes'],
    ['0.', 'got none'],
    ['e.', 'got none'],
    ['h\x05.', 'noted before'],
    ['\x8d\xff\xff\xff\xff\xff\xff\xff\xff.', 'more bytes'],
  ])('%j is refused', (text, why) => {
    expect(refusal(() => parsePickle(bytes(text), 'x'))).toContain(why);
  });
});

describe('images', () => {
  const chunk = (type: string, data: Uint8Array) => {
    const body = concatBytes([bytes(type), data]);
    const ends = new DataView(new ArrayBuffer(8));
    ends.setUint32(0, data.length);
    ends.setUint32(4, crc32(body));
    const [length, sum] = [0, 4].map((at) => new Uint8Array(ends.buffer, at, 4)) as [Uint8Array, Uint8Array];
    return concatBytes([length, body, sum]);
  };
  /** A grey PNG that claims a size. */
  type Kind = { readonly interlaced?: boolean; readonly between?: Uint8Array };
  const png = (
    width: number,
    height: number,
    packed: Uint8Array,
    { interlaced = false, between = bytes('') }: Kind = {},
  ) => {
    const header = new DataView(new ArrayBuffer(13));
    header.setUint32(0, width);
    header.setUint32(4, height);
    header.setUint8(8, 8);
    header.setUint8(12, interlaced ? 1 : 0);
    return concatBytes([
      bytes('\x89PNG\r\n\x1a\n'),
      chunk('IHDR', new Uint8Array(header.buffer)),
      between,
      chunk('IDAT', packed),
      chunk('IEND', bytes('')),
    ]);
  };
  const decode = (file: Uint8Array) => decodeImage(file, 1, 'x');

  it('PNG: a size that memory does not hold is refused', () => {
    expect(refusal(() => decode(png(2 ** 31 - 1, 2 ** 31 - 1, zlibSync(new Uint8Array(9)))))).toContain(
      'it claims 2147483647x2147483647 pixels, at most 16777216 are read',
    );
  });

  it.each([true, false])(
    'PNG: what unpacks to more than its size is refused (interlaced: %p)',
    (interlaced) => {
      const bomb = zlibSync(new Uint8Array(2 ** 22));
      expect(refusal(() => decode(png(2, 2, bomb, { interlaced })))).toContain(
        'expected a PNG or JPEG image',
      );
    },
  );

  it('PNG: what unpacks to less than its size is refused', () => {
    expect(refusal(() => decode(png(4, 4, zlibSync(new Uint8Array(10)))))).toContain(
      'expected 20 bytes of pixels, got 10',
    );
  });

  it('PNG: pixels of a colour that is marked as transparent keep it', () => {
    const packed = zlibSync(Uint8Array.of(0, 77, 78, 0, 1, 77));
    const file = png(2, 2, packed, { between: chunk('tRNS', Uint8Array.of(0, 77)) });
    expect([...decode(file).pixels]).toEqual([77, 78, 1, 77]);
    const colors = new PNG({ width: 1, height: 1, colorType: 2 });
    colors.data.set([9, 8, 7, 255]);
    const whole = new Uint8Array(PNG.sync.write(colors, { colorType: 2 }));
    const marked = concatBytes([
      whole.subarray(0, 33),
      chunk('tRNS', Uint8Array.of(0, 9, 0, 8, 0, 7)),
      whole.subarray(33),
    ]);
    expect([...decodeImage(marked, 3).pixels]).toEqual([9, 8, 7]);
  });

  it('JPEG: one that claims a size and holds nothing is refused', () => {
    const file = bytes(
      '\xff\xd8\xff\xc0\0\x0b\x08\xff\xff\xff\xff\x01\x01\x11\0\xff\xda\0\x08\x01\x01\0\0\x3f\0\xff\xd9',
    );
    expect(refusal(() => decode(file))).toContain('expected a PNG or JPEG image');
  });
});

it('idx: a size beyond the file is refused', () => {
  const file = concatBytes([bytes('\0\0\x08\x04'), new Uint8Array(16).fill(255)]);
  expect(refusal(() => parseIdx(file, 'x'))).toContain('got 0');
});
