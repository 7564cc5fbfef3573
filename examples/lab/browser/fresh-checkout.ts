import assert from 'node:assert/strict';
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readlinkSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright-core';
import { settled } from './digit';
import { close, open } from './open';

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** Packages of others as they are installed here; those of the repository are the copy's own. */
function linkModules(from: string, to: string): void {
  mkdirSync(to, { recursive: true });
  for (const name of readdirSync(from)) {
    const [there, here] = [join(from, name), join(to, name)];
    // the cache of what runs there would hide what is missing here
    if (name === '.cache' || name === '.vite') continue;
    if (name === '@ibp') linkModules(there, here);
    else symlinkSync(lstatSync(there).isSymbolicLink() ? readlinkSync(there) : there, here);
  }
}

/** The files of the repository, without what was built of them, and with its installed packages. */
function freshCheckout(): string {
  const copy = mkdtempSync(join(tmpdir(), 'ibp-fresh-'));
  const tracked = execFileSync('git', ['ls-files', '-z'], { cwd: root, encoding: 'utf8' }).split('\0');
  for (const file of tracked.filter((name) => name && existsSync(join(root, name)))) {
    mkdirSync(dirname(join(copy, file)), { recursive: true });
    cpSync(join(root, file), join(copy, file));
  }
  for (const folder of ['.', ...readdirSync(join(root, 'packages')).map((name) => `packages/${name}`)]) {
    const modules = join(root, folder, 'node_modules');
    if (existsSync(modules)) linkModules(modules, join(copy, folder, 'node_modules'));
  }
  return copy;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}

/** The address that a command says it serves, without colours. */
async function addressOf(command: ChildProcess): Promise<string> {
  let said = '';
  for await (const text of command.stdout!) {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the colours of a terminal
    said += `${text}`.replace(/\u001b\[\d*m/g, '');
    const found = /http:\/\/127\.0\.0\.1:\d+\//.exec(said);
    if (found) return found[0];
  }
  throw new Error(`npm run lab: expected an address, got ${said}`);
}

/** What Vite says while one develops. */
const quiet = /^\[vite\]|^Module "\S+" has been externalized for browser compatibility/;

/** `npm run lab` in a checkout where nothing was built: the page computes, in threads, and its console is quiet. */
export async function freshLab(browser: Browser): Promise<void> {
  const copy = freshCheckout();
  const flags = ['--host', '127.0.0.1', '--port', `${await freePort()}`, '--strictPort'];
  // a group of its own, which ends together
  const command = spawn('npm', ['run', 'lab', '--', ...flags], {
    cwd: copy,
    detached: true,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    const url = await addressOf(command);
    const opened = await open(browser, `${url}#attack?digit=9&eps=0.1`);
    const { page } = opened;
    // every module is made ready as it is asked for
    await settled(page, 'Certified', 'proved', 180_000);
    await settled(page, 'Ordinary', 'broken');
    assert.equal(await page.evaluate(() => crossOriginIsolated), true);
    assert.match(
      (await page.locator('footer').textContent())!,
      /attacks,? and training on WebAssembly in \d threads/,
    );
    await close(opened, quiet);
  } finally {
    process.kill(-command.pid!);
    rmSync(copy, { recursive: true, force: true });
  }
}
