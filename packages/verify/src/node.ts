export { type FileJournalOptions, fileJournal } from './cascade/file-journal';
export type { RunIdentity } from './cascade/journal-header';
export { type HighsWasmOptions, highsWasm } from './solver/highs-wasm';
export { type NativeHighsOptions, nativeHighs } from './solver/native-highs';
