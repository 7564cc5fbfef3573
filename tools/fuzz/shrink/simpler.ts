import { isNumbers, type Numbers, sizeOf } from '../net';
import { withoutNode, withoutUnused, withParam } from './rebuild';
import type { Trial } from './trial';
import { fewerUnits } from './units';

/** A float that is shorter to write: 0, 1, a power of two, or of few digits. */
export function shorter(x: number): number[] {
  if (x === 0) return [];
  const sign = Math.sign(x);
  const size = Math.abs(x);
  const candidates = [
    0,
    sign,
    sign * 2 ** Math.round(Math.log2(size)),
    Number(x.toPrecision(1)),
    Number(x.toPrecision(2)),
  ];
  return [...new Set(candidates.map(Math.fround))].filter((y) => y !== x && weight(y) < weight(x));
}

/** How much there is to read of a number. */
const weight = (x: number): number =>
  x === 0
    ? 0
    : Math.abs(x) === 1
      ? 1
      : 1 + String(x).replace(/^-|e.*$/g, '').length + (Number.isInteger(Math.log2(Math.abs(x))) ? 0 : 3);

function* shorterNumbers(numbers: Numbers): Generator<Numbers> {
  const { shape, data } = numbers;
  if (data.some((v) => v !== 0)) yield { shape, data: data.map(() => 0) };
  for (const [i, v] of data.entries()) {
    for (const to of shorter(v)) {
      const other = data.slice();
      other[i] = to;
      yield { shape, data: other };
    }
  }
}

function* fewerNodes(trial: Trial): Generator<Trial> {
  const { nodes } = trial.net;
  for (let i = nodes.length - 1; i > 0; i--) {
    for (const source of nodes[i]!.inputs) {
      if (sizeOf(nodes[source]!.shape) !== sizeOf(nodes[i]!.shape)) continue;
      const net = withoutNode(trial.net, i, source);
      if (net) yield { ...trial, net: withoutUnused(net) };
    }
  }
}

/** The net cut short, with a direction of what is then its output. */
function* earlierEnds(trial: Trial): Generator<Trial> {
  const { nodes } = trial.net;
  for (let end = 1; end < nodes.length - 1; end++) {
    const net = withoutUnused({ nodes: nodes.slice(0, end + 1) });
    const size = sizeOf(nodes[end]!.shape);
    for (let k = 0; k < Math.min(size, 6); k++) {
      for (const sign of [1, -1]) {
        const c = new Float32Array(size);
        c[k] = sign;
        yield { ...trial, net, row: { c, d: 0 } };
      }
    }
  }
}

function* simplerParams(trial: Trial): Generator<Trial> {
  for (const [i, { params }] of trial.net.nodes.entries()) {
    for (const [key, value] of Object.entries(params)) {
      const values: Iterable<unknown> = isNumbers(value) ? shorterNumbers(value) : [];
      for (const other of [...(key === 'bias' ? [undefined] : []), ...values]) {
        const net = withParam(trial.net, i, key, other);
        if (net) yield { ...trial, net };
      }
    }
  }
}

function* simplerBox(trial: Trial): Generator<Trial> {
  const { lower, upper } = trial.box;
  for (const i of lower.keys()) {
    const put = (l: number, u: number): Trial => {
      const box = { lower: lower.slice(), upper: upper.slice() };
      box.lower[i] = l;
      box.upper[i] = u;
      return { ...trial, box };
    };
    if (lower[i] !== upper[i]) {
      yield put(lower[i]!, lower[i]!);
      yield put(upper[i]!, upper[i]!);
    }
    for (const l of shorter(lower[i]!))
      if (l <= upper[i]!) yield put(l, lower[i] === upper[i] ? l : upper[i]!);
    for (const u of shorter(upper[i]!))
      if (u >= lower[i]!) yield put(lower[i] === upper[i] ? u : lower[i]!, u);
  }
}

function* simplerRow(trial: Trial): Generator<Trial> {
  const { c, d } = trial.row;
  for (const { data } of shorterNumbers({ shape: [c.length], data: c }))
    if (data.some((v) => v !== 0)) yield { ...trial, row: { c: data, d } };
  for (const to of shorter(d)) yield { ...trial, row: { c, d: to } };
}

/** What may be tried in place of a trial, the largest cuts first. */
export function* simpler(trial: Trial): Generator<Trial> {
  yield* earlierEnds(trial);
  yield* fewerNodes(trial);
  yield* fewerUnits(trial);
  yield* simplerRow(trial);
  yield* simplerParams(trial);
  yield* simplerBox(trial);
}
