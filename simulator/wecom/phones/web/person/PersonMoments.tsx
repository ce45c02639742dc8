import { useEffect } from 'react';
import type { Post } from '../../contract.ts';
import { useAct, useLive, useWorld } from '../api.ts';
import { Nothing } from '../parts/Cells.tsx';
import { Screen } from '../parts/Phone.tsx';
import { PostView } from '../parts/Posts.tsx';
import { useSeen } from '../seen.ts';
import { useSay } from '../text.ts';

export function PersonMoments({ person, newestMoment }: { person: string; newestMoment: number }) {
  const say = useSay();
  const { corp } = useWorld();
  const posts = useLive<Post[]>(`corps/${corp}/people/${person}/posts`);
  const act = useAct();
  const { look } = useSeen(`customer ${person}`);
  useEffect(() => look('moments', newestMoment), [look, newestMoment]);
  const react = (post: Post, more: { kind: 'like' } | { kind: 'comment'; text: string }) =>
    act.mutate([
      {
        ...{ do: 'customer.react', person, userid: post.userid, momentId: post.momentId },
        ...more,
      },
    ]);
  return (
    <Screen title={say('moments')}>
      {posts.data?.map((post) => (
        <PostView
          key={`${post.momentId} ${post.userid}`}
          post={post}
          me={person}
          like={() => react(post, { kind: 'like' })}
          comment={(text) => react(post, { kind: 'comment', text })}
        />
      ))}
      {posts.data?.length === 0 && <Nothing>{say('momentNone')}</Nothing>}
    </Screen>
  );
}
