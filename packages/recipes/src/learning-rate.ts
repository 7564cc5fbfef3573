import { parseSchedule, type Schedule } from '@ibp/train';

type Rates = {
  readonly steps: number;
  readonly learningRate: number;
  readonly decays: readonly (readonly [number, number])[];
  readonly learningRateSchedule?: string;
};

/** `1e-3,1e-4@15000`: the recipe's learning rates in the notation that the flag takes. */
export function learningRateText({ learningRate, decays, steps }: Rates): string {
  // by step, so that in a very short run the later of two decays at one step holds
  const values = new Map([[0, learningRate]]);
  let value = learningRate;
  for (const [share, factor] of decays) {
    value *= factor;
    values.set(Math.round(share * steps), Number(value.toPrecision(6)));
  }
  return [...values].map(([step, rate]) => (step === 0 ? `${rate}` : `${rate}@${step}`)).join(',');
}

/** @throws when the text is not such a schedule. */
export const learningRateOf = (rates: Rates): Schedule =>
  parseSchedule(rates.learningRateSchedule ?? learningRateText(rates));

/** `1e-3,1e-4@15000` for a run `times` as long. */
export const stretched = (text: string, times: number): string =>
  text
    .split(',')
    .map((piece) => {
      const [rate, step] = piece.split('@');
      return step === undefined ? rate : `${rate}@${Math.round(Number(step) * times)}`;
    })
    .join(',');
