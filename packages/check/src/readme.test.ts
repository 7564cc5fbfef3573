import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runReadme } from 'ibp-tools/readme';

const fixture = (file: string) => readFileSync(join(__dirname, '../../exact/fixtures', file));

it('the code of the README runs', async () => {
  await runReadme(join(__dirname, '../README.md'), {
    load: require,
    given: () => ({
      certificate: fixture('certificate.json'),
      network: fixture('network.safetensors'),
      asked: JSON.stringify({
        ...{ format: 'ibp-asked', version: 1, epsilon: 0.02, range: [0, 1], examples: [] },
        examples: [0].map((index) => ({
          index,
          region: {
            kind: 'ball',
            input: {
              float32: Buffer.from(
                Float32Array.from({ length: 16 }, (_, k) => Math.fround(((3 * k) % 10) / 10)).buffer,
              ).toString('base64'),
            },
          },
          unsafe: { kind: 'other-class', label: 1, classes: 3 },
        })),
      }),
    }),
  });
});
