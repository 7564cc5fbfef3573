import type { AnyCertificate, CertificateExample, PlainRange, Statement } from '@ibp/exact';

type Packed = { readonly float32: string } | { readonly float64: string };
type Ends = number | string | readonly (number | string)[];

/** Numbers of a certificate: little-endian, in base64. */
function unpacked(packed: Packed): Float64Array {
  const [text, size] = 'float32' in packed ? [packed.float32, 4] : [packed.float64, 8];
  const bytes = Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
  const view = new DataView(bytes.buffer);
  return Float64Array.from({ length: Math.floor(bytes.length / size) }, (_, i) =>
    size === 4 ? view.getFloat32(4 * i, true) : view.getFloat64(8 * i, true),
  );
}

const numbers = (ends: Ends): number | number[] =>
  typeof ends === 'object' ? ends.map(Number) : Number(ends);

/**
 * What an example of a certificate states, for a reader to compare with what was meant: the checker then holds the proof to it. Its
 * input is in the certificate, or is given.
 *
 * @throws where the input is neither.
 */
export function statedBy(
  { index, region, unsafe }: CertificateExample,
  { epsilon, range }: Pick<AnyCertificate, 'epsilon' | 'range'>,
  input: ((index: number) => ArrayLike<number> | undefined) | undefined,
): Statement {
  const rows = unsafe.kind === 'rows' ? unsafe.any : [];
  const conjunctions = rows.map(({ c, d }) => ({ c: Float64Array.from(c), d: Float64Array.from(d) }));
  if (region.kind === 'boxes') {
    const ends = (values: readonly (number | string)[]) => Float64Array.from(values, Number);
    const boxes = region.boxes.map(({ lower, upper }) => ({ lower: ends(lower), upper: ends(upper) }));
    if (unsafe.kind !== 'rows')
      throw new Error(`example ${index} is about boxes and a class, which cannot be shown here`);
    const withInputs = unsafe.of === 'inputs-and-outputs' ? { withInputs: true } : {};
    return { boxes, unsafe: conjunctions, ...withInputs };
  }
  const x = 'sha256' in region.input ? input?.(index) : unpacked(region.input);
  if (!x) {
    throw new Error(`the certificate holds only the hash of input ${index}: drop the inputs (.npy) as well`);
  }
  const [least, greatest] = (region.range ?? range ?? [0, 1]) as readonly [Ends, Ends];
  const ball = {
    x: Float64Array.from(x),
    epsilon: numbers((region.epsilon ?? epsilon ?? 0) as Ends),
    range: [numbers(least), numbers(greatest)] as PlainRange,
  };
  if (unsafe.kind === 'other-class') return { ...ball, label: unsafe.label, classes: unsafe.classes };
  const spec = {
    c: Float64Array.from(conjunctions.flatMap(({ c }) => [...c])),
    d: Float64Array.from(conjunctions.flatMap(({ d }) => [...d])),
  };
  return { ...ball, spec };
}
