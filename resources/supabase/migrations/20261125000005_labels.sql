-- What comes out of labeling. Labels are append-only: a change supersedes, taking back is a withdrawal.

create table public.assay_labels (
  -- The id of the operation that made it.
  label_id uuid primary key,
  queue_id uuid not null references public.assay_queues,
  sample_id text collate "C" not null,
  member_id uuid not null references public.assay_members,
  -- The nil uuid where a lead took it back.
  device_id uuid not null,
  seq bigint not null,
  kind text not null check (kind in ('verdict', 'withdrawal')),
  -- As it was sent, to the letter.
  verdict json check ((verdict is null) = (kind = 'withdrawal')),
  committed_at timestamptz not null,
  received_at timestamptz not null,
  supersedes uuid,
  late boolean not null,
  forked boolean not null,
  -- Characters of query and answer: what had to be read.
  characters integer,
  decision text generated always as (verdict ->> 'decision') stored,
  -- Never written twice, so the default stamps it.
  assay_xid xid8 not null default pg_current_xact_id()
);
create index assay_labels_feed on public.assay_labels (assay_xid, label_id);
create index assay_labels_member_feed on public.assay_labels (member_id, assay_xid, label_id);
create index assay_labels_sample on public.assay_labels (sample_id);

create table public.assay_marks (
  mark_id uuid primary key,
  queue_id uuid references public.assay_queues,
  sample_id text collate "C" not null,
  member_id uuid not null references public.assay_members,
  device_id uuid not null,
  seq bigint not null,
  kind text not null check (kind in ('skip', 'unskip', 'flag', 'unflag')),
  reason text,
  marked_at timestamptz not null
);
create index assay_marks_sample on public.assay_marks (sample_id, member_id);

create table public.assay_questions (
  question_id uuid primary key,
  queue_id uuid not null references public.assay_queues,
  sample_id text collate "C" not null,
  member_id uuid not null references public.assay_members,
  text text not null check (length(text) between 1 and 4000),
  asked_at timestamptz not null,
  ruling text check (length(ruling) between 1 and 4000),
  ruled_at timestamptz,
  ruled_by uuid references public.assay_members,
  assay_xid xid8 not null
);
create index assay_questions_feed on public.assay_questions (assay_xid, question_id);
create index assay_questions_member_feed on public.assay_questions (member_id, assay_xid, question_id);
create index assay_questions_sample on public.assay_questions (sample_id);
create trigger stamp before insert or update on public.assay_questions for each row execute function assay.stamp();

create table public.assay_adjudications (
  adjudication_id uuid primary key,
  queue_id uuid not null references public.assay_queues,
  sample_id text collate "C" not null,
  member_id uuid not null references public.assay_members,
  verdict json not null,
  saw uuid[] not null check (cardinality(saw) > 0),
  committed_at timestamptz not null,
  decision text generated always as (verdict ->> 'decision') stored,
  assay_xid xid8 not null
);
create index assay_adjudications_feed on public.assay_adjudications (assay_xid, adjudication_id);
create index assay_adjudications_sample on public.assay_adjudications (sample_id);
create trigger stamp before insert or update on public.assay_adjudications for each row execute function assay.stamp();

-- Operations that took effect, committed with their effects: sent again, they do nothing.
create table public.assay_receipts (
  op_id uuid primary key,
  member_id uuid not null references public.assay_members,
  device_id uuid not null,
  hash text not null,
  status text not null check (status in ('applied', 'conflict')),
  late boolean not null,
  received_at timestamptz not null,
  assay_xid xid8 not null default pg_current_xact_id()
);
create index assay_receipts_feed on public.assay_receipts (member_id, device_id, assay_xid, op_id);

-- Operations that could not take effect, kept whole. One that is sent again is tried again.
create table public.assay_dead_letters (
  op_id uuid not null,
  member_id uuid not null references public.assay_members,
  device_id uuid not null,
  op json not null,
  code text not null,
  message text not null,
  -- What it was made on: an operation on top of it goes to the nearest one that was accepted.
  supersedes uuid,
  sample_id text collate "C",
  received_at timestamptz not null,
  primary key (op_id, member_id)
);
create index assay_dead_letters_sample on public.assay_dead_letters (sample_id);

