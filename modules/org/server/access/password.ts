import { randomInt } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';
import { accessErrors, type passwordRules } from '../../contract/session.ts';

// OWASP's first choice for argon2id: 19 MiB, two passes, one lane: the library's own default.
export const hashPassword = (password: string): Promise<string> => hash(password.normalize('NFKC'));

const nobody = hash('nobody has this password');

/** Takes as long for nobody's password as for somebody's, so that time tells nothing. */
export async function isPassword(stored: string | null, password: string): Promise<boolean> {
  const right = await verify(stored ?? (await nobody), password.normalize('NFKC'));
  return right && stored !== null;
}

const common = [
  'password',
  'passw0rd',
  'p@ssw0rd',
  'p@ssword',
  'qwerty',
  'admin',
  'welcome',
  'letmein',
  'iloveyou',
  'abc123',
  '123456',
  '111111',
  '000000',
  '666666',
  '888888',
  'woaini',
  'yuhang',
];

/** What is wrong with a new password; null when nothing is. `personal`: number, name, bank. */
export function passwordWeakness(
  password: string,
  personal: readonly string[],
): (typeof passwordRules)[number] | null {
  if ([...password].length < 10) return 'short';
  const kinds = [/[a-z]/, /[A-Z]/, /\d/, /[^a-zA-Z\d]/].filter((kind) => kind.test(password));
  if (kinds.length < 3 || new Set(password).size < 6) return 'simple';
  const lower = password.toLowerCase();
  if (personal.some((p) => p.length >= 2 && lower.includes(p.toLowerCase()))) return 'personal';
  // A common word with a few signs around it is still the common word.
  const word = common.find((c) => lower.includes(c));
  if (word && password.length - word.length < 8) return 'common';
  return null;
}

export async function demandStrong(
  password: string,
  personal: readonly string[],
  earlier: readonly string[],
): Promise<void> {
  const why = passwordWeakness(password, personal);
  if (why) throw accessErrors.passwordWeak({ why });
  for (const stored of earlier)
    if (await isPassword(stored, password)) throw accessErrors.passwordWeak({ why: 'reused' });
}

const letters = 'abcdefghijkmnpqrstuvwxyz';
const capitals = 'ABCDEFGHJKLMNPQRSTUVWXYZ';
const digits = '23456789';

/** Four groups of four, easy to read out: `Kq7m-xR4t-9bWz-h3Np`. */
export function makePassword(): string {
  const pick = (signs: string) => signs[randomInt(signs.length)]!;
  const group = () =>
    [pick(capitals), pick(letters), pick(digits), pick(letters + capitals)]
      .map((sign) => [randomInt(1 << 30), sign] as const)
      .sort(([a], [b]) => a - b)
      .map(([, sign]) => sign)
      .join('');
  return [group(), group(), group(), group()].join('-');
}
