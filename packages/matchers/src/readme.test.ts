import { join } from 'node:path';
import { runReadme } from 'ibp-tools/readme';

it('the code of the README runs', async () => {
  const load = (name: string): unknown => (name === 'vitest' ? { expect } : require(name));
  await runReadme(join(__dirname, '../README.md'), { load });
});
