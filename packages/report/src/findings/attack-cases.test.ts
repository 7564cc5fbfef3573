import { attackCases } from './attack-cases';
import { examplesOf } from './examples-of';
import { namingOf } from './tone';

const dataset = { images: [0, 0.2, 0.4, 0.6], labels: [0, 1, 2, 1], shape: [1], classes: 3 };
const none = { status: 'unbroken', witness: null, margin: -1, spec: 0, runs: 2 };
const broken = { status: 'broken', witness: [0.3], margin: 0.5, spec: 0, runs: 1 };

it('tells what an attack broke from what is wrong as it is, and says what it is taken for', () => {
  const found = examplesOf(attackCases([none, broken, { ...broken, spec: 1, runs: 0 }]), dataset);
  expect(found.map(({ verdict }) => namingOf(verdict).name)).toEqual(['unbroken', 'broken', 'misclassified']);
  expect(found.map(({ verdict }) => verdict?.witness?.taken)).toEqual([undefined, 2, 1]);
  expect(found[1]!.x).toEqual([0.2]);
});

it('takes one that was skipped for unbroken, not for wrong', () => {
  const [skipped] = examplesOf(attackCases([{ ...none, runs: 0, spec: -1 }]), dataset);
  expect(namingOf(skipped!.verdict)).toEqual({ name: 'unbroken', tone: 'open' });
});
