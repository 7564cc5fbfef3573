import type { Attack, Found } from '../attack/attack';
import { startsIn } from '../attack/starts';
import type { Limits } from '../limits';
import type { PropertyReason } from '../result';
import type { UnsafeRows } from '../rows';
import { type Crew, searchTogether } from '../workers/together';
import { boundParts, whole } from './bounded';
import { planesOnHeap } from './fall';
import { firstSlopes } from './hidden-bounds';
import { type Attained, type Child, fileBounded, openSession } from './open-session';
import type { Rows } from './parts';
import type { Passes } from './passes';
import type { Tree } from './proof';
import type { Open } from './queue';
import type { Root } from './root';
import { rowsOfConjunction } from './rows-of-conjunction';
import type { SearchNetwork } from './search-network';

/** What became of a box, and how it was cut for each conjunction. */
export type SearchOutcome = {
  readonly status: 'verified' | 'falsified' | 'unknown';
  readonly witness?: Found;
  readonly reason?: PropertyReason;
  readonly trees: readonly Tree[];
};

export type SearchOptions = {
  readonly limits: Limits;
  readonly attack: Attack;
  /** How many passes the first attack is worth; those of 60 steps from each point unless given. */
  readonly passes?: number | undefined;
  readonly seed: number;
  readonly onBatch?: (open: number) => void;
  /** Others who search beside this thread, by what is known of the whole box. */
  readonly crew?: ((root: Root) => Crew | undefined) | undefined;
};

/** The attack on the whole box. */
const first = { points: 3, steps: 60 };
/** Of a large network an attack has no fewer than this. */
const fewSteps = 10;

/**
 * Cuts a box at values of hidden units until every conjunction is refuted on every part, a point is found at which one is
 * true, or a limit is reached. Nothing where intervals do not bound the box.
 *
 * @param roots give what is known of the whole box: the first at once, others by more work, for what those before leave open;
 * nothing where more work is none.
 */
export async function searchActivations(
  net: SearchNetwork,
  roots: readonly (() => Root | undefined)[],
  rows: UnsafeRows,
  { limits, attack, passes: worth = Number.POSITIVE_INFINITY, seed, onBatch, crew }: SearchOptions,
): Promise<SearchOutcome | undefined> {
  const trees: Tree[] = [];
  let waiting: readonly Pick<Open, 'conjunction' | 'bound'>[] = rows.conjunctions.map((_, conjunction) => ({
    conjunction,
    bound: Number.POSITIVE_INFINITY,
  }));
  const end = (status: SearchOutcome['status'], more: Partial<SearchOutcome> = {}): SearchOutcome => ({
    ...{ status, trees },
    ...more,
  });
  let last: { readonly root: Root; readonly passes: Passes; readonly open: readonly Open[] } | undefined;

  for (const [stage, rootOf] of roots.entries()) {
    if (waiting.length === 0) break;
    const root = rootOf();
    if (!root && stage === 0) return undefined;
    if (!root) continue;
    const { layers, region, output } = root;
    const { box } = region;
    const reached = () => limits.reached() !== undefined;
    const planes = root.planes && planesOnHeap(root.planes, box.lower.length);
    const passes = { net, layers, region, start: net.nodes.length - 1, reached, planes };
    const slopes = firstSlopes(layers);
    const children = waiting.map(({ conjunction, bound: known }): Child => {
      const own = rowsOfConjunction(rows, conjunction, output);
      const place = {};
      trees[conjunction] = { conjunction, root, place };
      return {
        part: { rows: own, lower: layers.lower, upper: layers.upper, splits: [] },
        free: { slopes, betas: new Float64Array(0), multipliers: evenly(own) },
        ...{ conjunction, place, known },
      };
    });
    const open: Open[] = [];
    limits.nodes += children.length;
    const found = boundParts(passes, children, whole);
    if (!found.every(({ bound }) => Number.isFinite(bound))) return end('unknown', { reason: 'not finite' });
    found.forEach((own, i) => {
      fileBounded(children[i]!, own, (part) => open.push(part));
    });
    waiting = open;
    last = { root, passes, open };
    const attained = found.flatMap(({ bound, point }, i): Attained[] =>
      point && !(bound < 0) ? [{ point, box, conjunction: children[i]!.conjunction, bound }] : [],
    );
    if (attained.length === 0) continue;
    const others = startsIn(
      box,
      attained.map(({ conjunction }) => conjunction),
      first.points,
      { seed, name: stage === 0 ? 'activations' : `activations, ${stage}` },
    );
    const points = [...attained, ...others];
    const steps = Math.min(first.steps, Math.max(fewSteps, Math.floor(worth / points.length)));
    const witness = attack(box, points, steps);
    if (witness) return end('falsified', { witness });
  }

  if (!last || last.open.length === 0) return end('verified');
  const { root, passes, open } = last;
  const rowsOf = (conjunction: number) => rowsOfConjunction(rows, conjunction, root.output);
  const session = openSession({ passes, rowsOf, attack, before: limits.nodes, onBatch });
  for (const part of open) session.add(part);
  const { witness, reason, unresolved } = await searchTogether(session, limits, crew?.(root));
  if (witness) return end('falsified', { witness });
  if (reason) return end('unknown', { reason });
  return unresolved ? end('unknown', { reason: 'unresolved' }) : end('verified');
}

const evenly = ({ d }: Rows): Float64Array =>
  new Float64Array(d.length > 1 ? d.length : 0).fill(1 / d.length);
