-- Whom an RM invited into a group by hand (R-103). Who came is read from WeCom's list of members.
create table workbench.group_invite (
  customer_id bigint not null,
  corp_id uuid not null,
  chat_id text not null,
  org_id uuid not null,
  staff_id uuid not null,
  invited_at timestamptz not null,
  primary key (customer_id, corp_id, chat_id)
);
