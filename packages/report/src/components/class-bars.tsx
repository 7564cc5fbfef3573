/** @jsxRuntime automatic @jsxImportSource preact */
import type { ClassCounts } from '../findings/by-class';
import { type Count, namesOf, totalOf } from '../findings/tone';
import { StackedBar } from './stacked-bar';
import { Table } from './table';

/** Classes in the order in which they are shown. */
export type ClassBarsProps = { readonly caption: string; readonly classes: readonly ClassCounts[] };

/** What became of the examples of each class: a bar and the numbers, class by class. */
export const ClassBars = ({ caption, classes }: ClassBarsProps) => {
  const names = namesOf(classes.flatMap(({ counts }) => counts));
  return (
    <Table
      caption={caption}
      head={['class', 'examples', ...names, 'shares']}
      rows={classes.map(({ name, counts }) => [
        name,
        totalOf(counts),
        ...names.map((verdict) => numberOf(counts, verdict)),
        <StackedBar key="bar" counts={counts} />,
      ])}
    />
  );
};

const numberOf = (counts: readonly Count[], verdict: string): number =>
  counts.find(({ name }) => name === verdict)?.count ?? 0;
