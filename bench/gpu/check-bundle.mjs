/**
 * `npm run check:gpu`: makes the bundle, unpacks its archive in an empty folder, and has it check itself with an empty environment, on
 * the GPU that VK_DRIVER_FILES names, else on lavapipe.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const icds = '/usr/share/vulkan/icd.d';
const lavapipe = existsSync(icds) ? readdirSync(icds).find((file) => file.startsWith('lvp_icd')) : undefined;
const driver = process.env.VK_DRIVER_FILES ?? (lavapipe && join(icds, lavapipe));
if (!driver) {
  console.error('check:gpu: expected a driver of Vulkan; tools/webgpu/lavapipe.sh installs one in software');
  process.exit(1);
}
const folder = mkdtempSync(join(tmpdir(), 'ibp-gpu-'));
try {
  const bundle = join(dirname(fileURLToPath(import.meta.url)), 'bundle.mjs');
  execFileSync(process.execPath, [bundle, join(folder, 'made')], {
    stdio: 'inherit',
    env: { ...process.env, XZ_OPT: '-T0 -1' },
  });
  execFileSync('tar', [
    '-xJf',
    join(folder, 'made.tar.xz'),
    '-C',
    folder,
    '--transform',
    's/^made/unpacked/',
  ]);
  const { status } = spawnSync(join(folder, 'unpacked/run'), ['check'], {
    ...{ cwd: folder, stdio: 'inherit', env: { VK_DRIVER_FILES: driver } },
  });
  process.exitCode = status ?? 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
