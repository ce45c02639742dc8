import type { ComponentType } from 'react';
import type { Phrase } from '#platform/contract/text.ts';

/** A tab on the customer's page that another module brings. */
export interface CustomerTab {
  /** Stands in the address: `standing`. */
  readonly key: string;
  readonly label: Phrase;
  readonly permission: string;
  /** Loaded when first opened. */
  readonly load: () => Promise<{ default: ComponentType<{ customerId: number }> }>;
}

const brought: CustomerTab[] = [];

/** Called once by each module that knows something of customers, when the console is put together. */
export function addCustomerTab(tab: CustomerTab): void {
  brought.push(tab);
}

export const moreTabs = (): readonly CustomerTab[] => brought;
