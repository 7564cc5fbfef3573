import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCertificate, type ExampleOutcome } from '@ibp/exact';
import type { Certified } from '@ibp/verify';
import { changesSince, changesTable, readBaseline } from './baseline';

const folder = mkdtempSync(join(tmpdir(), 'ibp-baseline-'));
afterAll(() => rmSync(folder, { recursive: true }));
const network = { nodes: [{ op: 'input', name: 'x', inputs: [], shape: [2], params: {} }] } as const;
const statement = { x: [1, 0], label: 0, classes: 2, epsilon: 0.1, range: [0, 1] } as const;
const proof = { kind: 'ibp' as const, conjunctions: [0] };
const verdicts: ExampleOutcome['verdict'][] = [
  { status: 'verified', proofs: [proof] },
  { status: 'unknown', reason: 'time-out' },
  { status: 'verified', proofs: [proof] },
];
const result = (index: number, status: string) => ({ index, verdict: { status } }) as unknown as Certified;

it('tells what became better and worse of the examples that both are about', async () => {
  const outcomes = verdicts.map((verdict, index) => ({ index, statement, verdict }));
  const file = join(folder, 'before.json');
  writeFileSync(file, JSON.stringify(await createCertificate(network, outcomes, { mode: 'rigorous' })));
  const baseline = readBaseline(file);
  expect([0, 1, 7].map((index) => baseline.proofs(index))).toEqual([[proof], [], []]);
  const now = [result(0, 'verified'), result(1, 'verified'), result(2, 'unknown'), result(7, 'falsified')];
  const changes = changesSince(baseline, now);
  expect(changes).toEqual({ better: [1], worse: [2], both: 3 });
  expect(changesTable(changes)).toMatch(/better.*1.*1/);
  expect(changesSince(baseline, [result(1, 'falsified')]).worse).toEqual([1]);
});

it('names a file that is no certificate', () => {
  const file = join(folder, 'other.json');
  writeFileSync(file, '{ "format": "x" }');
  expect(() => readBaseline(file)).toThrow(`${file}: parseCertificate: `);
  expect(() => readBaseline(join(folder, 'none.json'))).toThrow(
    'none.json: expected a certificate that "certify" wrote',
  );
});
