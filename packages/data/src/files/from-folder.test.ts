import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { encode } from 'jpeg-js';
import { PNG } from 'pngjs';
import { fixture } from '../fixture';
import { fromFolder } from './from-folder';
import { imagenet64 } from './imagenet64';

type Color = readonly [number, number, number];
const rgba = (size: number, color: Color) =>
  Buffer.from(Array.from({ length: size * size }, () => [...color, 255]).flat());
function png(size: number, color: Color): Buffer {
  const image = new PNG({ width: size, height: size });
  image.data = rgba(size, color);
  return PNG.sync.write(image);
}

let folder = '';
const save = (path: string, bytes: Uint8Array) => {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), bytes);
};
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ibp-folder-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

it('reads a subfolder for each class', async () => {
  save('cat/1.png', png(2, [10, 20, 30]));
  save('cat/notes.txt', Buffer.from('x'));
  save('ant/2.png', png(2, [1, 2, 3]));
  const dataset = await fromFolder(folder, { name: 'pets' });
  expect(dataset).toMatchObject({ name: 'pets', count: 2, shape: [2, 2, 3], classNames: ['ant', 'cat'] });
  expect([...dataset.labels]).toEqual([0, 1]);
  expect([...dataset.images]).toEqual([
    ...Array(4).fill([1, 2, 3]).flat(),
    ...Array(4).fill([10, 20, 30]).flat(),
  ]);
  const other = await fromFolder(folder, { classNames: ['cat', 'ant'] });
  expect([...other.labels]).toEqual([0, 1]);
  expect(other.images[0]).toBe(10);
});

it('reads JPEG and grey images', async () => {
  save('a/1.jpg', encode({ width: 8, height: 8, data: rgba(8, [100, 100, 100]) }, 100).data);
  save('b/1.png', png(8, [7, 7, 7]));
  const { images, shape } = await fromFolder(folder, { channels: 1 });
  expect(shape).toEqual([8, 8, 1]);
  expect(Math.abs(images[0]! - 100)).toBeLessThanOrEqual(1);
  expect(images[64]).toBe(7);
});

it('reads nested folders and links, and passes over what systems leave behind', async () => {
  save('cat/1.png', png(2, [1, 1, 1]));
  save('cat/more/deep/2.png', png(2, [2, 2, 2]));
  save('cat/._1.png', Buffer.from('not an image'));
  save('cat/.thumbnails/3.png', png(9, [3, 3, 3]));
  save('.git/objects/4.png', png(2, [4, 4, 4]));
  save('__MACOSX/cat/._1.png', Buffer.from('not an image'));
  const elsewhere = mkdtempSync(join(tmpdir(), 'ibp-elsewhere-'));
  try {
    mkdirSync(join(elsewhere, 'dogs'));
    writeFileSync(join(elsewhere, 'dogs', '5.png'), png(2, [5, 5, 5]));
    writeFileSync(join(elsewhere, '6.png'), png(2, [6, 6, 6]));
    symlinkSync(join(elsewhere, 'dogs'), join(folder, 'dog'));
    symlinkSync(join(elsewhere, '6.png'), join(folder, 'cat', 'z.png'));
    const { classNames, labels, images } = await fromFolder(folder);
    expect(classNames).toEqual(['cat', 'dog']);
    expect([...labels]).toEqual([0, 0, 0, 1]);
    expect([0, 1, 2, 3].map((i) => images[12 * i])).toEqual([1, 6, 2, 5]);
  } finally {
    rmSync(elsewhere, { recursive: true });
  }
});

it('names a class without images, and links that lead nowhere or round', async () => {
  save('a/1.png', png(2, [1, 1, 1]));
  save('b/notes.txt', Buffer.from('x'));
  await expect(fromFolder(folder)).rejects.toThrow(
    `${join(folder, 'b')}: expected .png or .jpg images of a class, found none`,
  );
  save('b/2.png', png(2, [1, 1, 1]));
  symlinkSync(join(folder, 'none'), join(folder, 'a', 'lost.png'));
  await expect(fromFolder(folder)).rejects.toThrow(
    `${join(folder, 'a', 'lost.png')}: expected a file or a folder, got a link to none (ENOENT`,
  );
  rmSync(join(folder, 'a', 'lost.png'));
  symlinkSync(folder, join(folder, 'a', 'round'));
  await expect(fromFolder(folder)).rejects.toThrow('which it lies in');
  rmSync(join(folder, 'a', 'round'));
  expect((await fromFolder(folder)).count).toBe(2);
  // a class of the training set may have no folder in the test set
  expect((await fromFolder(folder, { classNames: ['a', 'b', 'c'] })).classes).toBe(3);
});

it('says what is wrong', async () => {
  await expect(fromFolder(join(folder, 'none'))).rejects.toThrow(
    /none: expected a folder of images \(ENOENT/,
  );
  await expect(fromFolder(folder)).rejects.toThrow(
    'expected subfolders (one a class) of .png or .jpg images, found none',
  );
  save('a/1.png', png(2, [1, 2, 3]));
  await expect(fromFolder(folder, { channels: 1 })).rejects.toThrow(
    '1.png: expected a grey image for channels 1',
  );
  await expect(fromFolder(folder, { classNames: ['b'] })).rejects.toThrow(
    ': expected the classes of classNames, got a',
  );
  save('a/2.png', png(3, [1, 2, 3]));
  await expect(fromFolder(folder)).rejects.toThrow(/2.png: expected 2x2 pixels as in .*1.png, got 3x3$/);
  save('a/2.png', png(2, [1, 2, 3]).subarray(0, 40));
  await expect(fromFolder(folder)).rejects.toThrow('2.png: expected a PNG or JPEG image, got a damaged one');
});

it.each(['.npz', '', '.pickle'])('reads the batches of ImageNet 64x64 ending in "%s"', async (ending) => {
  const bytes = fixture(ending === '.npz' ? 'imagenet64.npz' : 'imagenet64_protocol3.pickle');
  save(`imagenet64/train_data_batch_1${ending}`, bytes);
  save(`imagenet64/train_data_batch_2${ending}`, bytes);
  save(`imagenet64/val_data${ending}`, bytes);
  const { train, test } = await imagenet64({ directory: folder, batches: [1, 2] });
  expect([train.count, test.count]).toEqual([6, 3]);
  expect([...test.labels]).toEqual([0, 499, 999]);
});

it('reads ImageNet 64x64 as image folders', async () => {
  save('train/n01/a.png', png(64, [1, 2, 3]));
  save('train/n02/b.png', png(64, [4, 5, 6]));
  save('val/n02/c.png', png(64, [7, 8, 9]));
  for (const part of ['train', 'val']) save(`${part}/__MACOSX/n01/._a.png`, Buffer.from('x'));
  const { train, test } = await imagenet64({ directory: folder });
  expect([...train.labels]).toEqual([0, 1]);
  expect([...test.labels]).toEqual([1]);
});

it('says how to fetch ImageNet by hand, and how much fits', async () => {
  const missing = imagenet64({ directory: folder });
  await expect(missing).rejects.toThrow(`imagenet64: train_data_batch_1, val_data not found in ${folder}.`);
  await expect(missing).rejects.toThrow('log in at https://image-net.org/download-images');
  await expect(imagenet64({ batches: [] })).rejects.toThrow(
    /expected 1 to \d+ training batches at once, got 0/,
  );
});
