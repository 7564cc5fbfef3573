import type { Explanation, LayerLooseness } from '@ibp/verify';
import Table from 'cli-table3';
import { percent } from '../report';

const plain = { head: [], border: [] };
const short = (value: number): string => (Number.isNaN(value) ? '' : value.toPrecision(3));

/** Upper bounds of the margin of every class by every method, and how loose the bounds of each layer are. */
export function explainTables({ label, target, margins, clean, layers }: Explanation): string {
  const names = Object.keys(margins);
  const byClass = new Table({ head: ['class', 'at the image', ...names], style: plain });
  for (const [k, value] of clean.entries()) {
    if (k !== label)
      byClass.push([String(k), short(value), ...names.map((name) => short(margins[name]![k]!))]);
  }
  return [
    `label ${label}; nearest class ${target}`,
    'upper bounds of the margin of each class: below 0 is proved',
    byClass.toString(),
    layersTable(layers),
  ].join('\n');
}

/** How loose the bounds of each layer are. */
export function layersTable(layers: readonly LayerLooseness[]): string {
  const byLayer = new Table({
    head: [
      'layer',
      'units',
      'unstable (IBP)',
      'unstable (CROWN)',
      'width (IBP)',
      'width (CROWN)',
      'width seen',
    ],
    style: plain,
  });
  for (const { name, units, unstable, unstableByCrown, ibpWidth, crownWidth, seenWidth } of layers) {
    const widths = [ibpWidth, crownWidth, seenWidth].map(short);
    byLayer.push([name, String(units), percent(unstable), percent(unstableByCrown), ...widths]);
  }
  return `mean widths of what activations take in, and of the output\n${byLayer.toString()}`;
}
