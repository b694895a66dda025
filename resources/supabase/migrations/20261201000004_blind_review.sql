-- Reviewing an experiment: labelers see nothing that tells the arms apart, and as many conversations of either arm.

-- A sample as a labeler may see it before they commit. Which model gave the answer, and by which prompt, would tell the arm.
create or replace function assay.blind_sample(s public.agent_training_samples) returns json
language sql stable as $$
  select json_build_object('sample_id', s.sample_id::text, 'created_at', s.created_at::timestamptz,
    'source', json_build_object('agent_name', s.source -> 'agent_name',
      'agent_sdk_version', s.source -> 'agent_sdk_version', 'conversation_id', s.source -> 'conversation_id'),
    'query', s.query,
    'agent_response', json_build_object('text', s.agent_response -> 'text', 'sources', s.agent_response -> 'sources'),
    'tags', s.tags)
$$;

-- What labelers have already goes to them once more, without either.
update public.assay_assignments set assay_xid = pg_current_xact_id() where state not in ('released', 'revoked');

create function assay.is_complete(s public.agent_training_samples) returns boolean
language sql immutable as $$
  select coalesce(s.source ->> 'agent_name', '') <> '' and coalesce(s.query ->> 'text', '') <> ''
    and coalesce(s.agent_response ->> 'text', '') <> ''
    -- A table that was there before may allow for none: such a sample has no place in any order.
    and s.created_at is not null
$$;

-- Whether an experiment's review takes this sample. Its conversation is drawn by a hash, and of its turns one is taken, by a
-- hash too: a conversation counts once, however long it is.
create function assay.is_drawn(s public.agent_training_samples, experiment uuid) returns boolean
language sql stable as $$
  select exists (
    select from public.assay_exposures x
    join public.assay_experiments e on e.experiment_id = x.experiment_id
    where x.conversation_id = s.source ->> 'conversation_id' and x.experiment_id = experiment
      and assay.is_among(x, e.review_share)
      and s.sample_id = (
        select t.sample_id from public.agent_training_samples t
        where t.source ->> 'conversation_id' = x.conversation_id and assay.is_complete(t) and assay.is_of_arm(t, x)
        order by hashtextextended(t.sample_id::text || experiment::text, 0), t.sample_id limit 1
      )
  )
$$;

create or replace function assay.matches(s public.agent_training_samples, filter jsonb) returns boolean
language sql stable as $$
  select assay.is_complete(s)
    and (not filter ? 'agent' or s.source ->> 'agent_name' = filter ->> 'agent')
    and (not filter ? 'intent' or s.query ->> 'intent' is not distinct from filter ->> 'intent')
    and (not filter ? 'tag' or s.tags @> array[filter ->> 'tag'])
    and (not filter ? 'from' or s.created_at >= (filter ->> 'from')::timestamptz)
    and (not filter ? 'to' or s.created_at < (filter ->> 'to')::timestamptz)
    and (not filter ? 'min_confidence'
      or coalesce(assay.confidence_of(s.agent_response) >= (filter ->> 'min_confidence')::double precision, false))
    and (not filter ? 'max_confidence'
      or coalesce(assay.confidence_of(s.agent_response) <= (filter ->> 'max_confidence')::double precision, false))
    and case when filter ? 'experiment' then assay.is_drawn(s, (filter ->> 'experiment')::uuid) else true end
$$;

-- Whether the queue holds another turn of the sample's conversation, and must hold no second one.
create function assay.has_its_turn(s public.agent_training_samples, q public.assay_queues) returns boolean
language sql stable as $$
  select q.filter ? 'experiment' and exists (
    select from public.assay_queue_items i
    -- Named first, so that the key of the items finds them: a queue may hold very many.
    where i.queue_id = q.queue_id and i.sample_id = any (array(
      select t.sample_id::text from public.agent_training_samples t
      where t.source ->> 'conversation_id' = s.source ->> 'conversation_id' and t.sample_id <> s.sample_id))
  )
$$;

