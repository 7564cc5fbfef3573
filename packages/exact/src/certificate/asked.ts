import { isBall, type Statement } from '../property/property';
import type { PerFeature, PlainRange } from '../rigorous/enclosure';

/**
 * What was to be proved, by the place of each example in the data: all of it comes from whoever asks, and nothing from a
 * certificate.
 */
export type Asked =
  | readonly Statement[]
  | {
      /** None twice. */
      readonly indices: Iterable<number>;
      readonly of: (index: number) => Statement;
    };

export const isList = (asked: Asked): asked is readonly Statement[] => Array.isArray(asked);

const list = (values: PerFeature): string => {
  if (typeof values === 'number') return `${values}`;
  const [least, greatest] = [Math.min, Math.max].map((choose) =>
    Array.from(values).reduce((a, b) => choose(a, b)),
  );
  return `${least} to ${greatest}, by feature`;
};

const interval = ([least, greatest]: PlainRange): string =>
  [least, greatest].every((end) => typeof end === 'number')
    ? `[${least}, ${greatest}]`
    : `[${list(least)}; ${list(greatest)}]`;

/** One statement in words, with `i` for its index: equal ones of many examples are said once. */
export function inWords(statement: Statement): string {
  if (!isBall(statement)) {
    const { boxes, unsafe, withInputs } = statement;
    const rows = unsafe.reduce((sum, { d }) => sum + d.length, 0);
    const are = (n: number, what: string, many: string) => `${n} ${n === 1 ? what : many}`;
    return (
      `no output of ${are(boxes.length, 'box', 'boxes')} i in an unsafe set of ` +
      `${are(unsafe.length, 'conjunction', 'conjunctions')} of ${are(rows, 'row', 'rows')}` +
      (withInputs ? ' of inputs and outputs' : '')
    );
  }
  const { epsilon, range } = statement;
  const what = 'label' in statement ? 'class of example i' : `${statement.spec.d.length} rows of example i`;
  return `${what} for all |x - x_i| <= ${list(epsilon)} within ${interval(range)}`;
}
