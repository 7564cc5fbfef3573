import * as v from 'valibot';

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

/** A parameter that is no tensor. Of which kind each one must be, the vocabulary says. */
const option = v.union([
  v.number(),
  v.boolean(),
  v.string(),
  v.array(v.union([v.number(), v.array(v.number())])),
]);

/** The nodes of a network without their tensors, as the metadata of its file has them. */
export const graphSchema = v.array(
  v.strictObject({
    op: v.string(),
    name: v.string(),
    inputs: v.array(count),
    shape: v.array(count),
    options: v.record(v.string(), option),
  }),
);

export type Graph = v.InferOutput<typeof graphSchema>;
