import type { Ctx } from '#platform/server/ctx.ts';
import { chooseApp } from '../gateway/choose-app.ts';
import { findCallers } from './app.repo.ts';

/** The agent id under which messages of the bank's own app go to colleagues; null without one. */
export async function corpAgent(ctx: Ctx, corpId: string): Promise<number | null> {
  return chooseApp(await findCallers(ctx, corpId), 'app')?.agentId ?? null;
}
