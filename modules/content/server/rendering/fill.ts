/** `{customer_title}` and its like, wherever a text has a place to be filled. */
const PLACE = /\{([a-z][a-z0-9_]{0,39})\}/g;

export type Filled = { readonly text: string } | { readonly missing: string };

/** The first place without a value is named; nothing is ever sent with a place left open. */
export function fill(text: string, value: (name: string) => string | undefined): Filled {
  let missing: string | null = null;
  const filled = text.replace(PLACE, (_, name: string) => {
    const known = value(name);
    if (known === undefined || known === '') missing ??= name;
    return known ?? '';
  });
  return missing === null ? { text: filled } : { missing };
}

export const placesIn = (text: string): string[] => [
  ...new Set([...text.matchAll(PLACE)].map(([, name]) => name!)),
];