-- A whole number that every reader holds as it is: a device counts in doubles.
create function assay.is_count(v jsonb) returns boolean
language sql immutable as $$
  select coalesce(case jsonb_typeof(v) when 'number'
    then v::numeric between 0 and 9007199254740991 and v::numeric = trunc(v::numeric) end, false)
$$;

-- An id as devices make them. A uuid of no version is one to the database and none to a device, and the page that brought it
-- would be no answer there.
create function assay.is_id(id uuid) returns boolean
language sql immutable as $$
  select coalesce(id::text ~ '^.{14}[1-8].{4}[89ab]', false)
$$;

-- Six scores and nothing else: they are written into the team's table by their names.
create function assay.scores_fit(s jsonb) returns boolean
language sql immutable as $$
  select coalesce(s -> 'factuality' in ('1', '2', '3', '4', '5') and s -> 'helpfulness' in ('1', '2', '3', '4', '5')
    and s -> 'tone' in ('1', '2', '3', '4', '5') and s -> 'policy' in ('1', '2', '3', '4', '5')
    and s -> 'completeness' in ('1', '2', '3', '4', '5') and s -> 'overall' in ('1', '2', '3', '4', '5')
    and s - array['factuality', 'helpfulness', 'tone', 'policy', 'completeness', 'overall'] = '{}', false)
$$;

-- Short texts, each of something.
create function assay.tags_fit(v jsonb) returns boolean
language sql immutable as $$
  select coalesce(jsonb_typeof(v) = 'array' and jsonb_array_length(v) <= 32 and not exists (
    select from jsonb_array_elements(v) e
    where jsonb_typeof(e) <> 'string' or length(btrim(e #>> '{}')) not between 1 and 64), false)
$$;

-- Whether a verdict is one: the program checks it too, and the server does not rely on that.
create function assay.verdict_fits(v jsonb) returns boolean
language sql immutable as $$
  select coalesce(
    assay.scores_fit(v -> 'scores')
    and v ->> 'decision' in ('approve', 'edit', 'reject')
    and jsonb_typeof(v -> 'reasons') = 'array'
    and (v ->> 'decision' = 'approve' or jsonb_array_length(v -> 'reasons') > 0)
    and v -> 'reasons' <@ '["tone_adjustment", "factual_correction", "policy_clarification", "added_context",
      "removed_content", "complete_rewrite", "other"]'
    and case v ->> 'decision'
      when 'edit' then assay.scores_fit(v -> 'correction' -> 'scores')
        and jsonb_typeof(v -> 'correction' -> 'text') = 'string'
        and length(v -> 'correction' ->> 'text') between 1 and 200000
        and jsonb_typeof(v -> 'correction' -> 'confirmed') = 'boolean'
        and assay.is_count(v -> 'correction' -> 'editDistance')
      else jsonb_typeof(v -> 'correction') = 'null' end
    and jsonb_typeof(v -> 'filled') = 'array'
    and v -> 'filled' <@ '["factuality", "helpfulness", "tone", "policy", "completeness", "overall"]'
    and assay.tags_fit(v -> 'tags')
    and jsonb_typeof(v -> 'note') = 'string' and length(v ->> 'note') <= 200000
    and v -> 'order' ->> 'strategy'
      in ('oldest', 'newest', 'least_confident', 'random', 'by_intent', 'by_conversation')
    and (jsonb_typeof(v -> 'order' -> 'seed') = 'null'
      or assay.is_count(v -> 'order' -> 'seed') and (v -> 'order' -> 'seed')::numeric <= 4294967295)
    and assay.is_count(v -> 'rubricVersion') and (v -> 'rubricVersion')::numeric between 1 and 2147483647
    and assay.is_count(v -> 'activeMs')
    and jsonb_typeof(v -> 'responseHash') = 'string' and length(v ->> 'responseHash') = 64, false)
$$;
