import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'fflate';
import { createTar } from 'nanotar';
import { cifar10Source } from '../datasets/cifar10';
import { mnistSource } from '../datasets/mnist';
import type { DatasetSource } from '../datasets/source';
import { tinyCifar10, tinyMnist } from '../test-files';
import { loadDataset, loadSource } from './load';
import { cifar10, mnist } from './loaders';
import { serve, testServer } from './test-server';

const md5 = (bytes: Uint8Array) => createHash('md5').update(bytes).digest('hex');
const files = tinyMnist();
const tinySource: DatasetSource = {
  ...mnistSource,
  downloads: Object.entries(files).map(([name, bytes]) => ({ name, md5: md5(bytes) })),
};

let directory = '';
const save = (folder: string, contents: Record<string, Uint8Array>) => {
  mkdirSync(join(directory, folder), { recursive: true });
  for (const [name, bytes] of Object.entries(contents)) writeFileSync(join(directory, folder, name), bytes);
};

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'ibp-load-'));
});
afterEach(() => {
  rmSync(directory, { recursive: true });
  delete process.env.IBP_DATA_DIR;
});

it.each(['', 'mnist', 'MNIST/raw'])('finds the files in the directory or in "%s"', async (folder) => {
  save(folder, files);
  const { train, test } = await mnist({ directory, download: false });
  expect([train.count, test.count]).toEqual([20, 10]);
});

it('finds the directory by the environment variable', async () => {
  save('mnist', files);
  process.env.IBP_DATA_DIR = directory;
  expect((await loadDataset('mnist', { download: false })).train.count).toBe(20);
});

it.each(['cifar-10-batches-bin', 'cifar-10', ''])('finds CIFAR-10 unpacked in "%s"', async (folder) => {
  save(folder, tinyCifar10());
  expect((await cifar10({ directory, download: false })).train.count).toBe(10);
});

it('reads the archive of CIFAR-10 as distributed', async () => {
  const archive = createTar(
    Object.entries(tinyCifar10()).map(([name, data]) => ({ name: `cifar-10-batches-bin/${name}`, data })),
  );
  save('', { 'cifar-10-binary.tar.gz': gzipSync(archive) });
  expect((await loadSource(cifar10Source, { directory, download: false })).test.count).toBe(2);
});

it('downloads what is missing, once', async () => {
  const server = await testServer(serve(files));
  const options = { directory: join(directory, 'new'), mirrors: [server.url] };
  expect((await loadSource(tinySource, options)).train.count).toBe(20);
  expect(readdirSync(join(directory, 'new', 'mnist')).sort()).toEqual(Object.keys(files).sort());
  await loadSource(tinySource, options);
  expect(server.requests).toHaveLength(4);
  await server.close();
});

it('is not harmed by others downloading the same at the same time', async () => {
  const server = await testServer(serve(files));
  const options = { directory, mirrors: [server.url] };
  const splits = await Promise.all([1, 2, 3].map(() => loadSource(tinySource, options)));
  expect(splits.map(({ train }) => train.count)).toEqual([20, 20, 20]);
  expect(server.requests).toHaveLength(4);
  await server.close();
});

it('says how to fetch the files by hand when it may not or cannot download', async () => {
  const steps = [
    'To fetch it by hand, save',
    '  https://ossci-datasets.s3.amazonaws.com/mnist/train-images-idx3-ubyte.gz',
    `in ${join(directory, 'mnist')}, or in any directory named by the environment variable IBP_DATA_DIR`,
  ];
  const missing = mnist({ directory, download: false });
  await expect(missing).rejects.toThrow(`mnist: not found in ${directory}.`);
  await expect(missing).rejects.toMatchObject({ code: 'ENOENT' });
  for (const step of steps) await expect(missing).rejects.toThrow(step);
  const closed = await testServer(serve({}));
  await closed.close();
  const offline = mnist({ directory, mirrors: [closed.url], retries: 0 });
  await expect(offline).rejects.toThrow('mnist: download of train-images-idx3-ubyte.gz');
  for (const step of ['ECONNREFUSED', ...steps]) await expect(offline).rejects.toThrow(step);
});

it('names a damaged file', async () => {
  const name = 'train-images-idx3-ubyte.gz';
  const damaged = files[name]!.slice();
  damaged[damaged.length - 6]! ^= 1; // in the checksum
  save('', { ...files, [name]: damaged });
  await expect(mnist({ directory })).rejects.toThrow(
    `${join(directory, name)}: expected a whole gzip file, got a damaged one (incorrect data check)`,
  );
});

it('unpacks no more than a dataset is known to have', async () => {
  save('mnist', files);
  const path = join(directory, 'mnist', 'train-images-idx3-ubyte.gz');
  await expect(loadSource({ ...tinySource, limit: 1000 }, { directory })).rejects.toThrow(
    `${path}: expected at most 1000 bytes unpacked, got more`,
  );
});

it('names the folder of a damaged file, and what to do about it', async () => {
  save('mnist', { ...files, 'train-images-idx3-ubyte.gz': Uint8Array.of(7, 7, 7, 7) });
  await expect(mnist({ directory })).rejects.toThrow(
    `${join(directory, 'mnist')}: mnist: train-images-idx3-ubyte: expected an idx file of bytes (00 00 08 rank), got ` +
      'magic 07 07 07 07; a damaged file that is deleted is downloaded again',
  );
});

it('names the datasets there are', () => {
  expect(() => loadDataset('cifar' as 'svhn')).toThrow(
    'loadDataset: expected one of mnist, fashion-mnist, cifar-10, svhn, got cifar',
  );
});
