import { plainChain, plainDense, plainTensor, randomFloats } from '@ibp/testing';
import { packNumbers } from '../certificate/numbers';
import type { CertificateProof } from '../certificate/proof-schema';
import { certificateOf, check, forged, verified } from '../certificate/testing';
import { plainForward } from '../plain/forward';
import { assertProperty } from './assert-property';
import { rowsNetwork } from './beside-input';
import { constrained } from './constrained';
import type { Property } from './property';

const row = (c: number[], d: number[]) => ({ c: Float64Array.from(c), d: Float64Array.from(d) });
const box = { lower: Float64Array.of(-1, -1), upper: Float64Array.of(1, 1) };
/** Outputs `x_0 + x_1` and `x_0 - x_1`. */
const network = plainChain([2], ['dense', { kernel: plainTensor([2, 2], [1, 1, 1, -1]) }]);
/** The sum is below 0.5: of all inputs that is not so, of those with `x_1 <= -x_0` it is. */
const everywhere: Property = { boxes: [box], unsafe: [row([1, 0], [-0.5])] };
const where = row([-1, -1], [0]);
const property = constrained(everywhere, where);

it('puts constraints of inputs into every conjunction', () => {
  expect(property).toEqual({
    boxes: [box],
    unsafe: [row([0, 0, 1, 0, -1, -1, 0, 0], [-0.5, 0])],
    withInputs: true,
  });
  const [twice] = constrained(property, row([1, 0], [9])).unsafe;
  expect(twice).toEqual(row([...property.unsafe[0]!.c, 1, 0, 0, 0], [-0.5, 0, 9]));
  expect(() => assertProperty('here', network, property)).not.toThrow();
  expect(() => assertProperty('here', network, { ...property, withInputs: false })).toThrow(
    'here: conjunction 0: expected c of 2 x 2 coefficients for d of 2 rows, got 8',
  );
  expect(() => constrained(everywhere, row([1], [0]))).toThrow('expected c of 1 x 2 coefficients');
  expect(() => constrained({ ...everywhere, boxes: [] }, where)).toThrow('expected a box and a conjunction');
});

it('rows are of the flattened input, and then of the output', () => {
  const image = plainChain(
    [2, 1, 1],
    ['conv2d', { kernel: plainTensor([1, 1, 1, 2], [1, -2]), strides: [1, 1], padding: 'valid' }],
  );
  const both = rowsNetwork(image, { withInputs: true });
  expect([...plainForward(both, Float64Array.of(3, 5))]).toEqual([3, 5, 3, -6, 5, -10]);
  expect(rowsNetwork(image, {})).toBe(image);
  const dense = plainDense([3, 5, 2], 4);
  const x = Float64Array.from(randomFloats(3, 1));
  const beside = plainForward(rowsNetwork(dense, { withInputs: true }), x);
  expect([...beside]).toEqual([...x, ...plainForward(dense, x)]);
});

describe('a certificate', () => {
  /** The sum of both rows is -0.5. */
  const proof: CertificateProof = { kind: 'ibp', conjunctions: [0], multipliers: [[1, 1]] };

  it('is confirmed where a sum of rows of inputs and outputs is below 0', async () => {
    const certificate = await certificateOf(property, verified(proof), network);
    expect(await check(certificate, property, network)).toMatchObject({
      status: 'confirmed',
    });
    const alone = await certificateOf(property, verified({ kind: 'ibp', conjunctions: [0] }), network);
    expect(await check(alone, property, network)).toMatchObject({ status: 'not confirmable' });
  });

  it('of outputs alone shows nothing of inputs and outputs, nor the other way', async () => {
    const certificate = await certificateOf(property, verified(proof), network);
    expect(await check(certificate, everywhere, network)).toMatchObject({
      status: 'rejected',
      reason: 'its rows are of inputs and outputs',
    });
    const cut = await forged(certificate, ({ examples: [example] }) => {
      delete (example!.unsafe as { of?: string }).of;
    });
    expect(await check(cut, property, network)).toMatchObject({
      status: 'rejected',
      reason: 'its rows are of outputs',
    });
  });

  it('has a witness for which the constraints hold', async () => {
    const most = constrained({ ...everywhere, unsafe: [row([0, 1], [-0.5])] }, where);
    const at = async (...x: number[]) => {
      const witness = { x: packNumbers(Float64Array.from(x)), conjunction: 0 };
      const certificate = await certificateOf(most, { status: 'falsified', witness }, network);
      return (await check(certificate, most, network)).status;
    };
    expect(await at(0.5, -0.75)).toBe('confirmed');
    expect(await at(1, -0.5)).toBe('rejected'); // unsafe, but x_1 > -x_0
  });
});
