import type { ReportData } from '../data/report-data';
import { type Count, tally } from './tone';

/** How many examples had each verdict: of the examples one by one, else of what `certify` summed up. */
export function verdictCounts({ examples, certification }: ReportData): Count[] {
  if (examples && examples.length > 0) return tally(examples.map(({ verdict }) => verdict));
  const summary = certification?.summary;
  if (!summary) return [];
  const wrong = summary.stages?.clean?.falsified ?? 0;
  const counts: Count[] = [
    { name: 'verified', tone: 'proved', count: summary.verified },
    { name: 'unknown', tone: 'open', count: summary.unknown },
    { name: 'falsified', tone: 'broken', count: summary.falsified - wrong },
    { name: 'misclassified', tone: 'wrong', count: wrong },
  ];
  return counts.filter(({ count }) => count > 0);
}
