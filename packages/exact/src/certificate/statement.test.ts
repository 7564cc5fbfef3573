import { plainChain, plainTensor } from '@ibp/testing';
import { rigorousBounds } from '../rigorous/bounds';
import { rigorousBox } from '../rigorous/enclosure';
import { marginSpec } from '../rigorous/spec';
import { createCertificate } from './certificate';
import { checkCertificate } from './check';
import { packNumbers } from './numbers';
import type { CertificateProof } from './proof-schema';
import type { Certificate } from './schema';
import {
  certificateOf,
  check,
  classAt,
  conjunctions,
  forged,
  label,
  network,
  range,
  verified,
  x,
} from './testing';

const ibp: CertificateProof = { kind: 'ibp', conjunctions };
const one: CertificateProof = { kind: 'ibp', conjunctions: [0] };
const hard = 0.5; // where the class is not to be proved

it('the class is not provable where the exploits below claim it', () => {
  const bounds = rigorousBounds(network, rigorousBox(x, hard), marginSpec(label, 3));
  expect(Math.max(...bounds)).toBeGreaterThan(0);
});

const { c } = marginSpec(label, 3);
const others = marginSpec(1, 3).c;
const spec = (rows: ArrayLike<number>, d: number[]) => ({
  c: Float64Array.from(rows),
  d: Float64Array.from(d),
});

describe('what a certificate states instead of what was asked is rejected, whatever it proves of it', () => {
  it.each<[string, () => Promise<Certificate>, string]>([
    [
      'rows that are true of anything',
      () => certificateOf({ x, epsilon: hard, range, spec: spec([0, 0, 0], [-1]) }, verified(one)),
      'it has 1 unsafe conjunctions, not 2',
    ],
    [
      'as many rows that are true of anything',
      () =>
        certificateOf({ x, epsilon: hard, range, spec: spec([0, 0, 0, 0, 0, 0], [-1, -1]) }, verified(ibp)),
      'its rows are others in conjunction 0',
    ],
    [
      'one row of two',
      () => certificateOf({ x, epsilon: hard, range, spec: spec(c.slice(0, 3), [0]) }, verified(one)),
      'it has 1 unsafe conjunctions, not 2',
    ],
    [
      'a row with another constant',
      () => certificateOf({ x, epsilon: hard, range, spec: spec(c, [0, -9]) }, verified(ibp)),
      'its rows are others in conjunction 1',
    ],
    [
      'rows of another class',
      () => certificateOf({ x, epsilon: hard, range, spec: spec(others, [0, 0]) }, verified(ibp)),
      'its rows are others in conjunction 0',
    ],
    [
      'rows that are to be true together',
      () =>
        certificateOf(
          { boxes: [rigorousBox(x, hard)], unsafe: [spec(c, [0, 0])] },
          verified({ kind: 'ibp', conjunctions: [0] }),
        ),
      'it is about boxes, not a ball',
    ],
    [
      'another label',
      () => certificateOf(classAt(hard, { label: 1 }), verified(ibp)),
      'the label is 1, not 2',
    ],
    ['epsilon 0', () => certificateOf(classAt(0), verified(ibp)), 'epsilon is 0, not 0.5'],
    [
      'epsilon of one feature',
      () => certificateOf(classAt(hard, { epsilon: [hard, hard, 0, hard] }), verified(ibp)),
      'epsilon is 0, not 0.5 at feature 2',
    ],
    [
      'a narrow range',
      () =>
        certificateOf(
          classAt(hard, { x: x.map(() => 0.5), range: [0.4, 0.6] }),
          verified(ibp),
        ) as Promise<Certificate>,
      'the range is [0.4,0.6], not [0,1]',
    ],
    [
      'another input',
      () => certificateOf(classAt(hard, { x: x.map((p) => p / 2) }), verified(ibp)),
      'the input is another one',
    ],
  ])('%s', async (_, made, reason) => {
    const result = await checkCertificate(await made(), network, { indices: [7], of: () => classAt(hard) });
    expect(result).toMatchObject({ sound: false, asked: 1, confirmed: { verified: 0 } });
    expect(result.examples).toMatchObject([{ status: 'rejected', reason }]);
  });

  it('epsilon 0.9 with range [0.4, 0.6] is not epsilon 0.9', async () => {
    const middle = x.map(() => 0.5);
    const narrow = classAt(0.9, { x: middle, range: [0.4, 0.6] });
    const certificate = await certificateOf(narrow, verified(ibp));
    expect(await check(certificate, classAt(0.9, { x: middle }))).toMatchObject({
      status: 'rejected',
      reason: 'the range is [0.4,0.6], not [0,1]',
    });
  });

  it('classes without end cost the example that has them', async () => {
    const huge = await forged(await certificateOf(classAt(0.001), verified(ibp)), (copy) => {
      copy.examples[0]!.unsafe = { kind: 'other-class', label: 0, classes: 1e9 };
    });
    expect(await check(huge, classAt(0.001))).toMatchObject({
      status: 'rejected',
      reason: 'it is about 1000000000 classes, not 3',
    });
  });
});

