/**
 * A tag pushed to WeCom is seen by colleagues and sometimes by the customer: its name says nothing of
 * balance, risk, health or arrears, and holds no number of a person or an account (CR-042, CR-043).
 */
const words = [
  '贫困',
  '欠款',
  '逾期',
  '催收',
  '黑名单',
  '洗钱',
  '重病',
  '残疾',
  '离异',
  '失业',
  '百万',
  '千万',
  '余额',
  '高风险',
  '高净值',
  '投诉',
  '难缠',
];
const PHONE = /(?<!\d)1[3-9]\d{9}(?!\d)/;
const LONG_NUMBER = /(?<!\d)\d{13,19}(?!\d)/g;
const ID_NUMBER = /(?<!\d)\d{17}[\dXx](?![\dXx])/;

/** What must not stand there; empty: nothing. */
export function unneutral(text: string): string[] {
  const found = words.filter((word) => text.includes(word));
  if (PHONE.test(text)) found.push('手机号');
  const id = ID_NUMBER.exec(text)?.[0];
  if (id && isIdNumber(id)) found.push('证件号');
  for (const [number] of text.matchAll(LONG_NUMBER)) if (isCardNumber(number)) found.push('卡号');
  return found;
}

/** Luhn. */
function isCardNumber(digits: string): boolean {
  let sum = 0;
  for (let i = 0; i < digits.length; i++) {
    const digit = Number(digits[digits.length - 1 - i]);
    const doubled = digit * 2;
    sum += i % 2 === 0 ? digit : doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}

/** The check digit of GB 11643. */
function isIdNumber(text: string): boolean {
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  const sum = weights.reduce((total, weight, i) => total + weight * Number(text[i]), 0);
  return '10X98765432'[sum % 11] === text[17]!.toUpperCase();
}
