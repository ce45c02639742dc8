import type { Phrase } from '#platform/contract/text.ts';
import type { ContentAttachment, RenderFor } from '../../contract/sending.ts';

const MOST_TEXT: Readonly<Record<RenderFor['channel'], number>> = {
  one_to_one: 4_000,
  welcome: 4_000,
  group: 4_000,
  moments: 4_000,
  sms: 1_500,
};
const MOMENTS_CHARACTERS = 2_000;
const MOST_ATTACHMENTS = 9;
const MOST = {
  link: { title: 128, desc: 512, url: 2_048 },
  mini_program: { title: 64, page: 1_024 },
} as const;

export interface PassedLimit {
  readonly field: string;
  readonly text: Phrase;
}

const bytes = (text: string) => Buffer.byteLength(text, 'utf8');

/** The first limit of WeCom that a filled message passes: a name may be longer than its place was. */
export function passedLimit(
  channel: RenderFor['channel'],
  text: string,
  attachments: readonly ContentAttachment[],
): PassedLimit | null {
  const longer = (field: string, value: string, most: number): PassedLimit | null => {
    const size = bytes(value);
    if (size <= most) return null;
    return {
      field,
      text: [
        `填好变量后${size}字节，最多 ${most} 字节`,
        `${size} bytes once filled; ${most} are taken`,
      ],
    };
  };
  const inText = longer('text', text, MOST_TEXT[channel]);
  if (inText) return inText;
  if (channel === 'moments' && [...text].length > MOMENTS_CHARACTERS)
    return {
      field: 'text',
      text: ['朋友圈文字最多 2000 字', 'Moments take 2,000 characters'],
    };
  if (attachments.length > MOST_ATTACHMENTS)
    return {
      field: 'attachments',
      text: [`最多 ${MOST_ATTACHMENTS} 个附件`, `At most ${MOST_ATTACHMENTS} attachments`],
    };
  for (const attachment of attachments) {
    if (attachment.kind !== 'link' && attachment.kind !== 'mini_program') continue;
    const fields: Readonly<Record<string, unknown>> = { ...attachment };
    for (const [name, most] of Object.entries(MOST[attachment.kind])) {
      const found = longer(name, String(fields[name] ?? ''), most);
      if (found) return found;
    }
  }
  return null;
}
