import { checkCertificate, constrained, createCertificate, monotone, type Property } from '@ibp/exact';
import { disposeNetwork } from '@ibp/layers';
import { planeNetwork } from '../cascade/testing';
import { plainNetwork } from '../plain/from-network';
import type { PropertyStrategy } from '../property/options';
import { verifyProperty } from '../property/verify-property';
import { type PropertyOutcomeOptions, propertyOutcome } from './property-outcome';

const ends = (...values: number[]) => Float64Array.from(values);
/** Outputs are the inputs: of `x <= y + d` and `x >= 0.5`, none has both where y is at most 0.5 and d below 0. */
const propertyOf = (d: number): Property => ({
  boxes: [
    { lower: ends(0, 0), upper: ends(1, 0.5) },
    { lower: ends(0, 0), upper: ends(0.4, 1) },
  ],
  unsafe: [{ c: ends(-1, 1, 1, 0), d: ends(d, -0.5) }],
});

async function certified(
  property: Property,
  options: PropertyOutcomeOptions = {},
  strategy: PropertyStrategy = 'auto',
) {
  const net = planeNetwork();
  const result = await verifyProperty(net, property, { maxNodes: 1000, strategy });
  const plain = await plainNetwork(net);
  disposeNetwork(net);
  const made = await propertyOutcome(plain, property, result, options);
  const certificate = await createCertificate(plain, [made.outcome], { mode: 'rigorous' });
  const check = await checkCertificate(certificate, plain, [property]);
  return { ...made, result, check };
}

it('a property that was verified is confirmed in exact arithmetic, box by box', async () => {
  const { result, outcome, confirmed, share, check } = await certified(propertyOf(-0.01));
  expect(result.status).toBe('verified');
  expect(outcome.verdict).toMatchObject({ proofs: [{ kind: 'box-tree', box: 0 }, { box: 1 }] });
  expect({ confirmed, share }).toEqual({ confirmed: true, share: 1 });
  expect(check.confirmed).toEqual({ verified: 1, falsified: 0 });
});

it('so is one that was cut by the signs of activations', async () => {
  const { result, boxes, check } = await certified(propertyOf(-0.01), {}, 'branch-and-bound');
  expect(result).toMatchObject({ status: 'verified', method: 'branch-and-bound' });
  expect(boxes.map(({ proofs }) => proofs?.length)).toEqual([1, 1]);
  expect(check.confirmed).toEqual({ verified: 1, falsified: 0 });
});

it.each(['input-split', 'branch-and-bound'] as const)(
  'so is one of some inputs alone, by %s',
  async (strategy) => {
    // x >= 0.5 and y >= x - 0.1 come to x + 2 y >= 1.3
    const property = constrained(propertyOf(0.1), { c: ends(-1, -2), d: ends(1.2) });
    const { result, check } = await certified(property, {}, strategy);
    expect(result).toMatchObject({ status: 'verified', method: strategy });
    expect(check.confirmed).toEqual({ verified: 1, falsified: 0 });
    const wider = await certified(
      constrained(propertyOf(0.1), { c: ends(-1, -2), d: ends(1.4) }),
      {},
      strategy,
    );
    expect(wider.check.confirmed).toEqual({ verified: 0, falsified: 1 });
    const [x, y] = wider.result.witness!.x as unknown as [number, number];
    expect(x + 2 * y).toBeLessThanOrEqual(1.4);
  },
);

it('a network is monotone in a feature, or it is not', async () => {
  // outputs are the inputs: x rises with x and does not fall
  const box = { lower: ends(0, 0), upper: ends(1, 0.5) };
  const net = planeNetwork();
  const plain = await plainNetwork(net);
  for (const [direction, status] of [
    ['rising', 'verified'],
    ['falling', 'falsified'],
  ] as const) {
    const asked = monotone(net, { box, feature: 0, output: 0, direction, slack: 1e-2 });
    const result = await verifyProperty(asked.network, asked.property, { maxNodes: 1000 });
    expect(result.status).toBe(status);
    const own = monotone(plain, { box, feature: 0, output: 0, direction, slack: 1e-2 });
    const { outcome } = await propertyOutcome(own.network, own.property, result);
    const certificate = await createCertificate(own.network, [outcome], { mode: 'rigorous' });
    const check = await checkCertificate(certificate, own.network, [own.property]);
    expect(check.confirmed[status]).toBe(1);
  }
  disposeNetwork(net);
});

it('a witness is confirmed', async () => {
  const { result, confirmed, check } = await certified(propertyOf(0.1)); // x = y = 0.5 to 0.6
  expect(result.status).toBe('falsified');
  expect(confirmed).toBe(true);
  expect(check.confirmed).toEqual({ verified: 0, falsified: 1 });
});

it('what is not confirmed in time is not confirmable', async () => {
  const { confirmed, boxes, check } = await certified(propertyOf(-0.01), { budget: 0 });
  expect(confirmed).toBe(false);
  expect(boxes.map(({ reason }) => reason)).toEqual(['out of time', 'out of time']);
  expect(check.examples[0]).toMatchObject({ status: 'not confirmable' });
});

it('nothing is claimed of what is unknown', async () => {
  const { confirmed, check } = await certified(propertyOf(0)); // a tie at x = y = 0.5
  expect(confirmed).toBe(false);
  expect(check.examples[0]).toMatchObject({ status: 'no claim' });
});
