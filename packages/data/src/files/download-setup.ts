import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Answer, type TestServer, testServer } from './test-server';

// What the tests of downloading share: a file to serve, and a folder and servers that are gone after each test.

export const content = Uint8Array.from({ length: 300_000 }, (_, i) => (i * 31 + (i >> 8)) % 256);
export const checksum = createHash('md5').update(content).digest('hex');
export const quick = { retries: 2, retryMilliseconds: 1, idleMilliseconds: 5000 };

/** Call at the top of a test file. */
export function downloadSetup() {
  let folder = '';
  const servers: TestServer[] = [];
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'ibp-download-'));
  });
  afterEach(async () => {
    await Promise.all(servers.splice(0).map((server) => server.close()));
    rmSync(folder, { recursive: true });
  });
  return {
    folder: () => folder,
    target: () => join(folder, 'a.bin'),
    start: async (answer: Answer): Promise<TestServer> => {
      const server = await testServer(answer);
      servers.push(server);
      return server;
    },
    expectDownloaded: () => expect(Buffer.compare(readFileSync(join(folder, 'a.bin')), content)).toBe(0),
  };
}
