import { type PropertyRadiusOptions, propertyRadius } from '@ibp/verify';
import Table from 'cli-table3';
import { startProgress } from '../progress';
import { outputOf } from './settings';
import { type FilesSettings, withFiles } from './with-files';

/** Options of `radiusFilesCommand`; the budget is for each scaling that is tried. */
export type RadiusFilesSettings = FilesSettings &
  Pick<PropertyRadiusOptions, 'budget' | 'most' | 'seed' | 'tolerance'>;

/** How far the boxes of a property may be scaled about their middles: 1 is what the file says. */
export type PropertyScaling = {
  /** Place in the file. */
  readonly property: number;
  /** The largest scaling that was verified; -1 where the middles themselves are unsafe or undecided. */
  readonly certified: number;
  /** The smallest with a counter-example; nothing where none was found. */
  readonly falsified: number | null;
  readonly witness?: readonly number[];
  /** Scalings that were tried. */
  readonly questions: number;
};

/**
 * How far each property of a VNN-LIB file holds of an ONNX network, and from where on it does not: scalings of its boxes
 * about their middles, by bisection.
 */
export async function radiusFilesCommand(settings: RadiusFilesSettings): Promise<readonly PropertyScaling[]> {
  const { network: _, property: __, only: ___, backend: ____, json: _____, ...options } = settings;
  return await withFiles(settings, async ({ network, asked }) => {
    const progress = startProgress('searching', asked.length);
    const found: PropertyScaling[] = [];
    try {
      for (const [index, property] of asked) {
        const { certified, falsified, witness, questions } = await propertyRadius(network, property, options);
        found.push({
          ...{ property: index, certified, questions },
          falsified: Number.isFinite(falsified) ? falsified : null,
          ...(witness && { witness: [...witness] }),
        });
        progress.update(found.length, `holds up to ${certified.toPrecision(3)}`);
      }
    } finally {
      progress.stop();
    }
    const { say, figures } = outputOf(settings);
    say(scalingsTable(found));
    await figures({ properties: found, ...ofAll(found) });
    return found;
  });
}

/** Of the file: all of its properties hold up to the least, and one is broken from the least on. */
function ofAll(found: readonly PropertyScaling[]): Pick<PropertyScaling, 'certified' | 'falsified'> {
  const broken = found.flatMap(({ falsified }) => falsified ?? []);
  return {
    certified: Math.min(...found.map(({ certified }) => certified)),
    falsified: broken.length > 0 ? Math.min(...broken) : null,
  };
}

/** A row for each property; of several, what holds of all below. */
export function scalingsTable(found: readonly PropertyScaling[]): string {
  const style = { head: [], border: [] };
  const table = new Table({ head: ['property', 'holds up to', 'broken from', 'scalings tried'], style });
  for (const one of found) {
    table.push([String(one.property), holdsUpTo(one), brokenFrom(one), String(one.questions)]);
  }
  const all = ofAll(found);
  const about = 'scalings of the boxes about their middles: 1 is what the file says';
  const both =
    found.length > 1 ? `\nall of them hold up to ${holdsUpTo(all)}; broken from: ${brokenFrom(all)}` : '';
  return `${table.toString()}\n${about}${both}`;
}

const short = (value: number): string => String(Number(value.toPrecision(4)));
const holdsUpTo = ({ certified }: Pick<PropertyScaling, 'certified'>): string =>
  certified < 0 ? 'not even the middle' : short(certified);
const brokenFrom = ({ falsified }: Pick<PropertyScaling, 'falsified'>): string =>
  falsified === null ? 'none found' : short(falsified);
