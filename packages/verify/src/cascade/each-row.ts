import { conjunctionsOf } from './question';
import type { Finding, OpenQuestion, StageContext } from './stage';

type One = (question: OpenQuestion, context: StageContext) => Promise<Finding>;

/**
 * A search for rows that are broken, of a property row by row until one of each conjunction is proved: that a row is broken
 * somewhere ends the search for it, and says nothing of the others.
 */
export const eachRow =
  (one: One): One =>
  async (question, context) => {
    if (!question.about || question.open.length < 2) return one(question, context);
    const start = performance.now();
    const { open, bounds = {} } = question;
    let all: Finding = {};
    for (const rows of conjunctionsOf(question)) {
      const own = rows.filter((row) => open.includes(row));
      own.sort((a, b) => (bounds[a] ?? 0) - (bounds[b] ?? 0)); // what is nearest to a proof first
      for (const row of own) {
        const secondsLeft = context.secondsLeft - (performance.now() - start) / 1000;
        if (!(secondsLeft > 0)) return all;
        const found = await one({ ...question, open: [row] }, { ...context, secondsLeft });
        all = both(all, found);
        if (found.proved?.includes(row)) break;
      }
    }
    return all;
  };

const both = (a: Finding, b: Finding): Finding => ({
  ...a,
  ...b,
  proved: [...(a.proved ?? []), ...(b.proved ?? [])],
  bounds: { ...a.bounds, ...b.bounds },
  ...(a.evidence || b.evidence ? { evidence: [a.evidence ?? [], b.evidence ?? []].flat() } : {}),
});
