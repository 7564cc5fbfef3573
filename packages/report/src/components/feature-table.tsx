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

/** The features of an input that were moved most. */
export const FeatureTable = ({ original, found, difference, most = 8 }: FeatureTableProps) => {
  const { values } = difference;
  const moved = [...values.keys()].sort((a, b) => Math.abs(values[b]!) - Math.abs(values[a]!)).slice(0, most);
  return (
    <Table
      caption={moved.length < values.length ? `The ${most} features that were moved most` : 'Features'}
      head={['feature', 'example', 'counter-example', 'difference']}
      rows={moved.map((i) => [i, short(original[i]), short(found[i]), short(values[i])])}
    />
  );
};
