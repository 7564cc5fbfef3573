import { readFileSync } from 'node:fs';
import path from 'node:path';
import { runReadme } from 'ibp-tools/readme';
import * as components from './components';
import * as report from './index';

const file = path.join(__dirname, '..', 'README.md');

it('the README names everything that is exported', () => {
  const readme = readFileSync(file, 'utf8');
  expect(
    Object.keys({ ...report, ...components }).filter((name) => !new RegExp(`\\b${name}\\b`).test(readme)),
  ).toEqual([]);
});

it("the README's code runs", async () => {
  const [first] = await runReadme(file, { load: require });
  expect(first).toBe('[ 1, 0.8 ] 0');
});
