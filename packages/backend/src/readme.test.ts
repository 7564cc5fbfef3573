import path from 'node:path';
import { runReadme } from 'ibp-tools/readme';

const file = path.join(__dirname, '..', 'README.md');

it("the README's code runs", async () => {
  await runReadme(file, { load: require, notRun: { "setWasmPaths('/wasm/')": 'of a browser' } });
});
