import { assertPlainNetwork, fail, type PlainNetwork } from '@ibp/core';
import { clip, type External, externalPlace } from './constant/read-tensor';
import { decodeModel } from './file/decode';
import { gunzip, isGzip } from './file/gunzip';
import type { Model, TensorProto } from './file/model';
import type { Dimensions } from './graph/boundary';
import { type GraphOptions, type GraphRead, readGraph } from './graph/read-graph';

export type { Dimensions, External };

/** What messages begin with. */
export const where = 'fromOnnx';

/** The bytes of a file, unpacked where gzip packed them. */
export function unpacked(bytes: Uint8Array): Uint8Array {
  // a view without what Buffer changes of arrays
  const own = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return isGzip(own) ? gunzip(where, own) : own;
}

/** What unpacked bytes say. */
export function readModel(model: Model, options: GraphOptions): GraphRead {
  const read = readGraph(where, model, options);
  assertPlainNetwork(where, read.network);
  assertFinite(read.network);
  return read;
}

/** Nothing can be proved of a network with a weight that is no number. */
function assertFinite({ nodes }: PlainNetwork): void {
  for (const { name, params } of nodes) {
    for (const [key, value] of Object.entries(params)) {
      if (typeof value !== 'object' || !('data' in value)) continue;
      const wrong = (value.data as Float32Array).findIndex((v) => !Number.isFinite(v));
      if (wrong >= 0)
        fail(where, `node ${clip(name)}: expected finite weights, got ${value.data[wrong]} in its ${key}`);
    }
  }
}

/** The names of other files that hold data of a model. */
export function locationsOf({ graph }: Model): readonly string[] {
  const tensors = [
    ...(graph?.initializer ?? []),
    ...(graph?.node ?? []).flatMap(({ attribute }) =>
      attribute.flatMap(({ t }): TensorProto[] => (t ? [t] : [])),
    ),
  ];
  return [...new Set(tensors.flatMap((tensor) => externalPlace(where, tensor)?.location ?? []))];
}

export const decode = (bytes: Uint8Array): Model => decodeModel(where, bytes);
