import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { paper } from '../command';
import { resultRows } from './row-list';

describe('results', () => {
  let directory: string;
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'ibp-results-door-'));
    await writeFile(join(directory, 'file'), '');
    // a row says that it begins, before it does
    jest.spyOn(console, 'log').mockImplementation((line) => {
      throw new Error(`began: ${line}`);
    });
  });
  afterAll(async () => {
    jest.restoreAllMocks();
    await rm(directory, { recursive: true });
  });

  const results = (...argv: string[]) =>
    paper(['results', '--rows', resultRows[0]!.name, '--runs', join(directory, 'runs'), ...argv]);

  it('finds what would end it before the rows begin', async () => {
    const file = join(directory, 'file');
    await expect(results(join(directory, 'none'))).rejects.toThrow(
      /^expected the folder of a run, got .*none/,
    );
    await expect(results('--runs', file)).rejects.toThrow(`--runs: expected a folder, got the file ${file}`);
    await expect(results('--out', directory)).rejects.toThrow(
      `--out: expected a file, got the folder ${directory}`,
    );
    await expect(results()).rejects.toThrow('began');
  });

  it.each(['t.svg', 't.SVG'])('has no drawing replace the table: %s', async (name) => {
    const out = join(directory, name);
    await expect(results('--out', out)).rejects.toThrow(
      `--out: expected a file for the table, such as table.md, got ${out}, where its drawing goes`,
    );
    expect(existsSync(out)).toBe(false);
  });
});
