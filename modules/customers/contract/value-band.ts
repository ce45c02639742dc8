/**
 * Value bands by assets under management, in fen: from half a million yuan, from fifty thousand, below
 * . Of whom nothing is known of assets, nothing is said.
 */
export const bandFrom = { high_quality: 50_000_000, mid: 5_000_000 } as const;
