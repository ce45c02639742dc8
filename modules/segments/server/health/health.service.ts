import { countOnDays } from '#modules/content/server/index.ts';
import type { Ctx } from '#platform/server/ctx.ts';
import { addDays, dayOf } from '#platform/server/holidays.ts';
import type { Light } from '../../contract/health.ts';
import { packErrors } from '../../contract/pack.ts';
import { versionsOf } from '../packs/pack.repo.ts';
import { lightsOf } from './lights.ts';
import type { HealthSources } from './sources.ts';

export async function packLights(ctx: Ctx, sources: HealthSources, key: string): Promise<Light[]> {
  const [pack] = await versionsOf(ctx, key);
  if (!pack) throw packErrors.packNotFound({ key });
  const { segment, stages } = pack.content.content;
  const now = ctx.now();
  const facts = {
    now,
    segment,
    least: stages,
    arrivals: await sources.arrivals(ctx),
    week: await countOnDays(ctx, 'content.item.read', {
      segment,
      stages: stages.map(({ stage }) => stage),
      days: nextWeek(dayOf(now)),
    }),
  };
  return lightsOf(facts, ctx.lang);
}

/** Monday to Sunday of the week after this one. */
export function nextWeek(today: string): string[] {
  const weekday = (new Date(`${today}T00:00:00Z`).getUTCDay() + 6) % 7;
  const monday = addDays(today, 7 - weekday);
  return Array.from({ length: 7 }, (_, i) => addDays(monday, i));
}
