import { maskValue } from '../contract/sensitive.ts';

const ID_NUMBER = /(?<![0-9A-Za-z])[1-9]\d{5}(?:19|20)\d{9}[0-9Xx](?![0-9A-Za-z])/g;
const PHONE = /(?<![0-9A-Za-z])(?:\+?86[- ]?)?(1[3-9]\d{9})(?![0-9A-Za-z])/g;

/**
 * The last net under audit and logs: mainland mobile and identity numbers are masked wherever they
 * stand in a text (CR-037: log.write). What is written there should already be masked.
 */
export function withoutPersonalData<T>(value: T): T {
  if (typeof value === 'string') return redactText(value) as T;
  if (Array.isArray(value)) return value.map(withoutPersonalData) as T;
  if (
    value === null ||
    typeof value !== 'object' ||
    Object.getPrototypeOf(value) !== Object.prototype
  )
    return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, withoutPersonalData(inner)]),
  ) as T;
}

function redactText(text: string): string {
  if (text.length < 11) return text;
  return text
    .replace(ID_NUMBER, (id) => maskValue('idNumber', id))
    .replace(PHONE, (_, phone: string) => maskValue('phone', phone));
}
