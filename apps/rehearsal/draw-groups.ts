import type pg from 'pg';

/** A group chat of the subject. */
export interface Chat {
  readonly corpId: string;
  readonly chatId: string;
}

/** A group chat as it is rehearsed: its owner by number, its members as customers and as strangers. */
export interface RehearsedChat {
  readonly nth: number;
  /** As the bank knows it; it stays outside. */
  readonly name: string;
  readonly ownerNth: number;
  readonly createdAt: Date | null;
  readonly customers: readonly number[];
  /** Members whom the bank does not know, counted through all groups. */
  readonly strangers: readonly number[];
}

/**
 * Whole groups are drawn, by a hash of theirs, until as many members as asked for are together; one at
 * least. Makes `rehearsed_chat`, `rehearsed_member` and, of members who are customers, `rehearsed`.
 * Answers how many people all the groups have.
 */
export async function drawGroups(
  source: pg.Client,
  { orgId, chats, customers }: { orgId: string; chats: readonly Chat[]; customers: number | null },
): Promise<number> {
  const ids = [chats.map(({ corpId }) => corpId), chats.map(({ chatId }) => chatId)];
  await source.query(
    `create temp table rehearsed_chat on commit drop as
       select row_number() over (order by place) as nth, org_id, corp_id, chat_id, name, owner_id,
              created_at
         from (
           select g.*, s.id as owner_id, row_number() over w as place,
                  sum(greatest(g.customers, 1)) over w as together
             from wecom.group_chat g
             join org.staff s on s.org_id = g.org_id and s.wecom_user_id = g.owner
             join unnest($2::uuid[], $3::text[]) c(corp_id, chat_id)
               on c.corp_id = g.corp_id and c.chat_id = g.chat_id
            where g.org_id = $1 and g.gone_at is null
           window w as (order by hashtextextended(g.chat_id, 0), g.chat_id)) g
        where $4::int is null or place = 1 or together <= $4`,
    [orgId, ...ids, customers],
  );
  await source.query(
    `create temp table rehearsed_member on commit drop as
       select h.nth, m.member_id, min(c.customer_id) as customer_id
         from rehearsed_chat h
         join wecom.group_member m on m.org_id = h.org_id and m.corp_id = h.corp_id
          and m.chat_id = h.chat_id and m.kind = 2 and m.left_at is null
         left join customers.identity i on i.org_id = m.org_id and i.kind = 'external_userid'
          and i.scope = m.corp_id::text and i.value = m.member_id
         left join customers.customer c on c.customer_id = i.customer_id and c.state = 'active'
        group by h.nth, m.member_id`,
  );
  await source.query(
    `create temp table rehearsed on commit drop as
       select c.customer_id, c.rm_id from customers.customer c
        where c.customer_id in (select customer_id from rehearsed_member)`,
  );
  const { rows } = await source.query(
    `select count(distinct member_id)::int as n from wecom.group_member m
       join unnest($2::uuid[], $3::text[]) c(corp_id, chat_id)
         on c.corp_id = m.corp_id and c.chat_id = m.chat_id
      where m.org_id = $1 and m.kind = 2 and m.left_at is null`,
    [orgId, ...ids],
  );
  return rows[0].n;
}

/** After the staff were drawn as well: nobody's group is left out, since owners are among them. */
export async function drawnChats(source: pg.Client): Promise<RehearsedChat[]> {
  const { rows } = await source.query(
    `select h.nth::int, h.name, s.nth::int as "ownerNth", h.created_at as "createdAt",
            coalesce(array_agg(m.customer_id) filter (where m.customer_id is not null), '{}')::text[]
              as customers,
            coalesce(array_agg(m.stranger) filter (where m.customer_id is null
              and m.member_id is not null), '{}')::int[] as strangers
       from rehearsed_chat h join rehearsed_staff s on s.id = h.owner_id
       left join (select *, dense_rank() over (partition by customer_id is null order by member_id)::int
                         as stranger
                    from rehearsed_member) m on m.nth = h.nth
      group by h.nth, h.name, s.nth, h.created_at order by h.nth`,
  );
  return rows.map((row) => ({ ...row, customers: row.customers.map(Number) }));
}
