import type { Enclosure, PlainSpec, Property } from '@ibp/exact';
import { type Atom, type Conjunction, subjectOf } from '../atom';
import { isEnd } from '../end';
import type { ExactFormula } from '../query';
import { featureOf, isInput, type VariableIndex } from '../variable';
import { cut, endless, isEmpty } from './box';
import { type FloatRow, floatRows, mostRows } from './exact-row';
import { inputRow } from './input-row';
import { countOf, type Scope } from './scope';
import { failAt } from './tokens';

/** The most numbers that boxes, and rows, may have together. */
const mostNumbers = 2 ** 24;

/** A property in the making: one box, and what is unsafe of it. */
type Group = { readonly box: Enclosure; readonly unsafe: Conjunction[] };

/** The properties that all have to hold for the formula to be true nowhere. */
export function propertiesOf(
  source: { readonly text: string },
  scope: Scope,
  formula: ExactFormula,
): Property[] {
  const { common, conjunctions } = formula;
  const inputs = countOf(scope.inputs);
  const shared = endless(inputs);
  for (const atom of common) if (isEnd(atom)) cut(shared, atom);
  const sharedRows = common.filter((atom) => !isEnd(atom));
  const groups = new Map<string, Group | undefined>();
  const numberOf = numbering();
  const spend = spending(source);
  const groupOf = (own: readonly Atom[]): Group | undefined => {
    const key = own.map(numberOf).join();
    if (groups.has(key)) return groups.get(key);
    let box = shared;
    if (own.length > 0) {
      spend(2 * inputs);
      box = { lower: shared.lower.slice(), upper: shared.upper.slice() };
      for (const atom of own) cut(box, atom);
    }
    const group = isEmpty(box) ? undefined : { box, unsafe: [] };
    groups.set(key, group);
    return group;
  };
  for (const conjunction of conjunctions) {
    const rows = conjunction.filter((atom) => !isEnd(atom));
    groupOf(conjunction.filter(isEnd))?.unsafe.push([...sharedRows, ...rows]);
  }
  return [...groups.values()]
    .filter((group) => group !== undefined)
    .map((group) => propertyOf(source, scope, group, spend));
}

/** Counts numbers, to {@link mostNumbers}. */
function spending(source: { readonly text: string }): (count: number) => void {
  let numbers = 0;
  return (count) => {
    numbers += count;
    if (numbers > mostNumbers) {
      failAt(source, 0, `expected at most ${mostNumbers} numbers in boxes and rows, got more`);
    }
  };
}

/** A number for each comparison; the same for two that say the same. */
function numbering(): (atom: Atom) => number {
  const [ofAtom, ofContent] = [new Map<Atom, number>(), new Map<string, number>()];
  return (atom) => {
    const known = ofAtom.get(atom);
    if (known !== undefined) return known;
    const { variables, coefficients, constant, strict } = atom;
    const numbers = [constant, ...coefficients].map(({ digits, scale }) => `${digits}e${scale}`);
    const content = [strict, ...variables, ...numbers].join();
    if (!ofContent.has(content)) ofContent.set(content, ofContent.size);
    const number = ofContent.get(content)!;
    ofAtom.set(atom, number);
    return number;
  };
}

/** Rows of inputs and outputs where a comparison is about inputs that is no end of the box, of outputs else. */
function propertyOf(
  source: { readonly text: string },
  scope: Scope,
  { box, unsafe }: Group,
  spend: (count: number) => void,
): Property {
  const [inputs, outputs] = [countOf(scope.inputs), countOf(scope.outputs)];
  const withInputs = unsafe.some((atoms) => atoms.some((atom) => subjectOf(atom) !== 'outputs'));
  const units = withInputs ? inputs + outputs : outputs;
  const columnOf = (variable: VariableIndex) =>
    featureOf(variable) + (withInputs && !isInput(variable) ? inputs : 0);
  const rowsOf = (atoms: Conjunction): PlainSpec[] => {
    const all = unsafeOf(source, atoms, box, { units, columnOf });
    for (const { c } of all) spend(c.length);
    return all;
  };
  return { boxes: [box], unsafe: unsafe.flatMap(rowsOf), ...(withInputs ? { withInputs } : {}) };
}

/** How many coefficients a row has, and which is a variable's. */
type Columns = { readonly units: number; readonly columnOf: (variable: VariableIndex) => number };

/** Conjunctions of float64 rows that hold the one of these atoms: more than one where an atom takes several rows. */
function unsafeOf(
  source: { readonly text: string },
  atoms: Conjunction,
  box: Enclosure,
  { units, columnOf }: Columns,
): PlainSpec[] {
  const choices = atoms.flatMap((atom) => {
    const rows = rowsFor(atom, box);
    if (rows) return [{ atom, rows }];
    // without a row of inputs more is unsafe
    return subjectOf(atom) === 'inputs' ? [] : tooManyDecimals(source, atom);
  });
  // of no row at all everything is unsafe
  if (choices.length === 0) return [{ c: new Float64Array(units), d: Float64Array.of(1) }];
  let all: PlainSpec[] = [
    { c: new Float64Array(choices.length * units), d: new Float64Array(choices.length) },
  ];
  for (const [k, { atom, rows }] of choices.entries()) {
    if (rows.length * all.length > mostRows) tooManyDecimals(source, atom);
    all = all.flatMap((spec) =>
      rows.map((row, r) => {
        const copy = r === rows.length - 1 ? spec : { c: spec.c.slice(), d: spec.d.slice() };
        for (const [i, variable] of atom.variables.entries()) {
          copy.c[k * units + columnOf(variable)] = row.c[i]!;
        }
        copy.d[k] = row.d;
        return copy;
      }),
    );
  }
  return all;
}

/** Rows one of which holds wherever the atom does; of inputs one, if the box has ends that say how far off it is. */
const rowsFor = (atom: Atom, box: Enclosure): readonly FloatRow[] | undefined => {
  const row = subjectOf(atom) === 'inputs' ? inputRow(atom, box) : undefined;
  return row ? [row] : floatRows(atom);
};

const tooManyDecimals = (source: { readonly text: string }, { at }: Atom): never =>
  failAt(
    source,
    at,
    'expected coefficients that float64 numbers can state, got several of too many decimals',
  );
