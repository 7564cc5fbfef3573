import { readdirSync } from 'node:fs';
import path from 'node:path';
import { runReadme } from 'ibp-tools/readme';

const folder = path.join(__dirname, 'site', 'guide');

/** Why some code does not run here. */
const notRun: { readonly [page: string]: { readonly [text: string]: string } } = {
  'your-data.md': { "fromFolder('pets'": 'needs a folder of pets' },
};

describe('the code of the guide runs:', () => {
  for (const page of readdirSync(folder).filter((file) => file.endsWith('.md'))) {
    it(page, async () => {
      await runReadme(path.join(folder, page), { load: require, notRun: notRun[page] ?? {} });
    });
  }
});
