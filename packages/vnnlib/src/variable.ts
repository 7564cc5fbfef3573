/** A tensor of inputs or outputs, as a file declares it. */
export type VnnlibTensor = {
  readonly name: string;
  /** Without the batch where the file has none; version 1 has `[count]`. */
  readonly shape: readonly number[];
  readonly count: number;
  /** As written: `Real`, `float32`. */
  readonly elementType: string;
  /** The name of the node in the network's file, where the file of the property says it (version 2). */
  readonly onnxName?: string;
};

/** A variable of the formula: input `i` is `i`, output `i` is `~i`. */
export type VariableIndex = number;

export const isInput = (variable: VariableIndex): boolean => variable >= 0;

/** Which input or output it is, of all of them: row by row, tensor after tensor. */
export const featureOf = (variable: VariableIndex): number => (variable >= 0 ? variable : ~variable);
