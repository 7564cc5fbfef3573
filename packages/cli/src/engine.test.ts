import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { bundle } from 'ibp-tools/bundle';
import { engineLabel, selectEngine } from './engine';

it('takes onnxruntime where it is installed, unless tfjs is faster or asked for', async () => {
  expect(engineLabel(await selectEngine('auto', 'wasm'))).toBe('onnxruntime');
  expect(engineLabel(await selectEngine('auto', 'tfjs-node'))).toBe('tfjs, op by op');
  expect(engineLabel(await selectEngine('onnx', 'tfjs-node'))).toBe('onnxruntime');
  expect(engineLabel(await selectEngine('auto', 'wasm', { threads: 2 }))).toBe('onnxruntime');
  await expect(selectEngine('auto', 'wasm', { threads: 0 })).rejects.toThrow('above 0, got 0');
  const engineOptions = { executionProviders: ['cpu'], forms: 'measured' };
  expect(engineLabel(await selectEngine('onnx', 'wasm', { engineOptions }))).toBe('onnxruntime (cpu)');
  expect(engineLabel(await selectEngine('eager', 'wasm'))).toBe('tfjs, op by op');
});

/** Runs code in a Node that finds no onnxruntime. */
function withoutOnnxRuntime(code: string): string {
  const hook = `export const resolve = (name, context, next) => {
    if (name.startsWith('onnxruntime')) throw new Error('Cannot find package');
    return next(name, context);
  }`;
  const url = (source: string) => `data:text/javascript,${encodeURIComponent(source)}`;
  const register = url(`import { register } from 'node:module'; register(${JSON.stringify(url(hook))});`);
  const { file, remove } = bundle({ code });
  const printed = execFileSync(process.execPath, ['--import', register, file], {
    encoding: 'utf8',
    stdio: 'pipe',
  });
  remove();
  return printed;
}

it('says so where onnxruntime is not installed, and goes on without; refuses where it is asked for', () => {
  const printed = withoutOnnxRuntime(`
    import { engineLabel, selectEngine } from ${JSON.stringify(path.join(__dirname, 'engine'))};
    console.log(engineLabel(await selectEngine('auto', 'wasm', { log: console.log })));
    console.log(await selectEngine('onnx', 'wasm').catch(String));
  `);
  expect(printed.split('\n')).toEqual([
    'onnxruntime-node is not installed here: tfjs computes instead, more slowly',
    'tfjs, op by op',
    expect.stringMatching(
      /expected the package onnxruntime-node, got .*npm install onnxruntime-node.*ONNXRUNTIME_NODE_INSTALL=skip/,
    ),
    '',
  ]);
});
