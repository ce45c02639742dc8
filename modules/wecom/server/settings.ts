import type { Ctx } from '#platform/server/ctx.ts';

/** What this module needs to know of the installation. */
export interface WecomSettings {
  readonly mode: 'demo' | 'production';
  /** WeCom's address when a corp names none. */
  readonly wecomUrl: string;
  /** The address under which WeCom reaches the product. */
  readonly publicUrl?: string | undefined;
  /** Speaks for the product itself in one bank: whoever calls back is nobody's user. */
  readonly ctxFor: (orgId: string) => Ctx;
}

export const callbackPath = (key: string) => `/wecom/callback/${key}`;

export function callbackUrl({ publicUrl }: WecomSettings, key: string): string | null {
  return publicUrl ? `${publicUrl.replace(/\/+$/, '')}${callbackPath(key)}` : null;
}
