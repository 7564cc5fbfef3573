export { type FileJournalOptions, fileJournal } from './cascade/file-journal';
export type { RunIdentity } from './cascade/journal-header';
export {
  type StageProcesses,
  type StageProcessesOptions,
  serveStages,
  stageProcesses,
} from './cascade/workers/processes';
export { type SearchProcessesOptions, searchProcesses } from './property/workers/processes';
export { serveSearches } from './property/workers/serve-searches';
export type { ProcessEntry } from './workers/asked-process';
