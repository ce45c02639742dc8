/** As many as are read at the same time; whichever was made first goes first. */
const MOST = 500;
const pages = new Map<string, string>();

/**
 * A page for nobody in particular is made once and shown until anything of what it is made of changes:
 * the stamp says so, asked for at every opening.
 */
export const keptPage = (token: string, stamp: string): string | null =>
  pages.get(`${token} ${stamp}`) ?? null;

export function keepPage(token: string, stamp: string, html: string): void {
  pages.set(`${token} ${stamp}`, html);
  if (pages.size <= MOST) return;
  const [oldest] = pages.keys();
  pages.delete(oldest!);
}
