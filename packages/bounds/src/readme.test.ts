import { readFileSync } from 'node:fs';
import path from 'node:path';
import { opNames } from '@ibp/core';
import { runReadme } from 'ibp-tools/readme';
import * as bounds from './index';
import { canPullBack } from './spec/pull-back';

const file = path.join(__dirname, '..', 'README.md');

const readme = readFileSync(file, 'utf8');
const mentions = (name: string) => new RegExp(`\\b${name}\\b`).test(readme);

it('the README names everything that is exported', () => {
  expect(Object.keys(bounds).filter((name) => !mentions(name))).toEqual([]);
});

it.each(opNames)('the table of ops has a row for %s, with its pull-back', (op) => {
  const row = readme
    .split('\n')
    .find((line) => new RegExp(`^\\|[^|]*\`${op}\``).test(line) && / exact/.test(line));
  expect(row?.split('|').at(-2)?.trim()).toBe(canPullBack(op) ? 'yes' : '');
});

it("the README's code runs", async () => {
  await runReadme(file, { load: require });
});
