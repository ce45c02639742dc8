import type { Phrase } from '#platform/contract/text.ts';

/** What of a zod issue is needed; the server sends the same shape in `details.issues`. */
export interface Issue {
  code?: string | undefined;
  path: readonly PropertyKey[];
  message: string;
  [more: string]: unknown;
}

const formats: Record<string, Phrase> = {
  email: ['邮箱格式不对，例如 name@bank.com', 'Not an e-mail address, e.g. name@bank.com'],
  url: ['网址格式不对，需以 https:// 开头', 'Not an address; begin with https://'],
  uuid: ['编号格式不对', 'Not a valid id'],
  date: ['日期格式不对，例如 2026-11-22', 'Not a date, e.g. 2026-11-22'],
  datetime: ['时间格式不对', 'Not a time'],
  regex: ['格式不对', 'Wrong format'],
  mobile: ['手机号格式不对，应为 11 位数字', 'Not a mobile number (11 digits)'],
};

const isText = (issue: Issue) => issue.origin === 'string';
const isList = (issue: Issue) => issue.origin === 'array' || issue.origin === 'set';
const absent = (issue: Issue) =>
  issue.input === undefined || issue.input === null || issue.input === '';

/** A sentence for the person at the field, from what the schema said. */
export function issueText(issue: Issue): Phrase {
  const { minimum, maximum } = issue;
  // The server names the rule and not its parameters.
  if (issue.code === 'too_small' && minimum === undefined)
    return ['太短或太小', 'Too short or too small'];
  if (issue.code === 'too_big' && maximum === undefined)
    return ['太长或太大', 'Too long or too large'];
  switch (issue.code) {
    case 'invalid_type':
      if (absent(issue)) return ['请填写', 'Please fill in'];
      if (issue.expected === 'number' || issue.expected === 'int')
        return ['请填写数字', 'Please enter a number'];
      return ['内容类型不对', 'Wrong kind of value'];
    case 'invalid_value':
      return absent(issue)
        ? ['请选择', 'Please choose']
        : ['请从列出的选项中选择', 'Choose one of the options'];
    case 'too_small':
      if (isText(issue))
        return Number(minimum) <= 1
          ? ['请填写', 'Please fill in']
          : [`至少 ${minimum} 个字`, `At least ${minimum} characters`];
      if (isList(issue))
        return Number(minimum) <= 1
          ? ['请至少选择一项', 'Choose at least one']
          : [`至少选择 ${minimum} 项`, `Choose at least ${minimum}`];
      return issue.inclusive === false
        ? [`应大于 ${minimum}`, `Must be more than ${minimum}`]
        : [`不能小于 ${minimum}`, `Must be at least ${minimum}`];
    case 'too_big':
      if (isText(issue)) return [`最多 ${maximum} 个字`, `At most ${maximum} characters`];
      if (isList(issue)) return [`最多选择 ${maximum} 项`, `Choose at most ${maximum}`];
      return issue.inclusive === false
        ? [`应小于 ${maximum}`, `Must be less than ${maximum}`]
        : [`不能大于 ${maximum}`, `Must be at most ${maximum}`];
    case 'invalid_format':
      return formats[String(issue.format)] ?? ['格式不对', 'Wrong format'];
    case 'not_multiple_of':
      return [`应为 ${issue.divisor} 的倍数`, `Must be a multiple of ${issue.divisor}`];
    case 'unrecognized_keys':
      return ['有多余的内容', 'Something is not expected here'];
    case 'custom':
      // A schema's own words; `中文|English` gives both.
      return splitMessage(issue.message);
    default:
      return ['内容不符合要求', 'Does not fit'];
  }
}

function splitMessage(message: string): Phrase {
  const [zh = '', en] = message.split('|');
  if (zh === '' || zh === 'Invalid input') return ['内容不符合要求', 'Does not fit'];
  return [zh.trim(), (en ?? zh).trim()];
}

/** The first issue of each field, by the form's name path. */
export function issuesByField(issues: readonly Issue[]): Map<string, Issue> {
  const first = new Map<string, Issue>();
  for (const issue of issues) {
    const field = issue.path.map(String).join('.');
    if (!first.has(field)) first.set(field, issue);
  }
  return first;
}
