/** Which images are evaluated on, attacked and certified. */
export const parts = ['test', 'validation'] as const;
export type Part = (typeof parts)[number];
