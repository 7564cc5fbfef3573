import { dataError } from './data-error';
import { type InputRange, isBytes, type Pixels } from './dataset';

const at = (ends: InputRange[number], i: number): number => (typeof ends === 'number' ? ends : ends[i]!);

/**
 * @param size values of one example.
 * @throws DataError when the range is empty or has not as many ends as an example has values, or a value is not in it
 */
export function checkRange(where: string, range: InputRange, images: Pixels, size: number): void {
  const [low, high] = range;
  for (const ends of range) {
    if (typeof ends === 'number' || ends.length === size) continue;
    throw dataError(where, `expected a range of one number or ${size}, got ${ends.length}`);
  }
  const whole = typeof low === 'number' && typeof high === 'number';
  for (let i = 0; i < (whole ? 1 : size); i++) {
    const [least, greatest] = [at(low, i), at(high, i)];
    // an array may give a feature one value only
    if (whole ? least < greatest : least <= greatest) continue;
    const which = whole ? '' : ` for feature ${i}`;
    throw dataError(
      where,
      `expected a range [low, high] with low < high, got [${least}, ${greatest}]${which}`,
    );
  }
  if (isBytes(images)) {
    if (low !== 0 || high !== 1)
      throw dataError(where, `expected range [0, 1] for bytes, got [${low}, ${high}]`);
    return;
  }
  for (let i = 0; i < images.length; i++) {
    const [value, feature] = [images[i]!, i % size];
    // written so that NaN fails too; the ends are rounded as the stored values were
    const inside = value >= Math.fround(at(low, feature)) && value <= Math.fround(at(high, feature));
    if (inside && Number.isFinite(value)) continue;
    const ends = `[${at(low, feature)}, ${at(high, feature)}]`;
    throw dataError(where, `expected values in ${ends}, got ${value} at flat index ${i}`);
  }
}
