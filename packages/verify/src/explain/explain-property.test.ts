import { constrained, type Property } from '@ibp/exact';
import { disposeNetwork, ibp } from '@ibp/layers';
import { crown } from '@ibp/relax';
import { planeNetwork } from '../cascade/testing';
import { explainProperty } from './explain-property';

const ends = (...values: number[]) => Float64Array.from(values);
/** Outputs are the inputs `x` and `y`; unsafe: `x >= y`, or both `x >= 0.9` and `y <= 0.2`. */
const property: Property = {
  boxes: [
    { lower: ends(0, 0.5), upper: ends(0.25, 1) },
    { lower: ends(0, 0.25), upper: ends(0.5, 1) },
  ],
  unsafe: [
    { c: ends(1, -1), d: ends(0) },
    { c: ends(1, 0, 0, -1), d: ends(-0.9, 0.2) },
  ],
};

it('gives margins by conjunction and method, beside what is reached', async () => {
  const net = planeNetwork();
  const methods = { ibp: ibp(), crown: crown() };
  const [first, second] = await explainProperty(net, property, { methods, samples: 16 });
  // x - y is at most 0.25 - 0.5; of the second conjunction x is farther off, 0.25 - 0.9, than y, 0.2 - 0.5
  expect(first!.margins.map((of) => of.crown!.toFixed(3))).toEqual(['-0.250', '-0.650']);
  expect(first!.seen[0]).toBeCloseTo(-0.25, 5);
  expect(second!.seen[0]).toBeCloseTo(0.25, 5); // unsafe
  expect(second!.target).toBe(0);
  expect(Object.keys(second!.margins[1]!)).toEqual(['ibp', 'crown']);
  expect(first!.layers.length).toBeGreaterThan(0);
  disposeNetwork(net);
});

it('takes constraints of inputs as rows, and refuses what is no property', async () => {
  const net = planeNetwork();
  const methods = { crown: crown() };
  // x <= 0.1 takes x - y >= 0 away, but no method bounds more than one row: the least is that of x - y
  const [, second] = await explainProperty(net, constrained(property, { c: ends(-1, 0), d: ends(0.1) }), {
    methods,
  });
  expect(second!.margins[0]!.crown).toBeCloseTo(0.1, 5);
  expect(second!.seen[0]).toBeLessThan(0.1 + 1e-6);
  await expect(explainProperty(net, { ...property, boxes: [] })).rejects.toThrow(
    'explainProperty: expected at least',
  );
  disposeNetwork(net);
});
