import { randomInt } from 'node:crypto';
import { join } from 'node:path';
import { selectBackend } from '@ibp/backend';
import type {
  Campaign,
  Collected,
  Collection,
  LoadedCampaign,
  PropertyCollection,
  Store,
} from '@ibp/cluster';
import { checkCertificate, createCertificate } from '@ibp/exact';
import { certificateOutcome, summarize } from '@ibp/verify';
import { certifyTables, errorsOf } from '../certification/results';
import { exitCodes } from '../exit-codes';
import { note } from '../notes';
import { output } from '../output';
import { startProgress } from '../progress';
import { userPath } from '../run-folder';
import { versions } from '../versions';
import { writeCertificate } from '../write-certificate';
import { writeJson } from '../write-json';
import { collectedProperties } from './collect-properties';
import { campaignNamed, withPlace } from './connect';
import { loadCluster } from './load-cluster';
import type { CollectSettings } from './settings';
import { campaignSolve } from './solve';

type Found = Pick<Collection | PropertyCollection, 'missing' | 'thrown' | 'suspects'> & {
  readonly results: { readonly size: number };
};

/**
 * Puts the results of a campaign together, trusting none (see `collect` of `@ibp/cluster`): a report and a certificate for each network
 * and radius, and what is missing, or was thrown away, back on the queue. Ends with 1 where anything is missing.
 */
export async function collectCommand(settings: CollectSettings): Promise<Found> {
  return withPlace(settings, async ({ cluster, server, store, queue }) => {
    const id = campaignNamed(await cluster.campaignsOn(server), settings.campaign);
    const loaded = await cluster.loadAnyCampaign(store, id);
    const { backend } = settings;
    await selectBackend({ log: note, ...(backend ? { prefer: backend } : {}) });
    const { say, figures } = output(settings.json === undefined ? {} : { json: settings.json });
    const {
      found,
      reports,
      figures: own,
    } = cluster.isOfProperties(loaded)
      ? await collectedProperties(store, loaded, settings)
      : await collectedImages(store, loaded, settings);
    for (const { worker, number, why } of found.suspects) say(`worker ${worker}: case ${number}: ${why}`);
    if (found.missing.length > 0) {
      process.exitCode = exitCodes.notSo;
      await cluster.forget(server, id, found.thrown);
      const left = await cluster.jobsLeft(queue, id);
      if (left > 0 && found.thrown.length === 0)
        say(`${found.missing.length} cases are missing: ${left} jobs are left`);
      else {
        const numbers = left > 0 ? found.thrown : found.missing;
        await cluster.submitCampaign(server, queue, store, loaded, { numbers });
        say(`${found.missing.length} cases are missing; ${numbers.length} queued again`);
      }
    } else say(`all ${found.results.size} cases are there, each once`);
    const state = await cluster.progressOf(server, id);
    const { missing, thrown, suspects } = found;
    await figures({ campaign: id, reports, missing, thrown, suspects, begun: state?.begun, ...own });
    return found;
  });
}

async function collectedImages(store: Store, loaded: LoadedCampaign, settings: CollectSettings) {
  const { collect, caseCount } = await loadCluster();
  const solve = await campaignSolve();
  const progress = startProgress('checking', caseCount(loaded.campaign));
  const found = await collect(store, loaded, {
    ...{ solve, recheck: settings.recheck, seed: randomInt(2 ** 31) },
    onProgress: (done) => progress.update(done, ''),
  }).finally(async () => {
    progress.stop();
    await solve.close();
  });
  const { say } = output(settings.json === undefined ? {} : { json: settings.json });
  const reports = await written(loaded, found, userPath(settings.out), say);
  return { found, reports, figures: {} };
}

/** A report and a certificate for each network and radius of which all is there. */
async function written(
  loaded: LoadedCampaign,
  { results }: Collection,
  folder: string,
  say: (text: string) => void,
): Promise<string[]> {
  const { networks, epsilons, count } = loaded.campaign;
  const files: string[] = [];
  for (const [n] of networks.entries()) {
    for (const [e, epsilon] of epsilons.entries()) {
      const start = (n * epsilons.length + e) * count;
      const own = Array.from({ length: count }, (_, i) => results.get(start + i)).filter(
        (one) => one !== undefined,
      );
      if (own.length < count) continue;
      const kind = networks.length > 1 ? `-${n}` : '';
      const name = join(
        folder,
        `campaign-${loaded.id.slice(0, 12)}${kind}-${Number(epsilon.toPrecision(4))}`,
      );
      files.push(...(await reportOf(loaded, own, { network: networks[n]!, epsilon }, name, say)));
    }
  }
  return files;
}

/** What was verified, but is not confirmed, counts as unknown. */
const counted = ({ certified, check: { status, reason } }: Collected): Collected['certified'] =>
  status === 'confirmed' || status === 'no claim'
    ? certified
    : {
        ...certified,
        verdict: {
          status: 'unknown',
          reason: 'undecided',
          detail: `${certified.verdict.status}, not confirmed: ${reason}`,
        },
      };

async function reportOf(
  loaded: LoadedCampaign,
  own: readonly Collected[],
  { network, epsilon }: { readonly network: string; readonly epsilon: number },
  name: string,
  say: (text: string) => void,
): Promise<string[]> {
  const { campaign, inputs } = loaded;
  const { statementAt } = await loadCluster();
  const summary = summarize(own.map(counted));
  const attacks = { autoPgd: campaign.method.autoPgd };
  say(certifyTables(summary, epsilon, attacks));
  const of = (place: number) => statementAt(inputs, place, epsilon);
  const plain = await loaded.network(network);
  const outcomes = own.map(({ certified }) =>
    certificateOutcome(certified, { statement: of(certified.index) }),
  );
  const { mode, arithmetic = 'real' } = campaign.method;
  const options = {
    ...{ mode, arithmetic },
    software: { node: versions().node, '@ibp/cli': campaign.software },
  };
  const certificate = await createCertificate(plain, outcomes, options);
  const asked = { indices: own.map(({ certified }) => certified.index), of };
  const { summary: confirmed } = await checkCertificate(certificate, plain, asked, { arithmetic });
  say(confirmed);
  const unconfirmed = own.filter(({ check: { status } }) => status === 'not confirmable');
  if (unconfirmed.length > 0) say(`${unconfirmed.length} claims are not confirmed: they count as unknown`);
  const report = {
    ...({ campaign: loaded.id, name: campaign.name, network, epsilon } satisfies Partial<
      Record<keyof Campaign | string, unknown>
    >),
    ...{ examples: own.length, method: campaign.method, software: campaign.software },
    ...{ errors: errorsOf(summary, attacks), summary, confirmed },
    unconfirmed: unconfirmed.map(({ of: { place }, check: { reason } }) => ({ place, reason })),
    workers: [...new Set(own.map(({ worker }) => worker))].sort(),
  };
  const files = [`${name}.json`, `${name}.certificate.json`];
  await writeJson(files[0]!, report);
  await writeCertificate(files[1]!, certificate);
  say(`report: ${files[0]}\ncertificate: ${files[1]}`);
  return files;
}
