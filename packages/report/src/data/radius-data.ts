import type { Figure } from './numbers';

/** How far one example may be moved. */
export type ImageRadiusData = {
  readonly index: number;
  readonly label?: number;
  /** The largest radius that was certified; below 0 where not even the example itself was. */
  readonly certified: Figure;
  /** The smallest with a counter-example; null where none was found. */
  readonly falsified: Figure;
};

/** What `radius --json` writes. */
export type RadiusData = {
  readonly data?: string;
  readonly weights?: string;
  readonly tolerance?: number;
  readonly stages?: readonly string[];
  readonly images: readonly ImageRadiusData[];
};
