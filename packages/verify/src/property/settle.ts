import { sizeOf } from '@ibp/core';
import type { Enclosure } from '@ibp/exact';
import { type Searched, splitActivations } from './activation-split/activation-split';
import type { Root } from './activation-split/root';
import type { chooseAttack } from './attack/choose';
import { linesOnBackend } from './backend-lines';
import { branchOnActivations, settleUncut } from './branch-on-activations';
import { turnsFor } from './choose-strategy';
import { linesOnHost } from './host/host-lines';
import type { HostNetwork } from './host/host-network';
import { type BoxOutcome, splitInputs } from './input-split';
import { type Limits, until } from './limits';
import type { PropertyOptions, PropertyStrategy } from './options';
import { fitsPlanes, splitWithPlanes } from './plane-split/plane-split';
import { fitsProducts, splitProducts } from './product-split/product-split';
import { type Checked, checkPropertyWitness } from './witness';
import type { Crew } from './workers/together';
import type { SearchAbout } from './workers/workers';

type Tools = {
  readonly host: HostNetwork | undefined;
  readonly searched: () => Searched;
} & ReturnType<typeof chooseAttack>;

/** A box of a property, which of how many it is, and what it is settled by. */
export type Work = {
  readonly region: Enclosure;
  readonly place: readonly [box: number, boxes: number];
  readonly problem: Checked & Tools;
  readonly limits: Limits;
  readonly options: PropertyOptions;
};

/** Takes up a box by one strategy after the other, until one has an answer. */
export async function settle(work: Work): Promise<BoxOutcome> {
  const { region, problem, limits, options } = work;
  const { strategy = 'auto', budget, maxNodes } = options;
  const turns =
    strategy === 'auto' ? turnsFor(problem.plain, region, fitsPlanes(problem)) : [{ strategy, share: 1 }];
  const methods: string[] = [];
  for (let k = 0; ; k++) {
    const turn = turns[k]!;
    const isLast = k === turns.length - 1;
    const end =
      budget === undefined || isLast ? budget : limits.seconds() + turn.share * (budget - limits.seconds());
    // a share of the parts as well, or the first strategy alone would be tried where they are what is counted
    const most =
      maxNodes === undefined || isLast
        ? maxNodes
        : limits.nodes + Math.ceil(turn.share * (maxNodes - limits.nodes));
    const ends = {
      ...(end === undefined ? {} : { budget: end }),
      ...(most === undefined ? {} : { maxNodes: most }),
    };
    const own = { ...work, limits: until(limits, ends), options: { ...options, ...ends } };
    const outcome = await settleBy(turn.strategy, own);
    methods.push(outcome.method);
    const over = limits.reached();
    if (outcome.status !== 'unknown') return outcome;
    if (isLast || over) return { ...outcome, method: methods.join('+'), ...(over && { reason: over }) };
  }
}

async function settleBy(strategy: Exclude<PropertyStrategy, 'auto'>, work: Work): Promise<BoxOutcome> {
  const {
    region,
    problem,
    limits,
    options,
    place: [box, boxes],
  } = work;
  const { network, rows, host, attack, effort, products } = problem;
  const { batch = 128, seed = 0, onProgress } = options;
  const onBatch = (open: number) => {
    onProgress?.({ box, boxes, nodes: limits.nodes, open, seconds: limits.seconds() });
  };
  if (strategy === 'branch-and-bound') {
    const uncut = () => settleUncut(region, problem, limits, options);
    const passes = 2 * effort.points * effort.steps;
    const { clipping } = options;
    const crew = ({ enclosures, planes }: Root) =>
      crewFor({ region, problem, options }, { by: 'activations', enclosures, ...(planes && { planes }) });
    const planeCrew = (conjunction: number) =>
      crewFor({ region, problem, options }, { by: 'planes', conjunction });
    const about = { limits, attack, passes, seed, onBatch, uncut, clipping };
    const search = { ...about, end: options.budget, crew, planeCrew };
    const found =
      (await splitWithPlanes(region, problem, search)) ?? (await splitActivations(region, problem, search));
    if (found) return found;
    if (fitsProducts(problem.plain)) return await settleProducts(work);
    return await branchOnActivations(region, problem, limits, options);
  }
  const onHost = host && linesOnHost(host, rows, region);
  const cut = {
    by: 'inputs',
    batch: Math.max(1, Math.min(batch, Math.floor(2 ** 20 / sizeOf(network.inputShape)))),
    attackPoints: Math.max(1, Math.min(64, effort.points)),
  } as const;
  return await splitInputs(region, rows, {
    bounder: onHost ?? linesOnBackend(network, rows.spec, products, () => limits.reached() !== undefined),
    ...{ ...cut, limits, seed, attack, onBatch },
    // who works elsewhere does so on its host
    crew: onHost && crewFor({ region, problem, options }, cut),
  });
}

/** Of what is left, what a box may take whose products are cut, before signs of activations alone are. */
const shareOfProducts = 2 / 3;

/** Takes up a box of a network with products: as it is, cut at what products take in, and by the signs of activations. */
async function settleProducts({ region, problem, limits, options }: Work): Promise<BoxOutcome> {
  const settled = await settleUncut(region, problem, limits, options);
  if (settled || limits.reached()) return settled ?? open(limits);
  const left = limits.left();
  const share = until(limits, {
    budget: limits.seconds() + shareOfProducts * left.seconds,
    maxNodes: limits.nodes + Math.ceil(shareOfProducts * left.nodes),
  });
  const { attack } = problem;
  const productCrew = (conjunction: number) => {
    const crew = crewFor({ region, problem, options }, { by: 'products', conjunction });
    return crew && { ...crew, soon: 8 };
  };
  const found = await splitProducts(region, problem, { limits: share, attack, productCrew });
  if (found && found.status !== 'unknown') return found;
  if (limits.reached()) return open(limits);
  return await branchOnActivations(region, problem, limits, options);
}

const open = (limits: Limits): BoxOutcome => {
  const reason = limits.reached();
  return { status: 'unknown', method: 'branch-and-bound', ...(reason && { reason }) };
};

/** Others who search parts of a box, where there are any. */
function crewFor(
  { region, problem, options }: Pick<Work, 'region' | 'problem' | 'options'>,
  cut: SearchAbout['cut'],
): Crew | undefined {
  const { workers, seed = 0 } = options;
  if (!workers || workers.count === 0) return undefined;
  const { plain, rows } = problem;
  return {
    workers,
    about: { plain, rows, box: region, seed, cut },
    // on this thread's backend
    check: ({ x }) => checkPropertyWitness(x, region, problem),
  };
}
