import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { memoryIn } from './remember';

describe('memoryIn', () => {
  let directory: string;
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'ibp-memory-'));
  });
  afterEach(() => rm(directory, { recursive: true }));

  it('computes what is new, and nothing twice, whoever asks', async () => {
    const file = join(directory, 'deep', 'values.json');
    let computed = 0;
    const compute = async () => ({ value: ++computed });
    expect(await memoryIn(file)('a', compute)).toEqual({ value: 1 });
    const memory = memoryIn(file);
    expect(await memory('a', compute)).toEqual({ value: 1 });
    expect(await memory('b', compute)).toEqual({ value: 2 });
    expect(await memoryIn(file)('b', compute)).toEqual({ value: 2 });
  });

  it('keeps nothing of what fails, and refuses a damaged file', async () => {
    const file = join(directory, 'values.json');
    await expect(memoryIn(file)('a', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await memoryIn(file)('a', async () => 1)).toBe(1);
    await writeFile(file, '{');
    await expect(memoryIn(file)('a', async () => 1)).rejects.toThrow(
      'values.json: expected figures by what they are of, got no JSON: ',
    );
  });
});
