import { type Lang, say } from '#platform/contract/text.ts';
import type { RehearsalReport } from '../contract.ts';

/** A report is kept for all of its readers: what is called by a name is called so in each one's language. */
export function toldIn(
  lang: Lang,
  nameRule: (rule: string) => string,
  report: RehearsalReport,
): RehearsalReport {
  const called = (rule: string | null, otherwise: string) => (rule && nameRule(rule)) || otherwise;
  const { plan, findings, groups } = report;
  return {
    ...report,
    plan: {
      ...plan,
      drops: plan.drops.map((drop) => ({
        ...drop,
        title: drop.said ? say(drop.said, lang) : called(drop.rule, drop.title),
      })),
    },
    findings: findings.map((one) => ({ ...one, title: called(one.rule, one.title) })),
    groups: groups && {
      ...groups,
      chats: groups.chats.map((chat) => ({
        ...chat,
        ruleName: chat.rule && called(chat.rule, chat.ruleName ?? chat.rule),
      })),
    },
  };
}