create or replace function assay.fill_queue(q public.assay_queues) returns void
language plpgsql set search_path = '' as $$
begin
  -- A sample that is being written is not seen here, and its writer does not see this queue: wait for the writers.
  lock table public.agent_training_samples in share mode;
  delete from public.assay_queue_items i
  using public.agent_training_samples s
  where i.queue_id = q.queue_id and s.sample_id::text = i.sample_id and not assay.matches(s, q.filter)
    -- A claim that takes it meanwhile shows in the row that is locked here, though not yet among the assignments.
    and i.taken = 0 and not exists (
      select from public.assay_assignments a where a.queue_id = i.queue_id and a.sample_id = i.sample_id
    );
  insert into public.assay_queue_items as i (queue_id, sample_id, place, at, overlap)
  select q.queue_id, s.sample_id::text, assay.place_of(s, q.item_order, q.queue_id), s.created_at, q.overlap
  from public.agent_training_samples s
  where assay.matches(s, q.filter) and not assay.has_its_turn(s, q)
  on conflict (queue_id, sample_id) do update
    set place = excluded.place, at = excluded.at, overlap = excluded.overlap
    where (i.place, i.at, i.overlap) is distinct from (excluded.place, excluded.at, excluded.overlap);
  -- What no longer matches and was worked on needs as many labels as the rest.
  update public.assay_queue_items i set overlap = q.overlap where i.queue_id = q.queue_id and i.overlap <> q.overlap;
end $$;

-- A conversation goes on while its experiment is reviewed. A later turn that the hash prefers takes the place of one that
-- nobody has had yet: else the first turns alone would be reviewed.
create or replace function assay.enter_queues(sample_ids text[]) returns void
language sql set search_path = '' as $$
  delete from public.assay_queue_items i
  using public.assay_queues q
  where q.state <> 'closed' and q.filter ? 'experiment' and i.queue_id = q.queue_id
    and i.sample_id = any (array(
      select t.sample_id::text
      from public.agent_training_samples s
      join public.agent_training_samples t on t.source ->> 'conversation_id' = s.source ->> 'conversation_id'
      where s.sample_id::text collate "C" = any (sample_ids)))
    and not exists (
      select from public.agent_training_samples t where t.sample_id::text = i.sample_id and assay.matches(t, q.filter)
    )
    and i.taken = 0 and not exists (
      select from public.assay_assignments a where a.queue_id = i.queue_id and a.sample_id = i.sample_id
    );
  insert into public.assay_queue_items (queue_id, sample_id, place, at, overlap)
  select q.queue_id, s.sample_id::text, assay.place_of(s, q.item_order, q.queue_id), s.created_at, q.overlap
  from public.agent_training_samples s
  join public.assay_queues q on q.state <> 'closed' and assay.matches(s, q.filter) and not assay.has_its_turn(s, q)
  where s.sample_id::text collate "C" = any (sample_ids)
  on conflict (queue_id, sample_id) do nothing
$$;

-- The review of an experiment picks by nothing that may differ between the arms, such as how sure a model was: of two that are
-- as good it would show one's good answers and the other's bad ones. And it stays the review of what its labelers were given:
-- what was picked otherwise, or for another experiment, would count for this one, and this one's own no more.
create function assay.check_review() returns trigger
language plpgsql set search_path = '' as $$
begin
  if new.filter ? 'experiment' then
    -- As it is compared with, whoever wrote it.
    new.filter := new.filter || jsonb_build_object('experiment', (new.filter ->> 'experiment')::uuid::text);
  end if;
  if new.filter ? 'experiment'
    and (new.filter - '{experiment,agent,from,to}'::text[] <> '{}' or new.item_order = 'least_confident')
  then
    perform assay.refuse('bad_argument',
      'A queue that reviews an experiment picks by nothing that may differ between its arms: no intent, tag or confidence.',
      'Leave those out, and take another order than the least confident first.');
  end if;
  if tg_op = 'UPDATE' and new.filter -> 'experiment' is distinct from old.filter -> 'experiment' and exists (
    select from public.assay_assignments a where a.queue_id = new.queue_id)
  then
    perform assay.refuse('bad_argument', 'Work of this queue is out already: it stays the review of what it was made for.',
      'Make another queue.');
  end if;
  return new;
end $$;
create trigger check_review before insert or update on public.assay_queues for each row execute function assay.check_review();
