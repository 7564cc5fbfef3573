import { isIbpError } from '@ibp/core';
import { stream } from '@ibp/testing';
import { parseVnnlib } from './parse-vnnlib';

const declared = '(declare-const X_0 Real)(declare-const Y_0 Real)(declare-const Y_1 Real)\n';

/** What a text comes to, in how many milliseconds. */
function outcome(text: string): { readonly message: string; readonly ms: number } {
  // of the processor: machines are shared
  const begin = process.cpuUsage();
  let message = 'read';
  try {
    parseVnnlib(text);
  } catch (error) {
    if (!isIbpError(error)) throw error;
    message = error.message;
  }
  return { message, ms: process.cpuUsage(begin).user / 1000 };
}

const bombs: Readonly<Record<string, string>> = {
  'a million parentheses': '('.repeat(1e6),
  'a million ands': `(assert ${'(and '.repeat(1e6)}`,
  'nested sums': `(assert (>= ${'(+ Y_0 '.repeat(9000)}1${')'.repeat(9000)} 0))`,
  'nested products': `(assert (>= ${'(* 3 (+ Y_0 '.repeat(4500)}1${'))'.repeat(4500)} 0))`,
  'nested minuses': `(assert (>= ${'(- '.repeat(9000)}Y_0${')'.repeat(9000)} 0))`,
  'an and of ors': `(assert (and ${'(or (>= Y_0 1) (>= Y_1 1)) '.repeat(100)}))`,
  'ors in many assertions': '(assert (or (>= Y_0 1) (>= Y_1 1)))'.repeat(1000),
  'ands and ors in turn': `(assert ${'(and (>= Y_0 1) (or (>= Y_1 1) '.repeat(2500)}(>= Y_0 0)${'))'.repeat(2500)})`,
  'an or of products': `(assert (or ${`(and ${'(or (>= Y_0 1) (>= Y_1 1))'.repeat(14)})`.repeat(200)}))`,
  'a number of a megabyte': `(assert (>= Y_0 1${'0'.repeat(1e6)}))`,
  'a power of ten': '(assert (>= Y_0 1e999999999))',
  'a product of large numbers': `(assert (>= Y_0 (* ${'1e1000 '.repeat(1e5)})))`,
  'a string without an end': '"'.repeat(1e6 + 1),
  'an or of too many': `(assert (or ${'(>= Y_0 1)'.repeat(1e5)}))`,
  'five million lines': `${'\n'.repeat(5e6)}(assert x)`,
};

it.each(Object.entries(bombs))('%s come to an end soon', (_, text) => {
  const { message, ms } = outcome(declared + text);
  expect(message).toMatch(/^read$|^parseVnnlib: \d+:\d+: expected /);
  expect(message.length).toBeLessThan(200);
  expect(ms).toBeLessThan(5000);
});

it('rows of many inputs in many conjunctions come to an end soon', () => {
  const inputs = Array.from({ length: 3000 }, (_, i) => `(declare-const X_${i} Real)`).join('');
  const rows = '(>= (+ X_0 X_1) Y_0)'.repeat(15_000);
  const { message, ms } = outcome(`${inputs}(declare-const Y_0 Real)(assert (or ${rows}))`);
  expect(message).toContain('expected at most 16777216 numbers in boxes and rows, got more');
  expect(ms).toBeLessThan(5000);
});

it('large files are read soon', () => {
  const inputs = Array.from({ length: 5000 }, (_, i) => i);
  const text = [
    ...inputs.map((i) => `(declare-const X_${i} Real)`),
    ...['(declare-const Y_0 Real)', '(declare-const Y_1 Real)'],
    ...inputs.map((i) => `(assert (<= X_${i} 0.${1234567 + i}))\n(assert (>= X_${i} -0.${7654321 + i}))`),
    '(assert (<= Y_0 Y_1))',
  ].join('\n');
  const { message, ms } = outcome(text);
  expect(message).toBe('read');
  expect(ms).toBeLessThan(5000);
});

