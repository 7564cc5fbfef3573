import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from 'ibp-tools/redis';
import S3rver from 's3rver';
import { getFile, putFile } from './content';
import { folderStore } from './folder';
import { openStore } from './open-store';
import { s3Store } from './s3';
import type { Store } from './store';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ibp-store-'));
});
afterAll(() => rm(folder, { recursive: true }));

const bytes = (text: string) => new TextEncoder().encode(text);

async function keeps(store: Store): Promise<void> {
  const hash = await putFile(store, 'what is kept');
  expect(hash).toBe('94fc9198246f5eb0c83313705156010e85252abfc91036153880ec31bd27cf69');
  expect(await putFile(store, bytes('what is kept'))).toBe(hash);
  expect(new TextDecoder().decode(await getFile(store, hash, 'a file'))).toBe('what is kept');
  const other = 'b'.repeat(64);
  expect(await store.read('results', hash)).toBeUndefined();
  expect(await store.has('results', other)).toBe(false);
  await store.write('results', other, bytes('one'));
  await store.write('results', other, bytes('another'));
  expect(new TextDecoder().decode(await store.read('results', other))).toBe('another');
  expect(await store.has('results', other)).toBe(true);
  await store.remove('results', other);
  await store.remove('results', other);
  expect(await store.has('results', other)).toBe(false);
  await expect(getFile(store, other, 'a network')).rejects.toThrow(
    `store: expected a network ${other} in ${store.where}, got none`,
  );
  for (const name of ['../../../etc/passwd', 'a'.repeat(63), `${'a'.repeat(63)}/`]) {
    await expect((async () => store.read('files', name))()).rejects.toThrow(
      'store: expected a SHA-256 in hexadecimal',
    );
    await expect((async () => store.write('files', name, bytes('')))()).rejects.toThrow(
      'store: expected a SHA-256 in hexadecimal',
    );
  }
}

it('a folder keeps files by their content', async () => {
  await keeps(folderStore(join(folder, 'store')));
});

describe('on S3', () => {
  let server: S3rver;
  let endpoint: string;
  const credentials = { accessKeyId: 'S3RVER', secretAccessKey: 'S3RVER' };
  beforeAll(async () => {
    const port = await freePort();
    endpoint = `http://127.0.0.1:${port}`;
    const configureBuckets = [{ name: 'campaigns', configs: [] }];
    server = new S3rver({ port, silent: true, directory: join(folder, 's3'), configureBuckets });
    await server.run();
  });
  afterAll(() => server.close());

  it('a bucket keeps files by their content', async () => {
    const options = { bucket: 'campaigns', endpoint, region: 'us-east-1', credentials };
    await keeps(await s3Store(options));
    await keeps(await s3Store({ ...options, prefix: 'a/b' }));
  });

  it('says that there is no such bucket', async () => {
    const store = await s3Store({ bucket: 'none', endpoint, region: 'us-east-1', credentials });
    await expect(store.read('files', 'a'.repeat(64))).rejects.toThrow(
      'store: expected a bucket s3://none, got none',
    );
  });

  it('is opened by its URL, and the environment of the AWS SDK', async () => {
    const before = { ...process.env };
    Object.assign(process.env, {
      ...{ AWS_ENDPOINT_URL_S3: endpoint, AWS_REGION: 'us-east-1' },
      ...{ AWS_ACCESS_KEY_ID: 'S3RVER', AWS_SECRET_ACCESS_KEY: 'S3RVER' },
    });
    const store = await openStore('s3://campaigns/by-url/');
    expect(store.where).toBe('s3://campaigns/by-url');
    await keeps(store);
    process.env = before;
  });
});

it.each([
  ['', 'store: expected a folder or s3://bucket/prefix, got nothing'],
  ['s3://', 'store: expected s3://bucket/prefix, got a URL of another form'],
  ['s3://key:secret@bucket', 'store: expected s3://bucket/prefix, got a URL of another form'],
])('refuses %j', async (text, message) => {
  await expect(openStore(text)).rejects.toThrow(message);
});
