import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { bundle } from 'ibp-tools/bundle';
import { selectBackend } from './select-backend';

/** Runs a module in a process of its own, where no backend has started yet. */
function run(code: string, env: Record<string, string> = {}): string {
  const { IBP_BACKEND: _, ...rest } = process.env;
  const { file, remove } = bundle({ code });
  const child = spawnSync(process.execPath, [file], { encoding: 'utf8', env: { ...rest, ...env } });
  remove();
  expect(child.stderr).not.toMatch(/Error/);
  return child.stdout.trim();
}

const LISTENERS = `const listeners = () =>
  ['uncaughtException', 'unhandledRejection'].map((e) => process.listenerCount(e)).join();
const before = listeners();`;

describe('selectBackend', () => {
  afterEach(() => tf.setBackend(process.env.IBP_BACKEND ?? 'wasm'));

  it('takes the first that works, says so in one line, and leaves the process its listeners', () => {
    const output = run(`
      import * as tf from '@tensorflow/tfjs-core';
      import { selectBackend } from '@ibp/backend';
      ${LISTENERS}
      const choice = await selectBackend();
      const gradient = tf.grad((x) => tf.abs(x))(tf.scalar(0)).dataSync()[0];
      console.log(JSON.stringify([choice.name, tf.getBackend(), choice.tried.map((t) => t.name), gradient]));
      console.log(listeners() === before);`);
    expect(output.split('\n')).toEqual([
      'backend: wasm (@tensorflow/tfjs-backend-wasm)',
      '["wasm","wasm",["tfjs-node-gpu","tfjs-node"],0]',
      'true',
    ]);
  });

  it('needs to guard the listeners: the loader of the wasm backend adds some', () => {
    const output = run(`
      import * as tf from '@tensorflow/tfjs-core';
      import '@tensorflow/tfjs-backend-wasm';
      ${LISTENERS}
      await tf.setBackend('wasm');
      console.log(listeners() === before);`);
    expect(output).toBe('false');
  });

  it('is needed for certifying on wasm: without the repairs a bound is wrong', () => {
    const output = run(`
      import * as tf from '@tensorflow/tfjs-core';
      import '@tensorflow/tfjs-backend-wasm';
      import { assertFloat32, selectBackend } from '@ibp/backend';
      await tf.setBackend('wasm');
      await assertFloat32('certify').catch(({ message }) => console.log(message.split(' to give')[0]));
      await selectBackend({ log: () => {} });
      await assertFloat32('certify');`);
    expect(output).toBe('certify: expected interval bounds of a convolution');
  });

  describe('with threads', () => {
    const convolve = `
      import * as tf from '@tensorflow/tfjs-core';
      import { selectBackend } from '@ibp/backend';
      const x = () => tf.randomUniform([50, 16, 16, 8], 0, 1, 'float32', 1);
      const convolved = () => tf.conv2d(x(), tf.ones([3, 3, 8, 8]), 1, 'same').dataSync();`;

    it('throws where memory ends, instead of waiting for ever', () => {
      const output = run(`${convolve}
        await selectBackend({ prefer: 'wasm', threads: 2 });
        const { warn } = console;
        const kept = tf.ones([3]);
        const large = () => tf.backend().makeOutput([2 ** 26], 'float32');
        try {
          for (let i = 0; i < 20; i++) tf.engine().makeTensorFromTensorInfo(large());
        } catch (error) {
          console.log(error.message.split(':').slice(0, 2).join(':'));
        }
        console.log(kept.dataSync().join(), console.warn === warn);`);
      expect(output.split('\n').slice(1)).toEqual([
        'wasm: expected memory for 268435456 bytes more, got none',
        '1,1,1 true',
      ]);
    });

    it('computes the same in as many as are asked for, and the process ends', () => {
      const output = run(`${convolve}
        ${LISTENERS}
        const { threads } = await selectBackend({ prefer: 'wasm', threads: 2 });
        const threaded = convolved();
        await import('@ibp/backend/cpu');
        await tf.setBackend('cpu');
        const same = convolved().every((value, i) => Math.abs(value - threaded[i]) < 1e-4);
        console.log(threads, same, listeners() === before);`);
      expect(output.split('\n')).toEqual([
        'backend: wasm (@tensorflow/tfjs-backend-wasm), 2 threads',
        '2 true true',
      ]);
    });

    it('says why there is but one where the backend has started', () => {
      const output = run(
        `${convolve}
        await import('@ibp/backend/wasm');
        await tf.setBackend('wasm');
        const { threads } = await selectBackend();
        console.log(threads, convolved().length);`,
        { IBP_THREADS: '2' },
      );
      expect(output.split('\n')).toEqual([
        'backend: wasm in one thread, not 2: the wasm backend has started already',
        'backend: wasm (@tensorflow/tfjs-backend-wasm)',
        'undefined 102400',
      ]);
    });

    it('refuses a half', async () => {
      await expect(selectBackend({ threads: 0.5 })).rejects.toThrow(
        'selectBackend: expected a whole number of threads above 0, got 0.5',
      );
    });
  });

  it('takes the variable IBP_BACKEND for a preference', () => {
    const output = run(
      `import { selectBackend } from '@ibp/backend';
      const { name } = await selectBackend({ log: () => {} });
      console.log(name);`,
      { IBP_BACKEND: 'cpu' },
    );
    expect(output.split('\n').at(-1)).toBe('cpu');
  });

  it('takes the preferred one, with its kernels', async () => {
    const lines: string[] = [];
    const choice = await selectBackend({ prefer: 'cpu', log: (line) => lines.push(line) });
    expect(choice).toEqual({ name: 'cpu', package: '@tensorflow/tfjs-backend-cpu', tried: [] });
    expect(tf.getBackend()).toBe('cpu');
    expect(lines).toEqual(['backend: cpu (@tensorflow/tfjs-backend-cpu)']);
  });

  it('fails with the reason where the preferred one is not installed', async () => {
    await expect(selectBackend({ prefer: 'webgl' })).rejects.toThrow(
      /^selectBackend: expected webgl to work\n {2}webgl: .*tfjs-backend-webgl/,
    );
  });

  describe('a tfjs-node-gpu that was built elsewhere', () => {
    const folder = join(process.cwd(), 'node_modules', '.cache', 'ibp', 'tfjs-node-gpu');
    /** The cpu backend under the name of that package, of which there is none here. */
    const standIn = `
      const tf = require('@tensorflow/tfjs-core');
      const { MathBackendCPU } = require('@tensorflow/tfjs-backend-cpu');
      const found = { firstUse: false, isGPUPackage: true, isUsingGpuDevice: process.env.FOUND === 'yes' };
      tf.registerBackend('tensorflow', () => Object.assign(new MathBackendCPU(), found));
      const kernels = tf.getKernelsForBackend('cpu');
      for (const kernel of kernels) tf.registerKernel({ ...kernel, backendName: 'tensorflow' });`;
    beforeAll(() => {
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, 'package.json'), JSON.stringify({ main: 'main.cjs' }));
      writeFileSync(join(folder, 'main.cjs'), standIn);
    });
    afterAll(() => rmSync(folder, { recursive: true }));

    const choose = `
      import { selectBackend } from '@ibp/backend';
      const { gpu } = await selectBackend({ tf32: process.env.TF32 === 'yes' });
      console.log(gpu, process.env.NVIDIA_TF32_OVERRIDE);`;
    const name = 'backend: tfjs-node-gpu (@tensorflow/tfjs-node-gpu)';

    it('is found in the folder that IBP_TFJS_NODE names; that it has no GPU is said', () => {
      expect(run(choose, { IBP_TFJS_NODE: folder }).split('\n')).toEqual([
        `${name}, which found no GPU and computes on the processor`,
        'false 0',
      ]);
    });

    it('multiplies in TF32 where that is asked for alone', () => {
      const env = { IBP_TFJS_NODE: folder, FOUND: 'yes', TF32: 'yes' };
      expect(run(choose, env).split('\n')).toEqual([name, 'true undefined']);
    });

    it('is refused where there is no such folder', async () => {
      process.env.IBP_TFJS_NODE = 'nowhere';
      const chosen = selectBackend({ prefer: 'tensorflow' });
      await expect(chosen).rejects.toThrow(
        'tfjs-node: IBP_TFJS_NODE: expected the folder of @tensorflow/tfjs-node, got nowhere',
      );
      delete process.env.IBP_TFJS_NODE;
      expect(process.env.NVIDIA_TF32_OVERRIDE).toBeUndefined();
    });
  });

  it('fails on an unknown name', async () => {
    await expect(selectBackend({ prefer: 'abacus' })).rejects.toThrow(
      'selectBackend: expected one of tfjs-node-gpu, tfjs-node, webgpu, webgl, wasm, cpu or tensorflow, got abacus',
    );
  });
});
