-- Which samples a queue holds, and in which order.

create function assay.matches(s public.agent_training_samples, filter jsonb) returns boolean
language sql stable as $$
  select coalesce(s.source ->> 'agent_name', '') <> ''
    and coalesce(s.query ->> 'text', '') <> ''
    and coalesce(s.agent_response ->> 'text', '') <> ''
    and (not filter ? 'agent' or s.source ->> 'agent_name' = filter ->> 'agent')
    and (not filter ? 'intent' or s.query ->> 'intent' is not distinct from filter ->> 'intent')
    and (not filter ? 'tag' or s.tags @> array[filter ->> 'tag'])
    and (not filter ? 'from' or s.created_at >= (filter ->> 'from')::timestamptz)
    and (not filter ? 'to' or s.created_at < (filter ->> 'to')::timestamptz)
    and (not filter ? 'min_confidence'
      or coalesce(assay.confidence_of(s.agent_response) >= (filter ->> 'min_confidence')::double precision, false))
    and (not filter ? 'max_confidence'
      or coalesce(assay.confidence_of(s.agent_response) <= (filter ->> 'max_confidence')::double precision, false))
$$;

-- Where a sample stands in its queue, least first; among equals the older goes first. Turns of one conversation share its
-- beginning, and so stay together.
create function assay.place_of(s public.agent_training_samples, item_order text, queue_id uuid) returns double precision
language sql stable as $$
  select case item_order
    when 'oldest' then extract(epoch from s.created_at)
    when 'newest' then -extract(epoch from s.created_at)
    when 'least_confident' then coalesce(assay.confidence_of(s.agent_response), 2)
    when 'random' then hashtextextended(s.sample_id::text || queue_id::text, 0)::double precision
    when 'by_conversation' then extract(epoch from coalesce((
      select min(c.created_at) from public.agent_training_samples c
      where c.source ->> 'conversation_id' = s.source ->> 'conversation_id'), s.created_at))
  end
$$;

-- Brings a queue's items in line with its filter, order and overlap. What somebody has worked on stays.
create function assay.fill_queue(q public.assay_queues) returns void
language plpgsql set search_path = '' as $$
begin
  -- A sample that is being written is not seen here, and its writer does not see this queue: wait for the writers.
  lock table public.agent_training_samples in share mode;
  delete from public.assay_queue_items i
  using public.agent_training_samples s
  where i.queue_id = q.queue_id and s.sample_id::text = i.sample_id and not assay.matches(s, q.filter)
    and not exists (
      select from public.assay_assignments a where a.queue_id = i.queue_id and a.sample_id = i.sample_id
    );
  insert into public.assay_queue_items as i (queue_id, sample_id, place, at, overlap)
  select q.queue_id, s.sample_id::text, assay.place_of(s, q.item_order, q.queue_id), s.created_at, q.overlap
  from public.agent_training_samples s
  where assay.matches(s, q.filter)
  on conflict (queue_id, sample_id) do update
    set place = excluded.place, at = excluded.at, overlap = excluded.overlap
    where (i.place, i.at, i.overlap) is distinct from (excluded.place, excluded.at, excluded.overlap);
  -- What no longer matches and was worked on needs as many labels as the rest.
  update public.assay_queue_items i set overlap = q.overlap where i.queue_id = q.queue_id and i.overlap <> q.overlap;
end $$;

create function assay.enter_queues(sample_ids text[]) returns void
language sql set search_path = '' as $$
  insert into public.assay_queue_items (queue_id, sample_id, place, at, overlap)
  select q.queue_id, s.sample_id::text, assay.place_of(s, q.item_order, q.queue_id), s.created_at, q.overlap
  from public.agent_training_samples s
  join public.assay_queues q on q.state <> 'closed' and assay.matches(s, q.filter)
  where s.sample_id::text collate "C" = any (sample_ids)
  on conflict (queue_id, sample_id) do nothing
$$;

-- New and changed samples enter the queues that they match; a changed one goes again to everybody who has it, if the part
-- that they see has changed. Ours to write are the verdicts, and those must not send the sample around.
create function assay.sample_written() returns trigger
language plpgsql security definer set search_path = '' set enable_seqscan = off as $$
declare
  changed text[];
begin
  if tg_op = 'INSERT' then
    select array_agg(n.sample_id::text) into changed from fresh n;
    delete from public.assay_erased e where e.sample_id = any (changed);
  else
    select array_agg(n.sample_id::text) into changed
    from fresh n join former o on o.sample_id = n.sample_id
    where (n.query, n.agent_response, n.source, n.tags, n.created_at)
      is distinct from (o.query, o.agent_response, o.source, o.tags, o.created_at);
    update public.assay_assignments a set assay_xid = pg_current_xact_id()
    where a.sample_id = any (changed) and a.state not in ('released', 'revoked');
  end if;
  if changed is not null then perform assay.enter_queues(changed); end if;
  return null;
end $$;
create trigger zz_assay_inserted after insert on public.agent_training_samples
  referencing new table as fresh for each statement execute function assay.sample_written();
create trigger zz_assay_updated after update on public.agent_training_samples
  referencing new table as fresh old table as former for each statement execute function assay.sample_written();
