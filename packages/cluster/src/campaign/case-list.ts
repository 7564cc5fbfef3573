/** The cases of a campaign as a queue sees them: numbers with ids. */
export type CaseList = {
  /** Of the campaign: its hash. */
  readonly id: string;
  readonly name: string;
  readonly cases: number;
  /**
   * The id of a case, by its number.
   *
   * @throws unless there is one of this number.
   */
  readonly idOf: (number: number) => string;
};
