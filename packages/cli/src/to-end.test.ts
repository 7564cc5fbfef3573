import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { type Bundle, bundle } from 'ibp-tools/bundle';

let bundled: Bundle;
afterEach(() => bundled.remove());

const source = (name: string): string => JSON.stringify(path.join(__dirname, name));

/** Runs a command in a process of its own, with its output as files or as pipes. */
function child(code: string) {
  bundled = bundle({ code });
  return spawn(process.execPath, [bundled.file], { stdio: ['pipe', 'pipe', 'pipe', 'ipc'] });
}

it('goes on where nobody reads what it prints', async () => {
  const process = child(`
    import { toEnd } from ${source('to-end')};
    await toEnd(async () => {
      for (let i = 0; i < 50; i++) {
        console.log('line', i);
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
      process.send('done');
      process.disconnect();
    });
  `);
  let errors = '';
  process.stderr!.on('data', (text) => {
    errors += text;
  });
  process.stdout!.once('data', () => process.stdout!.destroy());
  const [message] = await once(process, 'message');
  const [exitCode] = await once(process, 'exit');
  expect([message, exitCode, errors]).toEqual(['done', 0, '']);
});

it('names the file where one is wrong, and ends with 2', async () => {
  const process = child(`
    import { writeFile } from 'node:fs/promises';
    import { toEnd } from ${source('to-end')};
    await toEnd(() => writeFile('/no/such/folder', ''), () => '; a hint');
  `);
  let errors = '';
  process.stderr!.on('data', (text) => {
    errors += text;
  });
  const [exitCode] = await once(process, 'close');
  expect(exitCode).toBe(2);
  expect(errors.trim()).toBe(
    '/no/such/folder: expected to open it, got nothing of that name (ENOENT); a hint',
  );
});

it.each(['SIGINT', 'SIGTERM'] as const)('gives the cursor back before %s ends a bar', async (signal) => {
  const process = child(`
    Object.defineProperty(process.stderr, 'isTTY', { value: true });
    for (const name of ['cursorTo', 'moveCursor', 'clearLine']) process.stderr[name] = () => true;
    import { startProgress } from ${source('progress')};
    startProgress('working', 10);
    setInterval(() => undefined, 1000);
    process.send('begun');
  `);
  let errors = '';
  process.stderr!.on('data', (text) => {
    errors += text;
  });
  await once(process, 'message');
  process.kill(signal);
  const [, by] = await once(process, 'close');
  expect(by).toBe(signal);
  expect(errors.lastIndexOf('\x1b[?25h')).toBeGreaterThan(errors.lastIndexOf('\x1b[?25l'));
});
