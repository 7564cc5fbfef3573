import { gunzipSync, gzipSync } from 'fflate';
import { createTar } from 'nanotar';
import { fixture } from '../fixture';
import { idx, tinyCifar10, tinyMnist } from '../test-files';
import { cifar10Source } from './cifar10';
import { fashionMnistSource } from './fashion-mnist';
import { mnistSource } from './mnist';
import { datasetSources } from './registry';
import { splitFromFiles } from './source';
import { svhnSource } from './svhn';

it.each([mnistSource, fashionMnistSource])('$name: reads the four files, gzipped or not', (source) => {
  const { train, test } = splitFromFiles(source, tinyMnist());
  expect(train).toMatchObject({
    name: source.name,
    count: 20,
    shape: [28, 28, 1],
    classes: 10,
    range: [0, 1],
  });
  expect(test.count).toBe(10);
  expect([...train.labels.subarray(8, 12)]).toEqual([8, 9, 0, 1]);
  expect(train.images[784 + 30]).toBe(((784 + 30) * 7) % 256);
  const plain = Object.entries(tinyMnist()).map(([name, bytes]) => [name.slice(0, -3), gunzipSync(bytes)]);
  expect(splitFromFiles(source, Object.fromEntries(plain)).train.images).toEqual(train.images);
});

it('cifar-10: reads the archive or its files', () => {
  const { train, test } = splitFromFiles(cifar10Source, tinyCifar10());
  expect([...train.labels]).toEqual([0, 1, 1, 2, 2, 3, 3, 4, 4, 5]);
  expect([...test.labels]).toEqual([5, 6]);
  expect(train).toMatchObject({ count: 10, shape: [32, 32, 3], classes: 10 });
  expect(train.images.subarray(3072, 6144)).toEqual(new Uint8Array(3072).fill(1));
  const folder = Object.entries(tinyCifar10()).map(([name, data]) => ({
    name: `cifar-10-batches-bin/${name}`,
    data,
  }));
  const archive = gzipSync(createTar(folder));
  expect(splitFromFiles(cifar10Source, { 'cifar-10-binary.tar.gz': archive }).train).toEqual(train);
});

it('svhn: turns MATLAB order into images, and label 10 into 0', () => {
  const mat = fixture('svhn_compressed.mat');
  const { train } = splitFromFiles(svhnSource, { 'train_32x32.mat': mat, 'test_32x32.mat': mat });
  expect(train).toMatchObject({ count: 12, shape: [32, 32, 3], classes: 10 });
  expect([...train.labels]).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1, 2]);
  const expected = Uint8Array.from({ length: 12 * 3072 }, (_, i) => {
    const [c, w, h, n] = [i % 3, Math.floor(i / 3) % 32, Math.floor(i / 96) % 32, Math.floor(i / 3072)];
    return (100 * n + 16 * h + 3 * w + 50 * c) % 256;
  });
  expect(train.images).toEqual(expected);
});

it('says which file is missing or wrong', () => {
  const { 't10k-labels-idx1-ubyte.gz': _, ...three } = tinyMnist();
  expect(() => splitFromFiles(mnistSource, three)).toThrow(
    /^mnist: expected .*; missing t10k-labels-idx1-ubyte$/,
  );
  const change = (name: string, bytes: Uint8Array) => () =>
    splitFromFiles(mnistSource, { ...tinyMnist(), [name]: bytes });
  expect(change('t10k-labels-idx1-ubyte', idx([9], new Uint8Array(9)))).toThrow(
    'mnist: t10k: expected 10 labels for 10 images, got 9',
  );
  expect(change('t10k-labels-idx1-ubyte', idx([10], new Uint8Array(10).fill(11)))).toThrow(
    'mnist: expected labels in 0..9, got 11 at index 0',
  );
  expect(change('train-images-idx3-ubyte', idx([20], new Uint8Array(20)))).toThrow(
    'mnist: train-images-idx3-ubyte: expected rank 3, got [20]',
  );
  expect(change('train-images-idx3-ubyte.gz', Uint8Array.of(0x1f, 0x8b, 8, 0))).toThrow(
    /^mnist: train-images-idx3-ubyte.gz: expected a whole gzip file/,
  );
});

it('lists every dataset under its own name, with a checksum for each file', () => {
  for (const [name, source] of Object.entries(datasetSources)) {
    expect(source.name).toBe(name);
    for (const { md5 } of source.downloads) expect(md5).toMatch(/^[0-9a-f]{32}$/);
    for (const mirror of source.mirrors) expect(mirror).toMatch(/^https?:\/\/.*\/$/);
  }
});
