import type { Access } from '#protocol/wecom/endpoint.ts';
import type { AppKind } from '../../contract/corp.ts';

/** Which apps may call, the usual one first. */
export const CALLERS: Record<Access, readonly AppKind[]> = {
  open: ['self_built', 'customer_contact', 'contact_sync', 'archive'],
  any: ['self_built', 'customer_contact', 'contact_sync', 'archive'],
  // The contact-sync secret sees the whole bank, an app its visible range only.
  contacts: ['contact_sync', 'self_built', 'customer_contact'],
  'contact-sync': ['contact_sync'],
  app: ['self_built'],
  customer: ['self_built', 'customer_contact'],
  'customer-app': ['self_built'],
  archive: ['archive'],
};

export function chooseApp<A extends { kind: AppKind; active: boolean }>(
  apps: readonly A[],
  access: Access,
): A | undefined {
  for (const kind of CALLERS[access]) {
    const app = apps.find((candidate) => candidate.kind === kind && candidate.active);
    if (app) return app;
  }
  return undefined;
}
