import { orgModule } from '#modules/org/server/module.ts';
import type { AppModule, EncryptedColumn } from '#platform/server/module.ts';
import { systemModule } from '#platform/server/system/module.ts';
import type { Installation } from './yuhang/installation.ts';

/** Every module of the product, each handed what it needs from outside. */
export function productModules(installation: Installation): AppModule[] {
  const { clock, config } = installation;
  const { mode, publicUrl, dataDir } = config;
  const modules = [orgModule({ mode, publicUrl })];
  const encrypted = encryptedColumns(modules);
  return [...modules, systemModule({ clock, movable: mode === 'demo', mode, dataDir, encrypted })];
}

export const encryptedColumns = (modules: readonly AppModule[]): EncryptedColumn[] =>
  modules.flatMap((module) => module.encrypted ?? []);
