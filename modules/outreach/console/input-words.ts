import type { Phrase } from '#platform/contract/text.ts';
import { usePhrase } from '#platform/web/text/lang.ts';
import { formatTime } from '#platform/web/text/time.ts';
import { gateStepText } from '../contract.ts';

/** What rules look at, by the names they record it under. A name that is not listed shows itself. */
const names: Readonly<Record<string, Phrase>> = {
  approvalId: ['审批', 'Approval'],
  at: ['拟发送时间', 'To go out at'],
  content: ['内容', 'Content'],
  endsAt: ['试点结束', 'Pilot ends'],
  missing: ['没有规则的环节', 'Steps without a rule'],
  paths: ['可触达的层级路径', 'Paths of units in reach'],
  scope: ['范围', 'Scope'],
  startsAt: ['项目开始', 'Project begins'],
  state: ['项目状态', 'State of the project'],
  unitPath: ['对象的层级路径', 'Path of the recipient’s unit'],
  version: ['版本', 'Version'],
};

const values: Readonly<Record<string, Phrase>> = {
  ...gateStepText,
  draft: ['筹备中', 'draft'],
  in_approval: ['待审批', 'in approval'],
  running: ['运行中', 'running'],
  ended: ['已结束', 'ended'],
  pilot: ['试点', 'pilot'],
  full: ['全面推广', 'full roll-out'],
};

const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d/;

export function useInputWords() {
  const phrase = usePhrase();
  const value = (input: unknown): string => {
    if (input === null || input === '') return phrase(['无', 'none']);
    if (typeof input === 'boolean') return phrase(input ? ['是', 'yes'] : ['否', 'no']);
    if (Array.isArray(input))
      return input.length === 0
        ? phrase(['无', 'none'])
        : input.map(value).join(phrase(['、', ', ']));
    if (typeof input === 'object') return JSON.stringify(input);
    const said = String(input);
    const known = values[said];
    if (known) return phrase(known);
    return instant.test(said) ? formatTime(said, 'minute') : said;
  };
  return { name: (name: string) => (names[name] ? phrase(names[name]) : name), value };
}
