import { z } from 'zod';

/**
 * Classes of personal financial information (CR-032; JR/T 0171-2020 4.2): C3 user authentication
 * data, C2 identity and financial status, C1 internal, none.
 */
export type DataClass = 'C3' | 'C2' | 'C1' | 'none';
export type Mask = 'phone' | 'name' | 'idNumber' | 'email' | 'account';

declare module 'zod' {
  interface GlobalMeta {
    dataClass?: DataClass;
    mask?: Mask;
  }
}

/** A value that leaves the product masked, and in the clear only through a reveal with a reason (CR-037, CR-038). */
export const masked = (mask: Mask) => z.string().meta({ dataClass: 'C2', mask });

/** 13812345678 → 138****5678 · 王小明 → 王** · 张三 → 张* · wang@bank.cn → w***@bank.cn (CR-021, CR-037). */
export function maskValue(mask: Mask, value: string): string {
  const chars = [...value];
  switch (mask) {
    case 'phone':
      return chars.length < 7
        ? '*'.repeat(chars.length)
        : `${chars.slice(0, 3).join('')}****${chars.slice(-4).join('')}`;
    case 'name':
      return chars.length === 0 ? '' : `${chars[0]}${'*'.repeat(Math.max(1, chars.length - 1))}`;
    case 'idNumber':
      return chars.length < 8
        ? '*'.repeat(chars.length)
        : `${chars.slice(0, 3).join('')}${'*'.repeat(chars.length - 7)}${chars.slice(-4).join('')}`;
    case 'email': {
      const at = value.indexOf('@');
      return at < 1 ? '***' : `${value[0]}***${value.slice(at)}`;
    }
    case 'account':
      return chars.length < 5 ? '*'.repeat(chars.length) : `****${chars.slice(-4).join('')}`;
  }
}
