import type { Enclosure, PlainSpec } from '@ibp/exact';
import { type Atom, type Conjunction, subjectOf } from '../atom';
import { isEnd } from '../end';
import type { ExactFormula, VnnlibProperty } from '../query';
import { featureOf } from '../variable';
import { cut, endless, isEmpty } from './box';
import { floatRows, mostRows } from './exact-row';
import { inputRow, stacked } from './input-row';
import { countOf, type Scope } from './scope';
import { failAt } from './tokens';

/** The most numbers that boxes, and rows, may have together. */
const mostNumbers = 2 ** 24;

/** A property in the making: one box, and its conjunctions. */
type Group = { readonly box: Enclosure; readonly inputAtoms: readonly Atom[]; readonly unsafe: PlainSpec[] };

/** The properties that all have to hold for the formula to be true nowhere. */
export function propertiesOf(
  source: { readonly text: string },
  scope: Scope,
  formula: ExactFormula,
): VnnlibProperty[] {
  const { common, conjunctions } = formula;
  const [inputs, outputs] = [countOf(scope.inputs), countOf(scope.outputs)];
  const shared = endless(inputs);
  const [sharedRows, sharedOutputs] = sort(source, common, shared);
  const groups = new Map<string, Group | undefined>();
  const numberOf = numbering();
  let numbers = 0;

  const spend = (count: number): void => {
    numbers += count;
    if (numbers > mostNumbers) {
      failAt(source, 0, `expected at most ${mostNumbers} numbers in boxes and rows, got more`);
    }
  };
  const groupOf = (own: readonly Atom[]): Group | undefined => {
    const key = own.map(numberOf).join();
    if (groups.has(key)) return groups.get(key);
    let box = shared;
    if (own.length > 0) {
      spend(2 * inputs);
      box = { lower: shared.lower.slice(), upper: shared.upper.slice() };
    }
    const [rows] = sort(source, own, box);
    const group = isEmpty(box) ? undefined : { box, inputAtoms: [...sharedRows, ...rows], unsafe: [] };
    groups.set(key, group);
    return group;
  };

  for (const conjunction of conjunctions) {
    const group = groupOf(conjunction.filter((atom) => subjectOf(atom) !== 'outputs'));
    if (!group) continue;
    const atoms = [...sharedOutputs, ...conjunction.filter((atom) => subjectOf(atom) === 'outputs')];
    for (const rows of unsafeOf(source, atoms, outputs)) {
      spend(rows.c.length);
      group.unsafe.push(rows);
    }
  }
  return [...groups.values()].filter((group) => group !== undefined).map(propertyOf);
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

/** Cuts the box by the ends among atoms, and gives the other atoms of inputs, and those of outputs. */
function sort(source: { readonly text: string }, atoms: Conjunction, box: Enclosure): [Atom[], Atom[]] {
  const [inputRows, outputRows]: [Atom[], Atom[]] = [[], []];
  for (const atom of atoms) {
    const subject = subjectOf(atom);
    if (subject === 'both') {
      failAt(source, atom.at, 'expected inputs or outputs in a comparison, got both, which is not supported');
    }
    if (subject === 'outputs') outputRows.push(atom);
    else if (isEnd(atom)) cut(box, atom);
    else inputRows.push(atom);
  }
  return [inputRows, outputRows];
}

/** Conjunctions of float64 rows that hold the one of these atoms: more than one where an atom takes several rows. */
function unsafeOf(source: { readonly text: string }, atoms: readonly Atom[], outputs: number): PlainSpec[] {
  // of no row at all everything is unsafe
  if (atoms.length === 0) return [{ c: new Float64Array(outputs), d: Float64Array.of(1) }];
  let all: PlainSpec[] = [{ c: new Float64Array(atoms.length * outputs), d: new Float64Array(atoms.length) }];
  for (const [k, atom] of atoms.entries()) {
    const rows = floatRows(atom);
    if (!rows || rows.length * all.length > mostRows) {
      return failAt(
        source,
        atom.at,
        'expected coefficients that float64 numbers can state, got several of too many decimals',
      );
    }
    all = all.flatMap((spec) =>
      rows.map((row, r) => {
        const copy = r === rows.length - 1 ? spec : { c: spec.c.slice(), d: spec.d.slice() };
        for (const [i, variable] of atom.variables.entries()) {
          copy.c[k * outputs + featureOf(variable)] = row.c[i]!;
        }
        copy.d[k] = row.d;
        return copy;
      }),
    );
  }
  return all;
}

function propertyOf({ box, inputAtoms, unsafe }: Group): VnnlibProperty {
  const rows = inputAtoms.map((atom) => inputRow(atom, box)).filter((row) => row !== undefined);
  return { boxes: [box], unsafe, ...(rows.length > 0 ? { inputRows: stacked(rows) } : {}) };
}
