import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { writeFiles } from './testing';

const run = promisify(execFile);
const scripts = join(__dirname, '../../../../tools/vnncomp');
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ibp-vnncomp-'));
});
afterEach(() => rm(folder, { recursive: true }));

// what was built may be older than the sources
const env = { ...process.env, IBP_SOURCES: '1' };
const script = (name: string, ...args: string[]) => run('bash', [join(scripts, name), ...args], { env });

it('the scripts of the competition prepare and run an instance, in the order of its arguments', async () => {
  const { onnx, vnnlib } = await writeFiles(folder);
  await script('prepare_instance.sh', 'v1', 'ours', onnx, vnnlib('broken'));
  const none = script('prepare_instance.sh', 'v1', 'ours', onnx, vnnlib('none'));
  await expect(none).rejects.toThrow('expected a file, got');
  const result = join(folder, 'result.txt');
  await script('run_instance.sh', 'v1', 'ours', onnx, vnnlib('broken'), result, '300.0');
  expect(await readFile(result, 'utf8')).toMatch(
    /^sat\n\(\(X_0 \S+\)\n \(X_1 \S+\)\n \(Y_0 \S+\)\n \(Y_1 \S+\)\)\n$/,
  );
  const wrong = script('run_instance.sh', 'v2', 'ours', onnx, vnnlib('broken'), result, '300');
  await expect(wrong).rejects.toThrow('expected the version v1 of the interface, got v2');
});
