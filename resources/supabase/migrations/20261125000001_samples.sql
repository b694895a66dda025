-- The table that the serving agent writes. It belongs to the team: it is made if it is missing and extended if it is there,
-- and every column, row, key, default and policy that it had stays.

create table if not exists public.agent_training_samples (
  sample_id text primary key default gen_random_uuid()::text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  source jsonb not null default '{}',
  query jsonb not null default '{}',
  agent_response jsonb not null default '{}',
  human_feedback jsonb,
  customer_outcome jsonb,
  tags text[] not null default '{}',
  training_flags jsonb not null default '{}'
);

do $$
declare
  misfits text;
begin
  if not exists (
    select from pg_attribute
    where attrelid = 'public.agent_training_samples'::regclass and attname = 'sample_id' and not attisdropped
  ) then
    raise exception 'agent_training_samples has no column sample_id.'
      using hint = 'Add a column sample_id that names each sample once, then run the migration again.';
  end if;
  select string_agg(format('%s is %s and must be %s', a.attname, format_type(a.atttypid, null), w.types[1]), '; ')
  into misfits
  from pg_attribute a
  join (values
    ('created_at', array['timestamp with time zone', 'timestamp without time zone']),
    ('updated_at', array['timestamp with time zone', 'timestamp without time zone']),
    ('source', array['jsonb']), ('query', array['jsonb']), ('agent_response', array['jsonb']),
    ('human_feedback', array['jsonb']), ('customer_outcome', array['jsonb']), ('training_flags', array['jsonb']),
    ('tags', array['text[]'])
  ) w (name, types) on w.name = a.attname
  where a.attrelid = 'public.agent_training_samples'::regclass and not a.attisdropped
    and format_type(a.atttypid, null) <> all (w.types);
  if misfits is not null then
    raise exception 'Columns of agent_training_samples do not fit: %.', misfits
      using hint = 'Change their type, then run the migration again.';
  end if;
end $$;

-- Neither the columns nor the stamp rewrites a large table: their defaults are the same for every row that is there.
alter table public.agent_training_samples
  add column if not exists created_at timestamptz not null default now(),
  add column if not exists updated_at timestamptz not null default now(),
  add column if not exists source jsonb not null default '{}',
  add column if not exists query jsonb not null default '{}',
  add column if not exists agent_response jsonb not null default '{}',
  add column if not exists human_feedback jsonb,
  add column if not exists customer_outcome jsonb,
  add column if not exists tags text[] not null default '{}',
  add column if not exists training_flags jsonb not null default '{}',
  add column assay_xid xid8 not null default pg_current_xact_id();

-- The key may be text or uuid. Ours refer to it as text, and this index makes that as fast as the key itself.
create unique index agent_training_samples_assay_key on public.agent_training_samples ((sample_id::text) collate "C");
create index agent_training_samples_assay_feed
  on public.agent_training_samples (assay_xid, ((sample_id::text) collate "C"));
create index agent_training_samples_assay_conversation
  on public.agent_training_samples ((source ->> 'conversation_id'), created_at);

-- Last by name, so that it sees what other triggers of the team have changed.
create trigger zz_assay_stamp before insert or update on public.agent_training_samples
  for each row execute function assay.stamp();

-- Samples that are gone. Their rows are what tells the devices to forget them.
create table public.assay_erased (
  sample_id text collate "C" primary key,
  erased_at timestamptz not null default now(),
  assay_xid xid8 not null
);
create index assay_erased_feed on public.assay_erased (assay_xid, sample_id);
create trigger stamp before insert or update on public.assay_erased for each row execute function assay.stamp();

-- A sample as leads and the dataset need it.
create function assay.whole_sample(s public.agent_training_samples) returns json
language sql stable as $$
  select json_build_object('sample_id', s.sample_id::text, 'created_at', s.created_at::timestamptz,
    'updated_at', s.updated_at::timestamptz, 'source', s.source, 'query', s.query, 'agent_response', s.agent_response,
    'human_feedback', s.human_feedback, 'customer_outcome', s.customer_outcome, 'tags', s.tags,
    'training_flags', s.training_flags)
$$;

-- A sample as a labeler may see it before they commit. Named keys only: what a team adds later might steer a verdict.
create function assay.blind_sample(s public.agent_training_samples) returns json
language sql stable as $$
  select json_build_object('sample_id', s.sample_id::text, 'created_at', s.created_at::timestamptz,
    'source', json_build_object('agent_name', s.source -> 'agent_name',
      'agent_sdk_version', s.source -> 'agent_sdk_version', 'conversation_id', s.source -> 'conversation_id',
      'model', s.source -> 'model', 'prompt_version', s.source -> 'prompt_version'),
    'query', s.query,
    'agent_response', json_build_object('text', s.agent_response -> 'text', 'sources', s.agent_response -> 'sources'),
    'tags', s.tags)
$$;

create function assay.confidence_of(agent_response jsonb) returns double precision
language sql immutable as $$
  select case jsonb_typeof(agent_response -> 'confidence')
    when 'number' then (agent_response ->> 'confidence')::double precision end
$$;
