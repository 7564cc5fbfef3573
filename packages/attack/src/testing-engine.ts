import { onnxEngine } from '@ibp/onnx';
import { testEngine } from 'ibp-tools/test-engine';
import type { Attack } from './attack';
import { type ExhaustiveOptions, exhaustive as exhaustiveWith } from './exhaustive';
import { fgsm as fgsmWith } from './fgsm';
import { type PgdOptions, pgd as pgdWith } from './pgd';
import { type SquareOptions, square as squareWith } from './square';

/** What is refused is refused at once, as without an engine. */
function onTestEngine<O extends object>(make: (options: O) => Attack): (options?: O) => Attack {
  return (options = {} as O) => {
    const eager = make(options);
    return async (...task) => {
      const engine = await testEngine(onnxEngine);
      return engine.engine ? make({ ...engine, ...options })(...task) : eager(...task);
    };
  };
}

export const pgd = onTestEngine<PgdOptions>(pgdWith);
export const fgsm = onTestEngine<Parameters<typeof fgsmWith>[0] & object>(fgsmWith);
export const square = onTestEngine<SquareOptions>(squareWith);
export const exhaustive = onTestEngine<ExhaustiveOptions>(exhaustiveWith);
