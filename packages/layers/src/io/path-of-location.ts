import { fileURLToPath, pathToFileURL } from 'node:url';

export const scheme = 'file://';

/**
 * The path that a `file://` location names. What `pathToFileURL` writes is read as the URL it is (`file:///a/run%201`,
 * `file:///C:/a`); all else, as tfjs-node does, is the path that follows the scheme, to the letter: relative ones too
 * (`file://./a`), and on Windows `file://C:\\a`.
 */
export function pathOfLocation(location: string): string {
  try {
    const path = fileURLToPath(location);
    if (pathToFileURL(path).href === location) return path;
  } catch {
    // not a URL of this system: `file://./a` has a host, `file:///100%` no character
  }
  return location.slice(scheme.length);
}
