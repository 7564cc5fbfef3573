import path from 'node:path';
import { runReadme } from 'ibp-tools/readme';

it("the README's code runs, and prints what it says", async () => {
  const printed = await runReadme(path.join(__dirname, '..', 'README.md'), { load: require });
  expect(printed.join()).toContain('confirmed');
});
