import type { Phrase } from '#platform/contract/text.ts';

export interface Sensitive {
  readonly rule: 'CR-033' | 'CR-042';
  readonly what: Phrase;
  readonly from: number;
  readonly to: number;
}

interface Detector {
  readonly rule: Sensitive['rule'];
  readonly what: Phrase;
  /** The digits or words themselves are group 1 where what stands before them tells what they are. */
  readonly pattern: RegExp;
  readonly holds?: (digits: string) => boolean;
}

const detectors: readonly Detector[] = [
  {
    rule: 'CR-042',
    what: ['身份证号', 'an identity-card number'],
    pattern: /(?<!\d)\d{17}[\dxX](?!\d)/g,
    holds: identityCard,
  },
  {
    rule: 'CR-042',
    what: ['银行卡号', 'a bank-card number'],
    pattern: /(?<!\d)\d{13,19}(?!\d)/g,
    holds: (digits) => luhn(digits) && !identityCard(digits),
  },
  { rule: 'CR-042', what: ['手机号', 'a mobile number'], pattern: /(?<!\d)1[3-9]\d{9}(?!\d)/g },
  {
    rule: 'CR-042',
    what: ['余额或收入', 'a balance or income'],
    pattern:
      /(?:您|你|客户)的?(?:账户|存款|理财)?(?:余额|资产|工资|月薪|收入|负债|欠款)(?:为|是|有|还有|：|:)*\d[\d.,]*(?:元|万|块)/g,
  },
  {
    rule: 'CR-033',
    what: ['卡片安全码', 'a card’s security code'],
    pattern: /(?:cvv2?|cvn2?|安全码|卡背面(?:后?三位)?)(?:为|是|：|:)*(\d{3,4})(?!\d)/gi,
  },
  {
    rule: 'CR-033',
    what: ['密码', 'a password'],
    pattern: /(?:(?:交易|查询|登录|取款|支付)?密码|pin)(?:为|是|：|:)*(\d{4,8})(?!\d)/gi,
  },
  {
    rule: 'CR-033',
    what: ['验证码', 'a one-time code'],
    pattern: /(?:验证码|动态口令|校验码)(?:为|是|：|:)*(\d{4,8})(?!\d)/g,
  },
];

/**
 * Data that never belong into a text (CR-033: who one is, C3; CR-042: C2 of a person). Digits count
 * however they are spaced or written. `allowed` are numbers that may stand: the sender's own.
 */
export function sensitiveIn(text: string, allowed: readonly string[] = []): Sensitive[] {
  const { plain, at } = withoutSeparators(text);
  const found: Sensitive[] = [];
  for (const { rule, what, pattern, holds } of detectors)
    for (const match of plain.matchAll(pattern)) {
      const said = match[1] ?? match[0];
      if (allowed.includes(said) || (holds && !holds(said))) continue;
      const start = match.index + match[0].length - said.length;
      const [from, to] = [at[start]!, at[start + said.length - 1]! + 1];
      if (!found.some((f) => f.from < to && from < f.to)) found.push({ rule, what, from, to });
    }
  return found.toSorted((a, b) => a.from - b.from);
}

/** Half-width, and without what only divides groups of digits. */
function withoutSeparators(text: string): { plain: string; at: number[] } {
  let plain = '';
  const at: number[] = [];
  for (let i = 0; i < text.length; i++) {
    const unit = text[i]!.normalize('NFKC');
    const between = /^[\s\-–—·\u200b\u2060]$/.test(text[i]!);
    if (between && /\d/.test(plain.at(-1) ?? '') && digitFollows(text, i)) continue;
    if (between && !/\d/.test(plain.at(-1) ?? '')) continue;
    for (const char of unit) {
      plain += char;
      for (let n = 0; n < char.length; n++) at.push(i);
    }
  }
  return { plain, at };
}

function digitFollows(text: string, from: number): boolean {
  for (let i = from; i < text.length && i < from + 4; i++) {
    if (/\d/.test(text[i]!.normalize('NFKC'))) return true;
    if (!/^[\s\-–—·\u200b\u2060]$/.test(text[i]!)) return false;
  }
  return false;
}

/** GB 11643: a possible birthday, and the check digit of ISO 7064 MOD 11-2. */
export function identityCard(value: string): boolean {
  if (!/^\d{17}[\dxX]$/.test(value)) return false;
  const [month, day] = [Number(value.slice(10, 12)), Number(value.slice(12, 14))];
  if (month < 1 || month > 12 || day < 1 || day > 31) return false;
  const sum = [...value.slice(0, 17)].reduce((n, d, i) => n + Number(d) * (2 ** (17 - i) % 11), 0);
  return '10X98765432'[sum % 11] === value[17]!.toUpperCase();
}

export function luhn(digits: string): boolean {
  const sum = [...digits].toReversed().reduce((n, digit, i) => {
    const value = Number(digit) * (i % 2 === 0 ? 1 : 2);
    return n + (value > 9 ? value - 9 : value);
  }, 0);
  return sum % 10 === 0 && !/^(\d)\1+$/.test(digits);
}
