import type { Phrase } from '#platform/contract/text.ts';
import type { Draft } from '../../contract/item.ts';

export interface LimitFinding {
  readonly field: string;
  readonly why: Phrase;
}

const bytes = (text: string) => Buffer.byteLength(text, 'utf8');

/** What a message gets besides its words: names in their places, and what a rule adds (CR-154). */
const ADDED = 500;

/** What WeCom does not take of a content: a mass message, a card, a moment (API of mass messages and Moments). */
export function limitFindings({ body }: Draft): LimitFinding[] {
  const { text, human, carrier } = body;
  const source = body.source ? `（数据出处：${body.source}）\n` : '';
  const found: LimitFinding[] = [];
  const tooLong = (field: string, value: string, most: number, reserve = 0) => {
    const size = bytes(value);
    if (size > most - reserve)
      found.push({
        field,
        why: [
          `${size} 字节，企业微信最多 ${most}${reserve ? `，其中 ${reserve} 留给姓名与防骗提醒` : ''}`,
          `${size} bytes; WeCom takes ${most}${reserve ? `, ${reserve} of them left for names and reminders` : ''}`,
        ],
      });
  };
  tooLong('body.text', text + source, 4_000, ADDED);
  if (human) tooLong('body.human', human + source, 4_000, ADDED);
  if ('title' in carrier)
    tooLong('body.carrier.title', carrier.title, carrier.format === 'mini_program' ? 64 : 128);
  if ('summary' in carrier) tooLong('body.carrier.summary', carrier.summary, 512);
  if (carrier.format === 'h5' || carrier.format === 'channels')
    tooLong('body.carrier.url', carrier.url, 2_048);
  return found;
}
