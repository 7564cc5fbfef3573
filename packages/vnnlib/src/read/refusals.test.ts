import { parseVnnlib } from './parse-vnnlib';

const declared = '(declare-const X_0 Real)\n(declare-const Y_0 Real)\n';
const network = '(declare-network f (declare-input X real [2]) (declare-output Y real [1]))\n';

const refused: readonly (readonly [text: string, message: string])[] = [
  ['', '1:1: expected X_0 to be declared, got no X'],
  ['(declare-const X_0 Real)', '1:25: expected Y_0 to be declared, got no Y'],
  [
    '(declare-const X_1 Real)(declare-const Y_0 Real)',
    '1:49: expected X_0 to be declared, got a gap before others',
  ],
  ['(declare-const Z Real)', '1:16: expected a variable X_0, X_1, ... or Y_0, Y_1, ..., got Z'],
  ['(declare-const X_0 Int)', '1:20: expected the type Real, got another'],
  ['(declare-const X_99999999 Real)', 'expected at most 16777216 variables, got X_99999999'],
  [`${declared}(declare-const X_0 Real)`, '3:16: expected each variable to be declared once, got X_0 again'],
  [`${declared}(assert (>= Y_0 1))(declare-const X_1 Real)`, '3:20: expected declarations before assertions'],
  [`${declared}(assert (>= X_1 1))`, '3:13: expected a number or a declared variable, got X_1'],
  [`${declared}(assert (>= Y_0))`, '3:16: expected two sides of >=, got one'],
  [`${declared}(assert (>= Y_0 1 2))`, '3:19: expected two sides of >=, got more'],
  [`${declared}(assert (>= Y_0 1)`, '3:19: expected ), got the end of the file'],
  [`${declared}(assert (>= Y_0 1))) `, '3:20: expected (declare-const, (declare-network or (assert, got )'],
  [`${declared}(assert Y_0)`, '3:9: expected a comparison, "and" or "or", got Y_0'],
  [`${declared}(assert (and 1))`, '3:14: expected a comparison, "and" or "or", got 1'],
  [`${declared}(assert (xor (>= Y_0 1)))`, '3:9: expected a comparison, "and" or "or", got xor'],
  [`${declared}(assert (>= (and) 1))`, '3:13: expected +, - or *, got and'],
  [`${declared}(assert (>= (/ Y_0 2) 1))`, '3:13: expected +, - or *, got /'],
  [`${declared}(assert (>= (+) 1))`, '3:15: expected operands of +, got none'],
  [
    `${declared}(assert (>= (* Y_0 Y_0) 1))`,
    '3:20: expected a product with a number, got one of variables, which is not',
  ],
  [`${declared}(assert (>= Y_0 1e9999))`, '3:17: expected numbers of at most 1200 decimals, got more'],
  [`${declared}(assert (>= Y_0 NaN))`, '3:17: expected a number or a declared variable, got NaN'],
  [
    `${declared}(assert (>= Y_0 (* 1e1000 1e1000 1e1000)))`,
    '3:34: expected numbers of at most 1200 decimals, got more',
  ],
  [`${declared}(check (>= Y_0 1))`, '3:1: expected declare-const, declare-network or assert, got check'],
  [`${declared}(set-info "a`, '3:11: expected the end of a string, got the end of the file'],
  [`${declared}(set-info (a)`, '3:14: expected ), got the end of the file'],
  [`${declared}${network}`, '3:1: expected declare-const alone, got a network'],
  ['(vnnlib-version <3.0>)', '1:17: expected a version 1.x or 2.x, got <3.0>'],
  [`${network}${network}`, '2:1: expected one network, got a second, which is not supported'],
  [
    '(declare-network f (declare-input X real [1]))',
    '1:46: expected an input and an output of the network, got 1 and 0',
  ],
  [
    '(declare-network f (declare-input X int8 [1]))',
    '1:37: expected real, float16, float32 or float64, got int8',
  ],
  [
    '(declare-network f (declare-input X real [0]))',
    '1:42: expected from 1 to 16777216 values, got the shape [0]',
  ],
  ['(declare-network f (declare-input X real [99999999,99999999]))', 'expected from 1 to 16777216 values'],
  [
    '(declare-network f (declare-hidden H real [1] "h"))',
    '1:21: expected inputs and outputs, got a hidden node',
  ],
  ['(declare-network f (isomorphic-to g))', '1:21: expected one network, got a relation to another'],
  [
    '(declare-network f (declare-input X real [1])(declare-input X real [1]))',
    '1:61: expected each variable to be',
  ],
  ['(declare-network 7)', '1:18: expected the name of the network, got 7'],
  [`${network}(assert (>= X[2] 1))`, '2:13: expected an element of X of shape [2], got [2]'],
  [`${network}(assert (>= X 1))`, '2:13: expected an element of X of shape [2], got []'],
  [`${network}(assert (>= X[0,0] 1))`, '2:13: expected an element of X of shape [2], got [0,0]'],
  [`${network}(assert (>= X[-1] 1))`, '2:15: expected an index, got -1'],
  [`${network}(assert (>= Z[0] 1))`, '2:13: expected a number or a declared variable, got Z'],
];

it.each(refused)('refuses %j', (text, message) => {
  expect(() => parseVnnlib(text)).toThrow(`parseVnnlib: ${message.startsWith('expected') ? '' : message}`);
  expect(() => parseVnnlib(text)).toThrow(message);
});

it('refuses rows that float64 numbers cannot state', () => {
  const count = 9;
  const outputs = Array.from({ length: count }, (_, i) => `(declare-const Y_${i} Real)`).join('');
  const terms = Array.from({ length: count }, (_, i) => `(* 0.1234567890123456789${i + 1} Y_${i})`).join(' ');
  const text = `(declare-const X_0 Real)${outputs}\n(assert (>= (+ ${terms}) 0))`;
  expect(() => parseVnnlib(text)).toThrow('2:9: expected coefficients that float64 numbers can state');
});

it('refuses what is no text', () => {
  expect(() => parseVnnlib(new Uint8Array(3) as never)).toThrow('parseVnnlib: expected a text, got object');
});
