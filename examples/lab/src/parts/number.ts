/** A number as it is read: a true minus, and as many digits as help. */
export const shown = (value: number, digits = 2): string =>
  Number.isFinite(value) ? value.toFixed(digits).replace('-', '−') : '–';

/** Seconds, short. */
export const seconds = (value: number): string =>
  value < 1 ? `${Math.round(1000 * value)} ms` : `${value.toFixed(1)} s`;
