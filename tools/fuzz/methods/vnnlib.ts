import { constrained, type PlainSpec, type Property, plainForward } from '@ibp/exact';
import { verifyProperty } from '@ibp/verify';
import { parseVnnlib, writeVnnlib } from '@ibp/vnnlib';
import type { Box } from '../case';
import { sizeOf } from '../net';
import type { Posed } from '../pose';
import type { Random } from '../stream';
import type { Claim, Given, Method } from './method';
import { confirmed, finite, unsafeOf } from './property';

/** A row over a box as a conjunction, for inputs that the row's own worst point is among. */
type Part = {
  readonly box: Box;
  readonly row: Posed;
  readonly unsafe: PlainSpec;
  readonly among?: PlainSpec;
};

/** `x_i <= a`, or `x_i - x_j <= a`, which the worst point meets by a tie or a little more. */
function constraintAt({ truth: { x } }: Posed, random: Random): PlainSpec {
  const c = new Float64Array(x.length);
  const i = random.whole(0, x.length - 1);
  c[i] = -1;
  const j = random.whole(0, x.length - 1);
  const apart = x.length > 1 && i !== j && random.chance(0.5);
  if (apart) c[j] = 1;
  const most = apart ? x[i]! - x[j]! : x[i]!;
  // rounded up, so that the point stays
  return { c, d: Float64Array.of(most + Math.abs(most) * 2 ** -50 + random.pick([0, 1e-6, 0.1])) };
}

const isIn = ({ lower, upper }: Box, x: Float64Array): boolean =>
  x.every((v, i) => lower[i]! <= v && v <= upper[i]!);

/** Whether a constraint holds, but for what summing it rounds. */
const isAmong = ({ among }: Part, x: Float64Array): boolean => {
  if (!among) return true;
  const [value, size] = x.reduce(
    ([sum, all], v, i) => [sum + among.c[i]! * v, all + Math.abs(among.c[i]! * v)],
    [among.d[0]!, Math.abs(among.d[0]!)],
  ) as [number, number];
  return value >= -size * 2 ** -50;
};

/** Both boxes with what is unsafe of either: a disjunct for each row. */
function propertyOf(parts: readonly Part[]): Property {
  const boxes = parts.map(({ box }) => ({
    lower: Float64Array.from(box.lower),
    upper: Float64Array.from(box.upper),
  }));
  const withInputs = parts.some(({ among }) => among);
  const unsafe = parts.flatMap((part) => {
    const inputs = part.box.lower.length;
    // a row that is true of all inputs, where others have a constraint
    const among = part.among ?? { c: new Float64Array(inputs), d: Float64Array.of(1) };
    const own = { boxes, unsafe: [part.unsafe] };
    return [...(withInputs ? constrained(own, among) : own).unsafe];
  });
  return { boxes, unsafe, ...(withInputs ? { withInputs } : {}) };
}

/** The same properties by way of a file. */
function throughText(property: Property, { plain, random }: Given): readonly Property[] {
  const [inputs, outputs] = [plain.nodes[0]!, plain.nodes.at(-1)!].map(({ shape }) => sizeOf(shape));
  const text = writeVnnlib({
    version: random.pick(['1.0', '2.0']),
    inputs: [{ name: 'X', shape: [inputs!] }],
    outputs: [{ name: 'Y', shape: [outputs!] }],
    properties: [property],
  });
  return parseVnnlib(text).properties;
}

/** Of the row that a point breaks most, of those that are about it. */
function witnessClaim(parts: readonly Part[], witness: Float32Array, { plain }: Given): Claim {
  const x = Float64Array.from(witness);
  const z = plainForward(plain, x);
  const box = parts.find((part) => isIn(part.box, x))?.box;
  const valued = parts
    .filter((part) => isAmong(part, x))
    .map(({ row }) => ({ row, value: z.reduce((sum, v, i) => sum + row.c[i]! * v, row.d) }));
  const [most] = valued.sort((a, b) => b.value - a.value);
  if (!box || !most)
    throw new Error(`a witness ${box ? 'meets none of the constraints' : 'is in none of the boxes'}`);
  return { box, row: most.row, witness, border: true };
}

async function claimsOf(given: Given): Promise<Claim[]> {
  const { network, plain, random, unhurried } = given;
  const parts = given.boxes.slice(0, 2).flatMap((box, k): Part[] => {
    if (!finite(box)) return [];
    const row = random.pick(given.rows[k]!);
    const unsafe = unsafeOf(row, random);
    const among = random.chance(0.5) && finite({ lower: row.truth.x, upper: row.truth.x });
    return [{ box, row, unsafe, ...(among ? { among: constraintAt(row, random) } : {}) }];
  });
  if (parts.length === 0 || parts.some(({ row: { d } }) => !Number.isFinite(d))) return [];
  const property = propertyOf(parts);
  const properties = random.chance(0.5) ? throughText(property, given) : [property];
  let proved = true;
  const claims: Claim[] = [];
  for (const one of properties) {
    const found = await verifyProperty(network, one, {
      ...{ maxNodes: 60, batch: random.pick([1, 16]), seed: random.whole(0, 99) },
      ...(unhurried ? {} : { budget: 1 }),
    });
    const { status, witness } = found;
    if (witness) claims.push(witnessClaim(parts, witness.x, given));
    const doubted = status === 'verified' && random.chance(0.3);
    proved &&= status === 'verified' && (!doubted || (await confirmed(plain, one, found)));
  }
  return proved ? parts.map(({ box, row }) => ({ box, row, proved })) : claims;
}

/** Properties of several boxes and disjuncts, some of some inputs alone, as they are or by way of a file. */
export const vnnlibMethod: Method = { name: 'property of several boxes', share: 0.4, claims: claimsOf };
