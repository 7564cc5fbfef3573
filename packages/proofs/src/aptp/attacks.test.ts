import type { PlainNetwork } from '@ibp/core';
import type { Property } from '@ibp/exact';
import { plainTensor, stream } from '@ibp/testing';
import { checkAptp, type ForeignCheck } from './check-aptp';
import { type Aptp, parseAptp } from './parse-aptp';

// z = (|x| + |x - y|, y) of x and y, by N_1 to N_4
const network: PlainNetwork = {
  nodes: [
    { op: 'input', name: 'x', inputs: [], shape: [2], params: {} },
    {
      ...{ op: 'dense', name: 'a', inputs: [0], shape: [4] },
      params: { kernel: plainTensor([2, 4], [1, -1, 1, -1, 0, 0, -1, 1]) },
    },
    { op: 'relu', name: 'b', inputs: [1], shape: [4], params: {} },
    {
      ...{ op: 'concat', name: 'c', inputs: [2, 0], shape: [6] },
      params: { axis: 0 },
    },
    {
      ...{ op: 'dense', name: 'd', inputs: [3], shape: [2] },
      params: { kernel: plainTensor([6, 2], [1, 0, 1, 0, 1, 0, 1, 0, 0, 0, 0, 1]) },
    },
  ],
};
const outputs = (x: number, y: number) => [Math.abs(x) + Math.abs(x - y), y];

const signs = ['<', '>='];
const leaves = signs.flatMap((one) => signs.map((two) => `(and (${one} N_1 0) (${two} N_3 0))`));
const valid = `(declare-const X_0 X_1 Real) (declare-const Y_0 Y_1 Real)
(declare-pwl N_1 N_2 N_3 N_4 ReLU)
(assert (>= X_0 -1.0)) (assert (<= X_0 1.0)) (assert (>= X_1 -0.5)) (assert (<= X_1 0.5))
(assert (>= Y_0 2.6))
(assert (or ${leaves.join(' ')}))
`;

/** A point of a box, on a grid with its ends, for which the output is unsafe. */
function counterexample({ boxes, unsafe, withInputs }: Property): number[] | undefined {
  const steps = 20;
  const of = (l: number, u: number) => Array.from({ length: steps + 1 }, (_, k) => l + ((u - l) * k) / steps);
  for (const { lower, upper } of boxes) {
    for (const x of of(lower[0]!, upper[0]!)) {
      for (const y of of(lower[1]!, upper[1]!)) {
        const z = withInputs ? [x, y, ...outputs(x, y)] : outputs(x, y);
        const all = (c: Float64Array, d: Float64Array) =>
          d.every((own, r) => z.reduce((sum, v, k) => sum + c[r * z.length + k]! * v, own) >= 0);
        if (unsafe.some(({ c, d }) => all(c, d))) return [x, y];
      }
    }
  }
  return undefined;
}

/** The file with some of its words changed for others of it, or of a few more; with statements left out, or there twice. */
function tampered(draw: () => number): string {
  const of = <T>(list: readonly T[]): T => list[Math.floor(draw() * list.length)]!;
  const statements = valid.split(/(?<=\))\s+(?=\()/).filter((part) => part.trim());
  const changed = statements.flatMap((one) => {
    if (draw() < 0.03) return [];
    return draw() < 0.03 ? [one, of(statements)] : [one];
  });
  const words = changed.join('\n').split(/(\s+|[()])/);
  const kinds = [/^[<>]=?$/, /^-?\d+\./, /^N_/, /^[XY]_/];
  const others = [
    ['<', '<=', '>', '>='],
    ['-1.0', '1.0', '2.0', '-3', '0', '1e9', '2.4999999999'],
    ['N_1', 'N_2', 'N_3', 'N_4', 'N_5'],
    ['X_0', 'X_1', 'Y_0', 'Y_1'],
  ];
  const places = words.flatMap((word, at) => (kinds.some((kind) => kind.test(word)) ? [at] : []));
  for (let k = 0; k < 1 + Math.floor(draw() * 3); k++) {
    const at = of(places);
    words[at] = of(others[kinds.findIndex((kind) => kind.test(words[at]!))]!);
  }
  if (draw() < 0.1) words.splice(Math.floor(draw() * words.length), 1);
  return words.join('');
}

it('confirms the file, and finds nothing against it', async () => {
  const given = parseAptp(valid);
  expect(counterexample(given.properties[0]!)).toBeUndefined();
  expect((await checkAptp(network, given)).status).toBe('confirmed');
});

it('confirms none of the tampered files that state what is false, and of a false question no file', async () => {
  const [draw, limits] = [stream(3), { leaves: 200 }];
  // 2.5 is reached at (-1, 0.5)
  const asked = parseAptp(valid.replace('2.6', '2.5')).properties;
  expect(counterexample(asked[0]!)).toBeDefined();
  const found = { refused: 0, false: 0, true: 0, confirmed: 0 };
  for (let k = 0; k < 1000; k++) {
    let given: Aptp;
    let check: ForeignCheck;
    try {
      given = parseAptp(tampered(draw));
      check = await checkAptp(network, given, limits);
    } catch {
      found.refused += 1;
      continue;
    }
    const { status, shown } = check;
    const isFalse = given.properties.some(counterexample);
    found[isFalse ? 'false' : 'true'] += 1;
    if (status === 'confirmed') {
      found.confirmed += 1;
      expect(shown.map(({ property }) => counterexample(property))).toEqual(shown.map(() => undefined));
      expect(shown).toHaveLength(given.properties.length);
      expect(isFalse).toBe(false);
    }
    const other = await checkAptp(network, given, { ...limits, asked });
    expect(other.status).not.toBe('confirmed');
  }
  // and there were many of each
  expect(Math.min(found.refused, found.false, found.true, found.confirmed)).toBeGreaterThan(40);
});
