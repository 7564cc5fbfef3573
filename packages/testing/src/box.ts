/** A box of real inputs, flattened. */
export type Box = { readonly lower: Float64Array; readonly upper: Float64Array };
