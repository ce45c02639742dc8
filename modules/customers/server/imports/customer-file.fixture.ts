const surnames = '王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗';
const given = '伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰红梅建国志文';

const pick = (text: string, n: number) => text[n % text.length]!;

/** A customer's name by their number: a few thousand different ones. */
export const nameOf = (n: number): string =>
  `${pick(surnames, n * 7)}${pick(given, n * 13)}${n % 3 ? pick(given, Math.floor(n / 17)) : ''}`;

/** Lines of a bank's file of customers; every row in `broken` has a phone that is none. */
export function* customerFile(
  rows: number,
  units: readonly string[],
  broken: ReadonlySet<number> = new Set(),
): Generator<string> {
  yield '银行客户号,姓名,手机号,机构号,客户经理工号\n';
  let text = '';
  for (let n = 0; n < rows; n += 1) {
    const phone = broken.has(n) ? '12345' : `1${30 + (n % 70)}${String(n).padStart(8, '0')}`;
    text += `C${String(n).padStart(10, '0')},${nameOf(n)},${phone},${units[n % units.length]},\n`;
    if (n % 1000 === 999) {
      yield text;
      text = '';
    }
  }
  if (text) yield text;
}
