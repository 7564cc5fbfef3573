export { type HighsWasmOptions, highsWasm } from './solver/highs-wasm';
export { type NativeHighsOptions, nativeHighs } from './solver/native-highs';
