import '@ibp/backend/cpu';
import '@ibp/backend/wasm';
import fc from 'fast-check';
import { cases } from '../testing/cases';
import { expectClose, type KernelCall, onBackend } from '../testing/compare';

/** Whether its numbers are finite: of NaN and infinities the README of @ibp/backend says which kernels lose them. */
const hasFiniteNumbers = ({ inputs, attributes = {} }: KernelCall): boolean =>
  [...Object.values(inputs).flatMap(({ data }) => [...data]), ...Object.values(attributes)].every(
    (value) => typeof value !== 'number' || Number.isFinite(value),
  );

/** What tfjs cannot agree on with itself: the type of what floats give. Nothing here divides so. */
const others = Object.entries(cases).filter(([kernel]) => kernel !== 'FloorDiv');

// The kernels of the compiled engine are those that training and verification rest on.
it.each(others)('%s on wasm gives what the cpu backend gives', async (kernel, calls) => {
  const drawn = fc
    .sample(calls as fc.Arbitrary<KernelCall>, { seed: 4, numRuns: 60 })
    .filter(hasFiniteNumbers);
  const expected = await onBackend('cpu', kernel, drawn);
  const actual = await onBackend('wasm', kernel, drawn);
  for (const [i, each] of expected.entries()) expectClose(actual[i]!, each);
});
