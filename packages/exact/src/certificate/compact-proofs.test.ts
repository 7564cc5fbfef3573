import { plainDense, randomBox } from '@ibp/testing';
import { rigorousBounds } from '../rigorous/bounds';
import { compactProofs } from './compact-proofs';
import { confirmedProofs } from './confirmed-proofs';
import { region } from './region';

const network = plainDense([4, 12, 8, 3], 5);
const box = randomBox(network, 2, 0.2, true);
const c = Float64Array.of(-1, 1, 0);
const [bound] = rigorousBounds(network, box, { c, d: Float64Array.of(0) }, { method: 'crown' });
const unsafe = [{ c, d: Float64Array.of(-bound! - 0.01) }];
const proof = { kind: 'crown' as const, conjunctions: [0], intermediate: 'ibp' as const };

it('takes what a region has, and makes what it has not', () => {
  const at = region(network, box, unsafe);
  let asked = 0;
  const enclosures = (of: 'ibp' | 'crown') => {
    asked += 1;
    return at.enclosures(of);
  };
  const seen = { ...at, enclosures };
  const held = compactProofs([proof, proof], network, seen);
  expect(held).toHaveLength(2);
  expect(asked).toBeGreaterThan(1);
  expect(at.enclosures('ibp')).toBe(at.enclosures('ibp')); // once for all of them
  expect(held).toEqual(compactProofs([proof, proof], network, { box, unsafe }));
});

it('asks no region of another network', () => {
  const other = region(plainDense([4, 12, 8, 3], 6), box, unsafe);
  const about = {
    ...other,
    enclosures: () => {
      throw new Error('of another network');
    },
  };
  expect(confirmedProofs([proof], network, about)).toEqual(
    confirmedProofs([proof], network, { box, unsafe }),
  );
  expect(confirmedProofs([proof], network, about)).toHaveLength(1);
});
