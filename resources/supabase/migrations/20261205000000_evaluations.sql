-- Evaluations: two models have answered the same prompts on a lead's device, and members of the team compare the answers
-- blind. The server is told neither the models nor which answer is whose: that follows from a secret, by an HMAC over the
-- random id of an item, and nothing here works it out.

create table public.assay_evaluations (
  evaluation_id uuid primary key,
  -- Judges read it.
  name text not null check (length(name) between 1 and 100),
  -- How many of the members judge each item.
  judges integer not null check (judges between 1 and 9),
  -- Judges may score both answers by the rubric.
  scored boolean not null,
  -- How many the lead sends, in pieces.
  items integer not null check (items between 1 and 5000),
  -- Those of them whose sample was erased.
  erased uuid[] not null default '{}',
  -- Who judges.
  members uuid[] not null check (cardinality(members) between 1 and 1000),
  state text not null default 'open' check (state in ('open', 'closed')),
  created_by uuid not null references public.assay_members,
  created_at timestamptz not null default now(),
  closed_at timestamptz,
  assay_xid xid8 not null
);
create index assay_evaluations_feed on public.assay_evaluations (assay_xid, evaluation_id);
create trigger stamp before insert or update on public.assay_evaluations for each row execute function assay.stamp();

-- Whoever has it can tell whose the answers are. No policy lets anybody read it.
create table public.assay_evaluation_secrets (
  evaluation_id uuid primary key references public.assay_evaluations,
  secret bytea not null check (octet_length(secret) = 32)
);

-- Who was given a secret, and so is no blind judge any more.
create table public.assay_evaluation_openings (
  opening_id uuid primary key default gen_random_uuid(),
  evaluation_id uuid not null references public.assay_evaluations,
  member_id uuid not null references public.assay_members,
  at timestamptz not null default clock_timestamp()
);
create index assay_evaluation_openings_evaluation on public.assay_evaluation_openings (evaluation_id, at);
create trigger append_only before update or delete or truncate on public.assay_evaluation_openings
  for each statement execute function assay.append_only();

create table public.assay_evaluation_items (
  -- Random, so that it tells nothing.
  item_id uuid primary key,
  evaluation_id uuid not null references public.assay_evaluations,
  -- Leads know it, judges do not.
  sample_id text collate "C" not null,
  -- That it is a turn of, for leads as well: turns of one tell less than as many conversations. Null where it has no name.
  conversation text,
  prompt json not null,
  -- Null where none came.
  first text,
  second text
);
create index assay_evaluation_items_evaluation on public.assay_evaluation_items (evaluation_id);
create index assay_evaluation_items_sample on public.assay_evaluation_items (sample_id);

-- The id of an item for one member. It tells nothing to whoever does not know the item's, and is the same again when a server
-- that was restored hears of the item a second time: what was judged meanwhile finds its place by it.
create function assay.comparison_id(item uuid, member uuid) returns uuid
language sql immutable as $$
  -- Version 8: made by a rule of our own.
  select overlay(overlay(md5(item::text || member::text) placing '8' from 13) placing '8' from 17)::uuid
$$;

-- Whether the item's second answer stands first for this member: whoever prefers what stands first then prefers neither model.
create function assay.swapped(item uuid, member uuid) returns boolean
language sql immutable as $$ select get_byte(decode(md5('swapped' || item::text || member::text), 'hex'), 0) & 1 = 1 $$;

-- An item for one member, who gets theirs in the order of these ids, so that no two go through an evaluation alike.
create table public.assay_comparisons (
  comparison_id uuid primary key,
  evaluation_id uuid not null references public.assay_evaluations,
  -- Null when the item's sample was erased.
  item_id uuid references public.assay_evaluation_items,
  member_id uuid not null references public.assay_members,
  swapped boolean not null,
  -- revoked: given to somebody else. closed: with its evaluation. erased: with its sample.
  state text not null default 'open' check (state in ('open', 'revoked', 'closed', 'erased')),
  -- The last judgment, and what it says: null takes back.
  head_id uuid,
  judgment json,
  -- Received when it was not to be judged any more.
  late boolean not null default false,
  assay_xid xid8 not null,
  unique (item_id, member_id)
);
create index assay_comparisons_feed on public.assay_comparisons (assay_xid, comparison_id);
create index assay_comparisons_member_feed on public.assay_comparisons (member_id, assay_xid, comparison_id);
create index assay_comparisons_evaluation on public.assay_comparisons (evaluation_id, member_id);
create trigger stamp before insert or update on public.assay_comparisons for each row execute function assay.stamp();

