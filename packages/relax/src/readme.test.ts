import path from 'node:path';
import { runReadme } from 'ibp-tools/readme';

it("the README's code runs", async () => {
  const printed = await runReadme(path.join(__dirname, '..', 'README.md'), { load: require });
  expect(printed.length).toBeGreaterThan(0);
});
