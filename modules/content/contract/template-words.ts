import { lexiconScopes } from '#modules/compliance/contract.ts';
import type { Phrase } from '#platform/contract/text.ts';
import type { TemplateCheck } from './template.ts';
import type { StepTime } from './template-parts.ts';

const weekdays: readonly Phrase[] = [
  ['周一', 'Mon'],
  ['周二', 'Tue'],
  ['周三', 'Wed'],
  ['周四', 'Thu'],
  ['周五', 'Fri'],
  ['周六', 'Sat'],
  ['周日', 'Sun'],
];
/** Monday is 1. */
export const weekdayName = (weekday: number): Phrase => weekdays[weekday - 1]!;

export const productLineName = (line: string): Phrase =>
  (lexiconScopes as Readonly<Record<string, Phrase>>)[line] ?? ['其他产品', 'Other products'];

/** When a step is due: 第 3 天 09:00, 发生后 5 分钟. */
export function whenText(when: StepTime): Phrase {
  if (when.at === 'day') {
    const time = when.time ? ` ${when.time}` : '';
    if (when.day === 0 && when.time) return [`当天${time}`, `That day${time}`];
    return [`第 ${when.day} 天${time}`, `Day ${when.day}${time}`];
  }
  const { minutes } = when;
  if (minutes === 0) return ['开始时', 'At the start'];
  const long = lengthText(Math.abs(minutes));
  return minutes < 0
    ? [`开始前 ${long[0]}`, `${long[1]} before`]
    : [`开始后 ${long[0]}`, `${long[1]} after`];
}

function lengthText(minutes: number): Phrase {
  if (minutes % 1_440 === 0) return [`${minutes / 1_440} 天`, `${minutes / 1_440} days`];
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  if (hours === 0) return [`${rest} 分钟`, `${rest} minutes`];
  return rest === 0
    ? [`${hours} 小时`, `${hours} hours`]
    : [`${hours} 小时 ${rest} 分钟`, `${hours} h ${rest} min`];
}

/** 信用卡占 7 / 11 条（64%），超过上限 50%. */
export function shareText({
  line,
  slots,
  all,
  limitPercent,
}: TemplateCheck['shares'][number]): Phrase {
  const [zh, en] = productLineName(line);
  const share = Math.round((slots * 100) / all);
  return [
    `${zh}占 ${slots} / ${all} 条（${share}%），超过同一产品线上限 ${limitPercent}%`,
    `${en} has ${slots} of ${all} (${share}%), over the limit of ${limitPercent}% for one product line`,
  ];
}
