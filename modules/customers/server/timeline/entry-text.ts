import type { kindsOf } from '#modules/tracking/server/index.ts';
import { type Said, said } from '#platform/contract/task.ts';
import type { Phrase } from '#platform/contract/text.ts';
import { sourceText } from '../../contract/attribute.ts';
import {
  type ConsentChannel,
  consentChannelText,
  consentPurposeText,
} from '../../contract/purpose.ts';
import { endedByText, relationshipSourceText } from '../../contract/relationship.ts';
import type { TimelineEntry, TimelineKind } from '../../contract/timeline.ts';
import { isNumber } from './names.ts';
import { subjectWords } from './subject-words.ts';
import type { Entry } from './timeline.repo.ts';

const titles: Readonly<Record<string, Phrase>> = {
  'relationship.half_added': ['客户申请添加 {staff}', 'Asked to add {staff}'],
  'relationship.started': ['与 {staff} 成为好友', 'Became friends with {staff}'],
  'relationship.ended': ['与 {staff} 解除好友', 'No longer friends with {staff}'],
  'relationship.transferred': ['好友关系转给 {staff}', 'Handed over to {staff}'],
  'consent.given': ['同意：{purpose}', 'Agreed: {purpose}'],
  'consent.withdrawn': ['撤回同意：{purpose}', 'Withdrew: {purpose}'],
  'tag.given': ['打上标签：{name}', 'Tagged: {name}'],
  'tag.taken': ['移除标签：{name}', 'Tag removed: {name}'],
  'tag.expired': ['标签到期：{name}', 'Tag expired: {name}'],
  'tag.deleted_by_customer': ['客户删除标签：{name}', 'The customer deleted the tag: {name}'],
  'merge.merged': ['并入客户 {other}', 'Customer {other} became part of this one'],
  'merge.split': ['拆出客户 {other}', 'Customer {other} was split off'],
  'group.joined': ['加入客户群「{group}」', 'Joined the group “{group}”'],
  'group.left': ['退出客户群「{group}」', 'Left the group “{group}”'],
};

/** Ways on which nobody consents by themselves. */
const channelWords: Readonly<Record<string, Phrase>> = {
  sidebar: ['客户经理单发', 'RM’s own send'],
  welcome: ['欢迎语', 'Welcome message'],
  work_item: ['客户经理待办', 'RM work item'],
  app_message: ['应用消息', 'App message'],
  call_list: ['外呼名单', 'Outbound-call list'],
};

const labels = {
  source: ['来源', 'Source'],
  channel: ['渠道', 'Channel'],
  endedBy: ['由谁结束', 'Ended by'],
  version: ['文本版本', 'Version of the text'],
  by: ['操作人', 'By'],
  reason: ['理由', 'Reason'],
  subject: ['对象', 'Subject'],
  amount: ['金额', 'Amount'],
} as const satisfies Record<string, Phrase>;

/** An entry in words. */
export function entryOf(
  entry: Entry,
  kinds: Awaited<ReturnType<typeof kindsOf>>,
  names: ReadonlyMap<string, string> = new Map(),
): TimelineEntry {
  const { kind, what, at, data } = entry;
  return {
    kind: kind as TimelineKind,
    what,
    at: at.toISOString(),
    title: kind === 'event' ? eventTitle(what, kinds) : titleOf(what, data),
    details: detailsOf(entry, kinds, names),
  };
}

function eventTitle(what: string, kinds: Awaited<ReturnType<typeof kindsOf>>): Said {
  const title = kinds.get(what)?.title;
  return title ? [title[0]!, title[1]!] : [what, what];
}

function titleOf(what: string, data: Record<string, unknown>): Said {
  const values: Record<string, string | Phrase> = {};
  for (const [name, value] of Object.entries(data))
    values[name] = name === 'name' ? (value as Phrase) : valueText(name, value, 'consent');
  return said(titles[what] ?? [what, what], values);
}

function detailsOf(
  { kind, what, data }: Entry,
  kinds: Awaited<ReturnType<typeof kindsOf>>,
  names: ReadonlyMap<string, string>,
): [Said, Said][] {
  const properties = new Map(
    kind === 'event' ? (kinds.get(what)?.properties ?? []).map((p) => [p.name, p.title]) : [],
  );
  return Object.entries(data).flatMap(([name, value]): [Said, Said][] => {
    if (value === null || value === undefined || value === '') return [];
    const label = labels[name as keyof typeof labels] ?? properties.get(name);
    if (!label) return [];
    const text = names.get(String(value)) ?? valueText(name, value, kind);
    // A number that nobody can name says nothing to a reader.
    if (typeof text === 'string' && isNumber(text)) return [];
    return [[[label[0]!, label[1]!], typeof text === 'string' ? [text, text] : text]];
  });
}

function valueText(name: string, value: unknown, kind: string): string | Phrase {
  const text = String(value ?? '');
  const word = (of: Readonly<Record<string, Phrase>>) => of[text] ?? text;
  if (name === 'endedBy') return word(endedByText);
  if (name === 'source') return word(kind === 'relationship' ? relationshipSourceText : sourceText);
  if (name === 'purpose') return word(consentPurposeText);
  if (name === 'channel' && (kind === 'consent' || kind === 'event'))
    return consentChannelText[text as ConsentChannel] ?? channelWords[text] ?? text;
  if (name === 'by' && text === 'system') return ['系统', 'The system'];
  if (name === 'subject') return subjectWords(text);
  const [, round, day] = name === 'item' ? (/^r(\d+)-d(\d+)-/.exec(text) ?? []) : [];
  if (round && day) return [`第 ${round} 轮 T+${Number(day)}`, `Round ${round}, T+${Number(day)}`];
  return text;
}
