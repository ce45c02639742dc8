import { audit } from '#platform/server/audit.ts';
import { type Ctx, inTx } from '#platform/server/ctx.ts';
import { outreachErrors } from '../../contract/errors.ts';
import type { OutreachSettings } from '../../contract/setting.ts';
import { setClosingsAnew } from '../closing/closing.repo.ts';
import { orderCallOffAll } from '../results/call-off.service.ts';
import { findSettings, insertSettings } from './setting.repo.ts';

export async function showSettings(ctx: Ctx) {
  const { version, settings } = await findSettings(ctx);
  return { version, ...settings };
}

/** A new version; decisions made under an earlier one keep what they looked at. */
export function changeSettings(
  ctx: Ctx,
  { version, reason, ...settings }: OutreachSettings & { version: number; reason: string },
) {
  return inTx(ctx, async (ctx) => {
    const before = await findSettings(ctx);
    if (before.version !== version || !(await insertSettings(ctx, version + 1, settings, reason)))
      throw outreachErrors.settingsChangedMeanwhile({ version: before.version });
    audit(ctx, {
      action: 'outreach.settings-changed',
      subject: { kind: 'setting', id: 'outreach', name: '触达设置' },
      before: before.settings,
      after: settings,
      reason,
    });
    if (settings.stopped.on && !before.settings.stopped.on) await orderCallOffAll(ctx);
    // Days without marketing end the hours of what is out as well.
    if (daysOf(settings) !== daysOf(before.settings)) await setClosingsAnew(ctx, ctx.now());
    return showSettings(ctx);
  });
}

const daysOf = ({ stopDays, onHolidays }: OutreachSettings) =>
  JSON.stringify([stopDays, onHolidays]);
