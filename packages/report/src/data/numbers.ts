/** A number as JSON keeps it: null stands for NaN and the infinities, which JSON does not have. */
export type Figure = number | null;

/** Whether there is such a figure, and it is a number to draw or to print. */
export const isKnown = (value: Figure | undefined): value is number =>
  typeof value === 'number' && Number.isFinite(value);
