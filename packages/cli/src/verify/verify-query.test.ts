import { plainForward } from '@ibp/exact';
import { dense, disposeNetwork, type Network, network, relu, sequential } from '@ibp/layers';
import { stream } from '@ibp/testing';
import { plainNetwork } from '@ibp/verify';
import { parseVnnlib, satisfies } from '@ibp/vnnlib';
import { property } from './testing';
import { verifyQuery } from './verify-query';

const steps = 24;

/** A formula of ands and ors over ends of two inputs and rows of two outputs, with constants near what outputs are. */
function draw(next: () => number, depth: number): string {
  if (depth > 0) {
    const parts = Array.from({ length: 1 + Math.floor(3 * next()) }, () => draw(next, depth - 1));
    return `(${next() < 0.5 ? 'and' : 'or'} ${parts.join(' ')})`;
  }
  const [op, number] = [next() < 0.5 ? '<=' : '>', (least: number) => (least + 3 * next()).toFixed(2)];
  if (next() < 0.3) return `(${op} X_${Math.floor(2 * next())} ${number(-1.5)})`;
  return `(${op} (+ (* ${number(-1.5)} Y_0) (* ${number(-1.5)} Y_1)) ${number(-1.5)})`;
}

/** Whether a point of a grid is what the file asks for. */
async function isOnGrid(net: Network, text: string): Promise<boolean> {
  const [plain, query] = [await plainNetwork(net), parseVnnlib(text)];
  for (let i = 0; i <= steps; i++) {
    for (let j = 0; j <= steps; j++) {
      const x = Float64Array.of((2 * i) / steps - 1, (2 * j) / steps - 1);
      if (satisfies(query, x, plainForward(plain, x))) return true;
    }
  }
  return false;
}

it('no answer to a random formula is contradicted by a grid of inputs', async () => {
  const next = stream(11);
  const counts = { sat: 0, unsat: 0, other: 0 };
  for (let run = 0; run < 24; run++) {
    const net = network([2], sequential(dense(5), relu(), dense(2)), { seed: run });
    const text = property(`(assert ${draw(next, 2)})`);
    const left = () => 300;
    const { answer, witness } = await verifyQuery(net, parseVnnlib(text), { left });
    if (answer === 'sat') {
      counts.sat++;
      expect(satisfies(parseVnnlib(text), witness!.input, witness!.output)).toBe(true);
    } else if (answer === 'unsat') {
      counts.unsat++;
      expect(await isOnGrid(net, text)).toBe(false);
    } else counts.other++;
    disposeNetwork(net);
  }
  expect(Math.min(counts.sat, counts.unsat)).toBeGreaterThanOrEqual(5);
  expect(counts.other).toBeLessThanOrEqual(4);
});

it('parts end a search alike each time, and are shared by properties', async () => {
  const net = network([2], sequential(dense(20), relu(), dense(20), relu(), dense(2)), { seed: 3 });
  const plain = await plainNetwork(net);
  let most = Number.NEGATIVE_INFINITY;
  for (let i = 0; i <= 40; i++) {
    for (let j = 0; j <= 40; j++) {
      most = Math.max(most, plainForward(plain, Float64Array.of(i / 20 - 1, j / 20 - 1))[0]!);
    }
  }
  // a little above the greatest output: intervals and planes do not show it without cuts
  const above = `(>= Y_0 ${(most + 0.02).toFixed(6)})`;
  const query = parseVnnlib(property(`(assert (or (and ${above} (<= X_0 0)) (and ${above} (>= X_0 0))))`));
  const left = () => 300;
  const verify = (maxNodes: number) => verifyQuery(net, query, { left, maxNodes });
  const whole = await verify(10_000);
  expect(whole.answer).toBe('unsat');
  expect(whole.nodes).toBeGreaterThan(4);
  expect((await verify(10_000)).nodes).toBe(whole.nodes);
  const few = await verify(2);
  expect(few).toMatchObject({ answer: 'unknown', reason: 'too many parts' });
  expect((await verify(2)).nodes).toBe(few.nodes);
  disposeNetwork(net);
});
