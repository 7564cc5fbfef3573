import type { VerificationMeasurement } from './measure';

/** A measurement as if it had been made. */
export const measured = (
  engine: string,
  method: VerificationMeasurement['method'],
  median: number,
  more: Partial<VerificationMeasurement> = {},
): VerificationMeasurement => ({
  ...{ model: 'small', threads: 1, engine, method, unit: 'image', count: 8, rounds: 3 },
  ...{ median, least: median, firstCall: 8 * median },
  ...more,
});
