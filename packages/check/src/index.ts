export { type CheckFiles, type CheckReport, checkReport } from './check-report';