const seeds = [
  `${declared}; a comment
(assert (<= X_0 0.679857769))
(assert (or (and (>= Y_0 -1.5e-3) (<= (+ (* 2.0 Y_0) (- Y_1) 0.5) 3)) (= Y_0 Y_1)))`,
  `(vnnlib-version <2.0>)
(declare-network f (declare-input X float32 [1,2] "in") (declare-output Y real [2]))
(assert (and (>= X[0,0] 0.1) (< X[0,1] 1.0)))
(assert (or (<= Y[0] 3.5) (!= Y[1] 0)))`,
];
const pieces = [
  '(',
  ')',
  '[',
  ']',
  ',',
  ' ',
  '"',
  ';',
  '\n',
  'and',
  'or',
  '<=',
  '*',
  '-',
  'X_0',
  'Y_1',
  '1e9',
  '0',
  '\u0000',
  'é',
  'assert',
];

it('thousands of damaged files are read, or one clear error', () => {
  const next = stream(7);
  const pick = <T>(from: ArrayLike<T>): T => from[Math.floor(next() * from.length)]!;
  const unclear: string[] = [];
  let [read, slowest] = [0, 0];
  for (let run = 0; run < 3000; run++) {
    let text = pick(seeds);
    for (let cuts = 0; cuts < 1 + (run % 3); cuts++) {
      const [from, length] = [Math.floor(next() * text.length), Math.floor(next() * 12)];
      const middle =
        next() < 0.5 ? pick(pieces) : text.slice(Math.floor(next() * text.length)).slice(0, length);
      text = text.slice(0, from) + middle + text.slice(from + (next() < 0.5 ? 0 : length));
    }
    const { message, ms } = outcome(text);
    if (message === 'read') read++;
    else if (!/^parseVnnlib: \d+:\d+: expected .*, got /s.test(message)) unclear.push(message);
    slowest = Math.max(slowest, ms);
  }
  expect(unclear).toEqual([]);
  expect(slowest).toBeLessThan(1000);
  expect(read).toBeGreaterThan(100);
  expect(read).toBeLessThan(3900);
});

const network = (tensors: string) => `(vnnlib-version <2.0>)(declare-network f ${tensors})`;
const output = '(declare-output Y real [1])';

const bombsOfVersion2: Readonly<Record<string, string>> = {
  'a tensor of 10^18 values': `${network(`(declare-input X real [1000000000,1000000000])${output}`)}(assert (>= Y[0] 0))`,
  'a tensor of more values than a number counts': network(
    `(declare-input X real [${'999999999,'.repeat(999)}1])${output}`,
  ),
  'a shape of 10^6 axes': network(`(declare-input X real [${'1,'.repeat(1e6)}1])${output}`),
  'a size that is negative': network(`(declare-input X real [-4])${output}`),
  'a size of a megabyte': network(`(declare-input X real [1${'0'.repeat(1e6)}])${output}`),
  '10^5 tensors': network(
    `${Array.from({ length: 1e5 }, (_, i) => `(declare-input X${i} real [1])`).join('')}${output}`,
  ),
  'tensors that come to 10^9 values together': network(
    `${Array.from({ length: 1000 }, (_, i) => `(declare-input X${i} real [1000000])`).join('')}${output}`,
  ),
  '10^5 networks': `(vnnlib-version <2.0>)${`(declare-network f (declare-input X real [1])${output})`.repeat(1e5)}`,
  'nested networks': `(vnnlib-version <2.0>)${'(declare-network f '.repeat(1e5)}`,
  'an index beyond all tensors': `${network(`(declare-input X real [2])${output}`)}(assert (>= X[99999999999999999999] 0))`,
  'an index of 10^6 axes': `${network(`(declare-input X real [2])${output}`)}(assert (>= X[${'0,'.repeat(1e6)}0] 0))`,
  'an index without an end': `${network(`(declare-input X real [2])${output}`)}(assert (>= X[${'0'.repeat(1e6)}`,
  'a million parentheses': `${network(`(declare-input X real [2])${output}`)}${'('.repeat(1e6)}`,
  'unequal in many places': `${network(`(declare-input X real [2])${output}`)}${'(assert (!= Y[0] 0))'.repeat(200)}`,
};

it.each(Object.entries(bombsOfVersion2))('%s of version 2.0 come to an end soon', (_, text) => {
  const before = process.memoryUsage().rss;
  const { message, ms } = outcome(text);
  expect(message).toMatch(/^read$|^parseVnnlib: \d+:\d+: expected /);
  expect(message.length).toBeLessThan(300);
  expect(ms).toBeLessThan(5000);
  expect(process.memoryUsage().rss - before).toBeLessThan(1e9);
});
