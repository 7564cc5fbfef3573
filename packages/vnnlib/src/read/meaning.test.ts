import { stream } from '@ibp/testing';
import { type Atom, isTrue } from '../atom';
import { satisfies, type VnnlibQuery } from '../query';
import { exactDecimal } from '../write/literal';
import { parseVnnlib } from './parse-vnnlib';

/** A formula of whole numbers, tenths of which are written: what its text means is plain. */
type Formula =
  | { readonly op: 'and' | 'or'; readonly parts: readonly Formula[] }
  | {
      readonly op: string;
      /** Of both inputs and both outputs. */
      readonly tenths: readonly number[];
      readonly constant: number;
    };

const [inputs, outputs] = [2, 2];
const variables = ['X_0', 'X_1', 'Y_0', 'Y_1'];
const relations = ['<=', '>=', '<', '>', '=', '!='];

function draw(next: () => number, depth: number): Formula {
  const op = next() < 0.5 ? 'and' : 'or';
  if (depth > 0 && next() < 0.8) {
    return { op, parts: Array.from({ length: 1 + Math.floor(3 * next()) }, () => draw(next, depth - 1)) };
  }
  const whole = (most: number) => Math.floor((2 * most + 1) * next()) - most;
  const [subject, relation] = [next(), relations[Math.floor(6 * next())]!];
  const constant = whole(20);
  if (subject < 0.1) return { op: relation, tenths: [whole(15), whole(15), whole(15), whole(15)], constant };
  const some = next() < 0.5 ? [10, 0] : [whole(15), whole(15)];
  const tenths = next() < 0.5 ? some : some.toReversed();
  return { op: relation, tenths: subject < 0.5 ? [...tenths, 0, 0] : [0, 0, ...tenths], constant };
}

/** `-2 <= X_i <= 2`. */
const box: Formula = {
  op: 'and',
  parts: [0, 1].flatMap((i) =>
    [-20, 20].map((constant) => ({
      ...{ op: constant < 0 ? '>=' : '<=', constant },
      tenths: i === 0 ? [10, 0, 0, 0] : [0, 10, 0, 0],
    })),
  ),
};

const tenth = (value: number): string => (value / 10).toFixed(1);

function textOf(formula: Formula): string {
  if ('parts' in formula) return `(${formula.op} ${formula.parts.map(textOf).join(' ')})`;
  const { op, tenths, constant } = formula;
  const terms = tenths.map((a, i) => `(* ${tenth(a)} ${variables[i]})`).join(' ');
  return `(${op} (+ ${terms}) ${tenth(constant)})`;
}

/** By whole numbers: values are quarters. `closed` takes strict comparisons with their ends. */
function means(formula: Formula, x: number[], y: number[], closed: boolean): boolean {
  if ('parts' in formula) {
    const part = (each: Formula) => means(each, x, y, closed);
    return formula.op === 'and' ? formula.parts.every(part) : formula.parts.some(part);
  }
  const { op, tenths, constant } = formula;
  const values = [...x, ...y];
  const left = tenths.reduce((sum, a, i) => sum + a * values[i]!, 0) - 4 * constant;
  // variables that cancel out leave a comparison of numbers, which is what it is
  const strictly = !closed || tenths.every((a) => a === 0);
  if (op === '<=') return left <= 0;
  if (op === '>=') return left >= 0;
  if (op === '=') return left === 0;
  if (op === '<') return strictly ? left < 0 : left <= 0;
  if (op === '>') return strictly ? left > 0 : left >= 0;
  return strictly ? left !== 0 : true;
}

