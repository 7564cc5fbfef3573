import { assertPlainNetwork } from '@ibp/core';
import { type External, externalPlace } from './constant/read-tensor';
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
  return read;
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
