export { type CheckAptpOptions, checkAptp, type ForeignCheck } from './aptp/check-aptp';
export { type Aptp, parseAptp } from './aptp/parse-aptp';
export type { Pattern } from './aptp/read-patterns';
export { writeAptp } from './aptp/write-aptp';
export { checkMarabou, type MarabouCheck } from './marabou/check-marabou';
export { type MarabouProof, parseMarabou } from './marabou/parse-marabou';