describe('the examples', () => {
  const at = (...indices: number[]) =>
    createCertificate(
      network,
      indices.map((index) => ({ index, statement: classAt(0.001), verdict: verified(ibp) })),
      { mode: 'rigorous' },
    );
  const asked = (...indices: number[]) => ({ indices, of: () => classAt(0.001) });

  it('are those that were asked about, and what was confirmed is said', async () => {
    const result = await checkCertificate(await at(0, 1), network, [classAt(0.001), classAt(0.001)]);
    expect(result).toMatchObject({ form: 'version 2', sound: true, asked: 2, confirmed: { verified: 2 } });
    expect(result.summary).toBe(
      'confirmed 2 of 2: class of example i for all |x - x_i| <= 0.001 within [0, 1]',
    );
  });

  it('that are missing are not confirmed', async () => {
    const result = await checkCertificate(await at(0), network, asked(0, 1));
    expect(result).toMatchObject({ sound: false, asked: 2, confirmed: { verified: 1 } });
    expect(result.examples[1]).toMatchObject({ index: 1, claim: 'none', status: 'missing' });
    expect(result.summary).toMatch(/^confirmed 1 of 2: /);
  });

  it('that were not asked about are rejected', async () => {
    const result = await checkCertificate(await at(0, 5), network, asked(0));
    expect(result).toMatchObject({ sound: false, asked: 1, confirmed: { verified: 1 } });
    expect(result.examples[1]).toMatchObject({ index: 5, reason: 'it was not asked about' });
  });

  it('none at all show nothing', async () => {
    const none = await at();
    expect(await checkCertificate(none, network, asked(0))).toMatchObject({ sound: false });
    await expect(checkCertificate(none, network, [])).rejects.toThrow(
      'checkCertificate: expected at least one example to be asked about, got none',
    );
  });

  it('are asked about once, in statements that fit the network', async () => {
    const certificate = await at(0);
    const about = (statement: object) => checkCertificate(certificate, network, [statement as never]);
    await expect(checkCertificate(certificate, network, asked(0, 0))).rejects.toThrow('got 0 twice');
    await expect(about(classAt(0.1, { x: [1, 2, 3] }))).rejects.toThrow(
      'checkCertificate: example 0: expected an input of 4 units, got 3',
    );
    await expect(about(classAt(0.1, { classes: 10 }))).rejects.toThrow('expected 3 classes, got 10');
    await expect(about(classAt(0.1, { label: 3 }))).rejects.toThrow('expected a label from 0 to 2, got 3');
    await expect(about(classAt(0.1, { epsilon: [0.1] }))).rejects.toThrow(
      'expected epsilon of one number or 4, got 1',
    );
    await expect(about({ boxes: [rigorousBox(x, 0.1)], unsafe: [] })).rejects.toThrow(
      'expected at least one unsafe conjunction, got none',
    );
    await expect(about({ x, epsilon: 0.1, range, spec: spec([1, 1, 1, 1], [0]) })).rejects.toThrow(
      'expected c of 1 x 3 coefficients for d of 1 row, got 4',
    );
  });
});

describe('inputs', () => {
  // z0 = x0 + x1, z1 = 0: class 0 wherever the sum is above 0
  const sum = plainChain([2], ['dense', { kernel: plainTensor([2, 2], [1, 0, 1, 0]) }]);
  const pixels = (values: ArrayLike<number>, more: object = {}) =>
    ({ x: values, label: 0, classes: 2, epsilon: 1, range: [0, 255], ...more }) as const;
  const proof: CertificateProof = { kind: 'ibp', conjunctions: [0] };

  it('of equal numbers are one input, whatever holds them', async () => {
    const certificate = await certificateOf(pixels(Int32Array.of(0, 200)), verified(proof), sum);
    for (const same of [[-0, 200], Float32Array.of(0, 200), Uint8Array.of(0, 200)]) {
      expect(await check(certificate, pixels(same), sum)).toMatchObject({ status: 'confirmed' });
    }
    expect(await check(certificate, pixels([0, 201]), sum)).toMatchObject({ status: 'rejected' });
  });

  it('may be embedded', async () => {
    const outcome = { index: 7, statement: pixels([0.1, 200]), verdict: verified(proof) };
    const certificate = await createCertificate(sum, [outcome], { mode: 'rigorous', inputs: 'embedded' });
    expect(certificate.examples[0]!.region).toMatchObject({ input: packNumbers([0.1, 200]) });
    expect(await check(certificate, pixels([0.1, 200]), sum)).toMatchObject({ status: 'confirmed' });
    expect(await check(certificate, pixels([Math.fround(0.1), 200]), sum)).toMatchObject({
      reason: 'the input is another one',
    });
  });

  it('have epsilon and range by feature, and ends may be infinite', async () => {
    // the second feature may not move, and the first has no limits
    const raw = pixels([-3, 5], {
      epsilon: [7.5, 0],
      range: [
        [Number.NEGATIVE_INFINITY, 0],
        [Number.POSITIVE_INFINITY, 9],
      ],
    });
    const far = { ...raw, x: [3, 5] };
    const holds = await certificateOf(far, verified(proof), sum);
    expect(holds.range).toEqual([
      ['-Infinity', 0],
      ['Infinity', 9],
    ]);
    const { summary } = await checkCertificate(holds, sum, { indices: [7], of: () => far });
    expect(summary).toBe(
      'confirmed 1 of 1: class of example i for all |x - x_i| <= 0 to 7.5, by feature within ' +
        '[-Infinity to 0, by feature; 9 to Infinity, by feature]',
    );
    // -3 - 7.5 + 5 < 0: the same proof shows nothing here
    expect(await check(await certificateOf(raw, verified(proof), sum), raw, sum)).toMatchObject({
      status: 'not confirmable',
    });
    const witness = { x: packNumbers([-10, 5]), conjunction: 0 };
    const broken = await certificateOf(raw, { status: 'falsified', witness }, sum);
    expect(await check(broken, raw, sum)).toMatchObject({ claim: 'falsified', status: 'confirmed' });
    const fixed = await certificateOf(
      raw,
      { status: 'falsified', witness: { x: packNumbers([-10, 4]), conjunction: 0 } },
      sum,
    );
    expect(await check(fixed, raw, sum)).toMatchObject({
      status: 'rejected',
      reason: 'unit 1 of the witness is outside the box: 4 from 5',
    });
  });
});

