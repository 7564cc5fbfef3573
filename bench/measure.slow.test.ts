import { measure } from './measure';
import { workloadOf } from './task';

const workload = workloadOf('small', { batchSize: 2 });

describe('measure', () => {
  it('runs every task on a real engine, each in a process of its own', async () => {
    const results = await measure(workload, { engines: ['wasm'], rounds: 2, row: 2, log: () => undefined });
    expect(results.map(({ task }) => task)).toEqual(['nominal', 'ibp', 'evaluate']);
    for (const { rounds, row } of results) expect([rounds, row]).toEqual([2, 2]);
    for (const { program } of results) expect(program).toMatch(/^tfjs 4/);
    for (const { median, least, leastCpu, peakMegabytes, compileMilliseconds } of results) {
      expect(least).toBeGreaterThan(0);
      expect(leastCpu).toBeGreaterThan(0);
      expect(median).toBeGreaterThanOrEqual(least);
      expect(peakMegabytes).toBeGreaterThan(10);
      expect(compileMilliseconds).toBe(0);
    }
  });

  it('leaves out an engine that does not start, and says why', async () => {
    const lines: string[] = [];
    const options = {
      engines: ['wasm'],
      rounds: 1,
      tasks: ['ibp'],
      log: (line: string) => lines.push(line),
    } as const;
    expect(await measure({ ...workload, model: 'none' }, options)).toEqual([]);
    expect(lines).toEqual([expect.stringMatching(/^ {2}wasm, ibp: left out: \w*Error: ./)]);
  });
});