-- What judges have said, by the places of the answers as they saw them. Append-only: a change is another one, and so is
-- taking back. It goes with its sample alone.
create table public.assay_judgments (
  -- The id of the operation that made it.
  judgment_id uuid primary key,
  -- May come before it: a restored server hears of items and of judgments from different devices.
  comparison_id uuid not null,
  member_id uuid not null references public.assay_members,
  device_id uuid not null,
  seq bigint not null,
  -- As it was sent; null takes back.
  judgment json,
  committed_at timestamptz not null,
  received_at timestamptz not null,
  late boolean not null
);
create index assay_judgments_comparison on public.assay_judgments (comparison_id);
create trigger append_only before update on public.assay_judgments
  for each statement execute function assay.append_only();

-- Nobody can judge these any more, and nobody waits for it.
create function assay.count_erased(evaluation uuid, gone uuid[]) returns void
language sql set search_path = '' as $$
  update public.assay_evaluations e set erased = array(select distinct unnest(e.erased || gone) order by 1)
  where e.evaluation_id = evaluation
$$;

-- A sample that goes takes its items along: prompt, both answers and what was said of them. Comparisons stay as a name, by
-- which the devices that had them forget them too.
create function assay.forget_items(gone uuid[]) returns void
language plpgsql set search_path = '' as $$
declare
  forgotten uuid[];
begin
  if gone = '{}' then return; end if;
  perform from public.assay_evaluations e
  where e.evaluation_id in (select i.evaluation_id from public.assay_evaluation_items i where i.item_id = any (gone))
  order by e.evaluation_id for no key update;
  perform assay.count_erased(i.evaluation_id, array_agg(i.item_id))
  from public.assay_evaluation_items i where i.item_id = any (gone) group by i.evaluation_id;
  forgotten := array(select c.comparison_id from public.assay_comparisons c where c.item_id = any (gone));
  update public.assay_comparisons c set item_id = null, state = 'erased', head_id = null, judgment = null
  where c.comparison_id = any (forgotten);
  delete from public.assay_judgments j where j.comparison_id = any (forgotten);
  delete from public.assay_evaluation_items i where i.item_id = any (gone);
  -- Whoever was refused may never have had a comparison of it.
  delete from public.assay_dead_letters d using public.assay_members m, unnest(gone) g (item)
  where d.member_id = m.member_id and d.sample_id = assay.comparison_id(g.item, m.member_id)::text;
end $$;

create function assay.compared_sample_deleted() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  perform assay.forget_items(array(
    select i.item_id from public.assay_evaluation_items i join former o on o.sample_id::text collate "C" = i.sample_id));
  return null;
end $$;
create trigger zz_assay_compared_deleted after delete on public.agent_training_samples
  referencing old table as former for each statement execute function assay.compared_sample_deleted();

-- What a lead has imported by themselves can be held out and compared though the team's table never had it.
create or replace function public.assay_erase(sample_ids text[]) returns json
language plpgsql security definer set search_path = '' as $$
#variable_conflict use_column
declare
  erased integer;
  compared text[];
begin
  perform assay.calling_lead();
  perform assay.lock_samples(assay_erase.sample_ids);
  delete from public.agent_training_samples s where s.sample_id::text collate "C" = any (assay_erase.sample_ids);
  get diagnostics erased = row_count;
  compared := array(
    select distinct i.sample_id from public.assay_evaluation_items i where i.sample_id = any (assay_erase.sample_ids));
  insert into public.assay_erased (sample_id) select unnest(compared)
  on conflict (sample_id) do update set erased_at = now();
  perform assay.forget_items(array(
    select i.item_id from public.assay_evaluation_items i where i.sample_id = any (compared)));
  return json_build_object('erased', erased + cardinality(compared));
end $$;
