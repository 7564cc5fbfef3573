import type { Settings } from '@ibp/cli';
import type { ExactSize } from './exact';
import type { Size } from './scale';

/** What the command line says, whatever the experiment. */
export type Context = {
  readonly size: Size;
  readonly exact: ExactSize;
  /** Folder of all experiments of this scale: networks are shared by those that need the same. */
  readonly out: string;
  /** Which images for MNIST; `auto` takes those that need no download. */
  readonly mnist: string;
  readonly seed: number;
  readonly settings: Pick<
    Settings,
    'dataDir' | 'backend' | 'engine' | 'checkpointEvery' | 'trackExamples' | 'pgdSteps'
  >;
};
