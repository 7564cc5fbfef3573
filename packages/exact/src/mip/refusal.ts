/** Thrown while a problem is written, when it must not be: that is an answer (`unknown`), not an error of the caller. */
export class Refusal extends Error {
  constructor(
    readonly reason: 'not-finite' | 'failure' | 'too-large',
    message: string,
  ) {
    super(message);
  }
}
