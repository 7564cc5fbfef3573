/** An error, a share of 1. */
type Share = number;

/** What is known of a network: how it was trained, and what was measured. */
export type Card = {
  /** What `ibp train --model` calls the network, and its method and settings as a recipe of `@ibp/recipes`. */
  readonly model: string;
  readonly recipe: { readonly [setting: string]: unknown };
  /** What it was trained on, and where the images that it was tested on came from. */
  readonly data: string;
  /** What chose the recipe and the checkpoint. */
  readonly chosenOn: string;
  /** `[height, width, channels]` of an input, which is in [0, 1]; normalisation is a part of the network. */
  readonly inputShape: readonly number[];
  readonly classes: number;
  readonly parameters: number;
  /** Of the ball that the errors are at, in the input's range. */
  readonly epsilon: number;
  /** Its own, where `recipe.from` names another network whose weights it began with. */
  readonly steps: number;
  /** Of training, that of such a network on top. */
  readonly epochs: number;
  /** Hours of one core that training took, that of such a network on top. */
  readonly coreHours: number;
  /** On images that it was not trained on: the true error at `epsilon` is between the two of `verified`. */
  readonly errors: {
    readonly examples: number;
    readonly test: Share;
    readonly pgd: Share;
    /** PGD and Auto-PGD. */
    readonly autoPgd?: Share;
    /** By interval bounds alone. */
    readonly ibp: Share;
    readonly verified: readonly [broken: Share, unproved: Share];
  };
  /**
   * What a machine must find to have the same network: of the first 200 digits that `embeddedDigits` of `@ibp/data` holds
   * out, how many are misclassified, and how many interval bounds do not prove at `epsilon`. None where it takes no digits.
   */
  readonly digits?: { readonly misclassified: number; readonly unproved: number };
  /** The hash of the weights of the run that it was made of (`weightsHash` of `@ibp/layers`), batch norm and all; none where none was kept. */
  readonly weights?: string;
  /** The hash that certificates name it by (`networkHash` of `@ibp/exact`). */
  readonly network: string;
  /** Of the file of certificates of those images (SHA-256); none where none was kept. */
  readonly certificates?: string;
  readonly bytes: number;
};
