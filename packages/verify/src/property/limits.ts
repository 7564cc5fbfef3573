import type { PropertyOptions, PropertyReason } from './options';

/** The clock and the counts of one search, and which limit it has come to. */
export type Limits = {
  nodes: number;
  readonly seconds: () => number;
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
  reached: () => {
    const over = limits.reached();
    if (over) return over;
    if (limits.nodes >= maxNodes) return 'nodes';
    return limits.seconds() >= budget ? 'time' : undefined;
  },
});
