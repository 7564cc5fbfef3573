import { nextFloat64 } from '../number/float';
import type { VnnlibQuery } from '../query';
import { parseVnnlib } from './parse-vnnlib';

const declared = `
; two inputs, two outputs
(declare-const X_0 Real)
(declare-const X_1 Real)
(declare-const Y_0 Real)
(declare-const Y_1 Real)
`;
const unit = '(assert (>= X_0 0))(assert (<= X_0 1))(assert (>= X_1 0))(assert (<= X_1 1))';
const parse = (text: string) => parseVnnlib(declared + text);

/** Boxes as ends, and conjunctions as rows of coefficients and constant. */
const shown = ({ properties }: VnnlibQuery) =>
  properties.map(({ boxes, unsafe }) => ({
    box: boxes.flatMap(({ lower, upper }) => [...lower, ...upper]),
    unsafe: unsafe.map(({ c, d }) =>
      Array.from(d, (constant, row) => [...c.slice(2 * row, 2 * row + 2), constant]),
    ),
  }));

describe('a file of version 1.0', () => {
  it('is a box and an unsafe set', () => {
    const query = parse(`${unit}(assert (>= Y_0 2.5))(assert (<= Y_1 Y_0))`);
    expect(query).toMatchObject({ version: '1.0', inputCount: 2, outputCount: 2 });
    expect(query.inputs).toEqual([{ name: 'X', shape: [2], count: 2, elementType: 'Real' }]);
    expect(shown(query)).toEqual([
      {
        box: [0, 0, 1, 1],
        unsafe: [
          [
            [1, 0, -2.5],
            [1, -1, 0],
          ],
        ],
      },
    ]);
  });

  it('has conjunctions where there is an or, in one property while the box is one', () => {
    const query = parse(`${unit}(assert (or (and (>= Y_0 1) (>= Y_1 1)) (<= Y_0 Y_1)))`);
    expect(shown(query)).toEqual([
      {
        box: [0, 0, 1, 1],
        unsafe: [
          [
            [1, 0, -1],
            [0, 1, -1],
          ],
          [[-1, 1, 0]],
        ],
      },
    ]);
  });

  it('has properties where boxes differ, and none of a box without inputs', () => {
    const query = parse(`${unit}(assert (or
      (and (<= X_0 0.5) (>= Y_0 1))
      (and (>= X_0 0.5) (>= Y_0 2))
      (and (>= X_0 2) (>= Y_0 3))
      (>= Y_0 4)))`);
    expect(shown(query)).toEqual([
      { box: [0, 0, 0.5, 1], unsafe: [[[1, 0, -1]]] },
      { box: [0.5, 0, 1, 1], unsafe: [[[1, 0, -2]]] },
      { box: [0, 0, 1, 1], unsafe: [[[1, 0, -4]]] },
    ]);
  });

  it('multiplies ands of ors out', () => {
    const query = parse(
      `${unit}(assert (and (or (>= Y_0 1) (>= Y_0 2)) (or (>= Y_1 3) (and (>= Y_1 4) (<= Y_1 5)))))`,
    );
    expect(shown(query)[0]!.unsafe).toEqual([
      [
        [1, 0, -1],
        [0, 1, -3],
      ],
      [
        [1, 0, -1],
        [0, 1, -4],
        [0, -1, 5],
      ],
      [
        [1, 0, -2],
        [0, 1, -3],
      ],
      [
        [1, 0, -2],
        [0, 1, -4],
        [0, -1, 5],
      ],
    ]);
    const twice = parse(`${unit}(assert (or (>= Y_0 1) (>= Y_0 2)))(assert (or (>= Y_1 3) (>= Y_1 4)))`);
    expect(shown(twice)[0]!.unsafe).toHaveLength(4);
  });

  it('has linear terms', () => {
    const query = parse(`${unit}(assert (<= (+ (* 2 Y_0) (- Y_1) 0.5 (* (- 3 1) (- Y_0 Y_1 1))) (- 4)))`);
    // 2 a - b + 0.5 + 2 (a - b - 1) <= -4, so -4 a + 3 b - 2.5 >= 0
    expect(shown(query)[0]!.unsafe).toEqual([[[-4, 3, -2.5]]]);
  });

  it('takes = for both comparisons, and strict ones with their ends', () => {
    const query = parse(
      `(assert (= X_0 0.5))(assert (> X_1 0))(assert (< X_1 1))(assert (= Y_0 Y_1))(assert (< Y_0 1))`,
    );
    expect(shown(query)).toEqual(
      [
        {
          box: [0.5, 0, 0.5, 1],
          unsafe: [
            [
              [1, -1, 0],
              [-1, 1, 0],
              [-1, 0, 1],
            ].sort((a, b) => a[0]! - b[0]!),
          ],
        },
      ].map((each) => ({ ...each, unsafe: [expect.arrayContaining(each.unsafe[0]!)] })),
    );
  });

  it('tells two boxes apart that one comparison makes', () => {
    const query = parse(`${unit}(assert (!= X_0 0))(assert (>= Y_0 1))`);
    // X_0 < 0 or X_0 > 0: with their ends
    expect(shown(query).map(({ box }) => box)).toEqual([
      [0, 0, 0, 1],
      [0, 0, 1, 1],
    ]);
  });

  it('may have no end of an input: it is infinite', () => {
    const query = parse('(assert (>= X_0 0))(assert (>= Y_0 1))');
    const infinity = Number.POSITIVE_INFINITY;
    expect(shown(query)[0]!.box).toEqual([0, -infinity, infinity, infinity]);
  });

  it('asks for any output where it has no row, and for nothing where it contradicts itself', () => {
    expect(shown(parse(unit))).toEqual([{ box: [0, 0, 1, 1], unsafe: [[[0, 0, 1]]] }]);
    expect(parse(`${unit}(assert (>= X_0 1.5))`).properties).toEqual([]);
    expect(parse(`${unit}(assert (>= 1 2))(assert (>= Y_0 0))`).properties).toEqual([]);
    expect(shown(parse(`${unit}(assert (>= 2 1))(assert (>= Y_0 0))`))[0]!.unsafe).toEqual([[[1, 0, 0]]]);
  });

  it('passes over what SMT-LIB says besides, and reads declare-fun', () => {
    const text =
      '(set-logic QF_LRA)(declare-fun X_0 () Real)(declare-const Y_0 Real)(assert (>= Y_0 X_0))(check-sat)';
    const row = { c: Float64Array.of(-1, 1), d: Float64Array.of(0) };
    expect(parseVnnlib(text).properties).toMatchObject([{ unsafe: [row], withInputs: true }]);
  });
});

