import { exactMaximum, randomBox, randomNetwork, stream } from '@ibp/testing';
import { enclose } from '../rigorous/enclose';
import { highsWasm } from '../solver/highs-wasm';
import { encode } from './encode';
import { rowValue } from './row-verdict';
import { objectiveAt, violation } from './violation';

const solver = highsWasm({ threads: 2 });
afterAll(() => solver.close());

const spec = { c: Float64Array.of(1, -1, 0.5), d: Float64Array.of(0.1) };
const options = { widening: 1e-6, maxTerms: 1e6 };
const seeds = Array.from({ length: 28 }, (_, k) => k);

it('every point of the box fits every row, with the margin of the network for objective', () => {
  for (const seed of seeds) {
    const network = randomNetwork(seed);
    const box = randomBox(network, seed, 0.5, true);
    const { boxes } = enclose(network, box);
    const next = stream(seed);
    for (const exact of [true, false]) {
      for (const foldTerms of [Infinity, 2]) {
        const { problem, complete } = encode(network, boxes, spec, { ...options, exact, foldTerms });
        for (let k = 0; k < 10; k++) {
          const x = box.lower.map((l, i) => l + (box.upper[i]! - l) * next());
          const columns = complete(x);
          expect(violation(problem, columns)).toBeLessThan(1e-9);
          expect(objectiveAt(problem, columns)).toBeCloseTo(-rowValue(network, spec, x), 9);
        }
      }
    }
  }
});

it('has the optimum that cutting the box into its linear pieces finds, both ways to write it; relaxed, no less', async () => {
  await Promise.all(
    seeds.map(async (seed) => {
      const network = randomNetwork(seed);
      const box = randomBox(network, seed);
      const { boxes } = enclose(network, box);
      const exactly = exactMaximum(network, box, spec);
      const most = async (exact: boolean, foldTerms: number, bounds = boxes) => {
        const { problem, margin } = encode(network, bounds, spec, { ...options, exact, foldTerms });
        const { status, objective } = await solver.solve(problem, { timeLimit: 20 });
        expect(status).toBe('optimal');
        expect(-margin[0]).toBeGreaterThanOrEqual(exactly);
        return -objective!;
      };
      expect(await most(true, Infinity)).toBeCloseTo(exactly, 5);
      expect(await most(true, 2)).toBeCloseTo(exactly, 5);
      // with no bounds but the input's
      expect(await most(true, Infinity, [box])).toBeCloseTo(exactly, 5);
      expect(await most(false, Infinity)).toBeGreaterThan(exactly - 1e-7);
    }),
  );
});
