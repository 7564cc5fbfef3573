import type { Configuration } from './configuration';
import type { Invocation } from './flags';
import { runPart, writePage } from './html';
import { output } from './output';
import { type RunReport, resultsTable } from './report';
import { runFolder, userPath, whileLocked } from './run-folder';
import { reportOf } from './run-report';
import { writeJson } from './write-json';

type Run = Extract<Invocation, { command: 'train' | 'evaluate' }>;

/**
 * Trains or loads a network, evaluates it, and reports.
 *
 * @throws when it is to train in a folder where another run is at work.
 */
export const run = (configuration: Configuration, invocation: Run): Promise<RunReport> =>
  invocation.command === 'train'
    ? whileLocked(invocation.settings.out, () => runAlone(configuration, invocation))
    : runAlone(configuration, invocation);

async function runAlone(configuration: Configuration, invocation: Run): Promise<RunReport> {
  const { command, settings } = invocation;
  const report = await reportOf(configuration, invocation);
  const { say, figures } = output(settings);
  say(resultsTable(report)); // first: a file may fail
  say(`weights: ${report.weights}`);
  if (command === 'train') await writeJson(runFolder(settings.out).report, report);
  await figures(report);
  await writePage(settings, async () => ({ ...(await runPart(settings)), run: report }));
  if (settings.json !== undefined) say(`figures: ${userPath(settings.json)}`);
  return report;
}
