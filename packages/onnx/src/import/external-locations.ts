import { decode, locationsOf, unpacked } from './read-onnx';

/**
 * The names of the files beside an ONNX file that hold weights of it, none of most.
 *
 * @param bytes of the file, packed by gzip or not.
 * @throws when they are no ONNX model.
 */
export const externalLocations = (bytes: Uint8Array): readonly string[] =>
  locationsOf(decode(unpacked(bytes)));
