import type { Measured } from './measure';

/** An error to draw, and what a curve of it is called: nobody is to take a bound of some images for one of all. */
export type Figure = {
  /** Nothing where a method's name says enough. */
  readonly label?: (measured: Measured) => string;
  /** A share of 1. */
  readonly error: (measured: Measured) => number | undefined;
};

export const testError: Figure = { error: ({ error }) => error };

export const pgdError: Figure = { error: ({ pgdError }) => pgdError };

export const ibpError: Figure = {
  label: ({ examples }) => `IBP bound, ${examples} images`,
  error: ({ ibpError }) => ibpError,
};

/** The upper end of what the cascade proved. */
export const cascadeError: Figure = {
  label: ({ exact }) => `cascade, first ${exact?.examples} images`,
  error: ({ exact }) => exact?.verifiedError,
};

/** What the curve of a method is called, after one of its points. */
export const nameOf = (method: string, { label }: Figure, measured: Measured): string =>
  label ? `${method}: ${label(measured)}` : method;
