import type { Images } from './images';
import type { RunRecord } from './run-record';

/** What images are, as far as it tells them from others. */
export type Recognised = Pick<Images, 'source' | 'hash'> & {
  /** The configuration that they are of: several have a source of one name. */
  readonly example: string;
  readonly train: number;
  /** How many were held out; of another count the rest is another, which is said elsewhere. */
  readonly held: number;
};

type Record = Pick<RunRecord, 'example' | 'data'>;

const recognised = ({ example, data: { source, train, hash, validation } }: Record): Recognised => ({
  ...{ example, source, train, held: validation?.examples ?? 0 },
  ...(hash === undefined ? {} : { hash }),
});

const text = ({ example, source, train, hash }: Recognised): string =>
  `${train} examples of "${source}" (${example})${hash === undefined ? '' : `, sha256 ${hash.slice(0, 12)}`}`;

/**
 * Whether what a run was trained on is not what is there now.
 *
 * @returns (what differs) `expected ..., got ...`; nothing where it is the same. A hash counts where both are known.
 */
export function imagesRefusal(record: Record, now: Recognised): string | undefined {
  const before = recognised(record);
  const isOfOneKind = before.example === now.example && before.source === now.source;
  const isSplitAlike = before.held === now.held;
  const isSame =
    isOfOneKind &&
    (!isSplitAlike ||
      (before.train === now.train &&
        (before.hash === undefined || now.hash === undefined || before.hash === now.hash)));
  return isSame ? undefined : `expected ${text(before)}, got ${text(now)}`;
}

/** What a command has read, as {@link imagesRefusal} takes it. */
export const recognisedImages = (
  example: string,
  { source, hash, train, validation }: Pick<Images, 'source' | 'hash' | 'train' | 'validation'>,
): Recognised => ({
  ...{ example, source, train: train.count, held: validation?.examples ?? 0 },
  ...(hash === undefined ? {} : { hash }),
});
