import type { Engine } from '@ibp/layers';
import { onnxEngine } from '@ibp/onnx';
import type { Attack } from './attack';
import { type ExhaustiveOptions, exhaustive as exhaustiveWith } from './exhaustive';
import { fgsm as fgsmWith } from './fgsm';
import { type PgdOptions, pgd as pgdWith } from './pgd';
import { type SquareOptions, square as squareWith } from './square';

const engines: { readonly [name: string]: () => Promise<Engine | undefined> } = {
  eager: async () => undefined,
  onnx: onnxEngine,
};

/** The engine that the variable IBP_ENGINE names, under which the suite must pass; tfjs, op by op, unless set. */
async function testEngine(): Promise<{ readonly engine?: Engine }> {
  const name = process.env.IBP_ENGINE ?? 'eager';
  const make = engines[name];
  if (!make) throw new Error(`IBP_ENGINE: expected ${Object.keys(engines).join(' or ')}, got ${name}`);
  const engine = await make();
  return engine ? { engine } : {};
}

/** What is refused is refused at once, as without an engine. */
function onTestEngine<O extends object>(make: (options: O) => Attack): (options?: O) => Attack {
  return (options = {} as O) => {
    const eager = make(options);
    return async (...task) => {
      const engine = await testEngine();
      return engine.engine ? make({ ...engine, ...options })(...task) : eager(...task);
    };
  };
}

export const pgd = onTestEngine<PgdOptions>(pgdWith);
export const fgsm = onTestEngine<Parameters<typeof fgsmWith>[0] & object>(fgsmWith);
export const square = onTestEngine<SquareOptions>(squareWith);
export const exhaustive = onTestEngine<ExhaustiveOptions>(exhaustiveWith);
