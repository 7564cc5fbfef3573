import type { Journal, Stage } from '@ibp/verify';
import { fileJournal } from '@ibp/verify/node';

/** What has to be the same in a run that goes on from the journal of another. */
export type JournalIdentity = Parameters<typeof fileJournal>[1];

export type JournalOptions = {
  readonly identity: JournalIdentity;
  readonly stages: readonly Stage[];
  /** Seconds for an example: not part of the identity, as what a smaller one has settled is settled. */
  readonly budget: number;
  /** Parts of the box for an example, no limit unless given: no more of the identity than seconds are. */
  readonly nodes?: number;
  /** Whether to drop what is there. */
  readonly restart: boolean;
};

type Case = Awaited<ReturnType<Journal['load']>>[number];
/** With the limits of the run that noted it; `certify` itself neither reads them nor minds them. */
type Noted = Case & { readonly budget?: number; readonly nodes?: number };

/**
 * The journal of `certify`, image by image: a run over more of them, or with another budget of seconds or parts of the box, goes on from it.
 * Images for which a smaller one of either ran out are open again, and so are those that a stage failed on.
 *
 * @throws (`load`) when it is of other weights, images or settings, naming what differs.
 */
export function certifyJournal(path: string, options: JournalOptions): Journal {
  const { identity, stages, budget, nodes, restart } = options;
  const journal = fileJournal(path, identity, { restart });
  const inBatches = new Set(stages.filter(({ batch }) => batch > 1).map(({ name }) => name));
  return {
    ...journal,
    load: async () => {
      const noted: readonly Noted[] = await journal.load();
      // what a stage would have found is a figure of its own, whoever settled the example: the batch is asked again
      const whole = noted.filter(
        ({ remarks }) => !remarks.some(({ reason, stage }) => reason === 'failure' && inBatches.has(stage)),
      );
      return whole.map((entry) =>
        hasFailed(entry) || (ranOut(entry) && (entry.budget! < budget || limit(entry.nodes) < limit(nodes)))
          ? reopen(entry, inBatches)
          : entry,
      );
    },
    append: (state) =>
      journal.append({ ...unlimited(state), budget, ...(nodes !== undefined && { nodes }) } as Case),
  };
}

const hasFailed = ({ verdict, remarks }: Noted): boolean =>
  verdict?.status === 'unknown' && remarks.some(({ reason }) => reason === 'failure');

/** A case without the limits of the run that noted it. */
const unlimited = ({ budget, nodes, ...state }: Noted): Case => state;

const limit = (nodes: number | undefined): number => nodes ?? Number.POSITIVE_INFINITY;

const ranOut = ({ verdict, remarks, budget }: Noted): boolean =>
  budget !== undefined &&
  verdict?.status === 'unknown' &&
  remarks.some(({ reason }) => reason === 'time-out');

/** What stages that take one image at a time have said is left out: they will be asked again. */
function reopen(entry: Noted, inBatches: ReadonlySet<string>): Case {
  const { verdict, ...open } = unlimited(entry);
  return { ...open, remarks: open.remarks.filter(({ stage }) => inBatches.has(stage)) };
}
