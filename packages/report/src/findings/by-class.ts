import type { ExampleData, FormatData } from '../data/example-data';
import { type Count, tally, totalOf } from './tone';

/** What became of the examples of one class. */
export type ClassCounts = {
  readonly label: number;
  readonly name: string;
  readonly counts: readonly Count[];
};

/** The name of a class, or its number. */
export const className = (label: number, format?: FormatData): string =>
  format?.classNames?.[label] ?? String(label);

/** In the order of the classes; examples without one are left out. */
export function byClass(examples: readonly ExampleData[], format?: FormatData): ClassCounts[] {
  const groups = new Map<number, ExampleData[]>();
  for (const example of examples) {
    const { label } = example;
    if (label === undefined) continue;
    const group = groups.get(label);
    if (group) group.push(example);
    else groups.set(label, [example]);
  }
  return [...groups]
    .sort(([a], [b]) => a - b)
    .map(([label, group]) => ({
      label,
      name: className(label, format),
      counts: tally(group.map(({ verdict }) => verdict)),
    }));
}

const provedShare = ({ counts }: ClassCounts): number =>
  totalOf(counts.filter(({ tone }) => tone === 'proved')) / totalOf(counts);

/** Those of which the least is proved first. */
export const worstFirst = (classes: readonly ClassCounts[]): ClassCounts[] =>
  classes.toSorted((a, b) => provedShare(a) - provedShare(b));