describe('properties', () => {
  // z = x, and max(z0, z1) >= 1 where both are
  const identity = plainChain([2], ['dense', { kernel: plainTensor([2, 2], [1, 0, 0, 1]) }]);
  const box = (lower: number[], upper: number[]) => ({
    lower: Float64Array.from(lower),
    upper: Float64Array.from(upper),
  });
  /** Unsafe: z0 >= 1 and z1 >= 1. */
  const both = { c: Float64Array.of(1, 0, 0, 1), d: Float64Array.of(-1, -1) };
  /** Unsafe: z0 >= 3. */
  const large = { c: Float64Array.of(1, 0), d: Float64Array.of(-3) };
  const strips = [box([0, 0], [2, 0.5]), box([0, 0], [0.5, 2])];
  const asked = { boxes: strips, unsafe: [both, large] };
  const proof: CertificateProof = { kind: 'ibp', conjunctions: [0, 1] };

  it('are refuted by one row of each conjunction, another one over each box', async () => {
    const certificate = await certificateOf(asked, verified(proof), identity);
    const result = await checkCertificate(certificate, identity, { indices: [7], of: () => asked });
    expect(result).toMatchObject({ sound: true, confirmed: { verified: 1 } });
    expect(result.summary).toBe(
      'confirmed 1 of 1: no output of 2 boxes i in an unsafe set of 2 conjunctions of 3 rows',
    );
    const apart = verified({ ...proof, box: 0 }, { ...proof, box: 1 });
    expect(await check(await certificateOf(asked, apart, identity), asked, identity)).toMatchObject({
      status: 'confirmed',
    });
    const half = verified({ ...proof, box: 0 });
    expect(await check(await certificateOf(asked, half, identity), asked, identity)).toMatchObject({
      status: 'rejected',
      reason: 'no proof for conjunction 0 over box 1',
    });
  });

  it('are broken where all rows of a conjunction hold', async () => {
    const wide = { ...asked, boxes: [box([0, 0], [2, 1.5])] };
    const at = (point: number[]) =>
      certificateOf(
        wide,
        { status: 'falsified', witness: { x: packNumbers(point), conjunction: 0 } },
        identity,
      );
    expect(await check(await at([1.25, 1.25]), wide, identity)).toMatchObject({ status: 'confirmed' });
    expect(await check(await at([2, 0.5]), wide, identity)).toMatchObject({ status: 'rejected' });
    expect(await check(await at([2, 2]), wide, identity)).toMatchObject({
      reason: 'the witness is in no box',
    });
    const claimed = await certificateOf(wide, verified(proof), identity);
    expect(await check(claimed, wide, identity)).toMatchObject({ status: 'not confirmable' });
  });

  it('of other boxes are rejected, and boxes without end are not confirmable', async () => {
    const certificate = await certificateOf(asked, verified(proof), identity);
    const more = { ...asked, boxes: [...strips, box([0, 0], [2, 2])] };
    expect((await check(certificate, more, identity)).reason).toBe('it is about 2 boxes, not 3');
    const longer = { ...asked, boxes: [strips[0]!, box([0, 0], [0.5, 9])] };
    expect((await check(certificate, longer, identity)).reason).toBe(
      'the upper end of box 1 is 2, not 9 at feature 1',
    );
    const endless = { ...asked, boxes: [box([Number.NEGATIVE_INFINITY, 0], [0.5, 2])] };
    expect(
      await check(await certificateOf(endless, verified(proof), identity), endless, identity),
    ).toMatchObject({ status: 'not confirmable', reason: expect.stringContaining('not finite') });
  });
});
