import { z } from 'zod';
import { slotTypes } from '../../../contract/template-parts.ts';
import { factsPart, listPart, packOf, type StartingTemplate } from './pack.ts';

const DAYS = ['MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT', 'SUN'] as const;
const Day = z.enum(DAYS).transform((day) => DAYS.indexOf(day) + 1);
const dayName = (day: number) => `周${'一二三四五六日'[day - 1]}`;

const Week = z.object({
  rules: z.object({
    mini_game: z.object({ duration_minutes: z.int(), max_minutes: z.int() }),
    format_diversity_min: z.int(),
    mix: z.string(),
    owner_can_move: z.string(),
    embed: z.string(),
  }),
  segments: z.array(
    z.object({
      customer_group: z.string(),
      title: z.string(),
      operating_mode: z.enum(['central', 'branch']),
      community_style: z.enum(['light_social_heavy_data', 'social']),
      common_trait: z.string(),
      join_value: z.string(),
      theme_days: z.array(z.object({ weekday: Day, name: z.string() })).default([]),
      half_day_weekday: Day,
      mini_game_weekdays: z.array(Day),
      overlay: z.string().optional(),
      allowed_windows: z.array(z.tuple([z.string(), z.string()])).default([]),
      slots: z.array(
        z.object({
          weekday: Day,
          time: z.string(),
          type: z.enum(Object.keys(slotTypes) as [keyof typeof slotTypes]),
          title: z.string(),
          format: z.enum(['text', 'image_text', 'video', 'poster', 'mini_program']),
          body: z.string(),
          source: z.string(),
          publish_steps: z.string(),
          duration_minutes: z.int().nullable(),
          owner_action: z.string().nullable(),
          product_line: z.string().nullable().default(null),
        }),
      ),
    }),
  ),
});

const MODES = { central: '总部直营', branch: '分行自营' };
const STYLES = { light_social_heavy_data: '轻社交重数据', social: '存量社群' };

/** The week of each of the four groups, as a plan of its own. */
export function weeks(): StartingTemplate[] {
  const { pack, template } = packOf('community-sop-weekly', Week);
  const { rules } = pack;
  return pack.segments.map((group) => ({
    key: `community-sop-weekly/${group.customer_group}`,
    template: template({
      kind: 'community_week',
      title: group.title,
      about: group.join_value,
      segments: [group.customer_group],
      parts: [
        {
          part: 'week',
          title: '一周排期',
          themes: Object.fromEntries(group.theme_days.map((day) => [day.weekday, day.name])),
          slots: group.slots.map((slot) => ({
            ...{ weekday: slot.weekday, time: slot.time, type: slot.type, title: slot.title },
            ...{ form: slot.format, text: slot.body, minutes: slot.duration_minutes },
            productLine: slot.product_line as null,
            source: slot.source,
            howTo: [slot.publish_steps, slot.owner_action].filter(Boolean).join('；'),
          })),
        },
        factsPart('这个社群', {
          mode: ['经营模式', MODES[group.operating_mode]],
          style: ['社群风格', STYLES[group.community_style]],
          common_trait: ['群友共同点', group.common_trait],
          half_day: ['半日问答场', dayName(group.half_day_weekday)],
          mini_games: ['小游戏', group.mini_game_weekdays.map(dayName).join('、')],
          ...(group.allowed_windows.length > 0
            ? {
                windows: ['可联系时段', group.allowed_windows.map((w) => w.join('–')).join('、')],
              }
            : {}),
        }),
        ...listPart('排期要求', [
          `小游戏每场 ${rules.mini_game.duration_minutes} 分钟，最长 ${rules.mini_game.max_minutes} 分钟`,
          `一周至少 ${rules.format_diversity_min} 种形式`,
          rules.mix,
          rules.owner_can_move,
          rules.embed,
          ...(group.overlay ? [group.overlay] : []),
        ]),
      ],
    }),
  }));
}
