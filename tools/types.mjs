import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

// TypeScript 7 is native code and takes a sixth of the time of 6, which stays for those that take it as
// a library (tsup, the API's reports). Both bring a `tsc`, so that it is asked for by its path.
const compiler = fileURLToPath(new URL('bin/tsc', import.meta.resolve('typescript-native/package.json')));
const { status } = spawnSync(process.execPath, [compiler, ...process.argv.slice(2)], { stdio: 'inherit' });
process.exitCode = status ?? 1;
