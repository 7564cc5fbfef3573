import * as fc from 'fast-check';
import loadHighs from 'highs';
import { readHighsSolution, readReport, startLines } from './highs-solution';
import { highsStatus } from './highs-status';
import { mpsLines } from './mps';
import { randomProblem, smallProblem } from './testing';

const bytes = (lines: Iterable<string>) => new TextEncoder().encode([...lines].join('\n'));
const loading = loadHighs({ print: () => undefined });

it('writes problems as they are: rows of every kind, free and fixed columns, whole numbers', async () => {
  const highs = await loading;
  fc.assert(
    fc.property(randomProblem, (problem) => {
      highs.withModel({ format: 'mps', data: bytes(mpsLines(problem)) }, (model) => {
        const read = model.getModel('csr');
        expect([read.numCols, read.numRows, read.offset]).toEqual([3, 3, problem.offset + 0]);
        expect([...read.colCost]).toEqual([...problem.cost].map((v) => v + 0));
        expect([...read.colLower]).toEqual([...problem.columnLower]);
        expect([...read.colUpper]).toEqual([...problem.columnUpper]);
        expect([...read.rowLower]).toEqual([...problem.rowLower]);
        expect([...read.rowUpper]).toEqual([...problem.rowUpper]);
        const whole = [...(read.integrality ?? [0, 0, 0])];
        expect(whole).toEqual([...problem.integer!]);
        for (let r = 0; r < 3; r++) {
          for (let k = read.matrix.starts[r]!; k < read.matrix.starts[r + 1]!; k++) {
            expect(read.matrix.values[k]).toBe(problem.values[3 * r + read.matrix.indices[k]!]);
          }
        }
      });
    }),
    { numRuns: 50, seed: 5 },
  );
});

it('reads solutions, with duals, and writes starts', async () => {
  const highs = await loading;
  const text = highs.withModel({ format: 'mps', data: bytes(mpsLines(smallProblem)) }, (model) => {
    model.run();
    return model.exportSolution();
  });
  const { status, objective, x, rowDuals } = readHighsSolution(text);
  expect(highsStatus(status)).toEqual({ status: 'optimal' });
  expect(objective).toBe(-5.75);
  expect([...x!, ...rowDuals!]).toEqual([2.25, 1.75, -1.5, 0.5]);
  expect([...readHighsSolution([...startLines(Float64Array.of(1 / 3, 2))].join('\n')).x!]).toEqual([
    1 / 3,
    2,
  ]);
});

it('reads that there is no solution, and the report in the log', () => {
  const infeasible =
    'Model status\nInfeasible\n\n# Primal solution values\nNone\n\n# Dual solution values\nNone\n';
  expect(readHighsSolution(infeasible)).toEqual({ status: 'Infeasible' });
  expect(highsStatus('Primal infeasible or unbounded').status).toBe('failed');
  const log = '  Nodes      |    B&B Tree     |\n  Dual bound        -1.5e-05\n  Nodes             12\n';
  expect([readReport(log, 'Dual bound'), readReport(log, 'Nodes')]).toEqual([-1.5e-5, 12]);
  expect(readReport('  Dual bound        -inf\n', 'Dual bound')).toBe(-Infinity);
  expect(readReport('', 'Nodes')).toBeUndefined();
});
