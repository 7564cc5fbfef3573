export { fileJournal, type RunIdentity } from './cascade/file-journal';
