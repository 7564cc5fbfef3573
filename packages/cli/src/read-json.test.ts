import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkCommand } from './certification/check-command';
import { readJson, readJsonIfAny } from './read-json';
import { digits, tinySettings } from './testing';

const wanted = { is: 'a point', has: ['x', 'y'] } as const;

describe('readJson', () => {
  let folder: string;
  let file: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'ibp-json-'));
    file = join(folder, 'point.json');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('gives what is there', () => {
    writeFileSync(file, '{"x": 1, "y": 2}');
    expect(readJson<{ x: number; y: number }>(file, wanted)).toEqual({ x: 1, y: 2 });
    expect(readJsonIfAny<{ x: number; y: number }>(file, wanted)).toEqual({ x: 1, y: 2 });
  });

  it.each([
    ['{"x": 1', /^no JSON: ./],
    ['', /^no JSON: ./],
    ['null', /^null$/],
    ['[1, 2]', /^\[1,2\]$/],
    ['{"y": 2}', /^JSON without x$/],
  ])('names the file and what is in it: %s', (text, got) => {
    writeFileSync(file, text);
    const start = `${file}: expected a point, got `;
    for (const read of [readJson, readJsonIfAny]) {
      const message = messageOf(() => read<{ x: number; y: number }>(file, wanted));
      expect(message.slice(0, start.length)).toBe(start);
      expect(message.slice(start.length)).toMatch(got);
    }
  });

  it('names what is no file, and what is not there', () => {
    expect(() => readJson(folder, { is: 'a point', has: [] })).toThrow(
      `${folder}: expected a point, got a folder (EISDIR)`,
    );
    expect(() => readJson(file, { is: 'a point', has: [] })).toThrow(
      `${file}: expected a point, got nothing of that name (ENOENT)`,
    );
    expect(readJsonIfAny(file, { is: 'a point', has: [] })).toBeUndefined();
  });

  it('is how certificates are read', async () => {
    const check = () => checkCommand(digits, tinySettings(folder), { file, epsilon: 0.1 });
    await expect(check()).rejects.toThrow(
      `${file}: expected a certificate that "certify" wrote, got nothing`,
    );
    writeFileSync(file, '{"format": "other"}');
    await expect(check()).rejects.toThrow(`${file}: parseCertificate: format: `);
  });
});

function messageOf(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    return (error as Error).message;
  }
  return 'nothing was thrown';
}
