import { useState } from 'react';
import type { Chat, CorpTag, PhoneApp } from '../../contract.ts';
import { useAct, useLive, useWorld } from '../api.ts';
import { Avatar } from '../parts/Avatar.tsx';
import { Cell, Cells, FormSheet, Nothing, Sheet } from '../parts/Cells.tsx';
import cellsStyles from '../parts/cells.module.css';
import { Screen } from '../parts/Phone.tsx';
import piecesStyles from '../parts/pieces.module.css';
import sheetStyles from '../parts/sheet.module.css';
import { Tools } from '../parts/Tools.tsx';
import { useLang, useMarks, useSay, wayText } from '../text.ts';
import { When } from '../time.tsx';

/** What the member knows and writes down of a customer. */
export function CustomerPage({
  userid,
  person,
  apps,
  chat,
  gone,
}: {
  userid: string;
  person: string;
  apps: readonly PhoneApp[];
  chat: () => void;
  gone: () => void;
}) {
  const say = useSay();
  const lang = useLang();
  const marks = useMarks();
  const { corp } = useWorld();
  const { data } = useLive<Chat>(`corps/${corp}/staff/${userid}/chats/${person}`);
  const tags = useLive<CorpTag[]>(`corps/${corp}/tags`);
  const act = useAct();
  const [sheet, setSheet] = useState<'remark' | 'tags' | 'delete' | null>(null);
  const relation = data?.relation;
  if (data && (!relation || relation.deletedByStaff))
    return (
      <Screen title={say('customerDetail')}>
        <Nothing>{relation ? say('deletedThem') : say('strangers')}</Nothing>
      </Screen>
    );
  if (!relation) return <Screen title={say('customerDetail')}>{null}</Screen>;
  const held = new Set(relation.tags.map((tag) => tag.id));
  return (
    <Screen title={say('customerDetail')}>
      <div className={piecesStyles.head}>
        <Avatar name={relation.person.name} id={person} size={58} />
        <div>
          <b>{relation.remark || relation.person.name}</b>
          <small>
            {relation.person.name}{' '}
            <span className={cellsStyles.wechatMark}>{say('wechatMark')}</span>
            {relation.deletedByCustomer && ` · ${say('deletedYou')}`}
          </small>
        </div>
      </div>
      <Cells>
        <Cell
          title={say('remark')}
          end={relation.remark || '—'}
          onClick={() => setSheet('remark')}
        />
        <Cell
          title={say('description')}
          end={relation.description || '—'}
          onClick={() => setSheet('remark')}
        />
        <Cell
          title={say('tags')}
          end={relation.tags.map((tag) => tag.name).join(marks.comma) || say('noTags')}
          onClick={() => setSheet('tags')}
        />
      </Cells>
      <Cells>
        <Cell title={say('addWay')} end={wayText(relation.addWay, lang)} />
        {relation.state && <Cell title={say('addState')} end={relation.state} />}
        <Cell title={say('addedAt')} end={<When at={relation.createtime} full />} />
        <Cell title={say('externalId')} end={relation.externalUserid} />
      </Cells>
      <Tools apps={apps} place={{ entry: 'contact_profile', person }} />
      <button type="button" className={sheetStyles.action} data-main="" onClick={chat}>
        {say('sendMessage')}
      </button>
      <button
        type="button"
        className={sheetStyles.action}
        data-danger=""
        onClick={() => setSheet('delete')}
      >
        {say('deleteCustomer')}
      </button>
      {sheet === 'remark' && (
        <FormSheet
          title={say('remark')}
          done={say('save')}
          cancel={say('cancel')}
          close={() => setSheet(null)}
          fields={[
            { name: 'remark', label: say('remark'), value: relation.remark, optional: true },
            {
              name: 'description',
              label: say('description'),
              value: relation.description,
              ...{ optional: true, long: true },
            },
          ]}
          send={(values) => act.mutate([{ do: 'staff.remark', userid, person, ...values }])}
        />
      )}
      {sheet === 'tags' && (
        <Sheet title={say('tags')} close={() => setSheet(null)}>
          <div className={piecesStyles.tags}>
            {tags.data?.map((tag) => (
              <button
                key={tag.id}
                type="button"
                aria-pressed={held.has(tag.id)}
                onClick={() =>
                  act.mutate([
                    {
                      ...{ do: 'staff.tag', userid, person },
                      [held.has(tag.id) ? 'remove' : 'add']: [tag.id],
                    },
                  ])
                }
              >
                {tag.name}
              </button>
            ))}
            {tags.data?.length === 0 && <Nothing>{say('noTags')}</Nothing>}
          </div>
        </Sheet>
      )}
      {sheet === 'delete' && (
        <Sheet title={say('deleteCustomer')} close={() => setSheet(null)}>
          <p>{say('deleteSure')}</p>
          <div className={sheetStyles.formEnd}>
            <button type="button" onClick={() => setSheet(null)}>
              {say('cancel')}
            </button>
            <button
              type="button"
              data-main=""
              onClick={() =>
                act.mutate([{ do: 'staff.delete-customer', userid, person }], { onSuccess: gone })
              }
            >
              {say('ok')}
            </button>
          </div>
        </Sheet>
      )}
    </Screen>
  );
}
