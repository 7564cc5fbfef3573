import { join } from 'node:path';
import { highsWasm } from './highs-wasm';
import { nativeHighs } from './native-highs';
import { hardProblem, smallProblem } from './testing';

// an installed HiGHS where one is named; else the HiGHS of npm, behind the command line of an installed one
const installed = process.env.IBP_HIGHS
  ? { executable: process.env.IBP_HIGHS }
  : { executable: process.execPath, args: [join(__dirname, 'testing-highs.cjs')] };

const solvers = {
  highsWasm,
  nativeHighs: (options?: { grace?: number }) => nativeHighs({ ...installed, ...options }),
};

describe.each(Object.entries(solvers))('%s', (_, make) => {
  const solver = make({ grace: 5 });
  afterAll(() => solver.close());

  it('solves a linear problem, with duals', async () => {
    const { status, objective, x, rowDuals } = await solver.solve(smallProblem, { timeLimit: 30 });
    expect(status).toBe('optimal');
    expect(objective).toBeCloseTo(-5.75, 9);
    expect([...x!]).toEqual([expect.closeTo(2.25, 9), expect.closeTo(1.75, 9)]);
    expect([...rowDuals!]).toEqual([expect.closeTo(-1.5, 9), expect.closeTo(0.5, 9)]);
  });

  it('solves with whole numbers, from a start, by another method', async () => {
    const problem = { ...smallProblem, integer: Int32Array.of(1, 1), offset: 0.1 };
    const options = {
      timeLimit: 30,
      start: Float64Array.of(2, 1),
      heuristics: false,
      method: 'ipm',
    } as const;
    const { status, objective, x } = await solver.solve(problem, options);
    expect([status, objective]).toEqual(['optimal', -4.9]);
    expect([...x!]).toEqual([3, 1]);
  });

  it('tells infeasible and unbounded from optimal', async () => {
    const never = { ...smallProblem, rowUpper: Float64Array.of(-1, Infinity) };
    expect((await solver.solve(never, { timeLimit: 30 })).status).toBe('infeasible');
    const endless = Float64Array.of(Infinity, Infinity);
    const free = {
      ...smallProblem,
      rowUpper: Float64Array.of(Infinity, 4),
      rowLower: Float64Array.of(0, 0),
      columnUpper: endless,
    };
    expect((await solver.solve(free, { timeLimit: 30 })).status).not.toBe('optimal');
  });

  it('stops at a target', async () => {
    const rowLower = hardProblem.rowLower.map((v) => v - 2000);
    const problem = { ...hardProblem, rowLower, cost: new Float64Array(50).fill(-1) };
    const { status, objective } = await solver.solve(problem, { timeLimit: 20, objectiveTarget: -15 });
    expect(status).toBe('target');
    expect(objective).toBeLessThanOrEqual(-15);
  });

  it('stops when its time is over, and counts processor time', async () => {
    const { status, seconds, cpuSeconds } = await solver.solve(hardProblem, { timeLimit: 0.5 });
    expect(status).toBe('timeLimit');
    expect(seconds).toBeGreaterThan(0.4);
    expect(cpuSeconds).toBeGreaterThan(0);
  });

  it('stops a solve that does not keep its time', async () => {
    const strict = make({ grace: -29.5 });
    const late = await strict.solve(hardProblem, { timeLimit: 30 });
    expect(late.status).toBe('timeLimit');
    expect(late.seconds).toBeLessThan(10);
    await strict.close();
  });

  it('stops a solve that is aborted, running or waiting', async () => {
    const abort = new AbortController();
    const options = { timeLimit: 30, signal: abort.signal };
    const both = Promise.all([solver.solve(hardProblem, options), solver.solve(hardProblem, options)]);
    setTimeout(() => abort.abort(), 300);
    for (const { status, reason } of await both) expect([status, reason]).toEqual(['failed', 'aborted']);
    expect((await solver.solve(smallProblem, { timeLimit: 30 })).status).toBe('optimal');
  });

  it('survives what HiGHS refuses', async () => {
    const huge = { ...smallProblem, values: Float64Array.of(1e300, 1, 1, -1) };
    const refused = await solver.solve(huge, { timeLimit: 30 });
    expect([refused.status, refused.reason]).toEqual(['failed', expect.any(String)]);
    expect((await solver.solve(smallProblem, { timeLimit: 30 })).status).toBe('optimal');
  });

  it('ends what runs when it is closed', async () => {
    const closing = make({ grace: 5 });
    const running = closing.solve(hardProblem, { timeLimit: 30 });
    setTimeout(() => closing.close(), 300);
    expect((await running).status).toBe('failed');
    expect((await closing.solve(smallProblem, { timeLimit: 30 })).status).toBe('failed');
  });

  it('refuses no time, and malformed problems', async () => {
    for (const timeLimit of [0, -1, Number.NaN]) {
      const solve = solver.solve(smallProblem, { timeLimit });
      await expect(solve).rejects.toThrow('expected a time limit of more than 0 s');
    }
    const malformed = [
      [{ cost: Float64Array.of(1) }, 'expected 2 cost, got 1'],
      [{ cost: Float64Array.of(1, Number.NaN) }, 'expected finite cost, got NaN at 1'],
      [{ rowLower: Float64Array.of(Number.NaN, 0) }, 'expected ends of row 0'],
      [{ rowUpper: Float64Array.of(Infinity, Infinity) }, 'expected an end of row 0, got none'],
      [{ indices: Int32Array.of(0, 1, 0, 2) }, 'expected columns below 2, got 2'],
      [{ starts: Int32Array.of(0, 2, 3) }, 'expected starts from 0 to 4'],
    ] as const;
    for (const [change, message] of malformed) {
      await expect(solver.solve({ ...smallProblem, ...change }, { timeLimit: 30 })).rejects.toThrow(message);
    }
  });
});

it('a thread that dies takes only its problem along', async () => {
  const cramped = highsWasm({ heap: 1 });
  for (let k = 0; k < 2; k++) {
    const { status, reason } = await cramped.solve(smallProblem, { timeLimit: 30 });
    expect([status, reason]).toEqual(['failed', expect.stringContaining('memory')]);
  }
  await cramped.close();
});

it('says so when there is no such program', async () => {
  const absent = nativeHighs({ executable: 'no-such-highs' });
  await expect(absent.solve(smallProblem, { timeLimit: 30 })).rejects.toThrow(
    'nativeHighs: expected a program "no-such-highs"; highsWasm() needs none',
  );
});
