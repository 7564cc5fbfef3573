/** One example of a network: what every task of the first page is about. */
export type QuestionInput = {
  /** The address of the network's file. */
  readonly network: string;
  /** Pixels from 0 to 1. */
  readonly x: Float32Array;
  /** The class that is to be kept. */
  readonly label: number;
  readonly epsilon: number;
};
