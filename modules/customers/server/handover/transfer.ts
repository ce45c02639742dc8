import { type Lang, type Phrase, say } from '#platform/contract/text.ts';
import { wecomErrorText } from '#protocol/wecom/errors/catalogue.ts';
import type { Transfer, TransferState } from '../../contract/handover.ts';

/** How WeCom is asked: the leaver's account is gone there, or still present. */
export type Way = 'left' | 'present';

/** What an answer about one customer or group means for it. */
export type Verdict =
  | { readonly means: 'settled'; readonly state: 'done' | 'refused' | 'full' | 'failed' }
  | { readonly means: 'asked' }
  | { readonly means: 'later' }
  /** To be asked for the other way. */
  | { readonly means: 'present' }
  /** The answer leaves open who has it now. */
  | { readonly means: 'look' };

const FULL = 40099;
const NOT_LEFT = [40097, 90500];
/** Already under way: asked for by us, when an answer was lost, or by somebody in the console. */
const UNDER_WAY = [40100, 40129];
const BUSY = [-1, 45009, 45033];
/** Not with the leaver any more. */
const ELSEWHERE = [40131];
const GROUP_ELSEWHERE = [90502, 90503, 90504, 90507, 90508];
export const GROUP_UNDER_WAY = 90507;

export function verdictOn(code: number): Verdict {
  if (code === 0 || UNDER_WAY.includes(code)) return { means: 'asked' };
  if (NOT_LEFT.includes(code)) return { means: 'present' };
  if (BUSY.includes(code)) return { means: 'later' };
  if (ELSEWHERE.includes(code) || GROUP_ELSEWHERE.includes(code)) return { means: 'look' };
  return { means: 'settled', state: code === FULL ? 'full' : 'failed' };
}

/** Refusals of a whole call that are about the two colleagues; any other is about the connection. */
const ABOUT_COLLEAGUES = [40003, 40098, FULL, 40130, 40143, 40205, 60011, 60111, 90510];
export const isAboutColleagues = (code: number) => ABOUT_COLLEAGUES.includes(code);

/** The successor is not known to WeCom. */
export const NO_ACCOUNT = 'no-account';
/** Nobody may ask WeCom for this corp now. */
export const NO_APP = 'no-app';
/** WeCom took the order and never said what came of it. */
export const NO_RESULT = 'no-result';

const OWN: Readonly<Record<string, { meaning: Phrase; remedy: Phrase }>> = {
  [NO_ACCOUNT]: {
    meaning: ['接替人没有企业微信账号', 'Who takes over has no WeCom account'],
    remedy: [
      '先为其绑定企业微信账号，或交给另一位同事',
      'Bind a WeCom account first, or give it to another colleague',
    ],
  },
  [NO_APP]: {
    meaning: [
      '该企业没有可调用客户联系接口的应用，或已停用',
      'No app of the corp may call customer contact, or it is stopped',
    ],
    remedy: [
      '请在「企业接入」中登记或启用应用，系统随后自动继续',
      'Add or start an app on the connection screen; the rest follows by itself',
    ],
  },
  [NO_RESULT]: {
    meaning: ['企业微信一直没有给出结果', 'WeCom never gave a result'],
    remedy: [
      '请在企业微信管理后台核对，再重新交接',
      'Check in the WeCom console, then hand over again',
    ],
  },
};

/** Why, and what helps, in the reader's language. */
function reasonOf(code: string, lang: Lang): NonNullable<Transfer['reason']> {
  const own = OWN[code];
  if (own) return { code, meaning: say(own.meaning, lang), remedy: say(own.remedy, lang) };
  const { meaning, remedy } = wecomErrorText(Number(code));
  return { code, meaning: say(meaning, lang), remedy: say(remedy, lang) };
}

export interface Standing {
  readonly transfer: string | null;
  readonly code: string | null;
  readonly askedAt: Date | null;
  readonly settledAt: Date | null;
}

export const shownTransfer = (row: Standing, lang: Lang): Transfer | null =>
  row.transfer === null
    ? null
    : {
        state: row.transfer as TransferState,
        reason: row.code === null ? null : reasonOf(row.code, lang),
        askedAt: row.askedAt?.toISOString() ?? null,
        settledAt: row.settledAt?.toISOString() ?? null,
      };
