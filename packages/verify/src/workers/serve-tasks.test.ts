import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundle } from 'ibp-tools/bundle';

it('ends without a word when who asked was killed in the middle', async () => {
  const script = bundle({ file: join(__dirname, 'testing-process.ts') });
  const folder = mkdtempSync(join(tmpdir(), 'ibp-tasks-'));
  try {
    const asking = spawn(process.execPath, [script.file, join(folder, 'busy')]);
    let said = '';
    asking.stderr.on('data', (text) => {
      said += text;
    });
    // closed once the process that was asked has ended, too
    await once(asking, 'close');
    expect([asking.signalCode, said]).toEqual(['SIGKILL', '']);
  } finally {
    script.remove();
    rmSync(folder, { recursive: true });
  }
}, 30_000);
