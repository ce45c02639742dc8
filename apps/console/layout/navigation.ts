import type { Phrase } from '#platform/contract/text.ts';
import { mayOpen, type NavPage, type Room } from '#platform/web/room.ts';
import { keptStore } from '#platform/web/store.ts';

export interface NavGroup {
  key: string;
  capability: Phrase;
  pages: readonly NavPage[];
}

/**
 * The pages a person may open, by capability; a capability without any is not shown. What belongs to
 * a later stage of the bank's roll-out may be hidden.
 */
export function navigationFor(
  rooms: readonly Room[],
  may: (permission: string) => boolean,
  hiddenAfter: number | null = null,
): NavGroup[] {
  return rooms
    .map((room) => ({
      key: room.key,
      capability: room.capability,
      pages: room.nav.filter(
        (page) =>
          mayOpen(page, may) && (page.stage ?? 1) <= (hiddenAfter ?? Number.POSITIVE_INFINITY),
      ),
    }))
    .filter((group) => group.pages.length > 0);
}

/** The page of the navigation one is on or below: the longest path that fits. */
export function currentPage(groups: readonly NavGroup[], pathname: string): NavPage | undefined {
  return groups
    .flatMap((group) => group.pages)
    .filter((page) => pathname === page.path || pathname.startsWith(`${page.path}/`))
    .sort((one, other) => other.path.length - one.path.length)[0];
}

export const navigationFolded = keptStore<'yes' | 'no'>('yuhang.navigation', (kept) =>
  kept === 'yes' ? 'yes' : 'no',
);
