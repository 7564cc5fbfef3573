import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openInBrowser } from './open';

const { PATH } = process.env;
afterEach(() => {
  process.env.PATH = PATH;
});

it('hands the address to what opens it, whole; where there is nothing, nothing happens', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'ibp-open-'));
  process.env.PATH = folder;
  openInBrowser('http://127.0.0.1:1/');
  const got = join(folder, 'got');
  for (const name of ['xdg-open', 'open']) {
    await writeFile(
      join(folder, name),
      `#!${process.execPath}\nrequire('fs').writeFileSync('${got}.part', process.argv[2]);require('fs').renameSync('${got}.part', '${got}')\n`,
    );
    await chmod(join(folder, name), 0o755);
  }
  openInBrowser('http://127.0.0.1:1/#model?eps=0.1&run=a b');
  let text: string | undefined;
  const until = performance.now() + 20_000;
  while (text === undefined && performance.now() < until) {
    await new Promise((resolve) => setTimeout(resolve, 20));
    text = await readFile(got, 'utf8').catch(() => undefined);
  }
  expect(text).toBe('http://127.0.0.1:1/#model?eps=0.1&run=a b');
  await rm(folder, { recursive: true });
});
