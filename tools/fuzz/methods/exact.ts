import {
  enclose,
  rigorousBounds,
  rigorousRefusal,
  sdpBounds,
  sdpRadii,
  verifyByLp,
  verifyByMip,
} from '@ibp/exact';
import type { Box, Row } from '../case';
import type { Claim, Method } from './method';
import { hasOneHiddenLayer } from './one-hidden-layer';

const specOf = (rows: readonly Row[]) => ({
  c: Float64Array.from(rows.flatMap(({ c }) => [...c])),
  d: Float64Array.from(rows, ({ d }) => d),
});

const enclosureOf = ({ lower, upper }: Box) => ({
  lower: Float64Array.from(lower),
  upper: Float64Array.from(upper),
});

/** Bounds in float64 with every rounding paid for. */
export const rigorousMethods: readonly Method[] = (['ibp', 'crown', 'crown-crown'] as const).map(
  (method) => ({
    name: `rigorous ${method}`,
    share: 1,
    host: true,
    claims: async ({ plain, boxes, rows }) => {
      if (rigorousRefusal(plain)) return [];
      return boxes.flatMap((box, i) => {
        const bounds = rigorousBounds(plain, enclosureOf(box), specOf(rows[i]!), { method });
        return rows[i]!.map((row, k) => ({ box, row, bound: bounds[k]!, proved: bounds[k]! < 0 }));
      });
    },
  }),
);

/** One row by a solver. The bound of a MIP is the solver's own, and no claim of ours. */
const byRow = (name: 'lp' | 'mip', share: number, decide: typeof verifyByLp): Method => ({
  name,
  share,
  host: true,
  claims: async ({ plain, boxes, rows, solver, unhurried }) => {
    if (rigorousRefusal(plain)) return [];
    const claims: Claim[] = [];
    for (const [i, box] of boxes.slice(0, 2).entries()) {
      const bounds = enclose(plain, enclosureOf(box)).boxes;
      for (const row of rows[i]!.slice(0, 3)) {
        const options = { solver, bounds, timeLimit: unhurried ? 600 : 1 };
        const { status, witness, bound } = await decide(plain, enclosureOf(box), specOf([row]), options);
        const own = name === 'lp' && bound !== undefined ? { bound } : {};
        claims.push({ box, row, proved: status === 'verified', ...own });
        if (witness) claims.push({ box, row, witness });
      }
    }
    return claims;
  },
});

export const solverMethods: readonly Method[] = [
  byRow('lp', 0.2, verifyByLp),
  byRow('mip', 0.15, verifyByMip),
];

/** One solution for the radii of all boxes. */
export const sdpMethod: Method = {
  name: 'rigorous sdp',
  share: 1,
  host: true,
  claims: async ({ plain, boxes, rows }) => {
    if (!hasOneHiddenLayer(plain)) return [];
    const enclosures = boxes.map(enclosureOf);
    const boundsOf = sdpBounds(plain, sdpRadii(plain, enclosures));
    return boxes.flatMap((box, i) => {
      const bounds = boundsOf(enclosures[i]!, specOf(rows[i]!));
      return rows[i]!.map((row, k) => ({ box, row, bound: bounds[k]!, proved: bounds[k]! < 0 }));
    });
  },
};
