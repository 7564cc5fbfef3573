import { decimalText, exactDecimal, shortDecimal } from './literal';

/** `c z + d >= 0` as a comparison; coefficients are written with all their digits, and `d` so that it is read as it is. */
export function rowText(c: Float64Array, d: number, name: (feature: number) => string): string {
  const used = Array.from(c.keys()).filter((i) => c[i] !== 0);
  const constant = decimalText(shortDecimal(d, 'below'));
  if (used.length === 0) return `(>= ${constant} 0.0)`;
  const [first, second] = used as [number, number];
  if (used.length === 1 && Math.abs(c[first]!) === 1) {
    return c[first]! > 0 ? `(>= ${name(first)} ${negated(constant)})` : `(<= ${name(first)} ${constant})`;
  }
  if (used.length === 2 && d === 0 && c[first]! * c[second]! === -1 && Math.abs(c[first]!) === 1) {
    const [greater, smaller] = c[first]! > 0 ? [first, second] : [second, first];
    return `(>= ${name(greater)} ${name(smaller)})`;
  }
  const terms = used.map((i) =>
    c[i] === 1 ? name(i) : `(* ${decimalText(exactDecimal(c[i]!))} ${name(i)})`,
  );
  return `(>= (+ ${terms.join(' ')} ${constant}) 0.0)`;
}

const negated = (text: string): string => (text.startsWith('-') ? text.slice(1) : `-${text}`);
