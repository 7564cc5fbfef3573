import type { Outputs } from './runtimes';

/** The inputs of which a runtime does not give the class that was proved, the first of two: a tie breaks it too. */
export const broken = (outputs: Outputs): number => outputs.filter((z) => !(z[0]! > z[1]!)).length;
