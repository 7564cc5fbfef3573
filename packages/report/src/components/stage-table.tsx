/** @jsxRuntime automatic @jsxImportSource preact */
import type { CertificationData } from '../data/certification-data';
import { count, duration } from '../findings/format';
import { Table } from './table';

/** Its `summary` and `stages`. */
export type StageTableProps = { readonly certification: CertificationData };

/** What each stage settled and how long it took, in the order in which they were asked; all of them in the last row. */
export const StageTable = ({ certification }: StageTableProps) => {
  const { summary, stages: order = [] } = certification;
  if (!summary?.stages) return null;
  const { stages, verified, falsified } = summary;
  const names = [...new Set([...order, ...Object.keys(stages)])];
  const seconds = Object.values(stages).reduce((sum, stage) => sum + stage.seconds, 0);
  return (
    <Table
      caption="What each stage settled"
      head={['stage', 'verified', 'falsified', 'time']}
      rows={[
        ...names.map((name) => {
          const stage = Object.hasOwn(stages, name) ? stages[name] : undefined;
          if (!stage) return [name, '0', '0', 'not reached'];
          return [name, count(stage.verified), count(stage.falsified), duration(stage.seconds)];
        }),
        ['all stages', count(verified), count(falsified), duration(seconds)],
      ]}
    />
  );
};
