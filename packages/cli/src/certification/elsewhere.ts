import { selectBackend } from '@ibp/backend';
import { highsWasm } from '@ibp/exact/highs';
import { inWorkers, type Stage } from '@ibp/verify';
import { serveStages, stageProcesses } from '@ibp/verify/node';
import { selectEngine } from '../engine';
import { userPath } from '../run-folder';
import type { Settings } from '../settings';
import { thisCommand } from '../verify/worker';
import { readBaseline } from './baseline';
import type { CertifySettings } from './flags';
import { stagesOf } from './stages';

/** What a process has to know to make the stages that this one has. */
export type ElsewhereAbout = {
  readonly settings: Pick<Settings, 'backend' | 'engine' | 'engineOptions' | 'threads'>;
  readonly options: Omit<CertifySettings, 'require' | 'shard'>;
  readonly elision: boolean;
};

/** Who runs stages, and for how long it has. */
export type Elsewhere = {
  readonly stages: readonly Stage[];
  /** Examples, or batches of them, at once. */
  readonly count: number;
  readonly processorSeconds: () => number;
  readonly close: () => void;
};

/** The stages, run by as many processes as `--processes` names; nothing where it names none. */
export function startElsewhere(
  stages: readonly Stage[],
  { settings, options, elision }: ElsewhereAbout,
): Elsewhere | undefined {
  const { processes: count } = options;
  if (count === undefined) return undefined;
  const { backend, engine, engineOptions, threads } = settings;
  const { require: _, shard: __, ...more } = options as CertifySettings;
  const about: ElsewhereAbout = {
    settings: { ...{ backend, engine, engineOptions, threads } } as ElsewhereAbout['settings'],
    options: { ...more, ...(more.baseline !== undefined && { baseline: userPath(more.baseline) }) },
    elision,
  };
  const processes = stageProcesses({
    ...thisCommand(),
    args: ['certify', '--serve-stages', JSON.stringify(about)],
    count,
  });
  return { ...processes, stages: inWorkers(stages, processes) };
}

/** Runs stages for `certify --processes`, in a process of its own, until who began it ends. */
export async function serveElsewhere(text: string): Promise<never> {
  const { settings, options, elision } = JSON.parse(text) as ElsewhereAbout;
  const log = () => undefined; // who began this one has said it
  const { backend: prefer, engine: wanted = 'auto', engineOptions, threads } = settings;
  const more = { ...(prefer ? { prefer } : {}), ...(threads === undefined ? {} : { threads }) };
  const { name: backend } = await selectBackend({ log, ...more });
  const engine = await selectEngine(wanted, backend, { threads, engineOptions, log });
  const baseline = options.baseline === undefined ? undefined : readBaseline(options.baseline);
  return serveStages(stagesOf(options, { solver: highsWasm({ threads: 1 }), engine, elision, baseline }));
}
