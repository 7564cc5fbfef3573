export { type FileJournalOptions, fileJournal } from './cascade/file-journal';
export type { RunIdentity } from './cascade/journal-header';
