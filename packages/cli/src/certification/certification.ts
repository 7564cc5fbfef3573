import type { Other } from '../commands/other';
import type { Configuration } from '../configuration';
import type { Settings } from '../settings';
import type { CertifySettings, CheckSettings, ExplainSettings, RadiusSettings } from './flags';

/** The commands about the weights in the folder of a run, and what each takes. */
export type Certification =
  | { readonly command: 'certify'; readonly settings: Settings; readonly certify: CertifySettings }
  | { readonly command: 'check'; readonly settings: Settings; readonly check: CheckSettings }
  | { readonly command: 'radius'; readonly settings: Settings; readonly radius: RadiusSettings }
  | { readonly command: 'explain'; readonly settings: Settings; readonly explain: ExplainSettings };

export type FoundCertification = (read: {
  readonly configuration: Configuration;
  readonly invocation: Certification | Other;
}) => void;
