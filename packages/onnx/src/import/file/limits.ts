/** What a file may ask for before it is refused, so that one of a few bytes cannot fill the memory. */
export const importLimits = {
  /** Bytes of a file once it is unpacked: what protobuf allows. */
  bytes: 2 ** 31 - 1,
  /** Messages and entries of lists in a file, each of which is an object here. */
  entries: 2 ** 19,
  /** Numbers in fields that take a byte or more for each; raw data is not counted. */
  numbers: 2 ** 26,
  /** Elements of all constants that the import makes, those that it folds and spreads out among them. */
  elements: 2 ** 28,
  /** Units of all nodes of the network that comes of it. */
  units: 2 ** 28,
  /** Axes of a tensor. */
  rank: 32,
};
