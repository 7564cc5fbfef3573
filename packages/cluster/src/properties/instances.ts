import { fail } from '@ibp/core';
import * as v from 'valibot';
import { canonicalJson, hashPattern } from '../campaign/hash';
import { parseJson } from '../campaign/parse-json';

const hash = v.pipe(v.string(), v.regex(hashPattern, 'expected a SHA-256 in hexadecimal'));
const name = v.pipe(v.string(), v.minLength(1), v.maxLength(1000));
const instanceSchema = v.strictObject({
  /** Of the network, in the store. */
  onnx: hash,
  /** Of files of weights that it names, by their names in it. */
  external: v.record(name, hash),
  /** Of the file of properties. */
  vnnlib: hash,
  /** What reports call them: nothing is read or written by these names. */
  names: v.strictObject({ onnx: name, vnnlib: name }),
  /** The answer that is known, if one is. */
  expected: v.optional(v.picklist(['sat', 'unsat'])),
});
const listSchema = v.strictObject({
  format: v.literal('ibp-instances'),
  version: v.literal(1),
  instances: v.pipe(v.array(instanceSchema), v.minLength(1)),
});

/** A network and a file of properties of it, by their content. */
export type PropertyInstance = v.InferOutput<typeof instanceSchema>;

/** A list of instances as the text of one file, equal for equal lists. */
export const encodeInstances = (instances: readonly PropertyInstance[]): string =>
  canonicalJson({ format: 'ibp-instances', version: 1, instances });

/**
 * The list of a file that {@link encodeInstances} wrote.
 *
 * @throws naming what is not as it should be.
 */
export function decodeInstances(bytes: Uint8Array): PropertyInstance[] {
  const parsed = v.safeParse(listSchema, parseJson('instances', bytes), { abortEarly: true });
  if (parsed.success) return parsed.output.instances;
  const [issue] = parsed.issues;
  return fail('instances', `${v.getDotPath(issue) ?? 'value'}: ${issue.message}`);
}
