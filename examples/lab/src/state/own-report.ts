import { renderReport } from '@ibp/report';
import { asked, inputs, model, verdicts } from './own-state';

/** What was found out as the page that `ibp certify --html` writes. */
export function ownReport(): string {
  const { title, inputShape, classes, hash, parameters } = model.peek()!;
  const { epsilon, range } = asked.peek();
  const all = verdicts.peek().toSorted((a, b) => a.index - b.index);
  const count = (status: string) => all.filter((one) => one.status === status).length;
  return renderReport({
    title: `${title}: certified in the lab`,
    run: { network: { parameters }, weightsHash: hash, data: { description: inputs.peek().title } },
    certification: {
      ...{ epsilon, examples: all.length, stages: ['clean', 'ibp', 'crown', 'pgd', 'branch-and-bound'] },
      summary: {
        ...{ examples: all.length, verified: count('verified') },
        ...{ falsified: count('falsified'), unknown: count('unknown') },
      },
    },
    format: { shape: inputShape, classes, range },
    examples: all.map(({ index, label, status, method, detail, witness, taken, margin }) => ({
      ...{ index, label, x: inputs.peek().inputs[index]! },
      verdict: {
        status,
        ...(method ? { method } : {}),
        ...(detail ? { detail } : {}),
        ...(witness ? { witness: { x: witness, margin: margin!, taken: taken! } } : {}),
      },
    })),
  });
}
