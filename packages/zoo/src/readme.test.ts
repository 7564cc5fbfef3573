import { readFileSync } from 'node:fs';
import path from 'node:path';
import { runReadme } from 'ibp-tools/readme';
import * as zoo from './index';
import * as plain from './plain';

const file = path.join(__dirname, '..', 'README.md');
const readme = readFileSync(file, 'utf8');

it('the README names everything that is exported, and every network', () => {
  const names = Object.keys({ ...zoo, ...plain });
  expect(names.filter((name) => !new RegExp(`\\b${name}\\b`).test(readme))).toEqual([]);
});

it('the README has the figures of the cards', () => {
  const percent = (share: number) => `${(100 * share).toFixed(2)} %`;
  for (const [name, { card }] of Object.entries(zoo.catalog)) {
    const row = readme.split('\n').find((line) => line.startsWith(`| \`${name}\``));
    const { test, ibp, verified } = card.errors;
    for (const figure of [String(card.parameters), ...[test, ibp, verified[1]].map(percent)]) {
      expect(row).toContain(figure);
    }
  }
});

it("the README's code runs", async () => {
  await runReadme(file, { load: require });
});
