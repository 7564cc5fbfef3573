import type { Radius } from '@ibp/verify';

/** What is known of one test image. */
export type ImageRadius = Pick<Radius, 'certified' | 'falsified' | 'questions'> & {
  readonly index: number;
  readonly label: number;
};
