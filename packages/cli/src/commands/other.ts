import type { Configuration } from '../configuration';

/** A command that does by itself what it is asked. */
export type Other = {
  readonly command: 'other';
  readonly name: string;
  readonly perform: () => Promise<void>;
};

export type FoundOther = (read: {
  readonly configuration: Configuration;
  readonly invocation: Other;
}) => void;
