import type { Property } from '@ibp/exact';
import { disposeNetwork } from '@ibp/layers';
import { planeNetwork } from '../cascade/testing';
import { attackProperty } from './attack-property';

const ends = (...values: number[]) => Float64Array.from(values);
/** Outputs are the inputs `x` and `y` of the unit box's quarters; unsafe: `x + y >= d`. */
const property = (d: number): Property => ({
  boxes: [0, 0.5].map((from) => ({ lower: ends(from, from), upper: ends(from + 0.5, from + 0.5) })),
  unsafe: [{ c: ends(1, 1), d: ends(-d) }],
});

it('finds a witness in whichever box has one, and nothing where there is none', async () => {
  const net = planeNetwork();
  const witness = await attackProperty(net, property(1.9));
  expect(witness).toMatchObject({ box: 1, conjunction: 0 });
  expect(witness!.x[0]! + witness!.x[1]!).toBeGreaterThan(1.9);
  expect(await attackProperty(net, property(2.1), { rounds: 2 })).toBeUndefined();
  expect(await attackProperty(net, property(1.9), { budget: 0 })).toBeUndefined();
  await expect(attackProperty(net, property(Number.NaN))).rejects.toThrow(
    'attackProperty: conjunction 0: expected',
  );
  await expect(attackProperty(net, property(1), { rounds: 0 })).rejects.toThrow(
    'expected at least one round, got 0',
  );
  disposeNetwork(net);
});
