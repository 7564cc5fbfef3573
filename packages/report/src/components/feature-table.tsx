/** @jsxRuntime automatic @jsxImportSource preact */
import { short } from '../findings/format';
import type { Difference } from '../picture/difference';
import { Table } from './table';

export type FeatureTableProps = {
  readonly original: ArrayLike<number>;
  readonly found: ArrayLike<number>;
  readonly difference: Difference;
  /** Rows at most; 8 unless given. */
  readonly most?: number;
};

/** The features of an input that were moved, the most first. */
export const FeatureTable = ({ original, found, difference, most = 8 }: FeatureTableProps) => {
  const { values } = difference;
  const moved = [...values.keys()].filter((i) => values[i] !== 0);
  const shown = moved.sort((a, b) => Math.abs(values[b]!) - Math.abs(values[a]!)).slice(0, most);
  return (
    <Table
      caption={
        shown.length < moved.length
          ? `The ${most} features that were moved most`
          : 'The features that were moved'
      }
      head={['feature', 'example', 'counter-example', 'difference']}
      rows={shown.map((i) => [i, short(original[i]), short(found[i]), short(values[i])])}
    />
  );
};
