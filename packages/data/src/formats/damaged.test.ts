import fc from 'fast-check';
import { zipSync } from 'fflate';
import { createTar } from 'nanotar';
import { parseImagenet64 } from '../datasets/imagenet64';
import { parseSvhn } from '../datasets/svhn';
import { fixture } from '../fixture';
import { idx } from '../test-files';
import { parseCifar10 } from './cifar10';
import { parseIdx } from './idx';
import { parseNpz } from './npz';
import { untar } from './tar';

const header = "{'descr': '|u1', 'fortran_order': False, 'shape': (3,), }\n";
const npy = new TextEncoder().encode(`?NUMPY\x01\0${String.fromCharCode(header.length)}\0${header}abc`);
npy[0] = 0x93;

// the pickle library remarks on absurd lengths before it fails on them
beforeAll(() => {
  jest.spyOn(console, 'warn').mockImplementation(() => undefined);
});
afterAll(() => {
  jest.restoreAllMocks();
});

const cases: readonly (readonly [string, (bytes: Uint8Array) => unknown, Uint8Array])[] = [
  ['idx', parseIdx, idx([2, 3], [1, 2, 3, 4, 5, 6])],
  ['cifar-10', parseCifar10, new Uint8Array(3073)],
  ['mat', parseSvhn, fixture('svhn_plain_2.mat')],
  ['compressed mat', parseSvhn, fixture('svhn_compressed.mat')],
  ['pickle', parseImagenet64, fixture('imagenet64_protocol4.pickle')],
  ['npz', parseNpz, zipSync({ 'a.npy': npy }, { level: 0 })],
  ['tar', untar, createTar([{ name: 'a', data: npy }])],
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

it.each(cases)('%s: a changed or cut file gives data or a DataError, nothing else', (_, parse, good) => {
  parse(good);
  const outcome = (bytes: Uint8Array) => {
    try {
      parse(bytes);
    } catch (error) {
      expect((error as Error).name).toBe('DataError');
    }
  };
  fc.assert(
    fc.property(fc.array(damage(good.length), { minLength: 1, maxLength: 3 }), (changes) => {
      const bytes = new Uint8Array(good);
      for (const [at, value] of changes) bytes[at] = value;
      outcome(bytes);
    }),
    { seed: 11, numRuns: 300 },
  );
  fc.assert(
    fc.property(fc.nat(good.length - 1), (length) => outcome(good.subarray(0, length))),
    { seed: 11, numRuns: 100 },
  );
});
