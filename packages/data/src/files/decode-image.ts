import { decode } from 'jpeg-js';
import { dataError } from '../core/data-error';
import { message } from '../formats/gzip';
import { decodePng } from './decode-png';
import { MOST_PIXELS } from './most-pixels';

/** The pixels of an image file. */
export type DecodedImage = {
  readonly height: number;
  readonly width: number;
  /** `[height, width, channels]`; what is transparent has its colour all the same. */
  readonly pixels: Uint8Array;
};

/** Files with these endings are taken for images. */
export const IMAGE_FILE = /\.(png|jpe?g)$/i;

/**
 * A PNG or JPEG image, told apart by content, as colour (3 channels) or grey (1: the red channel, as grey
 * images have all three alike).
 * @throws DataError when the image is damaged or of more than 16,777,216 pixels, or is to be grey and is in colour
 */
export function decodeImage(bytes: Uint8Array, channels: 1 | 3, where = 'decodeImage'): DecodedImage {
  const { width, height, data } = rgba(bytes, where);
  const pixels = new Uint8Array(width * height * channels);
  for (let i = 0; i < width * height; i++) {
    const [red, green, blue] = [data[4 * i]!, data[4 * i + 1]!, data[4 * i + 2]!];
    if (channels === 1 && (red !== green || red !== blue)) {
      throw dataError(where, 'expected a grey image for channels 1, got one in colour');
    }
    pixels[i * channels] = red;
    if (channels === 3) {
      pixels[i * 3 + 1] = green;
      pixels[i * 3 + 2] = blue;
    }
  }
  return { height, width, pixels };
}

function rgba(bytes: Uint8Array, where: string): { width: number; height: number; data: Uint8Array } {
  try {
    if (bytes[0] === 0x89) return decodePng(bytes);
    const strict = { tolerantDecoding: false, maxResolutionInMP: MOST_PIXELS / 1e6 };
    return decode(bytes, { ...strict, useTArray: true, formatAsRGBA: true });
  } catch (cause) {
    throw dataError(where, `expected a PNG or JPEG image, got a damaged one (${message(cause)})`, cause);
  }
}
