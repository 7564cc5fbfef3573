import { measure } from './measure';

const workload = { model: 'small', inputShape: [28, 28, 1], batchSize: 2, threads: 1 } as const;

describe('measure', () => {
  it('runs every task on a real engine', async () => {
    const results = await measure(workload, { engines: ['wasm'], rounds: 2, log: () => undefined });
    expect(results.map(({ task }) => task)).toEqual(['nominal', 'ibp', 'evaluate']);
    for (const { median, least, peakMegabytes } of results) {
      expect(least).toBeGreaterThan(0);
      expect(median).toBeGreaterThanOrEqual(least);
      expect(peakMegabytes).toBeGreaterThan(10);
    }
  });

  it('leaves out an engine that does not start, and says why', async () => {
    const lines: string[] = [];
    const unknown = { ...workload, model: 'none' };
    const results = await measure(unknown, { engines: ['wasm'], rounds: 1, log: (line) => lines.push(line) });
    expect(results).toEqual([]);
    expect(lines).toEqual([expect.stringMatching(/^wasm is left out: ./)]);
  });
});
