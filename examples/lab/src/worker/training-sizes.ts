/** Points of the field of a network in each direction. */
export const fieldSide = 48;

/** What is trained side by side. */
export const trainers = ['nominal', 'adversarial', 'ibp'] as const;
export type Trainer = (typeof trainers)[number];
