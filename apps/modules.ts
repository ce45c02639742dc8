import type { AppModule } from '#platform/server/module.ts';

/** Every module of the product, each handed what it needs from outside. */
export async function productModules(_installation: unknown): Promise<AppModule[]> {
  return [];
}
