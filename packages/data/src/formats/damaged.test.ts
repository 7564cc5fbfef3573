import fc from 'fast-check';
import { gzipSync, zipSync } from 'fflate';
import { encode } from 'jpeg-js';
import { createTar } from 'nanotar';
import { PNG } from 'pngjs';
import { parseImagenet64 } from '../datasets/imagenet64';
import { parseSvhn } from '../datasets/svhn';
import { decodeImage } from '../files/decode-image';
import { fixture } from '../fixture';
import { idx } from '../test-files';
import { parseCifar10 } from './cifar10';
import { parseIdx } from './idx';
import { parseNpy, parseNpz } from './npz';
import { parsePickle } from './pickle';
import { untar } from './tar';

const header = "{'descr': '|u1', 'fortran_order': False, 'shape': (3,), }\n";
const npy = new TextEncoder().encode(`?NUMPY\x01\0${String.fromCharCode(header.length)}\0${header}abc`);
npy[0] = 0x93;

const picture = new PNG({ width: 5, height: 5 });
picture.data = Buffer.from(Array.from({ length: 100 }, (_, i) => (i % 4 === 3 ? 255 : (i * 37) % 256)));
const jpeg = encode({ width: 8, height: 8, data: Buffer.alloc(256, 99) }, 90).data;
const image = (bytes: Uint8Array) => decodeImage(bytes, 3);

type Case = readonly [string, (bytes: Uint8Array) => unknown, Uint8Array];

const cases: readonly Case[] = [
  ['idx', parseIdx, idx([2, 3], [1, 2, 3, 4, 5, 6])],
  ['cifar-10', parseCifar10, new Uint8Array(3073)],
  ['mat', parseSvhn, fixture('svhn_plain_2.mat')],
  ['npy', parseNpy, npy],
  ['tar', untar, createTar([{ name: 'a', data: npy }])],
  ['jpeg', image, jpeg],
  ...[2, 3, 4, 5].map(
    (protocol): Case => [
      `pickle ${protocol}`,
      parseImagenet64,
      fixture(`imagenet64_protocol${protocol}.pickle`),
    ],
  ),
  // what else may stand in one: a dict of lists, tuples and numbers, by Python's protocol 0
  [
    'pickle 0',
    parsePickle,
    new TextEncoder().encode('(dp0\nVkey\np1\n(lp2\nI1\naL2L\naF1.5\na(I01\nNtp3\nas.'),
  ],
];

/** Those that carry a checksum: no change to what they hold goes unseen. */
const summed: readonly Case[] = [
  [
    'gzip',
    parseIdx,
    gzipSync(
      idx(
        [20, 30],
        new Uint8Array(600).map((_, i) => (i * i) % 251),
      ),
    ),
  ],
  ['npz', parseNpz, zipSync({ 'a.npy': npy }, { level: 0 })],
  ['packed npz', parseNpz, zipSync({ 'a.npy': npy, 'b.npy': npy }, { level: 9 })],
  ['packed mat', parseSvhn, fixture('svhn_compressed.mat')],
  ['png', image, PNG.sync.write(picture)],
];

/** A position near an end of the file, where its structure is, and what is to be there. */
const damage = (length: number) =>
  fc.tuple(
    fc.oneof(
      fc.nat(Math.min(length, 400) - 1),
      fc.integer({ min: Math.max(0, length - 200), max: length - 1 }),
    ),
    fc.nat(255),
  );

/** What a parser gives, or undefined where it throws what it may. */
function outcome(parse: Case[1], bytes: Uint8Array): unknown {
  const start = performance.now();
  try {
    return parse(bytes);
  } catch (error) {
    expect((error as Error).name).toBe('DataError');
    return undefined;
  } finally {
    expect(performance.now() - start).toBeLessThan(5000);
  }
}

it.each([...cases, ...summed])(
  '%s: a changed or cut file gives data or a DataError, nothing else, and soon',
  (_, parse, good) => {
    parse(good);
    fc.assert(
      fc.property(fc.array(damage(good.length), { minLength: 1, maxLength: 3 }), (changes) => {
        const bytes = new Uint8Array(good);
        for (const [at, value] of changes) bytes[at] = value;
        outcome(parse, bytes);
      }),
      { seed: 11, numRuns: 500 },
    );
    fc.assert(
      fc.property(fc.nat(good.length - 1), (length) => void outcome(parse, good.subarray(0, length))),
      { seed: 11, numRuns: 100 },
    );
  },
);

it.each(summed)('%s: a bit that flips is noticed, or changes nothing', (_, parse, good) => {
  const right = parse(good);
  const bits = fc.integer({ min: 0, max: 8 * good.length - 1 });
  let noticed = 0;
  fc.assert(
    fc.property(bits, (bit) => {
      const bytes = new Uint8Array(good);
      bytes[bit >> 3]! ^= 1 << (bit & 7);
      const found = outcome(parse, bytes);
      if (found === undefined) noticed += 1;
      else expect(found).toEqual(right);
    }),
    { seed: 5, numRuns: 1000 },
  );
  expect(noticed).toBeGreaterThan(300);
});
