import { checkMarabou } from './check-marabou';
import { parseMarabou } from './parse-marabou';

const entry = (index: number, val: number) => ({ var: index, val });
const bound = (index: number, val: number, end: 'U' | 'L') => ({ var: index, val, bound: end });

// b in [-1, 1], f = max(b, 0), aux = f - b, g = f + aux = |b|, and g >= 1.5: variables b, f, aux, g, and 0 of each row
const [b, f, aux, g] = [0, 1, 2, 3] as const;
const active = { split: [bound(b, 0, 'L'), bound(aux, 0, 'U')], contradiction: [entry(1, -1)] };
const inactive = { split: [bound(b, 0, 'U'), bound(f, 0, 'U')], contradiction: [entry(1, -1)] };
const lemma = (
  affVar: number,
  affBound: string,
  causVar: number,
  causBound: string,
  expl: object[] = [],
) => ({
  ...{ affVar, affBound, causVar, causBound, bound: -7, constraint: 0, expl },
});
const query = {
  tableau: [
    [entry(b, -1), entry(f, 1), entry(aux, -1), entry(4, -1)],
    [entry(g, 1), entry(f, -1), entry(aux, -1), entry(5, -1)],
  ],
  upperBounds: [1, 9, 9, 3, 0, 0],
  lowerBounds: [-1, 0, 0, 1.5, 0, 0],
  constraints: [{ constraintType: 0, vars: [b, f, aux, 4] }],
  proof: {
    lemmas: [lemma(f, 'U', b, 'U'), lemma(aux, 'U', b, 'L')],
    children: [active, inactive],
  },
};
const checked = (change: object) => checkMarabou(parseMarabou({ ...query, ...change }));

it('confirms |b| < 1.5 for b in [-1, 1], by both signs of b', () => {
  expect(checked({})).toEqual({
    status: 'confirmed',
    reason: 'the query of the file has no solution',
    leaves: 2,
    lemmas: { used: 2, idle: 0 },
  });
});

it('takes no bound of a lemma from the file, and none that does not follow', () => {
  // the file says -7 of each; without them nothing is left of the proof
  const { lemmas, ...rest } = query.proof;
  expect(checked({ proof: rest }).status).toBe('not confirmable');
  const wrong = [lemma(f, 'L', b, 'U'), lemma(g, 'U', b, 'U'), lemma(aux, 'U', f, 'L')];
  expect(checked({ proof: { ...query.proof, lemmas: wrong } })).toMatchObject({
    status: 'not confirmable',
    lemmas: { used: 0, idle: 3 },
  });
  expect(lemmas).toHaveLength(2);
});

it('confirms nothing that has a solution', () => {
  // |b| = 1 at b = 1
  expect(checked({ lowerBounds: [-1, 0, 0, 1, 0, 0] }).status).toBe('not confirmable');
  expect(checked({ upperBounds: [1, 9, 9, 3, 0, 1] }).status).toBe('not confirmable');
  // a row that does not say aux = f - b: nothing is known of aux
  expect(checked({ upperBounds: [1, 9, 9, 3, 0.1, 0] }).status).toBe('rejected');
});

it.each<[string, object]>([
  ['one sign alone', { ...query.proof, children: [active] }],
  ['one sign twice', { ...query.proof, children: [active, active] }],
  [
    'a sign that says more',
    { ...query.proof, children: [{ ...active, split: [...active.split, bound(g, 0, 'U')] }, inactive] },
  ],
  [
    'sides of two numbers',
    {
      ...query.proof,
      children: [
        { ...active, split: [bound(b, 0.5, 'L')] },
        { ...inactive, split: [bound(b, 0, 'U')] },
      ],
    },
  ],
  ['no end', { ...query.proof, children: undefined }],
])('rejects %s', (_, proof) => {
  expect(checked({ proof }).status).toBe('rejected');
});

it('takes both sides of a number, and ends that are the wrong way round', () => {
  const proof = {
    lemmas: query.proof.lemmas,
    children: [
      { split: [bound(g, 2, 'L')], lemmas: [], children: [active, inactive] },
      { split: [bound(g, 2, 'U')], children: [active, inactive] },
    ],
  };
  expect(checked({ proof })).toMatchObject({ status: 'confirmed', leaves: 4 });
  const crossed = { upperBounds: [1, 9, 9, 1, 0, 0], proof: { contradiction: [g] } };
  expect(checked(crossed)).toMatchObject({ status: 'confirmed', leaves: 1 });
  expect(checked({ proof: { contradiction: [g] } }).status).toBe('not confirmable');
});

it('decides by exact decimals: a contradiction by 10^-10, and none by 0', () => {
  const only = {
    constraints: [],
    proof: { contradiction: [entry(0, -1)] },
    tableau: [[entry(0, 1), entry(1, -1)]],
  };
  expect(checked({ ...only, upperBounds: [0.3, 0.1], lowerBounds: [0.1000000001, 0] }).status).toBe(
    'confirmed',
  );
  expect(checked({ ...only, upperBounds: [0.3, 0.1], lowerBounds: [0.1, 0] }).status).toBe('not confirmable');
});

it('says what it does not read', () => {
  const other = [{ constraintType: 2, vars: [b, f] }];
  expect(checked({ constraints: other })).toMatchObject({
    status: 'not confirmable',
    reason: '1 constraints are of another kind than ReLU',
  });
});

it.each<[string, unknown, string]>([
  ['nothing', null, 'expected a proof, got null'],
  ['no bounds', {}, 'expected a list of bounds, got undefined'],
  ['bounds of another number', { ...query, lowerBounds: [0] }, 'expected 6 lower bounds, got 1'],
  [
    'a variable that is not there',
    { ...query, proof: { contradiction: [17] } },
    'expected places below 6 in contradiction, got 17',
  ],
  [
    'a row that is not there',
    { ...query, proof: { contradiction: [entry(2, 1)] } },
    'expected places below 2 in contradiction, got 2',
  ],
  [
    'a text for a number',
    { ...query, tableau: [[{ var: 0, val: '1' }]] },
    'expected numbers in tableau, got "1"',
  ],
  [
    'another end',
    { ...query, proof: { split: [{ var: 0, val: 0, bound: 'X' }] } },
    'expected a bound "U" or "L", got "X"',
  ],
  [
    'a lemma of another kind',
    { ...query, proof: { lemmas: [{ ...lemma(0, 'U', 0, 'U'), constraint: 3 }] } },
    'expected lemmas of ReLU',
  ],
])('refuses %s', (_, value, message) => {
  expect(() => parseMarabou(value)).toThrow(`parseMarabou: ${message}`);
});

it('goes as deep as a file does', () => {
  let proof: object = active;
  for (let k = 0; k < 3000; k++) proof = { ...proof, children: [], split: [], contradiction: [entry(1, -1)] };
  let deep: object = { ...query.proof };
  for (let k = 0; k < 2000; k++) {
    deep = {
      split: [bound(g, 2, 'L')],
      children: [deep, { split: [bound(g, 2, 'U')], children: [active, inactive] }],
    };
  }
  const started = performance.now();
  checked({ proof: { ...deep, split: [], lemmas: query.proof.lemmas } });
  expect(performance.now() - started).toBeLessThan(5000);
});
