import { type BoxExplanation, explainProperty } from '@ibp/verify';
import Table from 'cli-table3';
import { layersTable } from '../certification/explain-table';
import { outputOf } from './settings';
import { type FilesSettings, withFiles } from './with-files';

/** Options of `explainFilesCommand`. */
export type ExplainFilesSettings = FilesSettings & {
  /** Of the points that are tried. */
  readonly seed: number;
};

/** Why a property of a file is not proved, box by box. */
export type PropertyExplanation = {
  /** Place in the file. */
  readonly property: number;
  readonly boxes: readonly BoxExplanation[];
};

/** Why are the properties of a VNN-LIB file not proved of an ONNX network? What each method makes of them, and where bounds become loose. */
export async function explainFilesCommand(
  settings: ExplainFilesSettings,
): Promise<readonly PropertyExplanation[]> {
  return await withFiles(settings, async ({ network, asked }) => {
    const { say, figures } = outputOf(settings);
    const found: PropertyExplanation[] = [];
    for (const [index, property] of asked) {
      const boxes = await explainProperty(network, property, { seed: settings.seed });
      found.push({ property: index, boxes });
      for (const [box, why] of boxes.entries()) {
        say(`property ${index}${boxes.length > 1 ? `, box ${box}` : ''}: ${boxTables(why)}`);
      }
    }
    await figures({ properties: found });
    return found;
  });
}

/** Upper bounds of every conjunction by every method, and how loose the bounds of each layer are. */
function boxTables({ margins, seen, target, layers }: BoxExplanation): string {
  const names = Object.keys(margins[0] ?? {});
  const style = { head: [], border: [] };
  const table = new Table({ head: ['unsafe if', 'seen', ...names], style });
  for (const [k, by] of margins.entries()) {
    table.push([String(k), seen[k]!.toPrecision(3), ...names.map((name) => by[name]!.toPrecision(3))]);
  }
  return [
    `the conjunction nearest to unsafe is ${target}`,
    'upper bounds of the least row of each conjunction: below 0 is proved, seen at 0 or above is unsafe',
    table.toString(),
    layersTable(layers),
  ].join('\n');
}
