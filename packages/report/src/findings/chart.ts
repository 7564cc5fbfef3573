/** What an axis shows. */
export type CurveAxis = {
  readonly label: string;
  /** `log` leaves out what is not above 0; linear unless given. */
  readonly scale?: 'linear' | 'log';
  /** A format of d3, such as `.0%` for shares of 1. */
  readonly format?: string;
  /** Ends of the axis; those of the data unless given. */
  readonly domain?: readonly [from: number, to: number];
  /** Whether the axis begins at 0 where `domain` is left out; false unless given. */
  readonly zero?: boolean;
};

/** One line of a chart. */
export type Curve = {
  readonly name: string;
  /** In the order in which they are joined. What is not a finite number breaks the line there. */
  readonly points: readonly (readonly [x: number, y: number])[];
  /** `steps` has the value of each point hold since the point before; `line` unless given. */
  readonly mark?: 'line' | 'steps';
};

/** A chart of lines as plain data: what `lineChart` of `@ibp/charts` takes, and this package draws with Preact. */
export type Chart = {
  readonly title?: string;
  readonly x: CurveAxis;
  readonly y: CurveAxis;
  readonly series: readonly Curve[];
};
