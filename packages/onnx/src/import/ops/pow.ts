import { commonShape } from '../constant/broadcast';
import { zipped } from '../constant/elementwise';
import type { OpRule } from '../graph/call';
import { combine, product } from './arithmetic';
import { applied } from './elementwise';
import { constantInput, input } from './inputs';

/** A power: of constants any, of the network's values 1, 2 and other small whole ones, as products. */
export const pow: OpRule = (call) => {
  const x = input(call, 0);
  const y = constantInput(call, 1);
  if (x.kind === 'constant') {
    const shape = commonShape([x.shape, y.shape]) ?? call.refuse('expected shapes that broadcast');
    return zipped([x, y], shape, (a, b) => a! ** b!);
  }
  const exponent = y.data[0]!;
  if (y.data.length !== 1 || !Number.isInteger(exponent) || exponent < 1 || exponent > 4) {
    call.refuse(
      `expected one whole exponent from 1 to 4, got ${y.data.length === 1 ? exponent : `${y.data.length}`}`,
    );
  }
  if (exponent === 1) return x;
  const square = applied(call, x, 'square', {});
  if (exponent === 2) return square;
  return exponent === 3 ? combine(call, product, square, x) : applied(call, square, 'square', {});
};
