import { useEffect, useRef } from 'react';
import type { Line } from '../../contract.ts';
import { When } from '../time.tsx';
import { Address } from './Address.tsx';
import { Attachment } from './Attachment.tsx';
import { Avatar } from './Avatar.tsx';
import styles from './lines.module.css';

/** Silence after which the time is said again, in seconds. */
const PAUSE = 300;

export function Lines({
  lines,
  me,
  names = false,
  opened,
  whom,
}: {
  lines: readonly Line[];
  /** A userid or a person. */
  me: string;
  names?: boolean;
  /** What stands above the first line. */
  opened?: { readonly at: number; readonly text: string } | undefined;
  whom?: (line: Line) => void;
}) {
  const end = useRef<HTMLDivElement>(null);
  const newest = lines.at(-1)?.id;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new line is the occasion.
  useEffect(() => {
    end.current?.scrollIntoView({ block: 'end' });
  }, [newest]);
  return (
    <div className={styles.lines} role="log">
      {opened && (
        <p className={styles.notice}>
          <When at={opened.at} full />
          <br />
          {opened.text}
        </p>
      )}
      {lines.map((line, i) => {
        const before = lines[i - 1];
        const mine = line.by === me;
        return (
          <div key={line.id}>
            {(!before || line.at - before.at > PAUSE) && (
              <p className={styles.notice}>
                <When at={line.at} full />
              </p>
            )}
            {line.side === 'system' ? (
              <p className={styles.notice}>{String(line.content.content ?? '')}</p>
            ) : (
              <div className={styles.line} data-mine={mine ? '' : undefined}>
                <button
                  type="button"
                  className={styles.face}
                  aria-label={line.name}
                  onClick={() => whom?.(line)}
                >
                  <Avatar name={line.name} id={line.by} size={38} />
                </button>
                <div>
                  {names && !mine && <small className={styles.name}>{line.name}</small>}
                  {line.msgtype === 'text' ? (
                    <p className={styles.bubble}>
                      <Words text={String(line.content.content ?? '')} />
                    </p>
                  ) : (
                    <Attachment kind={line.msgtype} body={line.content} />
                  )}
                </div>
              </div>
            )}
          </div>
        );
      })}
      <div ref={end} />
    </div>
  );
}

const ADDRESS = /(https?:\/\/[^\s，。；！？、）】]+)/;

/** Addresses in a text can be tapped. */
export function Words({ text }: { text: string }) {
  const parts = text.split(ADDRESS);
  return parts.map((part, i) =>
    // biome-ignore lint/suspicious/noArrayIndexKey: parts of one text have no other key.
    ADDRESS.test(part) ? <Address key={i} url={part} /> : <span key={i}>{part}</span>,
  );
}
