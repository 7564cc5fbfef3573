export { type FileJournalOptions, fileJournal } from './cascade/file-journal';
export type { RunIdentity } from './cascade/journal-header';
export { type SearchEntry, type SearchProcessesOptions, searchProcesses } from './property/workers/processes';
export { serveSearches } from './property/workers/serve-searches';
