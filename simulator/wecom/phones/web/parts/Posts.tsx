import { type ReactNode, useState } from 'react';
import type { Content, Post } from '../../contract.ts';
import { useMarks, useSay } from '../text.ts';
import { When } from '../time.tsx';
import { Attachment } from './Attachment.tsx';
import { Avatar } from './Avatar.tsx';
import { Icon } from './Icon.tsx';
import { Words } from './Lines.tsx';
import styles from './posts.module.css';

/** The words and pictures of a moment or a mass message. */
export function ContentView({ content }: { content: Content }) {
  const pictures = content.attachments?.filter((a) => a.msgtype === 'image') ?? [];
  const others = content.attachments?.filter((a) => a.msgtype !== 'image') ?? [];
  const body = (a: { readonly msgtype: string; readonly [body: string]: unknown }) =>
    (a[a.msgtype] ?? {}) as Record<string, unknown>;
  return (
    <>
      {content.text?.content && (
        <p className={styles.words}>
          <Words text={content.text.content} />
        </p>
      )}
      {pictures.length > 0 && (
        <div className={styles.pictures} data-one={pictures.length === 1 ? '' : undefined}>
          {pictures.map((a, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the pictures of a moment never change.
            <Attachment key={i} kind="image" body={body(a)} />
          ))}
        </div>
      )}
      {others.map((a, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: nor do the others.
        <Attachment key={i} kind={a.msgtype} body={body(a)} />
      ))}
    </>
  );
}

export function PostView({
  post,
  me,
  like,
  comment,
  more,
}: {
  post: Post;
  me: string;
  like: () => void;
  comment: (text: string) => void;
  more?: ReactNode;
}) {
  const say = useSay();
  const marks = useMarks();
  const [writing, setWriting] = useState(false);
  const [words, setWords] = useState('');
  const likes = post.reactions.filter((r) => r.kind === 'like');
  const comments = post.reactions.filter((r) => r.kind === 'comment');
  const liked = likes.some((r) => r.by === me);
  return (
    <article className={styles.post}>
      <Avatar name={post.name} id={post.userid} size={40} />
      <div>
        <b>{post.name}</b>
        <ContentView content={post.content} />
        <div className={styles.postEnd}>
          <When at={post.at} />
          {more}
          <span>
            <button type="button" disabled={liked} onClick={like}>
              <Icon name="heart" size={16} /> {liked ? say('liked') : say('like')}
            </button>
            <button type="button" onClick={() => setWriting(!writing)}>
              <Icon name="chat" size={16} /> {say('comment')}
            </button>
          </span>
        </div>
        {(likes.length > 0 || comments.length > 0) && (
          <div className={styles.reactions}>
            {likes.length > 0 && (
              <p>
                <Icon name="heart" size={13} /> {likes.map((r) => r.name).join(marks.comma)}
              </p>
            )}
            {comments.map((r, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: comments are only ever added.
              <p key={i}>
                <b>{r.name}</b>
                {marks.colon}
                {r.text}
              </p>
            ))}
          </div>
        )}
        {writing && (
          <form
            className={styles.commentForm}
            onSubmit={(event) => {
              event.preventDefault();
              if (!words.trim()) return;
              comment(words.trim());
              setWords('');
              setWriting(false);
            }}
          >
            <input
              aria-label={say('comment')}
              placeholder={say('comment')}
              value={words}
              onChange={(event) => setWords(event.target.value)}
            />
            <button type="submit">{say('send')}</button>
          </form>
        )}
      </div>
    </article>
  );
}
