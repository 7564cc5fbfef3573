import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { lock } from '.';
import { ownerToken, stateOf, thisProcess } from './owner';

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ibp-lock-'));
  file = join(folder, 'deep', 'journal');
});
afterEach(() => rm(folder, { recursive: true }));

/** What a process of its own runs, with the lock at hand. */
const program = (lines: string): string[] => [
  ...['--conditions=@ibp/source', '--import', 'tsx', '--input-type=module', '-e'],
  `import { appendFile, readFile } from 'node:fs/promises';
  import { setTimeout as sleep } from 'node:timers/promises';
  import { lock } from ${JSON.stringify(join(__dirname, 'index.ts'))};
  const file = ${JSON.stringify(file)};
  ${lines}`,
];

/** Another process that has the lock, and is killed when it is to end. */
async function holder() {
  const child = spawn(
    process.execPath,
    program("await lock(file); console.log('held'); await sleep(60_000);"),
  );
  await once(child.stdout, 'data');
  return {
    pid: child.pid!,
    kill: async () => {
      child.kill('SIGKILL');
      await once(child, 'exit');
    },
  };
}

it('is for one at a time, and leaves nothing behind', async () => {
  const release = await lock(file);
  await expect(lock(file)).rejects.toThrow(
    new RegExp(
      `^lock: expected one process at a time to use ${file}, got process ${process.pid} on .* at work on it; ` +
        `if that has ended, remove ${file}.lock$`,
    ),
  );
  await release();
  await release();
  await (await lock(file))();
  expect(await readdir(join(folder, 'deep'))).toEqual([]);
});

it('is kept while its process runs, and no longer: one that was killed hinders nobody', async () => {
  const other = await holder();
  await expect(lock(file)).rejects.toThrow(`got process ${other.pid} on `);
  await other.kill();
  await (await lock(file))();
});

it('is got by one of many processes that race for that of a dead one', async () => {
  const other = await holder();
  await other.kill();
  const log = join(folder, 'log');
  // the one that got it keeps it until all have tried
  const race = program(`
    const log = ${JSON.stringify(log)};
    const got = await lock(file).then(() => true, () => false);
    await appendFile(log, got ? 'got ' : 'refused ');
    while (got && (await readFile(log, 'utf8')).match(/ /g).length < 4) await sleep(20);`);
  await Promise.all(Array.from({ length: 4 }, () => promisify(execFile)(process.execPath, race)));
  expect((await readFile(log, 'utf8')).split(' ').sort().join(' ')).toBe(' got refused refused refused');
});

it('is one of ours, for many calls that race', async () => {
  const other = await holder();
  await other.kill();
  const got = await Promise.allSettled(Array.from({ length: 20 }, () => lock(file)));
  expect(got.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
});

it('is not taken from what cannot be asked: another machine, or a file that says nothing', async () => {
  await (await lock(file))();
  const held = { pid: 1, host: 'far', process: ownerToken({ ...thisProcess(), host: 'far' }) };
  await writeFile(`${file}.lock`, JSON.stringify(held));
  await expect(lock(file)).rejects.toThrow('got process 1 on far at work on it');
  await writeFile(`${file}.lock`, 'hello');
  await expect(lock(file)).rejects.toThrow('got a process that its lock does not name at work on it');
});

describe('stateOf', () => {
  const here = thisProcess();
  // more than the largest number of a process on any system
  const noNumber = 2 ** 30;
  it.each([
    ['running', {}],
    ['ended', { pid: noNumber }],
    ['ended', { boot: 'before' }],
    ['unknown', { host: 'another' }],
    ['unknown', { namespace: 'another' }],
  ] as const)('is %s for %p', (state, change) => {
    expect(stateOf({ ...here, ...change })).toBe(state);
  });

  // without it, the number alone counts
  const onLinux = process.platform === 'linux';
  it('knows a number that was given to another process', () => {
    expect(here.started !== '').toBe(onLinux);
    expect(stateOf({ ...here, started: '1' })).toBe(onLinux ? 'ended' : 'running');
  });
});
