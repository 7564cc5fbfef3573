import { stream } from '@ibp/testing';
import { checkMarabou } from './check-marabou';
import { parseMarabou } from './parse-marabou';

/**
 * A query with a solution, whatever its rows: the last variable of each row is what makes it 0. All numbers are eighths, so that
 * decimals are exact. Whatever "proof" it comes with, it has to be confirmed by none.
 */
function solvable(draw: () => number) {
  const whole = (n: number) => Math.floor(draw() * n);
  const eighth = () => (whole(33) - 16) / 8;
  const solution: number[] = [];
  const relus: [number, number, number][] = [];
  const tableau: { var: number; val: number }[][] = [];
  const rowOf = (...terms: [number, number][]) => {
    const sum = terms.reduce((total, [index, val]) => total + val * solution[index]!, 0);
    solution.push(sum);
    tableau.push([...terms, [solution.length - 1, -1]].map(([index, val]) => ({ var: index!, val: val! })));
    return solution.length - 1;
  };
  for (let k = 0; k < 2; k++) {
    const b = solution.push(eighth()) - 1;
    const f = solution.push(Math.max(solution[b]!, 0)) - 1;
    const aux = solution.push(solution[f]! - solution[b]!) - 1;
    rowOf([f, 1], [b, -1], [aux, -1]);
    relus.push([b, f, aux]);
  }
  for (let k = 0; k < 2; k++) rowOf([whole(solution.length), eighth()], [whole(solution.length), eighth()]);
  const room = () => (whole(4) === 0 ? whole(9) / 8 : 0);
  const size = solution.length;
  const variable = () => whole(size);
  // also what calls other variables b - f than the row does: it is a ReLU of its first two all the same
  const vars = relus.map(([b, f, aux], k) => [
    b,
    f,
    whole(3) ? aux : [b, f, variable()][whole(3)]!,
    whole(2) ? 4 * k + 3 : variable(),
  ]);
  const side = () => (whole(2) ? 'U' : 'L');
  const bound = (index: number, val: number, end = side()) => ({ var: index, val, bound: end });
  const explanation = () => tableau.flatMap((_, row) => (whole(3) ? [] : [{ var: row, val: eighth() }]));
  const some = <T>(most: number, make: () => T): T[] => Array.from({ length: whole(most + 1) }, make);
  const member = () => vars[whole(2)]![whole(3)]!;
  const lemma = () => ({
    ...{ affVar: member(), affBound: side(), causVar: member(), causBound: side() },
    ...{ bound: eighth(), constraint: 0, expl: whole(2) ? [] : explanation() },
  });
  const end = () => ({ contradiction: whole(2) ? [member()] : explanation() });
  const cases = (depth: number): object => {
    const lemmas = some(8, lemma);
    if (depth === 0 || whole(3) === 0) return { lemmas, ...end() };
    const [b, f, aux] = vars[whole(2)]! as [number, number, number];
    const at = eighth();
    const [one, two] = whole(2)
      ? [
          [bound(b, 0, 'L'), bound(aux, 0, 'U')],
          [bound(b, 0, 'U'), bound(f, 0, 'U')],
        ]
      : ['L', 'U'].map((own) => [bound(b, whole(8) ? at : eighth(), own)]);
    // a side may be left out, come twice, or say more than it may
    const children = [one!, whole(8) ? two! : one!].map((split) => ({
      split: whole(8) ? split : [...split, bound(variable(), eighth())],
      ...cases(depth - 1),
    }));
    return { lemmas, children: whole(8) ? children : children.slice(1) };
  };
  return {
    solution,
    file: {
      tableau,
      upperBounds: solution.map((x) => (whole(6) ? x + room() : 1e308)),
      lowerBounds: solution.map((x) => (whole(6) ? x - room() : -1e308)),
      constraints: vars.map((own) => ({ constraintType: 0, vars: own })),
      proof: cases(2),
    },
  };
}

it('confirms none of 4,000 proofs of what has a solution', () => {
  const draw = stream(1);
  let used = 0;
  const found: Record<string, number> = {};
  for (let k = 0; k < 4000; k++) {
    const { file } = solvable(draw);
    const { status, lemmas } = checkMarabou(parseMarabou(JSON.parse(JSON.stringify(file))));
    found[status] = (found[status] ?? 0) + 1;
    used += lemmas.used;
  }
  expect(found.confirmed).toBeUndefined();
  // they are no proofs by little: many lemmas say something, and many cases are all that there are
  expect(used).toBeGreaterThan(1000);
  expect(found['not confirmable']).toBeGreaterThan(1000);
  expect(found.rejected).toBeGreaterThan(100);
});

it('takes no variable for two of a ReLU: b for f - b, where a row says f = b', () => {
  // b = f = 1 solves it; were b to stand for f - b, b >= 0.5 would make it 0 at most
  const lemma = { affVar: 0, affBound: 'U', causVar: 0, causBound: 'L', bound: 0, constraint: 0, expl: [] };
  const query = {
    tableau: [
      [
        { var: 1, val: 1 },
        { var: 0, val: -1 },
        { var: 2, val: -1 },
      ],
    ],
    upperBounds: [1, 1, 0],
    lowerBounds: [0.5, 0, 0],
    constraints: [{ constraintType: 0, vars: [0, 1, 0, 2] }],
    proof: { lemmas: [lemma], contradiction: [0] },
  };
  expect(checkMarabou(parseMarabou(query))).toMatchObject({
    status: 'not confirmable',
    lemmas: { used: 0, idle: 1 },
  });
});
