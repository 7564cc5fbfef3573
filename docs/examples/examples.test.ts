import { runExample } from 'ibp-tools/examples';
import { findExamples } from './sources';

const examples = findExamples();

describe('the example of', () => {
  for (const { file, ...block } of examples) {
    it(`${file}:${block.line} runs and prints what it says`, async () => {
      await runExample(file, block, { load: require });
    });
  }
});

it('what people start with has an example', () => {
  expect(examples.length).toBeGreaterThanOrEqual(40);
});
