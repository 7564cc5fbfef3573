import path from 'node:path';
import { runReadme } from 'ibp-tools/readme';

const file = path.join(__dirname, '..', 'README.md');

it("the README's code runs, and prints what it says", async () => {
  expect(await runReadme(file, { load: require })).toEqual([
    '3 verified, 0 missing, 0 suspects',
    '13 runs, 1 on the front, the winner had 9 steps',
  ]);
});
