import { linear } from './linear';
import { parseSchedule, piecewise } from './piecewise';
import { constant } from './schedule';
import { smooth } from './smooth';

const at = (schedule: (step: number) => number, steps: number[]) => steps.map((step) => schedule(step));

describe('constant', () => {
  it('never moves', () => expect(at(constant(0.3), [0, 10, 1e6])).toEqual([0.3, 0.3, 0.3]));
});

describe('linear', () => {
  it('is flat, rises in a straight line, and is flat again', () => {
    const schedule = linear({ from: 0, to: 0.4, start: 10, end: 20 });
    expect(at(schedule, [0, 10, 15, 20, 99])).toEqual([0, 0, 0.2, 0.4, 0.4]);
  });

  it('falls as well', () => expect(linear({ from: 1, to: 0.5, start: 0, end: 4 })(1)).toBe(0.875));

  it('reaches its end at once where the ramp has no length', () => {
    expect(at(linear({ from: 0, to: 1, start: 5, end: 5 }), [4, 5])).toEqual([0, 1]);
  });

  it('refuses a ramp that ends before it starts', () => {
    expect(() => linear({ from: 0, to: 1, start: 5, end: 4 })).toThrow(
      'linear: expected steps 0 <= start <= end, got start 5 and end 4',
    );
  });
});

describe('smooth', () => {
  const schedule = smooth({ from: 0, to: 1, start: 0, end: 1000 });

  it('begins as a fourth power and ends at its goal', () => {
    // a = 1 / (m^4 + 4 m^3 (1 - m)) for the middle m = 1/4
    const a = 1 / (0.25 ** 4 + 4 * 0.25 ** 3 * 0.75);
    expect(schedule(100)).toBeCloseTo(a * 0.1 ** 4, 12);
    expect(schedule(1000)).toBe(1);
  });

  it('joins the line where it ends without a kink', () => {
    const before = schedule(250) - schedule(249.999);
    const after = schedule(250.001) - schedule(250);
    expect(after / before).toBeCloseTo(1, 4);
    // a straight line from there on
    expect(schedule(900) - schedule(800)).toBeCloseTo(schedule(500) - schedule(400), 12);
  });

  it('refuses a middle outside the ramp', () => {
    expect(() => smooth({ from: 0, to: 1, start: 0, end: 1, middle: 1 })).toThrow(
      'smooth: expected a middle between 0 and 1 and a degree >= 1, got 1 and 4',
    );
  });
});

describe('piecewise', () => {
  it('holds each value from its step on', () => {
    const schedule = piecewise([
      { value: 3, from: 0 },
      { value: 2, from: 10 },
    ]);
    expect(at(schedule, [0, 9, 10, 11])).toEqual([3, 3, 2, 2]);
  });

  it.each([
    [[]],
    [[{ value: 1, from: 1 }]],
    [
      [
        { value: 1, from: 0 },
        { value: 2, from: 0 },
      ],
    ],
  ])('refuses pieces that do not begin at 0 and rise', (pieces) =>
    expect(() => piecewise(pieces)).toThrow('piecewise: expected pieces from step 0 on'),
  );
});

describe('parseSchedule', () => {
  it('reads the notation of the reference implementation', () => {
    const schedule = parseSchedule('1e-3,1e-4@15000,1e-5@25e3');
    expect(at(schedule, [0, 14_999, 15_000, 24_999, 25_000])).toEqual([1e-3, 1e-3, 1e-4, 1e-4, 1e-5]);
  });

  it.each(['', 'fast', '1e-3,1e-4', '1e-3@0', '1e-3,x@5', '1e-3,1@-5'])('refuses "%s"', (text) => {
    expect(() => parseSchedule(text)).toThrow('parseSchedule: expected "value,value@step,..."');
  });
});
