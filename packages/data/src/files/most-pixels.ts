/** Of one image: a header alone may claim more than memory holds. */
export const MOST_PIXELS = 2 ** 24;
