import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkFile, checkPaths } from './check-paths';

describe('checkPaths', () => {
  let folder: string;
  let file: string;
  const missing = () => join(folder, 'a', 'b');
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'ibp-paths-'));
    file = join(folder, 'file');
    writeFileSync(file, '');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('takes folders and files that are there, and names of those that can be made', () => {
    checkPaths({ dataDir: folder, out: folder, json: file });
    checkPaths({ out: missing(), json: missing() });
    expect(existsSync(join(folder, 'a'))).toBe(false);
  });

  it('refuses a folder of data that is not there: a misspelt one would be made', () => {
    expect(() => checkPaths({ dataDir: missing() })).toThrow(
      `--data-dir: expected a folder that is there, got ${missing()}; make it first`,
    );
    expect(() => checkPaths({ dataDir: file })).toThrow(
      `--data-dir: expected a folder, got the file ${file}`,
    );
  });

  it('refuses a file for a folder, a folder for a file, and what lies in a file', () => {
    expect(() => checkPaths({ out: file })).toThrow(`--out: expected a folder, got the file ${file}`);
    expect(() => checkPaths({ json: folder })).toThrow(`--json: expected a file, got the folder ${folder}`);
    const inside = join(file, 'x');
    expect(() => checkPaths({ out: inside })).toThrow(/^--out: expected a (path|folder), got .*file/);
    expect(() => checkPaths({ json: inside })).toThrow(/^--json: expected a (path|folder), got .*file/);
  });

  it('refuses to replace a device', () => {
    expect(() => checkFile('--json', '/dev/null')).toThrow(
      '--json: expected a file, got the device /dev/null',
    );
  });
});