describe('decimals are read outward', () => {
  it('at the ends of boxes', () => {
    const query = parse(
      '(assert (>= X_0 0.1))(assert (<= X_0 0.1))(assert (>= (* 3 X_1) 1))(assert (<= (* -3 X_1) -1))(assert (>= Y_0 1))',
    );
    const { lower, upper } = query.properties[0]!.boxes[0]!;
    expect([lower[0], upper[0]]).toEqual([nextFloat64(0.1, false), 0.1]);
    expect([lower[1], upper[1]]).toEqual([1 / 3, Number.POSITIVE_INFINITY]);
  });

  it('in the constant of a row: the unsafe set grows', () => {
    // z >= 0.3, with 0.3 a little above its float64: z - d, where d is that float64
    expect(shown(parse(`${unit}(assert (>= Y_0 0.3))`))[0]!.unsafe).toEqual([[[1, 0, -0.3]]]);
    expect(shown(parse(`${unit}(assert (>= Y_0 0.1))`))[0]!.unsafe).toEqual([
      [[1, 0, -nextFloat64(0.1, false)]],
    ]);
  });

  it('in coefficients by a factor that makes them float64 numbers', () => {
    // times 10 over 8
    expect(shown(parse(`${unit}(assert (>= (+ (* 0.1 Y_0) (* 0.3 Y_1)) 1))`))[0]!.unsafe).toEqual([
      [[0.125, 0.375, -1.25]],
    ]);
    // over the first
    expect(shown(parse(`${unit}(assert (>= (* 0.12345678901234567891 Y_0) 0))`))[0]!.unsafe).toEqual([
      [[1, 0, 0]],
    ]);
  });

  it('and otherwise by rows with the numbers around', () => {
    const text = `${unit}(assert (>= (+ (* 0.12345678901234567891 Y_0) (* 0.98765432109876543211 Y_1)) 0))`;
    const rows = shown(parse(text))[0]!.unsafe.map(([row]) => row!);
    expect(rows).toHaveLength(2);
    const ratio = 0.9876543210987654 / 0.12345678901234568;
    for (const [a, b] of rows) expect(b! / a!).toBeCloseTo(ratio, 12);
    expect(rows[0]).not.toEqual(rows[1]);
  });
});

