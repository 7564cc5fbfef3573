/** The path of the Chromium to use, or undefined. */
export function findChromium(environment?: {
  readonly CHROMIUM?: string;
  readonly PATH?: string;
}): string | undefined;
