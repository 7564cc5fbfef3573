import type { CampaignProgress } from '@ibp/cluster';
import { output } from '../output';
import { campaignNamed, withPlace } from './connect';
import type { Place } from './settings';

type Named = Omit<Place, 'store'> & { readonly campaign?: string; readonly json?: string };
const at = (named: Named): Place => ({ ...named, store: '.' });

const share = (part: number, whole: number): string => `${((100 * part) / whole).toFixed(1)} %`;
const duration = (seconds: number): string =>
  seconds < 90
    ? `${Math.round(seconds)} s`
    : seconds < 5400
      ? `${Math.round(seconds / 60)} min`
      : `${(seconds / 3600).toFixed(1)} h`;

/** One campaign, or one sweep, in a few lines. */
export function progressText(id: string, progress: CampaignProgress, workers: readonly string[]): string {
  const { kind, name, cases, done, verified, falsified, trained, known, begun, seconds, cancelled } =
    progress;
  const what = kind === 'sweep' ? 'runs' : 'cases';
  const unknown = Object.entries(progress.unknown).filter(([, count]) => count > 0);
  const unknowns = unknown.reduce((sum, [, count]) => sum + count, 0);
  const own = verified + falsified + unknowns + trained;
  const rate = seconds > 0 ? own / seconds : 0;
  const left = cases - done;
  const reasons = unknown.map(([reason, count]) => `${count} ${reason}`).join(', ');
  const verdicts = `${verified} verified, ${falsified} falsified, ${unknowns} unknown${reasons && ` (${reasons})`}`;
  return [
    `${kind} ${id.slice(0, 12)}${name === kind ? '' : ` ${name}`}${cancelled ? ' (cancelled)' : ''}`,
    `${done} of ${cases} ${kind === 'sweep' ? 'runs ' : ''}done, ${share(done, cases)}: ${kind === 'sweep' ? `${trained} trained` : verdicts}, ${known} known before`,
    rate > 0 ? `${rateText(rate, what)}${left > 0 ? `, ${duration(left / rate)} left` : ''}` : 'no rate yet',
    `${what} were begun ${begun} times, ${Math.max(0, begun - own)} of them again, or under way`,
    `workers: ${workers.length === 0 ? 'none' : workers.join(', ')}`,
  ].join('\n');
}

/** By the second, or what takes longer by the hour. */
const rateText = (rate: number, what: string): string =>
  rate >= 0.1 ? `${rate.toFixed(1)} ${what} a second` : `${(3600 * rate).toFixed(1)} ${what} an hour`;

/** Says how far the campaigns on a server are, or one of them; again and again with `watch`. */
export async function statusCommand(named: Named & { readonly watch?: number }): Promise<void> {
  await withPlace(at(named), async ({ cluster, server, queue }) => {
    const { say, figures } = output(named.json === undefined ? {} : { json: named.json });
    for (;;) {
      const known = await cluster.campaignsOn(server);
      const ids = named.campaign === undefined ? known : [campaignNamed(known, named.campaign)];
      const workers = await cluster.workersOn(queue);
      const all: { readonly [id: string]: CampaignProgress }[] = [];
      for (const id of ids) {
        const progress = await cluster.progressOf(server, id);
        if (!progress) continue;
        say(progressText(id, progress, workers));
        all.push({ [id]: progress });
      }
      if (all.length === 0) say('no campaigns');
      await figures({ campaigns: Object.assign({}, ...all), workers });
      if (named.watch === undefined) return;
      await new Promise((resolve) => setTimeout(resolve, 1000 * named.watch!));
    }
  });
}

/** Takes what waits of a campaign from the queue. */
export async function cancelCommand(named: Named): Promise<void> {
  await withPlace(at(named), async ({ cluster, server, queue }) => {
    const id = campaignNamed(await cluster.campaignsOn(server), named.campaign);
    console.log(
      `campaign ${id}: ${await cluster.cancelCampaign(server, queue, id)} jobs taken from the queue`,
    );
  });
}

/** Serves bull-board until the process is told to end. */
export async function dashboardCommand(
  named: Named & { readonly port: number; readonly host: string },
): Promise<void> {
  await withPlace(at(named), async ({ cluster, queue }) => {
    const { url, close } = await cluster.openDashboard(queue, { port: named.port, host: named.host });
    console.log(`dashboard: ${url}`);
    await new Promise<void>((resolve) =>
      process.once('SIGTERM', () => resolve()).once('SIGINT', () => resolve()),
    );
    await close();
  });
}
