import { copyFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { runReadme } from 'ibp-tools/readme';

const folder = path.join(__dirname, 'site', 'guide');

/** Why some code does not run here. */
const notRun: { readonly [page: string]: { readonly [text: string]: string } } = {
  'your-data.md': { "fromFolder('pets'": 'needs a folder of pets' },
};

const exported = path.join(__dirname, '..', 'packages', 'onnx', 'corpus', 'fixtures', 'torch-guide.onnx');

/** What some code takes to be there: the file that the lines of Python on the page write. */
const files: { readonly [page: string]: () => object } = {
  'from-pytorch.md': () => {
    copyFileSync(exported, 'net.onnx');
    return {};
  },
};

describe('the code of the guide runs:', () => {
  for (const page of readdirSync(folder).filter((file) => file.endsWith('.md'))) {
    it(page, async () => {
      await runReadme(path.join(folder, page), {
        ...{ load: require, notRun: notRun[page] ?? {} },
        ...(files[page] && { given: files[page] }),
      });
    });
  }
});
