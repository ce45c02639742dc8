import type { z } from 'zod';
import { type Said, said } from '../../contract/task.ts';
import type { Phrase } from '../../contract/text.ts';
import type { AnyImport, RowIssue } from './definition.ts';

/** Reasons that any import may give. A definition adds its own. */
const phrases: Readonly<Record<string, Phrase>> = {
  required: ['不能为空', 'Must not be empty'],
  tooShort: ['至少 {min} 个字符', 'At least {min} characters'],
  tooLong: ['最多 {max} 个字符', 'At most {max} characters'],
  tooSmall: ['不能小于 {min}', 'Must not be less than {min}'],
  tooBig: ['不能大于 {max}', 'Must not be more than {max}'],
  notANumber: ['应为数字', 'Must be a number'],
  notAWholeNumber: ['应为整数', 'Must be a whole number'],
  notADate: ['应为日期，例如 2026-01-31', 'Must be a date, such as 2026-01-31'],
  notAPhone: ['应为 11 位大陆手机号', 'Must be a mainland mobile number of 11 digits'],
  notAnEmail: ['应为邮箱地址', 'Must be an e-mail address'],
  notYesOrNo: ['应为 是 或 否', 'Must be yes or no'],
  notListed: ['应为以下之一：{options}', 'Must be one of: {options}'],
  badFormat: ['格式不正确', 'Not in the expected form'],
  tooManyCells: ['比表头多出 {n} 个单元格', '{n} more cells than headers'],
  duplicate: ['与第 {row} 行重复', 'The same as in row {row}'],
  exponent: [
    '长数字被表格软件改成了科学计数法，请把该列设为文本格式后重新填写',
    'A long number was turned into scientific notation by the spreadsheet; format the column as text and enter it again',
  ],
  formulaNotCalculated: [
    '公式没有计算结果，请粘贴为数值',
    'A formula without a result; paste it as a value',
  ],
  errorValue: ['单元格是错误值', 'The cell holds an error'],
  digitsLost: [
    '数字超过 15 位，末尾已被表格软件改成 0，请把该列设为文本格式后重新填写',
    'More than 15 digits: the spreadsheet has turned the last ones into 0; format the column as text and enter it again',
  ],
  unreadable: ['含有无法识别的字符', 'Holds characters that cannot be read'],
  refused: ['未能导入：{code}', 'Could not be imported: {code}'],
};

/** A reason in both languages; an unknown code is shown as it is. */
export function reasonOf(definition: AnyImport | undefined, issue: Omit<RowIssue, 'column'>): Said {
  const phrase = definition?.problems?.[issue.code] ?? phrases[issue.code];
  return phrase ? said(phrase, issue.details) : [issue.code, issue.code];
}

/** What a column's schema found, in the words above. A refinement names its own with `params: { problem }`. */
export function issueOf(issue: z.core.$ZodIssue): RowIssue {
  switch (issue.code) {
    case 'too_small':
      return issue.origin === 'string'
        ? Number(issue.minimum) <= 1
          ? { code: 'required' }
          : { code: 'tooShort', details: { min: Number(issue.minimum) } }
        : { code: 'tooSmall', details: { min: String(issue.minimum) } };
    case 'too_big':
      return issue.origin === 'string'
        ? { code: 'tooLong', details: { max: Number(issue.maximum) } }
        : { code: 'tooBig', details: { max: String(issue.maximum) } };
    case 'invalid_value':
      return {
        code: 'notListed',
        details: { options: [issue.values.join('、'), issue.values.join(', ')] },
      };
    case 'invalid_format':
      return { code: issue.format === 'email' ? 'notAnEmail' : 'badFormat' };
    case 'custom': {
      const { problem, ...details } = (issue.params ?? {}) as Record<
        string,
        string | number | Phrase
      >;
      return problem ? { code: String(problem), details } : { code: 'badFormat' };
    }
    default:
      return { code: 'badFormat' };
  }
}
