import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PNG } from 'pngjs';
import { ownConfiguration } from './own-configuration';
import { standardised } from './standardise';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ibp-own-'));
});
afterEach(() => rm(folder, { recursive: true }));

const load = async (file: string, reading: Parameters<typeof ownConfiguration>[1]) => {
  const { sources } = ownConfiguration(file, reading);
  return sources[file]!.load({});
};

/** A `.npy` of version 1: its header is padded with spaces to a multiple of 64 bytes. */
function npy(type: string, shape: readonly number[], data: ArrayBufferView): Buffer {
  const sizes = shape.length === 1 ? `${shape[0]},` : shape.join(', ');
  const text = `{'descr': '${type}', 'fortran_order': False, 'shape': (${sizes}), }`;
  const header = Buffer.from(`${text.padEnd(117)}\n`, 'latin1');
  const length = Buffer.from([header.length % 256, header.length >> 8]);
  const magic = Buffer.from('\x93NUMPY\x01\x00', 'latin1');
  return Buffer.concat([magic, length, header, Buffer.from(data.buffer, data.byteOffset, data.byteLength)]);
}

describe('a table', () => {
  const file = () => join(folder, 'table.csv');

  it('has a column of classes, by name or the last, and a fifth held out where it trains', async () => {
    const rows = Array.from({ length: 10 }, (_, i) => `${i},${i % 2 ? 'yes' : 'no'},"${i}.5"`);
    await writeFile(file(), ['a,label,b', ...rows, ''].join('\n'));
    const { test } = await load(file(), { whole: true });
    expect(test).toMatchObject({ count: 10, shape: [2], classes: 2, classNames: ['no', 'yes'] });
    expect(Array.from(test.images).slice(0, 4)).toEqual([0, 0.5, 1, 1.5]);
    expect(Array.from(test.labels).slice(0, 3)).toEqual([0, 1, 0]);
    expect(test.range).toEqual([Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]);
    const split = await load(file(), { whole: false });
    expect([split.train.count, split.test.count]).toEqual([8, 2]);
    const byLast = await load(file(), { whole: true, labelColumn: 'a', range: [0, 100] }).catch(String);
    expect(byLast).toContain('row 2, "label": expected a number, got "no"');
  });

  it('is refused where a cell is no number, a column is not there, or there are no names', async () => {
    await writeFile(file(), 'a,y\n1,0\n,1\n');
    await expect(load(file(), { whole: true })).rejects.toThrow('row 3, "a": expected a number, got ""');
    await expect(load(file(), { whole: true, labelColumn: 'z' })).rejects.toThrow(
      '--label-column: expected one of a, y',
    );
    await writeFile(file(), '1,0\n2,1\n');
    await expect(load(file(), { whole: true })).rejects.toThrow('expected a first row of names, got 1, 0');
    await writeFile(file(), 'a,y\n1,0\n2\n');
    await expect(load(file(), { whole: true })).rejects.toThrow('Invalid Record Length');
  });

  it('is standardised by what is trained on', async () => {
    await writeFile(file(), 'a,b,y\n1,5,0\n3,5,1\n');
    const { test } = await load(file(), { whole: true });
    // deviations of -1 and 1; a feature that never changes is left as it is
    expect(standardised(test)).toEqual({ mean: [2, 5], std: [1, 1] });
  });
});

describe('arrays of NumPy', () => {
  it('are bytes of images with their classes beside them', async () => {
    const file = join(folder, 'x.npy');
    await writeFile(file, npy('|u1', [2, 2, 2], Uint8Array.from([0, 51, 102, 255, 1, 2, 3, 4])));
    await expect(load(file, { whole: true })).rejects.toThrow('--labels: expected the .npy of the classes');
    const labels = join(folder, 'y.npy');
    await writeFile(labels, npy('<i8', [2], BigInt64Array.from([1n, 0n])));
    const { test } = await load(file, { whole: true, labels });
    expect(test).toMatchObject({ count: 2, shape: [2, 2, 1], classes: 2, range: [0, 1] });
    expect([...test.labels]).toEqual([1, 0]);
    expect(test.images.BYTES_PER_ELEMENT).toBe(1);
  });

  it('of floats are held to their range', async () => {
    const [file, labels] = [join(folder, 'x.npy'), join(folder, 'y.npy')];
    await writeFile(file, npy('<f4', [2, 1, 1, 1], Float32Array.from([0, 2])));
    await writeFile(labels, npy('|u1', [2], Uint8Array.from([0, 1])));
    await expect(load(file, { whole: true, labels })).rejects.toThrow('expected values in [0, 1], got 2');
    expect((await load(file, { whole: true, labels, range: [0, 2] })).test.range).toEqual([0, 2]);
  });
});

it('a folder of images is divided as its subfolders say', async () => {
  for (const [part, count] of [
    ['train', 3],
    ['test', 1],
  ] as const) {
    for (const [label, name] of ['cat', 'dog'].entries()) {
      await mkdir(join(folder, part, name), { recursive: true });
      for (let i = 0; i < count; i++) {
        const png = new PNG({ width: 2, height: 1 });
        png.data.fill(255 * label);
        await writeFile(join(folder, part, name, `${i}.png`), PNG.sync.write(png));
      }
    }
  }
  const { train, test } = await load(folder, { whole: false, channels: 1 });
  expect(train).toMatchObject({ count: 6, shape: [1, 2, 1], classNames: ['cat', 'dog'] });
  expect(test.count).toBe(2);
});
