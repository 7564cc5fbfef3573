import { readFileSync } from 'node:fs';
import path from 'node:path';
import * as exporting from './export';
import * as onnx from './index';

it('the README names everything that is exported', () => {
  const readme = readFileSync(path.join(__dirname, '..', 'README.md'), 'utf8');
  const names = Object.keys({ ...onnx, ...exporting });
  expect(names.filter((name) => !new RegExp(`\\b${name}\\b`).test(readme))).toEqual([]);
});
