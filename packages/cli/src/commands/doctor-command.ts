import { probePrecision } from '@ibp/backend';
import { highsWasm } from '@ibp/exact/highs';
import Table from 'cli-table3';
import { engineLabel } from '../engine';
import { output } from '../output';
import type { Settings } from '../settings';
import { begin } from '../trained';
import { versions } from '../versions';

/** Options of `doctorCommand`. */
export type DoctorSettings = Pick<Settings, 'backend' | 'engine' | 'threads'> & { readonly json: boolean };

/** Prints what `doctor` finds. */
export async function doctorCommand(options: DoctorSettings): Promise<void> {
  const report = await doctor(options);
  const table = new Table({ style: { head: [], border: [] } });
  table.push(...Object.entries(report).map(([name, value]) => ({ [name]: value })));
  const { say, figures } = output(options.json ? { json: '-' } : {});
  say(table.toString());
  await figures(report);
}

/** What computes on this machine; what does not work is said in words, and is no error. */
export async function doctor(
  computing: Pick<Settings, 'backend' | 'engine' | 'threads'> = {},
): Promise<{ readonly [what: string]: string }> {
  const { node, platform, processor, memoryGiB, packages } = versions();
  const found: { [what: string]: string } = { node, platform, processor, memory: `${memoryGiB} GiB` };
  try {
    const { backend, engine } = await begin(computing);
    found.backend = backend;
    found.engine = engineLabel(engine);
    found.threads = String(computing.threads ?? 'as many as it takes');
    const { float32 } = await probePrecision();
    found.precision = float32 ? 'float32' : 'less than float32: nothing is certified on it';
  } catch (error) {
    found.backend = (error as Error).message;
  }
  found.solver = await solverFound();
  return { ...found, ...packages };
}

/** Solves the smallest problem there is: the least x from 1 to 2. */
async function solverFound(): Promise<string> {
  const solver = highsWasm({ threads: 1 });
  const ends = { columnLower: Float64Array.of(1), columnUpper: Float64Array.of(2) };
  const row = { rowLower: Float64Array.of(0), rowUpper: Float64Array.of(2) };
  const matrix = { starts: Int32Array.of(0, 1), indices: Int32Array.of(0), values: Float64Array.of(1) };
  try {
    const { status, objective, reason } = await solver.solve(
      { columns: 1, rows: 1, offset: 0, cost: Float64Array.of(1), ...ends, ...row, ...matrix },
      { timeLimit: 10 },
    );
    const works = status === 'optimal' && Math.abs(objective! - 1) < 1e-6;
    return `${solver.name}: ${works ? 'works' : `${status} ${reason ?? objective}`}`;
  } catch (error) {
    return `${solver.name}: ${(error as Error).message}`;
  } finally {
    await solver.close();
  }
}
