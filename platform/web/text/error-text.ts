import { AppError } from '#platform/contract/errors.ts';
import { type Lang, type Phrase, say } from '#platform/contract/text.ts';

/** A phrase with `{places}` for the error's details, or a function of them. */
export type ErrorText = Phrase | ((details: Readonly<Record<string, unknown>>) => Phrase);

const texts = new Map<string, ErrorText>();

/** registerErrorText({ 'org.notFound': ['没有找到', 'Not found'] }) */
export function registerErrorText(more: Readonly<Record<string, ErrorText>>): void {
  for (const [code, text] of Object.entries(more)) texts.set(code, text);
}

registerErrorText({
  'platform.invalid': [
    '有内容不符合要求，请检查标出的地方',
    'Something does not fit; see the marked fields',
  ],
  'platform.notSignedIn': [
    '登录已失效，请重新登录',
    'Your session has ended; please sign in again',
  ],
  'platform.forbidden': [
    '您没有这项操作的权限，如需使用请联系管理员',
    'You may not do this; ask an administrator',
  ],
  'platform.notFound': [
    '没有找到，可能已被删除或不在您的范围内',
    'Not found: deleted, or outside your scope',
  ],
  'platform.stepUp': ['这一步需要再次确认身份', 'This needs you to confirm who you are'],
  'platform.conflict': [
    '内容已被他人更改，请刷新后再试',
    'Someone else changed this; refresh and try again',
  ],
  'platform.tooLarge': ['文件或内容太大', 'Too large'],
  'platform.unsupportedFile': ['不支持这种文件', 'This kind of file is not supported'],
  'platform.tooMany': ['操作太频繁，请稍后再试', 'Too many attempts; wait a moment'],
  'platform.readOnly': [
    '审计链校验未通过，系统暂时只读，请联系管理员',
    'The audit chain is broken: read-only until it is looked into',
  ],
  'platform.retentionTooShort': [
    '保存期限不得少于 {least} 天',
    'Must be kept for at least {least} days',
  ],
  'platform.retentionTooLong': [
    '保存期限不得超过 {most} 天',
    'Must not be kept for more than {most} days',
  ],
  'platform.busy': ['系统繁忙，请稍后再试', 'Busy; please try again in a moment'],
  'platform.offline': ['连接不上服务器，请检查网络', 'Cannot reach the server; check the network'],
  'platform.away': [
    '服务暂时不可用，可能正在重启，请稍后再试',
    'The service is away, perhaps restarting; try again in a moment',
  ],
  'platform.cancelled': ['已取消', 'Cancelled'],
  'platform.bug': [
    '系统出错了，请把下面的编号告诉管理员',
    'Something went wrong; give the number below to support',
  ],
  'platform.internal': [
    '系统出错了，请把下面的编号告诉管理员',
    'Something went wrong; give the number below to support',
  ],
  'platform.unexpectedReply': [
    '页面与服务器版本不一致，请刷新页面',
    'This page is older than the server; reload it',
  ],
});

const byStatus = (status: number): Phrase => {
  if (status === 404) return ['没有找到', 'Not found'];
  if (status === 403) return ['没有权限', 'Not allowed'];
  if (status === 409) return ['现在的状态不允许这样做', 'The present state does not allow this'];
  if (status >= 400 && status < 500)
    return ['没有成功，请检查后再试', 'That did not work; check and try again'];
  return ['系统出错了', 'Something went wrong'];
};

export interface ErrorWords {
  text: string;
  /** No text of our own: the code and the request id are shown for support. */
  known: boolean;
  code: string;
  requestId: string | null;
}

export function errorWords(error: unknown, lang: Lang): ErrorWords {
  if (!(error instanceof AppError))
    return {
      text: say(byStatus(500), lang),
      known: false,
      code: error instanceof Error ? error.name : 'unknown',
      requestId: null,
    };
  const found = texts.get(error.code);
  const phrase =
    typeof found === 'function' ? found(error.details) : (found ?? byStatus(error.status));
  const requestId = 'requestId' in error ? (error.requestId as string | null) : null;
  // A temporary trouble needs no reference; a bug does.
  const passing = ['platform.busy', 'platform.away', 'platform.readOnly'].includes(error.code);
  const known = found !== undefined && (error.status < 500 || passing);
  return { text: say(phrase, lang, error.details), known, code: error.code, requestId };
}

/** One line for a message or a tooltip. */
export const errorText = (error: unknown, lang: Lang): string => errorWords(error, lang).text;
