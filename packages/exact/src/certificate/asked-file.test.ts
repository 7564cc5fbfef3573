import { readFileSync } from 'node:fs';
import Ajv from 'ajv';
import { folder } from '../../schema/folder';
import { askedIn, parseAsked } from './asked-file';
import { createCertificate, parseCertificate } from './certificate';
import { checkCertificate } from './check';
import { packNumbers } from './numbers';
import type { Certificate } from './schema';
import { certificateOf, classAt, conjunctions, isPublishedForm, network, verified, x } from './testing';

const isPublished = new Ajv({ strictTuples: false }).compile(
  JSON.parse(readFileSync(`${folder}/asked-1.json`, 'utf8')),
);
const ball = { kind: 'ball', input: packNumbers(x) } as const;
const file = {
  ...{ format: 'ibp-asked', version: 1, epsilon: 0.001, range: [0, 1] },
  examples: [{ index: 7, region: ball, unsafe: { kind: 'other-class', label: 2, classes: 3 } }],
};
const made = (inputs: 'hashed' | 'embedded', epsilon = 0.001) =>
  createCertificate(
    network,
    [{ index: 7, statement: classAt(epsilon), verdict: verified({ kind: 'ibp', conjunctions }) }],
    { mode: 'rigorous', inputs },
  );
const read = (value: unknown) => parseAsked(JSON.parse(JSON.stringify(value)));

it('a file says what was to be proved', async () => {
  expect(isPublished(file)).toBe(true);
  const asked = askedIn(read(file));
  expect(await checkCertificate(await made('hashed'), network, asked)).toMatchObject({ sound: true });
  // and a certificate that states less is none of it
  expect(await checkCertificate(await made('hashed', 0.0005), network, asked)).toMatchObject({
    sound: false,
  });
});

it('a certificate is checked for what it states itself, with inputs from elsewhere where it has hashes', async () => {
  const embedded = (await made('embedded')) as Certificate;
  expect(await checkCertificate(embedded, network, askedIn(embedded))).toMatchObject({ sound: true });
  const hashed = (await made('hashed')) as Certificate;
  expect(() => askedIn(hashed)).toThrow('askedIn: example 7: expected its input, got a hash');
  expect(await checkCertificate(hashed, network, askedIn(hashed, { 7: x }))).toMatchObject({ sound: true });
  const other = askedIn(hashed, { 7: x.map((p) => p / 2) });
  expect(await checkCertificate(hashed, network, other)).toMatchObject({ sound: false });
});

it('rows, ranges by feature, and boxes whose ends are infinite are what they were', async () => {
  const spec = { c: Float64Array.of(1, -1, 0, 0, 1, -1), d: Float64Array.of(-1, 0) };
  const range = [Float64Array.of(0, 0, 0, -Infinity), 1] as const;
  const statement = { x, epsilon: Float64Array.of(0, 1, 2, 3), range, spec };
  const one = await createCertificate(
    network,
    [{ index: 0, statement, verdict: { status: 'unknown', reason: 'x' } }],
    { mode: 'rigorous', inputs: 'embedded' },
  );
  expect(isPublishedForm(JSON.parse(JSON.stringify(one)))).toBe(true);
  expect(askedIn(parseCertificate(JSON.parse(JSON.stringify(one))) as Certificate).of(0)).toEqual({
    x: Float64Array.from(x),
    epsilon: [0, 1, 2, 3],
    range: [[0, 0, 0, -Infinity], 1],
    spec,
  });
  const property = {
    boxes: [{ lower: Float64Array.of(-Infinity, 0, 0, 0), upper: Float64Array.of(1, 1, 1, Infinity) }],
    unsafe: [{ c: Float64Array.of(1, 0, 0, 0, 0, 0, -1), d: Float64Array.of(2) }],
    withInputs: true,
  };
  const boxes = await certificateOf(property, { status: 'unknown', reason: 'x' });
  expect(askedIn(boxes).of(7)).toEqual(property);
});

it.each<[string, object, string]>([
  ['another format', { format: 'ibp-certificate' }, 'parseAsked: format: '],
  [
    'an example twice',
    { examples: [file.examples[0], file.examples[0]] },
    'askedIn: expected every example once, got 7 twice',
  ],
  ['no radius', { epsilon: undefined }, 'askedIn: example 7: expected an epsilon and a range'],
  [
    'rows that belong together around an input',
    {
      examples: [
        { index: 7, region: ball, unsafe: { kind: 'rows', any: [{ c: [1, 0, 0, 0, 1, 0], d: [0, 0] }] } },
      ],
    },
    'askedIn: example 7: expected conjunctions of one row of outputs each for a ball',
  ],
  [
    'more classes than anyone has',
    {
      examples: [
        {
          ...{ index: 7, region: { kind: 'boxes', boxes: [] } },
          unsafe: { kind: 'other-class', label: 0, classes: 1e9 },
        },
      ],
    },
    'askedIn: expected at most 4096 classes of boxes, got 1000000000',
  ],
])('is refused: %s', (_, change, message) => {
  expect(() => askedIn(read({ ...file, ...change }))).toThrow(message);
});
