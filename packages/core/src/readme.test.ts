import { readFileSync } from 'node:fs';
import path from 'node:path';
import { runReadme } from 'ibp-tools/readme';
import * as core from './index';

const file = path.join(__dirname, '..', 'README.md');
const readme = readFileSync(file, 'utf8');
const mentions = (name: string) => new RegExp(`\\b${name}\\b`).test(readme);

it('the README names everything that is exported', () => {
  expect(Object.keys(core).filter((name) => !mentions(name))).toEqual([]);
});

it.each(core.opNames)('the table of families has %s in its row', (op) => {
  const { family } = core.vocabulary[op];
  const rows = readme.split('\n').filter((line) => new RegExp(`^\\|[^|]*\`${family}\``).test(line));
  expect(rows.map((row) => row.split('|').at(-2)).join()).toContain(`\`${op}\``);
});

it("the README's code runs", async () => {
  await runReadme(file, { load: require });
});
