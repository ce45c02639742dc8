import { rows } from '../core/db.ts';
import type { Work } from '../core/sim.ts';
import type { Line, Preview } from './contract.ts';

export interface LineRow {
  id: number;
  sender: string;
  msgtype: string;
  content: Record<string, unknown>;
  source: string;
  created_at: number;
  /** Null: a member, or the platform itself. */
  person_id: string | null;
  person_name: string | null;
}

/** For `chat_message m`: who said it, when it was a customer. */
export const LINE_COLUMNS = `m.id, m.sender, m.msgtype, m.content, m.source, m.created_at,
  sc.person_id, sp.name person_name`;
export const LINE_JOINS = `
  left join customer sc on sc.corp_id = m.corp_id and sc.external_userid = m.sender
  left join person sp on sp.person_id = sc.person_id`;

function senderOf({ corp }: Work, line: LineRow): Pick<Line, 'side' | 'by' | 'name'> {
  if (line.person_id) return { side: 'customer', by: line.person_id, name: line.person_name ?? '' };
  const staff = corp.staff.get(line.sender.toLowerCase());
  return staff
    ? { side: 'staff', by: staff.userid, name: staff.name }
    : { side: 'system', by: line.sender, name: '' };
}

/** Files bear their names, which stand with the media. */
export async function linesOf(work: Work, found: readonly LineRow[]): Promise<Line[]> {
  const ids = found.flatMap(({ msgtype, content }) =>
    msgtype === 'file' && typeof content.media_id === 'string' ? [content.media_id] : [],
  );
  const media = ids.length
    ? await rows<{ media_id: string; filename: string; size: number }>(
        work.db,
        'select media_id, filename, length(bytes) size from media where media_id = any($1)',
        [ids],
      )
    : [];
  const files = new Map(media.map(({ media_id, ...file }) => [media_id, file]));
  return found.map((line) => ({
    id: line.id,
    at: line.created_at,
    ...senderOf(work, line),
    msgtype: line.msgtype,
    content: { ...line.content, ...files.get(String(line.content.media_id)) },
    source: line.source,
  }));
}

export function previewOf(work: Work, line: LineRow): Preview {
  const { content } = line;
  const text = [content.content, content.title].find((part) => typeof part === 'string');
  return {
    id: line.id,
    at: line.created_at,
    ...senderOf(work, line),
    msgtype: line.msgtype,
    text: ((text as string | undefined) ?? '').slice(0, 60),
  };
}
