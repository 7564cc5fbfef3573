import { spawn } from 'node:child_process';
import { getPriority } from 'node:os';
import { resultRows } from './row-list';
import { type Command, runPhase } from './run-phase';

const [row] = resultRows;
const phase = { name: 'train', flags: [] } as const;
const node =
  (program: string): Command =>
  () =>
    spawn(process.execPath, ['-e', program], { stdio: 'inherit' });

describe('a phase', () => {
  it.each([
    ['done', 'process.exit(0)'],
    ['failed', 'process.exit(1)'],
    ['failed', 'process.kill(process.pid, "SIGKILL")'],
  ])('is %s where its command is: %s', async (ended, program) => {
    expect(await runPhase(row!, phase, { command: node(program) })).toBe(ended);
  });

  it('runs below other work, and is told to stop at the hour', async () => {
    let priority: number | undefined;
    // as training does it: a step is ended, then the process
    const program =
      "process.on('SIGINT', () => setTimeout(() => process.exit(1), 50)); setInterval(() => {}, 1000)";
    const command: Command = (...of) => {
      const child = node(program)(...of);
      setTimeout(() => {
        priority = getPriority(child.pid);
      }, 100);
      return child;
    };
    const start = Date.now();
    expect(await runPhase(row!, phase, { until: new Date(start + 1500), command })).toBe('stopped');
    expect(Date.now() - start).toBeGreaterThanOrEqual(1450);
    expect(priority).toBeGreaterThan(0);
  });

  it('does not begin after the hour', async () => {
    const command: Command = () => {
      throw new Error('began');
    };
    expect(await runPhase(row!, phase, { until: new Date(Date.now() - 1), command })).toBe('stopped');
  });

  it('leaves no listeners behind', async () => {
    const before = ['SIGINT', 'SIGTERM'].map((signal) => process.listenerCount(signal));
    await runPhase(row!, phase, { command: node('') });
    expect(['SIGINT', 'SIGTERM'].map((signal) => process.listenerCount(signal))).toEqual(before);
  });
});
