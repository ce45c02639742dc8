import type { ComponentType } from 'react';
import type { Phrase } from '#platform/contract/text.ts';
import type { IconName } from './icon/shapes.ts';

export interface RoomPage {
  /** `/staff/:id`, from the root of the console. */
  path: string;
  /** Any of these opens it; without, every signed-in person sees it. */
  permission?: string | readonly string[];
  /** Loaded when first opened: `() => import('./StaffPage.tsx')` with a default export. */
  page: () => Promise<{ default: ComponentType }>;
}

export interface NavPage extends RoomPage {
  label: Phrase;
  icon: IconName;
  /** Other words the command palette finds it by: pinyin initials, an older name. */
  also?: readonly string[];
  /** Belongs to this stage of a roll-out: a bank may hide it until then. */
  stage?: 2 | 3;
}

/** The screens of one capability. Listed in `apps/console/rooms.ts`. */
export interface Room {
  key: string;
  capability: Phrase;
  /** In the navigation, in this order. */
  nav: readonly NavPage[];
  /** Reached from other pages. */
  pages?: readonly RoomPage[];
}

export function mayOpen(page: Pick<RoomPage, 'permission'>, may: (permission: string) => boolean) {
  if (page.permission === undefined) return true;
  const any = typeof page.permission === 'string' ? [page.permission] : page.permission;
  return any.some(may);
}