/** Whether a point is in a box, with its rows, and its output in the unsafe set: by the float64 numbers, exactly. */
function isIn({ properties }: VnnlibQuery, x: readonly number[], y: readonly number[]): boolean {
  const holds = (c: Float64Array, d: number, values: readonly number[]) => {
    const used = Array.from(c.keys()).filter((i) => c[i] !== 0);
    const atom: Atom = {
      ...{ variables: used, coefficients: used.map((i) => exactDecimal(c[i]!)), constant: exactDecimal(d) },
      ...{ strict: false, at: 0 },
    };
    return isTrue(atom, values, []);
  };
  const all = ({ c, d }: { c: Float64Array; d: Float64Array }, values: readonly number[]) =>
    d.every((constant, row) =>
      holds(c.slice(row * values.length, (row + 1) * values.length), constant, values),
    );
  return properties.some(
    ({ boxes, unsafe, withInputs }) =>
      boxes.some(({ lower, upper }) => x.every((v, i) => lower[i]! <= v && v <= upper[i]!)) &&
      unsafe.some((rows) => all(rows, withInputs ? [...x, ...y] : y)),
  );
}

const header = [
  ...Array.from({ length: inputs }, (_, i) => `(declare-const X_${i} Real)`),
  ...Array.from({ length: outputs }, (_, i) => `(declare-const Y_${i} Real)`),
].join('\n');

it('properties, and the judge of what is found, say what the text says', () => {
  const next = stream(3);
  const quarters = (count: number) => Array.from({ length: count }, () => Math.floor(17 * next()) - 8);
  let [yes, no, wrong] = [0, 0, 0];
  for (let run = 0; run < 150; run++) {
    const formulas = [box, draw(next, 2), draw(next, 1)];
    const query = parseVnnlib(`${header}\n${formulas.map((each) => `(assert ${textOf(each)})`).join('\n')}`);
    for (let sample = 0; sample < 12; sample++) {
      const [x, y] = [quarters(inputs), quarters(outputs)];
      const [atX, atY] = [x, y].map((values) => values.map((value) => value / 4)) as [number[], number[]];
      const [open, closed] = [false, true].map((with0) => formulas.every((each) => means(each, x, y, with0)));
      wrong += Number(satisfies(query, atX, atY) !== open);
      // what rounding adds is less than what is between quarters and tenths
      wrong += Number(isIn(query, atX, atY) !== closed);
      if (closed) yes++;
      else no++;
    }
  }
  expect(wrong).toBe(0);
  expect(Math.min(yes, no)).toBeGreaterThan(100);
});

it('what is found has to be finite, and as many values as there are', () => {
  const query = parseVnnlib(`${header}(assert (>= X_0 0))(assert (> Y_0 0.1))`);
  expect(satisfies(query, [1, 0], [0.2, 0])).toBe(true);
  // 0.1 in float64 is above 0.1, and the number before it is not
  expect(satisfies(query, [1, 0], [0.1, 0])).toBe(true);
  expect(satisfies(query, [1, 0], [0.09999999999999999, 0])).toBe(false);
  expect(satisfies(query, [Number.NaN, 0], [0.2, 0])).toBe(false);
  expect(satisfies(query, [1, 0], [Number.POSITIVE_INFINITY, 0])).toBe(false);
  const end = parseVnnlib(`${header}(assert (<= X_0 0.1))(assert (< X_1 0.1))(assert (> Y_0 0.1))`);
  const rounded = (x: number[], y: number) => satisfies(end, x, [y, 0], { ends: 'rounded' });
  // as a float64 0.1 is the end of the box, and not below 0.1
  expect([rounded([0.1, 0], 0.2), rounded([0, 0.1], 0.2), rounded([0.1, 0], 0.09)]).toEqual([
    true,
    false,
    false,
  ]);
  expect(satisfies(end, [0.1, 0], [0.2, 0])).toBe(false);
  expect(rounded([Number.NEGATIVE_INFINITY, 0], 1)).toBe(false);
  expect(() => satisfies(query, [1], [0, 0])).toThrow('satisfies: expected 2 inputs, got 1');
  expect(() => satisfies(query, [1, 2], [0])).toThrow('satisfies: expected 2 outputs, got 1');
});
