import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { marginSpec } from '../rigorous/spec';
import { type AnyCertificate, parseCertificate } from './certificate';
import { checkCertificate } from './check';
import { classAt, forged, network, range, x } from './testing';

/** As the code of version 1 wrote it. */
const text = readFileSync(join(__dirname, '../../fixtures/certificate-v1.json'), 'utf8');
const old = () => parseCertificate(JSON.parse(text)) as AnyCertificate & { version: 1 };
const asked = Array.from({ length: 6 }, (_, index) => classAt(0.001, index === 3 ? { label: 1 } : {}));

it('certificates of version 1 are read, reported as the old form, and shown again', async () => {
  const { form, examples, confirmed, summary } = await checkCertificate(old(), network, asked);
  expect(form).toBe('old form');
  expect(examples.map(({ status }) => status)).toEqual([
    ...['confirmed', 'confirmed', 'confirmed', 'confirmed'], // intervals, a tree, rows written out, a witness
    ...['rejected', 'no claim'],
  ]);
  expect(examples[4]!.reason).toBe('it has 1 unsafe conjunctions, not 2');
  expect(confirmed).toEqual({ verified: 3, falsified: 1 });
  expect(summary).toBe('confirmed 3 of 6: class of example i for all |x - x_i| <= 0.001 within [0, 1]');
});

it('what they say of epsilon, range, rows and examples is held to what was asked, as in version 2', async () => {
  const statuses = async (statements: typeof asked) => {
    const { examples } = await checkCertificate(old(), network, statements);
    return new Set(examples.map(({ reason }) => reason));
  };
  expect(await statuses(asked.map((one) => ({ ...one, epsilon: 0.1 })))).toEqual(
    new Set(['epsilon is 0.001, not 0.1']),
  );
  const wide: [number, number] = [-1, 1];
  expect(await statuses(asked.map((one) => ({ ...one, range: wide })))).toEqual(
    new Set(['the range is [0,1], not [-1,1]']),
  );
  expect((await checkCertificate(old(), network, [...asked, ...asked])).sound).toBe(false);
});

it('rows of another class, one of two, or a constant are what they are in the old form too', async () => {
  const change = (spec: object) =>
    forged(old(), (copy) => {
      (copy.examples[2] as { spec: object }).spec = { kind: 'linear', ...spec };
    });
  const c = Array.from(marginSpec(1, 3).c);
  for (const spec of [
    { c, d: [0, 0] },
    { c: [0, 1, -1], d: [0] },
    { c: [0, 0, 0, 0, 0, 0], d: [-1, -1] },
    { c: [0, 0, 0, 0, 0], d: [-1, -1] },
    { c: [], d: [] },
  ]) {
    const { examples } = await checkCertificate(await change(spec), network, asked);
    expect(examples[2]!.status).toBe('rejected');
  }
});

it('rows asked for as rows are shown by a certificate of their class', async () => {
  const spec = marginSpec(2, 3);
  const rows = asked.map(() => ({ x, epsilon: 0.001, range, spec }));
  const { examples } = await checkCertificate(old(), network, rows);
  expect(examples.slice(0, 4).map(({ status, reason }) => [status, reason.slice(0, 8)])).toEqual([
    ['confirmed', 'ibp: all'],
    ['confirmed', 'tree: al'],
    ['confirmed', 'crown: a'],
    ['rejected', 'its rows'],
  ]);
});
