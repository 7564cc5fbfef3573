import { readFileSync } from 'node:fs';
import path from 'node:path';
import * as charts from './index';

it('the README names everything that is exported', () => {
  const readme = readFileSync(path.join(__dirname, '..', 'README.md'), 'utf8');
  expect(Object.keys(charts).filter((name) => !new RegExp(`\\b${name}\\b`).test(readme))).toEqual([]);
});
