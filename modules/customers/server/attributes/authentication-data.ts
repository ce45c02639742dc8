/**
 * What proves to a bank that somebody is who they say: class C3. It never enters (CR-033), whatever
 * the field is called.
 */
const names: readonly (readonly [RegExp, string])[] = [
  [/cvv|cvn|cvc/i, 'CVV'],
  [/password|passwd|密码|口令/i, '密码'],
  [/(^|[_\W])pin($|[_\W])/i, 'PIN'],
  [/otp|验证码|动态码/i, '验证码'],
  [/track\s?data|磁道/i, '磁道'],
  [/fingerprint|faceprint|biometric|指纹|人脸|声纹|虹膜/i, '生物特征'],
  [/卡片?有效期|card_expiry/i, '卡有效期'],
];

const contents: readonly (readonly [RegExp, string])[] = [
  [/[;%]B?\d{13,19}[=^]/, '磁道'],
  [/(cvv2?|cvn2?|安全码)\D{0,6}\d{3,4}(?!\d)/i, 'CVV'],
  [/(验证码|动态码|校验码|otp)\D{0,8}\d{4,8}(?!\d)/i, '验证码'],
  [/(密码|口令|password|passwd)\s*[:：是为=]\s*\S{4,}/i, '密码'],
];

const first = (rules: readonly (readonly [RegExp, string])[], text: string) =>
  rules.find(([pattern]) => pattern.test(text))?.[1] ?? null;

/** What a field that is called so would hold; null: nothing of this kind. */
export const authenticationField = (name: string): string | null => first(names, name);

/** What a text gives away. */
export const authenticationContent = (text: string): string | null => first(contents, text);
