/**
 * One folder that trains on a GPU of a bare Linux machine, without network, Node or npm: `npm run bundle:gpu [folder]`; and
 * `<folder>.tar.xz` of it. In it: this Node, onnxruntime's library, the product as a few files, the Vulkan loader, and the
 * 10,000 digits.
 */
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const fail = (message) => {
  console.error(`bundle:gpu: ${message}`);
  process.exit(1);
};
if (process.platform !== 'linux' || process.arch !== 'x64')
  fail(`expected Linux on x64, got ${process.platform} on ${process.arch}`);

const here = dirname(fileURLToPath(import.meta.url));
const root = resolve(here, '../..');
const folder = resolve(process.env.INIT_CWD ?? '.', process.argv[2] ?? 'ibp-gpu');
const modules = join(root, 'node_modules');
rmSync(folder, { recursive: true, force: true });
for (const part of ['bin', 'lib', 'node_modules']) mkdirSync(join(folder, part), { recursive: true });

// the zoo grows, and the folder trains networks of its own: one is enough to see that they load
const zooOfOne = {
  name: 'zoo-of-one',
  setup: ({ onLoad }) =>
    onLoad({ filter: /zoo\/src\/networks\/[^d]/ }, ({ path }) => ({
      contents: `throw new Error('zoo: ${basename(path, '.ts')} is not in this folder, which has digits-0.1-small alone'); export default '';`,
      loader: 'js',
    })),
};

// the product: what is loaded by path (threads) and what is native stays a package
const external = ['onnxruntime-node', 'onnxruntime-web', 'onnxruntime-common', 'piscina', 'mnist'];
await build({
  entryPoints: {
    ibp: join(root, 'packages/cli/src/bin.ts'),
    check: join(here, 'check.ts'),
    bench: join(here, 'bench.ts'),
    'batch-worker': join(root, 'packages/data/src/threads/batch-worker.ts'),
  },
  outdir: join(folder, 'app'),
  bundle: true,
  splitting: true,
  chunkNames: 'chunk-[hash]',
  platform: 'node',
  format: 'esm',
  target: 'node20',
  minify: true,
  conditions: ['@ibp/source'],
  mainFields: ['module', 'main'],
  // tfjs says that importing it has no effect, and it registers kernels
  ignoreAnnotations: true,
  external,
  plugins: [zooOfOne],
  // the one backend of tfjs that the folder holds: what has no engine computes on it
  inject: [join(root, 'packages/backend/src/cpu.ts')],
  banner: {
    js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
  },
  logLevel: 'error',
});
writeFileSync(join(folder, 'app/package.json'), '{ "type": "module", "private": true }\n');

const copyPackage = (name, parts) => {
  for (const part of ['package.json', 'LICENSE', ...parts]) {
    const from = join(modules, name, part);
    if (existsSync(from))
      cpSync(from, join(folder, 'node_modules', name, part), {
        recursive: true,
        filter: (file) => !/\.(map|d\.ts|d\.cts)$/.test(file),
      });
  }
};
copyPackage('onnxruntime-node', ['dist', 'bin/napi-v6/linux/x64']);
copyPackage('onnxruntime-common', ['dist/cjs', 'dist/esm']);
copyPackage('piscina', ['dist']);
copyPackage('mnist', ['src']);

const node = join(folder, 'bin/node');
copyFileSync(process.execPath, node);
execFileSync('strip', [node]);
// NVIDIA's Vulkan driver gives no device where the libraries of GL's dispatch are not found, which machines for CUDA may lack
const libraries = {
  'libvulkan.so.1': 'libvulkan1',
  'libstdc++.so.6': 'libstdc++6',
  'libgcc_s.so.1': 'libgcc-s1',
  'libEGL.so.1': 'libegl1',
  'libGLdispatch.so.0': 'libglvnd0',
  'libGLX.so.0': 'libglx0',
  'libGL.so.1': 'libgl1',
  'libOpenGL.so.0': 'libopengl0',
  'libGLESv2.so.2': 'libgles2',
};
const known = execFileSync('/sbin/ldconfig', ['-p'], { encoding: 'utf8' });
for (const [library, debian] of Object.entries(libraries)) {
  const path = new RegExp(`${library.replaceAll('+', '\\+')} \\(libc6,x86-64\\) => (.*)`).exec(known)?.[1];
  if (!path) fail(`expected ${library} on this machine; in Debian it is in ${debian}`);
  copyFileSync(realpathSync(path), join(folder, 'lib', library));
}
for (const file of ['run', 'torch_gpu.py']) copyFileSync(join(here, file), join(folder, file));
chmodSync(join(folder, 'run'), 0o755);

const archive = `${folder}.tar.xz`;
execFileSync('tar', ['-C', dirname(folder), '-cJf', archive, basename(folder)], {
  env: { ...process.env, XZ_OPT: process.env.XZ_OPT ?? '-T0 -6' },
});
const { size } = statSync(archive);
console.log(`${archive}: ${(size / 2 ** 20).toFixed(1)} MiB`);
if (size > 48 * 2 ** 20) fail('expected at most 48 MiB');
