import type { PropertyOptions } from './options';
import type { PropertyReason } from './result';

/** The clock and the counts of one search, and which limit it has come to. */
export type Limits = {
  nodes: number;
  readonly seconds: () => number;
  /** What is left; endless where there is no limit. */
  readonly left: () => { readonly nodes: number; readonly seconds: number };
  readonly signal?: AbortSignal | undefined;
  /** Which limit is reached, if one is. */
  readonly reached: () => PropertyReason | undefined;
};

export function limitsOf({
  budget,
  maxNodes,
  signal,
  now = () => performance.now(),
}: PropertyOptions): Limits {
  const started = now();
  const limits: Limits = {
    nodes: 0,
    seconds: () => (now() - started) / 1000,
    left: () => ({
      nodes: (maxNodes ?? Number.POSITIVE_INFINITY) - limits.nodes,
      seconds: (budget ?? Number.POSITIVE_INFINITY) - limits.seconds(),
    }),
    signal,
    reached: () => {
      if (signal?.aborted) return 'aborted';
      if (maxNodes !== undefined && limits.nodes >= maxNodes) return 'nodes';
      return budget !== undefined && limits.seconds() >= budget ? 'time' : undefined;
    },
  };
  return limits;
}

/**
 * Limits that are reached as well when so many seconds are over, since the search began, or so many parts are bounded; they count the
 * same parts.
 */
export const until = (
  limits: Limits,
  {
    budget = Number.POSITIVE_INFINITY,
    maxNodes = Number.POSITIVE_INFINITY,
  }: Pick<PropertyOptions, 'budget' | 'maxNodes'>,
): Limits => ({
  get nodes() {
    return limits.nodes;
  },
  set nodes(nodes) {
    limits.nodes = nodes;
  },
  seconds: limits.seconds,
  left: () => {
    const { nodes, seconds } = limits.left();
    return {
      nodes: Math.min(nodes, maxNodes - limits.nodes),
      seconds: Math.min(seconds, budget - limits.seconds()),
    };
  },
  signal: limits.signal,
  reached: () => {
    const over = limits.reached();
    if (over) return over;
    if (limits.nodes >= maxNodes) return 'nodes';
    return limits.seconds() >= budget ? 'time' : undefined;
  },
});

/** A share of what is left, with an end of its own, which counts its parts from 0. */
export function shareOf(
  limits: Limits,
  { nodes, signal }: { readonly nodes: number; readonly signal: AbortSignal },
): Limits {
  const own = limitsOf({ maxNodes: nodes, signal });
  const { reached } = own;
  return Object.assign(own, { reached: () => reached() ?? limits.reached() });
}
