export { type CertifiedMatchers, type CertifiedOptions, matchers, toBeCertified } from './to-be-certified';
