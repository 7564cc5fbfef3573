import { plainDense, randomBox } from '@ibp/testing';
import { exactBackward } from '../rigorous/backward';
import { rigorousBounds } from '../rigorous/bounds';
import { enclose } from '../rigorous/enclose';
import { compactProofs } from './compact-proofs';
import { confirmedProofs } from './confirmed-proofs';
import { listedUnits } from './listed-units';
import { treeMultiplications } from './work';

const network = plainDense([6, 24, 24, 24, 3], 11);
const box = randomBox(network, 4, 0.4, true);
const c = Float64Array.of(-1, 1, 0);
const bounds = (['crown', 'crown-crown'] as const).map(
  (method) => rigorousBounds(network, box, { c, d: Float64Array.of(0) }, { method })[0]!,
);
/** Out of reach of intervals for hidden units by a share of what passes gain. */
const row = (share: number) => ({ c, d: Float64Array.of(-(bounds[1]! + share * (bounds[0]! - bounds[1]!))) });
const crown = { kind: 'crown' as const, conjunctions: [0], intermediate: 'crown' as const };

it.each([0.1, 0.5, 0.9])('lists the fewer hidden units the less is needed of them: %p', (share) => {
  expect(bounds[1]!).toBeLessThan(bounds[0]! - 0.1);
  const about = { box, unsafe: [row(share)] };
  expect(exactBackward(network, enclose(network, box), row(share))[0]).toBeGreaterThan(0);
  const listed = listedUnits(crown, network, about);
  if (listed?.kind !== 'tree') throw new Error('expected a tree');
  expect(listed).toMatchObject({ intermediate: 'ibp', conjunctions: [0], leaves: [{ splits: [] }] });
  const count = listed.hidden!.reduce((sum, { units }) => sum + units.length, 0);
  expect(count).toBeGreaterThan(0);
  expect(count).toBeLessThan({ 0.1: 49, 0.5: 30, 0.9: 12 }[share as 0.1]);
  // the checker confirms it, with less work than the whole took
  expect(confirmedProofs([listed], network, about)).toEqual([listed]);
  const all = treeMultiplications(network, { ...listed, hidden: undefined, intermediate: 'crown' }, 1);
  expect(treeMultiplications(network, listed, 1)).toBeLessThan(all);
});

it('is what certificates have in place of all', () => {
  const about = { box, unsafe: [row(0.5)] };
  expect(compactProofs([crown], network, about)[0]).toMatchObject({ kind: 'tree', intermediate: 'ibp' });
  expect(listedUnits(crown, network, { box, unsafe: [row(-0.5)] })).toBeUndefined();
  expect(listedUnits({ ...crown, intermediate: 'ibp' }, network, about)).toBeUndefined();
});

it("takes work in proportion to what is listed, and not to the network's units", () => {
  const listing = (count: number) =>
    treeMultiplications(
      network,
      {
        intermediate: 'ibp',
        leaves: [],
        hidden: [{ node: 5, units: Array.from({ length: count }, (_, k) => k), above: [], below: [] }],
      },
      1,
    );
  expect(listing(20) - listing(10)).toBe(listing(10) - listing(0));
});
