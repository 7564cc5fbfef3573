import { isBall, type Property, propertyOf, type Statement, unsafeRows } from '../property/property';
import { featureOf, type PerFeature, type PlainRange } from '../rigorous/enclosure';
import { marginSpec, type PlainSpec } from '../rigorous/spec';
import type { Certificate, CertificateExample } from './schema';

type Stated = Pick<Certificate, 'epsilon' | 'range'>;
type End = number | 'Infinity' | '-Infinity';
type Region = CertificateExample['region'];

/** An end as JSON has it, and back. */
export const endOf = (end: number): End => (Number.isFinite(end) ? end : end > 0 ? 'Infinity' : '-Infinity');
export const numberOf = (end: End): number => Number(end);

/** What a ball of a certificate says, or the certificate of all balls that do not say. */
export const numbersOf = (ends: End | readonly End[]): PerFeature =>
  Array.isArray(ends) ? (ends as readonly End[]).map(numberOf) : numberOf(ends as End);

/** Where two lists of one number a feature differ, as text; one number stands for all features. */
function differ(name: string, stated: PerFeature, asked: PerFeature, units: number): string | undefined {
  if (typeof stated !== 'number' && stated.length !== units) {
    return `${name} is given for ${stated.length} features, not ${units}`;
  }
  for (let i = 0; i < units; i++) {
    const [here, there] = [featureOf(stated, i), featureOf(asked, i)];
    if (here === there) continue;
    const both = typeof stated === 'number' && typeof asked === 'number';
    return `${name} is ${here}, not ${there}${both ? '' : ` at feature ${i}`}`;
  }
  return undefined;
}

function rangesDiffer(stated: PlainRange, asked: PlainRange, units: number): string | undefined {
  const simple = [...stated, ...asked].every((end) => typeof end === 'number');
  if (simple && (stated[0] !== asked[0] || stated[1] !== asked[1])) {
    return `the range is [${stated}], not [${asked}]`;
  }
  return (
    differ('the least valid value', stated[0], asked[0], units) ??
    differ('the greatest valid value', stated[1], asked[1], units)
  );
}

function ballDiffers(ball: Extract<Region, { kind: 'ball' }>, shared: Stated, asked: Statement) {
  if (!isBall(asked)) return 'it is about a ball, not boxes';
  const epsilon = ball.epsilon ?? shared.epsilon;
  const range = ball.range ?? shared.range;
  if (epsilon === undefined || range === undefined) return 'it states no epsilon or no range';
  const units = asked.x.length;
  return (
    differ('epsilon', numbersOf(epsilon), asked.epsilon, units) ??
    rangesDiffer([numbersOf(range[0]), numbersOf(range[1])], asked.range, units)
  );
}

function boxesDiffer({ boxes }: Extract<Region, { kind: 'boxes' }>, asked: Statement): string | undefined {
  if (isBall(asked)) return 'it is about boxes, not a ball';
  if (boxes.length !== asked.boxes.length)
    return `it is about ${boxes.length} boxes, not ${asked.boxes.length}`;
  for (const [k, { lower, upper }] of asked.boxes.entries()) {
    const units = lower.length;
    const stated = boxes[k]!;
    const different =
      differ(`the lower end of box ${k}`, stated.lower.map(numberOf), lower, units) ??
      differ(`the upper end of box ${k}`, stated.upper.map(numberOf), upper, units);
    if (different) return different;
  }
  return undefined;
}

const same = (a: ArrayLike<number>, b: ArrayLike<number>): boolean =>
  a.length === b.length && Array.from(a).every((value, i) => value === b[i]);

function rowsDiffer(
  stated: readonly { readonly c: ArrayLike<number>; readonly d: ArrayLike<number> }[],
  asked: readonly PlainSpec[],
): string | undefined {
  if (stated.length !== asked.length) {
    return `it has ${stated.length} unsafe conjunctions, not ${asked.length}`;
  }
  const k = stated.findIndex(({ c, d }, i) => !same(c, asked[i]!.c) || !same(d, asked[i]!.d));
  return k < 0 ? undefined : `its rows are others in conjunction ${k}`;
}

function unsafeDiffers(
  stated: CertificateExample['unsafe'],
  asked: Statement,
  { unsafe, withInputs = false }: Property,
): string | undefined {
  if (stated.kind === 'rows') {
    const ofInputs = stated.of === 'inputs-and-outputs';
    if (ofInputs !== withInputs) return `its rows are of ${ofInputs ? 'inputs and outputs' : 'outputs'}`;
    return rowsDiffer(stated.any, unsafe);
  }
  if (withInputs) return 'its rows are of outputs';
  const { label, classes } = stated;
  // before rows are made of them: a certificate may say any number
  const outputs = unsafe[0]!.c.length / unsafe[0]!.d.length;
  if (classes !== outputs) return `it is about ${classes} classes, not ${outputs}`;
  if ('label' in asked)
    return label === asked.label ? undefined : `the label is ${label}, not ${asked.label}`;
  if (label >= classes) return `the label is ${label}, of ${classes} classes`;
  return rowsDiffer(unsafeRows(marginSpec(label, classes)), unsafe);
}

/**
 * How what a certificate states of an example differs from what was asked, but for the input itself; `undefined` if it
 * does not. Numbers must be the same, -0 and 0 being one.
 */
export function differs(
  { region, unsafe }: CertificateExample,
  shared: Stated,
  asked: Statement,
  property: Property = propertyOf(asked),
): string | undefined {
  const regions = region.kind === 'ball' ? ballDiffers(region, shared, asked) : boxesDiffer(region, asked);
  return regions ?? unsafeDiffers(unsafe, asked, property);
}
