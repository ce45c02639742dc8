import { useState } from 'react';
import type { Post, StaffPhone } from '../../contract.ts';
import { useAct, useLive, useWorld } from '../api.ts';
import { FormSheet, Nothing } from '../parts/Cells.tsx';
import { Icon } from '../parts/Icon.tsx';
import { Screen } from '../parts/Phone.tsx';
import { ContentView, PostView } from '../parts/Posts.tsx';
import piecesStyles from '../parts/pieces.module.css';
import sheetStyles from '../parts/sheet.module.css';
import { useSay } from '../text.ts';
import { When } from '../time.tsx';

export function StaffMoments({ phone }: { phone: StaffPhone }) {
  const say = useSay();
  const { corp } = useWorld();
  const { userid } = phone.staff;
  const posts = useLive<Post[]>(`corps/${corp}/staff/${userid}/posts`);
  const act = useAct();
  const [writing, setWriting] = useState(false);
  return (
    <Screen
      title={say('moments')}
      action={
        <button type="button" onClick={() => setWriting(true)} aria-label={say('momentNew')}>
          <Icon name="plus" />
        </button>
      }
    >
      {phone.momentTasks.map((task) => (
        <div key={task.momentId} className={piecesStyles.task}>
          <small>
            {say('momentTask')} · <When at={task.createdAt} full />
          </small>
          <ContentView content={task.content} />
          <button
            type="button"
            className={sheetStyles.action}
            data-main=""
            style={{ margin: '10px 0 0', width: '100%' }}
            onClick={() =>
              act.mutate([{ do: 'staff.publish-moment', userid, momentId: task.momentId }])
            }
          >
            {say('momentPublish')}
          </button>
        </div>
      ))}
      {posts.data?.map((post) => (
        <PostView
          key={post.momentId}
          post={post}
          me={userid}
          like={() =>
            act.mutate([
              {
                ...{ do: 'staff.react', by: userid, userid, momentId: post.momentId },
                kind: 'like',
              },
            ])
          }
          comment={(text) =>
            act.mutate([
              {
                ...{ do: 'staff.react', by: userid, userid, momentId: post.momentId },
                ...{ kind: 'comment', text },
              },
            ])
          }
          more={
            <>
              <i style={{ fontStyle: 'normal' }}>{say('momentViewers', { n: post.viewers })}</i>
              {post.own && (
                <button
                  type="button"
                  onClick={() =>
                    act.mutate([{ do: 'staff.delete-moment', userid, momentId: post.momentId }])
                  }
                >
                  {say('momentDelete')}
                </button>
              )}
            </>
          }
        />
      ))}
      {posts.data?.length === 0 && phone.momentTasks.length === 0 && (
        <Nothing>{say('momentNone')}</Nothing>
      )}
      {writing && (
        <FormSheet
          title={say('momentNew')}
          done={say('momentPublish')}
          cancel={say('cancel')}
          close={() => setWriting(false)}
          fields={[{ name: 'text', label: say('momentWrite'), long: true }]}
          send={({ text }) => act.mutate([{ do: 'staff.post-moment', userid, text }])}
        />
      )}
    </Screen>
  );
}
