-- Where customers stand: need × recognition. Only those who did something that counts; everybody else
-- stands in the lowest cell.
create table audiences.standing (
  customer_id bigint primary key,
  org_id uuid not null,
  need smallint not null check (need between 0 and 100),
  recognition smallint not null check (recognition between 0 and 100),
  -- Level of need × 3 + level of recognition, 0 to 8.
  cell smallint not null check (cell between 0 and 8),
  -- 0 unknown, 1 identified, 2 deepened, 3 explicit.
  need_stage smallint not null check (need_stage between 0 and 3),
  -- Null: from the beginning.
  cell_since timestamptz,
  -- The day of the bank up to which it has faded.
  day date not null
);
create index standing_cell on audiences.standing (org_id, cell, customer_id);

-- What a kind of event adds to a dimension, and how fast that fades; each bank's own.
create table audiences.signal (
  org_id uuid not null,
  dimension text not null check (dimension in ('need', 'recognition')),
  kind text not null,
  points real not null,
  half_life_days int not null check (half_life_days > 0),
  per_day int not null check (per_day > 0),
  need_stage smallint check (need_stage between 1 and 3),
  primary key (org_id, dimension, kind)
);

-- Settings of a score, and of its last run over everybody.
create table audiences.score_setting (
  org_id uuid not null,
  score text not null check (score in ('standing', 'rfm')),
  settings jsonb not null,
  version int not null,
  run jsonb,
  run_at timestamptz,
  primary key (org_id, score)
);
