import type { ReportData } from '../data/report-data';

/** What the page is called: the model and the data, where nothing else is asked for. */
export function titleOf({ title, run }: ReportData): string {
  if (title !== undefined) return title;
  const { model } = (run?.recipe ?? {}) as { readonly model?: unknown };
  const names = [model, run?.example].filter((name) => typeof name === 'string');
  return names.length > 0 ? `Robustness of ${names.join(' on ')}` : 'Robustness report';
}
