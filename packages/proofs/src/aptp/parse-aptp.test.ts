import { parseAptp } from './parse-aptp';

const text = `; inputs and outputs
(declare-const X_0 X_1 Real)
(declare-const Y_0 Real)
(declare-const Y_1 Real)
(declare-pwl N_1 N_2 ReLU) (declare-pwl N_3 relu)
(assert (>= X_0 -2.0)) (assert (<= X_0  2.0)) ; of one
(assert (>= X_1 -1.0)) (assert (<= X_1  1.0))
(assert (or
    ( and (<  N_3 0))
    (and (<  N_2 0) (>= N_3 0.0))
    (and (>= N_2 0) (>= N_3 0))
))
(assert (<= Y_0 Y_1))
`;

it('reads what is stated and the leaves of a tree', () => {
  const { properties, units, patterns } = parseAptp(text);
  expect(patterns).toEqual([[-3], [-2, 3], [2, 3]]);
  expect(units).toBe(3);
  expect(properties).toEqual([
    {
      boxes: [{ lower: Float64Array.of(-2, -1), upper: Float64Array.of(2, 1) }],
      unsafe: [{ c: Float64Array.of(-1, 1), d: Float64Array.of(0) }],
    },
  ]);
});

it('reads boxes of inputs, each a property', () => {
  const { properties, patterns } = parseAptp(`
    (declare-const X_0 Real) (declare-const Y_0 Real) (assert (>= Y_0 3.5))
    (assert (or (and (>= X_0 0.0) (<= X_0 0.5)) (and (>= X_0 0.5) (<= X_0 1.0))))`);
  expect(patterns).toBeUndefined();
  expect(properties.map(({ boxes: [box] }) => [box!.lower[0], box!.upper[0]])).toEqual([
    [0, 0.5],
    [0.5, 1],
  ]);
});

it.each([
  ['a number', 7 as never, 'expected a text, got number'],
  ['no parenthesis', '(assert', '1:1: expected ), got the end of the file'],
  ['one too many', '(a))', '1:4: expected (, got )'],
  ['words', 'N_1', '1:1: expected (, got N_1'],
  ['another function', text.replace('relu', 'Tanh'), '5:28: expected units of ReLU, got Tanh'],
  ['unit 0', text.replace('N_1', 'N_0'), '5:1: expected N_1, N_2, ..., got N_0'],
  ['a unit that is not declared', text.replace('<  N_3', '<  N_9'), 'expected a declared unit, got N_9'],
  ['a split that is not at 0', text.replace('N_3 0))', 'N_3 1))'), 'expected a comparison with 0, got 1'],
  [
    'units among inputs',
    text.replace('(<  N_2 0)', '(<  X_0 0)'),
    'expected (< N_k 0), (>= N_k 0) or ), got (<  X_0 0)',
  ],
  [
    'two trees',
    `${text}(assert (or (and (< N_1 0))))`,
    '14:1: expected one assertion of hidden units, got a second',
  ],
  ['an output that is not declared', text.replace('Y_0 Y_1))', 'Y_0 Y_7))'), '13:'],
  [
    'two boxes beside a tree',
    `${text}(assert (or (and (<= X_0 0.0)) (and (>= X_0 0.0))))`,
    'expected one box of inputs',
  ],
])('refuses %s', (_, given, message) => {
  expect(() => parseAptp(given)).toThrow('parseAptp: ');
  expect(() => parseAptp(given)).toThrow(message);
});

it('takes time in proportion to a file', () => {
  const units = Array.from({ length: 5000 }, (_, k) => `N_${k + 1}`);
  const deep = '('.repeat(200_000);
  expect(() => parseAptp(deep)).toThrow('expected ), got the end of the file');
  const literals = units.map((name) => `(< ${name} 0)`).join(' ');
  const long = `${text.slice(0, text.indexOf('(declare-pwl'))}(declare-pwl ${units.join(' ')} ReLU)
    (assert (<= X_0 0)) (assert (<= Y_0 Y_1)) (assert (or ${`(and ${literals})`.repeat(20)}))`;
  const started = performance.now();
  expect(parseAptp(long).patterns).toHaveLength(20);
  expect(performance.now() - started).toBeLessThan(5000);
});
