let quiet = false;

/** Has the process say results alone from now on, or all again: no progress, nothing of what computes, no hints. */
export const keepQuiet = (value: boolean): void => {
  quiet = value;
};

export const isQuiet = (): boolean => quiet;

/**
 * Says what is no result, as what computes, how long it takes and what to try next: to the standard error, unless `--quiet`.
 * What went wrong, or may mislead, is said in any case, by `console.error`.
 */
export const note = (line: string): void => {
  if (!quiet) console.error(line);
};
