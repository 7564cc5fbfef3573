import { createCertificate, type ExampleOutcome } from '@ibp/exact';
import { costTable } from './cost-table';

const network = { nodes: [{ op: 'input', name: 'x', inputs: [], shape: [2], params: {} }] } as const;
const statement = { x: [1, 0], label: 0, classes: 2, epsilon: 0.1, range: [0, 1] } as const;
const ibp = { kind: 'ibp' as const, conjunctions: [0] };
const tree = {
  kind: 'tree' as const,
  conjunctions: [0],
  intermediate: 'crown' as const,
  leaves: [{ splits: [] }],
};
const verdicts: ExampleOutcome['verdict'][] = [
  { status: 'verified', proofs: [ibp] },
  { status: 'verified', proofs: [ibp] },
  { status: 'verified', proofs: [ibp, tree] },
  { status: 'unknown', reason: 'time-out' },
];

it('has what each kind of proof takes, on average', async () => {
  const outcomes = verdicts.map((verdict, index) => ({ index, statement, verdict }));
  const certificate = await createCertificate(network, outcomes, { mode: 'rigorous' });
  const checking = new Map([0.1, 0.3, 2, 0].map((seconds, index) => [index, seconds]));
  const rows = (proving?: Map<number, number>) =>
    costTable(certificate, { checking, confirmed: new Set([0, 2]), ...(proving && { proving }) })
      // biome-ignore lint/suspicious/noControlCharactersInRegex: colours of a terminal
      .replace(/\u001b\[\d+m/g, '')
      .split('\n')
      .filter((line) => line.includes('│'))
      .map((line) =>
        line
          .split('│')
          .map((cell) => cell.trim())
          .slice(1, -1),
      );
  const bytes = (index: number) => String(JSON.stringify(certificate.examples[index]).length);
  const [head, first, ...others] = rows(
    new Map([
      [0, 4],
      [1, 6],
      [2, 7],
      [3, 1],
    ]),
  );
  expect(head).toEqual([
    'proofs',
    'examples',
    'confirmed',
    'bytes',
    'packed',
    'seconds to check',
    'to prove',
  ]);
  expect(first).toEqual(['ibp', '2', '1', bytes(0), expect.any(String), '0.200', '5.000']);
  expect(others.map(([kind, n]) => [kind, n])).toEqual([
    ['tree, all hidden units', '1'],
    ['unknown', '1'],
  ]);
  expect(rows()[1]!.at(-1)).toBe('');
});
