import type { DType } from './graph';

/** A kernel to be computed in one of several forms: what is asked of those who choose. */
export type FormQuestion = {
  readonly kernel: string;
  /** How each input looks, and is stored. */
  readonly inputs: {
    readonly [name: string]: {
      readonly dtype: DType;
      readonly shape: readonly number[];
      readonly stored: readonly number[];
      readonly perm: readonly number[];
    };
  };
  readonly attributes: { readonly [name: string]: unknown };
  /** The names of its forms. */
  readonly forms: readonly string[];
};

/** The name of the form that a kernel is to take; the first where nothing is given. */
export type FormChoice = (question: FormQuestion) => string | undefined;
