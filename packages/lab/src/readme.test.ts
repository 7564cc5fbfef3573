import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { runReadme } from 'ibp-tools/readme';
import * as lab from './index';
import { type LabOptions, serveLab } from './serve';

/** A page: the lab itself is only there once it was built. */
const folder = mkdtempSync(path.join(tmpdir(), 'ibp-lab-'));
writeFileSync(path.join(folder, 'index.html'), '<h1>the lab</h1>');
afterAll(() => rmSync(folder, { recursive: true }));

const file = path.join(__dirname, '..', 'README.md');

it('the README names everything that is exported', () => {
  const readme = readFileSync(file, 'utf8');
  expect(Object.keys(lab).filter((name) => !new RegExp(`\\b${name}\\b`).test(readme))).toEqual([]);
});

it('the code of the README runs', async () => {
  const load = (name: string) => ({
    ...require(name),
    serveLab: (options: LabOptions) => serveLab({ ...options, folder, port: 0 }),
  });
  const printed = await runReadme(file, { load });
  expect(printed).toEqual([expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/$/)]);
});
