/**
 * Writes what the page shows: digits that the networks were not trained on, three of each class.
 *
 *   npm run assets --workspace examples/lab
 */
import { writeFileSync } from 'node:fs';
import { embeddedDigits } from '@ibp/data/digits';

const perClass = 3;
const { test } = await embeddedDigits({ heldOut: 1000 });
const size = 28 * 28;
const chosen = Array.from({ length: 10 }, (_, digit) =>
  [...test.labels.keys()].filter((i) => test.labels[i] === digit).slice(0, perClass),
).flat();
const bytes = new Uint8Array(chosen.length * (1 + size));
chosen.forEach((index, i) => {
  bytes[i * (1 + size)] = test.labels[index]!;
  bytes.set(test.images.subarray(index * size, (index + 1) * size), i * (1 + size) + 1);
});
writeFileSync(new URL('../networks/digits.bin', import.meta.url), bytes);
console.log(`${chosen.length} digits, ${bytes.length} bytes`);
