/**
 * `same` padding along one axis: how much before and after (as TensorFlow splits it, the odd one after), and
 * for each window its size over the number of units in it that are not padding.
 */
export function samePadding(input: number, size: number, stride: number) {
  const outputs = Math.ceil(input / stride);
  const total = Math.max((outputs - 1) * stride + size - input, 0);
  const before = Math.floor(total / 2);
  const weights = Array.from({ length: outputs }, (_, i) => {
    const start = i * stride - before;
    return size / (Math.min(start + size, input) - Math.max(start, 0));
  });
  return { pads: [before, total - before] as [number, number], total, weights };
}
