import { erf } from '../elementary/erf';
import { tanh } from '../elementary/sigmoid';
import { inner, near, point, product, sum, valley } from './curve-shapes';

/** `|f''| = phi(x) |2 - x^2|`, greatest at 0, where it is `2 / sqrt(2 pi)`. */
export const geluCurve = valley(
  (x) =>
    product(product([0.5, 0.5], point(x)), sum([1, 1], inner(erf, product(near(Math.SQRT1_2), point(x))))),
  -0.7517915247,
  0.798,
);

/** `sqrt(2 / pi)`, 0.79788456080286535587989..., and the decimals that its tanh form has. */
const [rootOfShare, cubed] = [near(0.7978845608028654), near(0.044715)];
/**
 * With `v = sqrt(2 / pi) (x + 0.044715 x^3)`: `f'' = sech^2(v) (v' + x v'' / 2 - x tanh(v) v'^2)`. Of the first two terms `sech^2(v)
 * (0.798 + 0.214 x^2)` is greatest at 0, for `cosh^2(v) >= 1 + 0.63 x^2`; the third has the other sign, and is at most 0.32 for
 * `|x| <= 1` (there `tanh sech^2 <= 0.385`), and beyond, where `sech^2(v) <= 4 exp(-2 v)`, at most its bound at 1, 0.62.
 */
export const tanhGeluCurve = valley(
  (x) => {
    const cube = product(point(x), product(point(x), point(x)));
    const v = product(rootOfShare, sum(point(x), product(cubed, cube)));
    return product(product([0.5, 0.5], point(x)), sum([1, 1], inner(tanh, v)));
  },
  -0.7524614221,
  0.798,
);
