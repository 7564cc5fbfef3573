import type { Box, Row } from '../case';
import type { Net } from '../net';

/** What is made smaller: one net, one box, one row. */
export type Trial = { readonly net: Net; readonly box: Box; readonly row: Row };
