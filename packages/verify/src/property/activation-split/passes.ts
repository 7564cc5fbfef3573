import type { Region } from './batch';
import type { PlanesOnHeap } from './fall';
import type { Field } from './field';
import type { Layers } from './layers';
import type { SearchNetwork } from './search-network';

/** What passes are made in: from the value of node `start` back. */
export type Passes = {
  readonly net: SearchNetwork;
  readonly layers: Layers;
  readonly region: Region;
  readonly start: number;
  /** By which bounds of hidden units of parts are made tighter. */
  readonly planes?: PlanesOnHeap | undefined;
  /** Whether time is up: what was found by then has to do. */
  readonly reached: () => boolean;
  /** Of parts that are the whole box, whose lines are written, and are asked for one unit each: what these depend on. */
  readonly units?: { readonly fields: readonly Field[] | undefined };
};
