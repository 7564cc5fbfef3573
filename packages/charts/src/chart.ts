/** What an axis shows. */
export type Axis = {
  readonly label: string;
  /** `log` leaves out what is not above 0; linear unless given. */
  readonly scale?: 'linear' | 'log';
  /** A format of d3, such as `.1%` for shares of 1. */
  readonly format?: string;
  /** Ends of the axis; those of the data unless given. */
  readonly domain?: readonly [from: number, to: number];
  /** Whether the axis begins at 0 where `domain` is left out; false unless given. */
  readonly zero?: boolean;
};

/** One line of a chart. Series of one name share a colour and one entry in the legend. */
export type Series = {
  readonly name: string;
  /** In the order in which they are joined. A number that is not finite breaks the line there. */
  readonly points: readonly (readonly [x: number, y: number])[];
  /**
   * `outline` is a line that ends where it began; `steps` has the value of each point hold since the point before;
   * `line` unless given.
   */
  readonly mark?: 'line' | 'steps' | 'points' | 'outline';
  /** Solid unless given; `broad` is wide and pale, for what lies around something thin. */
  readonly stroke?: 'solid' | 'dashed' | 'dotted' | 'broad';
  /** Drawn pale, behind the others: what is there for comparison. */
  readonly faint?: boolean;
  /** Of `points`, in square pixels; by how many they are unless given. */
  readonly size?: number;
};

/** A chart as plain data. */
export type LineChart = {
  readonly title?: string;
  readonly x: Axis;
  readonly y: Axis;
  readonly series: readonly Series[];
  /** Of the plot without axes, in pixels; 320 by 200 unless given. */
  readonly width?: number;
  readonly height?: number;
};

/** Charts side by side, with one legend. */
export type ChartGrid = {
  readonly title?: string;
  /** 3 unless given. */
  readonly columns?: number;
  readonly charts: readonly LineChart[];
};
