import { addDays } from '#platform/server/holidays.ts';
import type { Item } from '../../contract/definition.ts';
import { offerTypes } from '../../contract/definition.ts';
import { type ExitReason, exitReasons } from '../../contract/run.ts';
import { letterBit } from '../../definition/layout.ts';
import type { StoryContext } from './story.view.ts';

type Words = [string, string];

const heldWords: Readonly<Record<string, Words>> = {
  no_product: ['运行没有选择产品，不推荐', 'The run has no product: no offer'],
  generic: [
    '客户已关闭个性化推荐：不据推测推荐产品，按通用节奏',
    'Personalised recommendations are off: no product is picked, the usual tempo',
  ],
  need_not_shown: [
    '需求还没有显现，先做投教，不推产品',
    'No need has shown yet: education first, no offer',
  ],
  trust_first: [
    '认可度还低，先给信任内容，再谈产品',
    'Trust is low: trust content before an offer',
  ],
};

/** Why an item did not come, or will not; null when it is still to come. */
export function whyNot(
  { row, movements, today }: StoryContext,
  item: Item,
): { fate: 'held' | 'skipped' | 'ahead'; words: Words } | null {
  const held = movements.find((m) => m.kind === 'held' && m.detail.item === item.id);
  if (held) return { fate: 'held', words: heldWords[String(held.detail.why)] ?? ['', ''] };
  if ((letterBit[item.aida] & row.skipped) !== 0)
    return {
      fate: 'skipped',
      words: ['客户已被吸引，跳过兴趣内容', 'Attention was caught: interest is passed over'],
    };
  if (row.mode === 'three_w' && item.lane === 'one_to_one' && item.three_w === null)
    return { fate: 'skipped', words: ['已切换 3W 话术', 'Switched to 3W scripts'] };
  if (row.state === 'ended')
    return {
      fate: 'skipped',
      words: [
        `已结束：${exitReasons[row.exitReason as ExitReason][0]}`,
        `Ended: ${exitReasons[row.exitReason as ExitReason][1]}`,
      ],
    };
  if (item.day <= row.day && addDays(row.anchor, item.day) < today)
    return item.needs_tag && row.generic
      ? {
          fate: 'skipped',
          words: [
            '客户已关闭个性化推荐：不用推测的标签',
            'Personalised recommendations are off: inferred tags are not used',
          ],
        }
      : item.needs_tag
        ? { fate: 'skipped', words: ['没有要求的标签', 'The tag it asks for is missing'] }
        : item.lane === 'sms'
          ? { fate: 'skipped', words: ['前一条已读，不补发短信', 'What it follows was read'] }
          : {
              fate: 'skipped',
              words: ['客户已直达后面的内容', 'The customer went on to what comes later'],
            };
  return null;
}

/** What comes next for somebody, and why. */
export function nextOf(context: StoryContext): { on: string | null; words: Words } {
  const { row, definition } = context;
  if (row.state === 'ended') {
    const [zh, en] = exitReasons[row.exitReason as ExitReason];
    return { on: null, words: [`已结束：${zh}`, `Ended: ${en}`] };
  }
  if (row.state === 'paused')
    return {
      on: row.resumeOn,
      words: [
        `客户要求暂停，${row.resumeOn} 恢复`,
        `Paused at the customer’s wish until ${row.resumeOn}`,
      ],
    };
  const ahead = definition.items
    .filter((item) => item.day > row.day && whyNot(context, item) === null)
    .sort((a, b) => a.day - b.day);
  const next = ahead[0];
  if (!next) return { on: null, words: ['没有后续内容', 'Nothing more is to come'] };
  const reasons: Words[] = [];
  if (row.generic)
    reasons.push([
      '已关闭个性化推荐：按通用节奏',
      'Personalised recommendations are off: the usual tempo',
    ]);
  if (row.mode === 'three_w')
    reasons.push(['客户咨询过，改用 3W 话术', 'The customer asked: 3W scripts']);
  else if (row.skipped !== 0)
    reasons.push(['客户已被吸引，直接进入意向内容', 'Attention was caught: on to desire']);
  if (
    !row.generic &&
    offerTypes.includes(next.content_type) &&
    !(row.step === 3 && row.cell % 3 >= 1)
  )
    reasons.push([
      '是产品推荐：需求显现且认可度达到中等才会发送',
      'An offer: only once need and trust are shown',
    ]);
  const why: Words = reasons.length
    ? [reasons.map(([zh]) => zh).join('；'), reasons.map(([, en]) => en).join('; ')]
    : ['按序列的节奏', 'By the tempo of the sequence'];
  return {
    on: addDays(row.anchor, next.day),
    words: [`T+${next.day} ${next.title}：${why[0]}`, `T+${next.day} ${next.title}: ${why[1]}`],
  };
}
