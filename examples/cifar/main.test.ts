import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundle } from 'ibp-tools/bundle';

/** Files of the real format with made-up images: 20 in each of the six. */
function writeImages(directory: string): void {
  const files = [1, 2, 3, 4, 5].map((n) => `data_batch_${n}.bin`).concat('test_batch.bin');
  for (const [f, file] of files.entries()) {
    const bytes = new Uint8Array(20 * 3073);
    for (let i = 0; i < bytes.length; i++) bytes[i] = i % 3073 === 0 ? (f + i / 3073) % 10 : (i * 31) % 256;
    writeFileSync(join(directory, file), bytes);
  }
}

describe('examples/cifar', () => {
  let directory: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'ibp-cifar-'));
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  it('trains with normalisation and augmentation on images from a directory, and reports', () => {
    writeImages(directory);
    const figures = join(directory, 'figures.json');
    const flags = ['--data-dir', directory, '--out', join(directory, 'run'), '--json', figures];
    const small = [
      '--steps',
      '3',
      '--batch-size',
      '10',
      '--epsilon',
      '8/255',
      '--spec-loss',
      'hinge',
      '--checkpoint-every',
      '1',
    ];
    const { file, remove } = bundle({ file: join(__dirname, 'main.ts') });
    const { stderr, stdout, status } = spawnSync(process.execPath, [file, ...flags, ...small], {
      cwd: __dirname,
      encoding: 'utf8',
    });
    remove();
    expect(status).toBe(0);
    expect(stderr).toContain('backend: ');
    expect(stdout).toContain('│ 0.03137 │ 0.03137');
    const report = JSON.parse(readFileSync(figures, 'utf8'));
    expect(report.data).toMatchObject({ train: 100, test: 20 });
    expect(report.network).toEqual({ parameters: 470_918, hiddenUnits: 8308 });
    expect(report.training.history.map(({ step }: { step: number }) => step)).toEqual([1, 2, 3]);
  }, 60_000);
});
