/** Kinds of damage, one after another, with the column that is named for it. */
const damages = [
  { column: 'phone', cells: { phone: '1381234567' } },
  { column: 'unit', cells: { unit: 'NOWHERE' } },
  { column: 'name', cells: { name: '' } },
  { column: 'email', cells: { email: 'not an address' } },
  { column: 'number', cells: { number: 'P000001' } },
  { column: 'phone', cells: { phone: '1.38E+10' } },
  { column: 'number', cells: { number: '' } },
] as const;

export interface StaffFile {
  readonly lines: Generator<string>;
  readonly rows: number;
  /** Row → column that must be named. */
  readonly broken: ReadonlyMap<number, string>;
}

/** A file of staff in which one row of a hundred is broken, in several ways; one cell spans two lines now and then. */
export function staffFile(rows: number, unitCodes: readonly string[]): StaffFile {
  const broken = new Map<number, string>();
  for (let i = 50; i < rows; i += 100)
    broken.set(i + 2, damages[Math.floor(i / 100) % damages.length]!.column);
  function* lines() {
    yield '工号,姓名,机构号,岗位,手机号码,邮箱,企微账号\r\n';
    for (let i = 0; i < rows; i++) {
      const whole = {
        number: `P${String(i + 1).padStart(6, '0')}`,
        name: `员工${i}`,
        unit: unitCodes[i % unitCodes.length]!,
        title: i % 1000 === 7 ? '"客户经理,\n兼大堂"' : '客户经理',
        phone: `13${String(100_000_000 + i)}`,
        email: `p${i}@bank.example`,
        wecom: `w${i}`,
        ...(broken.has(i + 2) ? damages[Math.floor(i / 100) % damages.length]!.cells : {}),
      };
      yield `${Object.values(whole).join(',')}\r\n`;
    }
  }
  return { lines: lines(), rows, broken };
}
