import { isIbpError } from '@ibp/core';
import type { Fault, Kind } from './judge';
import type { Claim } from './methods/method';

/** What packages/bounds/README.md allows: units of the last place of the larger of the value and 1. */
export const ALLOWED = 64;

/** A fault and where it was found. */
export type Found = {
  readonly fault: Fault;
  readonly method: string;
  readonly backend: string;
  readonly family: string;
  readonly index: number;
};

/** What became of the claims of one method on one backend. */
export type Line = {
  nets: number;
  claims: number;
  /** Rows that were said to hold: as many as may be wrong. */
  proved: number;
  /** Bounds that say nothing. */
  silent: number;
  /** Nets with an op that the method has no rule for. */
  refused: number;
  readonly faults: { [kind in Kind]: number };
  /** Faults beyond what is allowed. */
  coarse: number;
  worst: number;
  seconds: number;
};

export type Tally = {
  nets: number;
  /** By method and backend. */
  readonly lines: Map<string, Line>;
  readonly families: Map<string, { nets: number; faults: number }>;
  /** Of each method, backend, family and kind the fault of the greatest excess. */
  readonly found: Map<string, Found>;
  /** What was thrown and is no refusal, by message. */
  readonly errors: Map<string, { count: number; readonly index: number }>;
};

export const newTally = (): Tally => ({
  nets: 0,
  lines: new Map(),
  families: new Map(),
  found: new Map(),
  errors: new Map(),
});

const fresh = (): Line => ({
  ...{ nets: 0, claims: 0, proved: 0, silent: 0, refused: 0 },
  faults: { 'false-proof': 0, 'false-witness': 0, low: 0, outside: 0 },
  ...{ coarse: 0, worst: 0, seconds: 0 },
});

export function entryOf<T>(map: Map<string, T>, key: string, make: () => T): T {
  const known = map.get(key) ?? make();
  map.set(key, known);
  return known;
}

const lineOf = (tally: Tally, method: string, backend: string): Line =>
  entryOf(tally.lines, `${method}|${backend}`, fresh);

type Where = Omit<Found, 'fault'>;

/** Counts one claim, and what is wrong with it. */
export function countClaim(tally: Tally, where: Where, claim: Claim, fault: Fault | undefined): void {
  const line = lineOf(tally, where.method, where.backend);
  line.claims++;
  if (claim.proved) line.proved++;
  else if (claim.row && !claim.witness && Number.isNaN(claim.bound ?? Number.NaN)) line.silent++;
  if (!fault) return;
  line.faults[fault.kind]++;
  if (fault.ulps > ALLOWED) line.coarse++;
  line.worst = Math.max(line.worst, fault.ulps);
  entryOf(tally.families, where.family, () => ({ nets: 0, faults: 0 })).faults++;
  const key = [where.method, where.backend, where.family, fault.kind].join('|');
  const known = tally.found.get(key);
  if (!known || fault.ulps > known.fault.ulps) tally.found.set(key, { ...where, fault });
}

/** An op without a relaxation, or that a solver cannot write: said, and no fault. */
const isRefusal = (error: Error): boolean =>
  isIbpError(error) && /has no relaxation|expected linear ops/.test(error.message);

export function countError(tally: Tally, { method, backend, index }: Where, error: Error): void {
  if (isRefusal(error)) {
    lineOf(tally, method, backend).refused++;
    return;
  }
  const message = `${method} (${backend}): ${error.message.replace(/\d+/g, '#').slice(0, 150)}`;
  entryOf(tally.errors, message, () => ({ count: 0, index })).count++;
}

export function countDone(tally: Tally, { method, backend }: Where, seconds: number): void {
  const line = lineOf(tally, method, backend);
  line.nets++;
  line.seconds += seconds;
}

const faultsOf = ({ faults }: Line): number => Object.values(faults).reduce((a, b) => a + b, 0);
const total = (tally: Tally, of: (line: Line) => number): number =>
  [...tally.lines.values()].reduce((sum, line) => sum + of(line), 0);

export const contradictions = (tally: Tally): number => total(tally, faultsOf);
export const claims = (tally: Tally): number => total(tally, (line) => line.claims);
