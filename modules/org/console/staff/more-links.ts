import type { Phrase } from '#platform/contract/text.ts';

/** Where another module tells more of a colleague: a button on the colleague's page. */
export interface StaffLink {
  readonly label: Phrase;
  readonly permission: string;
  readonly to: (staffId: string) => string;
}

const brought: StaffLink[] = [];

/** Called once by each module that knows something of colleagues, when the console is put together. */
export function addStaffLink(link: StaffLink): void {
  brought.push(link);
}

export const moreLinks = (): readonly StaffLink[] => brought;