describe('comparisons of inputs that are no ends of a box', () => {
  it('are rows of inputs and outputs, in every conjunction', () => {
    const either = '(assert (or (>= Y_0 1) (and (<= (- Y_1 X_0) 2))))';
    const { properties } = parse(`${unit}(assert (<= (+ X_0 X_1) 1.5))${either}`);
    expect(properties).toHaveLength(1);
    expect(properties[0]).toMatchObject({ withInputs: true });
    expect(properties[0]!.unsafe).toEqual([
      { c: Float64Array.of(-1, -1, 0, 0, 0, 0, 1, 0), d: Float64Array.of(1.5, -1) },
      { c: Float64Array.of(-1, -1, 0, 0, 1, 0, 0, -1), d: Float64Array.of(1.5, 2) },
    ]);
    // of inputs alone: everything they hold of is unsafe
    const alone = parse(`${unit}(assert (<= (+ X_0 X_1) 1.5))`).properties[0]!;
    expect(alone.unsafe).toEqual([{ c: Float64Array.of(-1, -1, 0, 0), d: Float64Array.of(1.5) }]);
  });

  it('make up for their rounding within the box', () => {
    const { properties } = parse(`${unit}(assert (>= (+ (* 0.1 X_0) X_1) 0.25))(assert (>= Y_0 1))`);
    const { c, d } = properties[0]!.unsafe[0]!;
    expect([...c.slice(0, 4)]).toEqual([0.1, 1, 0, 0]);
    expect(d[0]).toBeGreaterThan(-0.25);
    expect(d[0]).toBeCloseTo(-0.25, 14);
    // without ends times ten, which is exact
    const open = parse('(assert (>= (+ (* 0.1 X_0) X_1) 0.25))(assert (>= Y_0 1))').properties[0]!;
    expect([...open.unsafe[0]!.c.slice(0, 4), open.unsafe[0]!.d[0]]).toEqual(
      [1, 10, 0, 0, -2.5].map((v) => v / 8),
    );
  });
});

describe('a file of version 2.0', () => {
  const network = `(vnnlib-version <2.0>)
(declare-network acc ; a comment
  (declare-input A float32 [1, 2] "image")
  (declare-input B Real [])
  (declare-output Y float32 [2,1]))`;

  it('has a network of several tensors of any rank', () => {
    const query = parseVnnlib(`${network}
      (assert (and (>= A[0,0] 0.0) (<= A [0,1] 1.0)))
      (assert (== B 0.5))
      (assert (or (<= Y[0,0] Y[1,0]) (>= Y[1,0] 3.0)))`);
    expect(query).toMatchObject({ version: '2.0', network: 'acc', inputCount: 3, outputCount: 2 });
    expect(query.inputs).toEqual([
      { name: 'A', shape: [1, 2], count: 2, elementType: 'float32', onnxName: 'image' },
      { name: 'B', shape: [], count: 1, elementType: 'Real' },
    ]);
    const [infinity, { properties }] = [Number.POSITIVE_INFINITY, query];
    expect(properties).toEqual([
      {
        boxes: [{ lower: Float64Array.of(0, -infinity, 0.5), upper: Float64Array.of(infinity, 1, 0.5) }],
        unsafe: [
          { c: Float64Array.of(-1, 1), d: Float64Array.of(0) },
          { c: Float64Array.of(0, 1), d: Float64Array.of(-3) },
        ],
      },
    ]);
  });

  it('counts elements row by row', () => {
    const text = `(vnnlib-version <2.0>)(declare-network f (declare-input X real [2,3,4]) (declare-output Y real [1]))
      (assert (<= X[1,2,3] 7.0))(assert (<= X[1,0,2] 5.0))`;
    const { upper } = parseVnnlib(text).properties[0]!.boxes[0]!;
    expect([upper[23], upper[14], upper[13]]).toEqual([7, 5, Number.POSITIVE_INFINITY]);
  });
});
