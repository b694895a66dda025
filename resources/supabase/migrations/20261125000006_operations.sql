-- What each kind of operation does. Every one is answered by itself.

create type assay.op as (
  op_id uuid, seq bigint, hash text, at timestamptz, kind text, queue_id uuid, sample_id text, verdict json,
  supersedes uuid, reason text, flagged boolean, text text, saw uuid[], question_id uuid, dataset_id text, manifest text,
  splits json
);
create type assay.outcome as (status text, code text, message text, late boolean);

-- Who sends, from where, and when by the server's clock; `ahead` is what to add to the device's clock.
create type assay.sender as (member_id uuid, role text, device_id uuid, received_at timestamptz, ahead interval);

create function assay.rejected(code text) returns assay.outcome
language sql immutable as $$
  select 'rejected', code, case code
    when 'malformed' then 'The operation is not complete, so the server cannot carry it out.'
    when 'unknown_sample' then 'The team has no sample of this name.'
    when 'not_assigned' then 'This sample was never given to you in this queue.'
    when 'unknown_question' then 'The team has no such question.'
    when 'not_lead' then 'Only a lead may do this.'
    when 'id_reused' then 'Another operation was sent under the same id before.'
    when 'skip_not_allowed' then 'This queue does not allow skipping.'
    when 'fill_not_allowed' then 'This queue asks for every score by itself, and some were filled in by one key.'
    when 'not_stored' then 'The text holds a character that the server cannot store, such as NUL or half of a pair.'
  end, false
$$;

-- Never in the future, and not so long ago that a device could not read it.
create function assay.commit_time(o assay.op, s assay.sender) returns timestamptz
language sql immutable as $$
  select greatest(least(o.at + s.ahead, s.received_at), '2000-01-01T00:00:00Z')
$$;

create function assay.brought_along() returns uuid
language sql stable as $$
  select q.queue_id from public.assay_queues q where q.brought_along
$$;

create function assay.characters(s public.agent_training_samples) returns integer
language sql immutable as $$
  select length(s.query ->> 'text') + length(s.agent_response ->> 'text')
$$;

-- The nearest label that was accepted below an operation: those that were rejected are passed over.
create function assay.accepted_base(base uuid, member uuid) returns uuid
language sql stable as $$
  with recursive chain (op_id, depth) as (
    select base, 0
    union all
    select d.supersedes, c.depth + 1
    from chain c join public.assay_dead_letters d on d.op_id = c.op_id and d.member_id = member
    where c.depth < 1000
  )
  select op_id from chain order by depth desc limit 1
$$;

-- Whether a place of the sample is free for one more.
create function assay.has_room(queue uuid, sample text) returns boolean
language sql stable as $$
  select exists (
    select from public.assay_queue_items i
    where i.queue_id = queue and i.sample_id = sample and i.taken < i.overlap
  )
$$;

-- Whoever judged an answer has it. A label on a sample that somebody merely knows the id of is no way to its text.
create function assay.judged_here(o assay.op) returns boolean
language sql stable as $$
  select coalesce(o.verdict ->> 'responseHash' = (
    select encode(sha256(convert_to(t.agent_response ->> 'text', 'UTF8')), 'hex')
    from public.agent_training_samples t where t.sample_id::text = o.sample_id collate "C"), false)
$$;

-- A label from a workspace of one's own: it gets an assignment in the queue for what was brought along.
create function assay.bring_along(o assay.op, s assay.sender) returns public.assay_assignments
language plpgsql set search_path = '' as $$
declare
  queue uuid := assay.brought_along();
  a public.assay_assignments;
begin
  insert into public.assay_queue_items (queue_id, sample_id, place, at, overlap)
  select queue, o.sample_id, extract(epoch from t.created_at), t.created_at, 1
  from public.agent_training_samples t where t.sample_id::text = o.sample_id collate "C"
  on conflict do nothing;
  insert into public.assay_assignments
    (queue_id, sample_id, member_id, state, claim_id, lease_until, rubric_version, place, holds)
  select queue, o.sample_id, s.member_id, 'leased', o.op_id, s.received_at, (o.verdict ->> 'rubricVersion')::integer,
    1 + coalesce(max(b.place), 0), false
  from public.assay_assignments b where b.queue_id = queue and b.member_id = s.member_id
  returning * into a;
  return a;
end $$;

create function assay.apply_label(o assay.op, s assay.sender, a public.assay_assignments, q public.assay_queues)
returns assay.outcome
language plpgsql set search_path = '' as $$
declare
  head public.assay_labels;
  base uuid := assay.accepted_base(o.supersedes, s.member_id);
  -- Never before what it was made on.
  committed timestamptz := greatest(assay.commit_time(o, s), (
    select l.committed_at + interval '1 millisecond' from public.assay_labels l where l.label_id = base));
  in_time boolean := q.brought_along
    or (s.received_at <= a.lease_until and a.state not in ('released', 'expired', 'revoked'));
  forked boolean := false;
  newer boolean := true;
begin
  if o.verdict is not null and not assay.verdict_fits(o.verdict::jsonb) then return assay.rejected('malformed'); end if;
  if not q.allow_fill and json_array_length(o.verdict -> 'filled') > 0 then
    return assay.rejected('fill_not_allowed');
  end if;
  if a.assignment_id is null then
    if not q.brought_along or not assay.judged_here(o) then return assay.rejected('not_assigned'); end if;
    a := assay.bring_along(o, s);
  end if;

  select * into head from public.assay_labels l where l.label_id = a.head_id;
  if found and head.label_id is distinct from base then
    if head.device_id = s.device_id then
      -- The same device: its own count tells the order, however its messages were delayed.
      newer := o.seq > head.seq;
    else
      newer := (committed, o.op_id) > (head.committed_at, head.label_id);
      forked := head.device_id <> '00000000-0000-0000-0000-000000000000';
    end if;
  end if;
  -- Of one labeler's labels on a sample, the one committed last is the one that stands: for every reader of the feed.
  if head.label_id is not null then
    committed := case when newer then greatest(committed, head.committed_at + interval '1 millisecond')
      else least(committed, head.committed_at - interval '1 millisecond') end;
  end if;

  insert into public.assay_labels
    (label_id, queue_id, sample_id, member_id, device_id, seq, kind, verdict, committed_at, received_at, supersedes, late,
      forked, characters)
  select o.op_id, a.queue_id, a.sample_id, s.member_id, s.device_id, o.seq,
    case when o.verdict is null then 'withdrawal' else 'verdict' end, o.verdict, committed, s.received_at, base,
    not in_time, forked, assay.characters(t)
  from public.agent_training_samples t where t.sample_id::text = a.sample_id;

  if newer then
    update public.assay_assignments b
    set head_id = o.op_id,
      label_id = case when o.verdict is not null then o.op_id end,
      state = case
        when b.state = 'revoked' then 'revoked'
        when o.verdict is not null then 'done'
        when s.received_at <= b.lease_until then 'leased'
        else 'expired' end,
      returned_reason = case when b.state = 'revoked' then b.returned_reason end,
      holds = b.state <> 'revoked' and (o.verdict is not null or s.received_at <= b.lease_until)
        and (b.holds or assay.has_room(b.queue_id, b.sample_id))
    where b.assignment_id = a.assignment_id;
    -- What a lead took back and gave to others stays with them, also when the labeler has not heard of it.
    if a.state = 'revoked' then perform assay.take_back(array[a.assignment_id]); end if;
  end if;
  return (case when forked then 'conflict' else 'applied' end, null, null, not in_time)::assay.outcome;
end $$;

create function assay.apply_mark(o assay.op, s assay.sender, a public.assay_assignments, q public.assay_queues)
returns assay.outcome
language plpgsql set search_path = '' as $$
declare
  mark text := case o.kind
    when 'skip' then case when o.reason is null then 'unskip' else 'skip' end
    else case when o.flagged then 'flag' else 'unflag' end end;
begin
  if o.kind = 'flag' and o.flagged is null then return assay.rejected('malformed'); end if;
  if a.assignment_id is null and not q.brought_along then return assay.rejected('not_assigned'); end if;
  if mark = 'skip' and not q.allow_skip then return assay.rejected('skip_not_allowed'); end if;

  insert into public.assay_marks (mark_id, queue_id, sample_id, member_id, device_id, seq, kind, reason, marked_at)
  values (o.op_id, a.queue_id, o.sample_id, s.member_id, s.device_id, o.seq, mark, o.reason, assay.commit_time(o, s));
  -- One that was overtaken by a later one of the same device says nothing any more; a verdict overrules a skip.
  if mark in ('skip', 'unskip') and a.label_id is null and not exists (
    select from public.assay_marks m
    where m.sample_id = o.sample_id and m.member_id = s.member_id and m.queue_id = a.queue_id
      and m.device_id = s.device_id and m.kind in ('skip', 'unskip') and m.seq > o.seq
  ) then
    update public.assay_assignments b
    set state = case when mark = 'skip' then 'skipped'
        when s.received_at <= b.lease_until and assay.has_room(b.queue_id, b.sample_id) then 'leased'
        else 'expired' end,
      holds = mark = 'unskip' and s.received_at <= b.lease_until and assay.has_room(b.queue_id, b.sample_id)
    where b.assignment_id = a.assignment_id
      and b.state = any (case mark when 'skip' then array['leased', 'returned', 'parked', 'expired']
        else array['skipped'] end);
  end if;
  return ('applied', null, null, false)::assay.outcome;
end $$;

create function assay.apply_question(o assay.op, s assay.sender, a public.assay_assignments) returns assay.outcome
language plpgsql set search_path = '' as $$
begin
  if a.assignment_id is null then return assay.rejected('not_assigned'); end if;
  if coalesce(length(o.text), 0) not between 1 and 4000 then return assay.rejected('malformed'); end if;
  insert into public.assay_questions (question_id, queue_id, sample_id, member_id, text, asked_at)
  values (o.op_id, a.queue_id, a.sample_id, s.member_id, o.text, assay.commit_time(o, s));
  update public.assay_assignments b
  set state = 'parked', holds = b.holds or assay.has_room(b.queue_id, b.sample_id)
  where b.assignment_id = a.assignment_id and b.label_id is null
    and b.state in ('leased', 'returned', 'expired', 'skipped');
  return ('applied', null, null, false)::assay.outcome;
end $$;

create function assay.apply_adjudication(o assay.op, s assay.sender, q public.assay_queues) returns assay.outcome
language plpgsql set search_path = '' as $$
begin
  if s.role <> 'lead' then return assay.rejected('not_lead'); end if;
  if o.verdict is null or not assay.verdict_fits(o.verdict::jsonb) or coalesce(cardinality(o.saw), 0) = 0 then
    return assay.rejected('malformed');
  end if;
  insert into public.assay_adjudications (adjudication_id, queue_id, sample_id, member_id, verdict, saw, committed_at)
  values (o.op_id, q.queue_id, o.sample_id, s.member_id, o.verdict, o.saw, assay.commit_time(o, s));
  return ('applied', null, null, false)::assay.outcome;
end $$;

-- A ruling gives the item back to its labeler, with at least three days for it.
create function assay.apply_ruling(o assay.op, s assay.sender) returns assay.outcome
language plpgsql set search_path = '' as $$
declare
  asked public.assay_questions;
begin
  if s.role <> 'lead' then return assay.rejected('not_lead'); end if;
  if coalesce(length(o.text), 0) not between 1 and 4000 then return assay.rejected('malformed'); end if;
  select * into asked from public.assay_questions u where u.question_id = o.question_id;
  if not found then return assay.rejected('unknown_question'); end if;
  perform assay.lock_samples(array[asked.sample_id]);
  update public.assay_questions u
  set ruling = o.text, ruled_at = assay.commit_time(o, s), ruled_by = s.member_id
  where u.question_id = asked.question_id;
  update public.assay_assignments b
  set state = 'leased', lease_until = greatest(b.lease_until, s.received_at + interval '3 days'),
    holds = b.holds or assay.has_room(b.queue_id, b.sample_id)
  where b.queue_id = asked.queue_id and b.sample_id = asked.sample_id and b.member_id = asked.member_id
    and b.state = 'parked';
  return ('applied', null, null, false)::assay.outcome;
end $$;

-- Whether what took effect under this id says the same. Every device of a labeler holds all of their labels, and after a
-- restore each tells what the server has lost, under the old ids. Told by another device than the one that made it, or by
-- a newer program, the same label may have other bytes and so another hash: what a label superseded is known there as the
-- server had put it right, and keys stand in another order. Its meaning is the verdict on the item.
create function assay.says_the_same(o assay.op, s assay.sender) returns boolean
language sql stable set search_path = '' as $$
  select case o.kind
    when 'label' then exists (
      select from public.assay_labels l
      where l.label_id = o.op_id and l.member_id = s.member_id and l.sample_id = o.sample_id
        and l.queue_id = coalesce(o.queue_id, assay.brought_along())
        and l.verdict::jsonb is not distinct from o.verdict::jsonb)
    when 'question' then exists (
      select from public.assay_questions u
      where u.question_id = o.op_id and u.member_id = s.member_id and u.sample_id = o.sample_id
        and u.queue_id = coalesce(o.queue_id, assay.brought_along()) and u.text = o.text)
    when 'adjudication' then exists (
      select from public.assay_adjudications j
      where j.adjudication_id = o.op_id and j.member_id = s.member_id and j.sample_id = o.sample_id
        and j.queue_id = coalesce(o.queue_id, assay.brought_along())
        and j.verdict::jsonb = o.verdict::jsonb and j.saw = o.saw)
    else false end
$$;

create function assay.apply_op(o assay.op, s assay.sender, body json) returns assay.outcome
language plpgsql set search_path = '' as $$
declare
  receipt public.assay_receipts;
  a public.assay_assignments;
  q public.assay_queues;
  done assay.outcome;
begin
  if o.seq is null or o.seq < 1 or o.hash is null or o.at is null or not isfinite(o.at) or not assay.is_id(o.op_id)
    or o.supersedes is not null and not assay.is_id(o.supersedes)
  then
    return assay.rejected('malformed');
  end if;
  select * into receipt from public.assay_receipts r where r.op_id = o.op_id;
  if found then
    if receipt.member_id = s.member_id and (receipt.hash = o.hash or assay.says_the_same(o, s)) then
      return ('duplicate', null, null, receipt.late)::assay.outcome;
    end if;
    return assay.rejected('id_reused');
  end if;

  if o.kind = 'ruling' then
    done := assay.apply_ruling(o, s);
  elsif o.kind = 'dataset' then
    done := assay.apply_dataset(o, s);
  elsif o.kind = 'splits' then
    done := assay.apply_splits(o, s);
  else
    select * into q from public.assay_queues t where t.queue_id = coalesce(o.queue_id, assay.brought_along());
    if o.sample_id is null then return assay.rejected('malformed'); end if;
    if q.queue_id is null then return assay.rejected('not_assigned'); end if;
    if not exists (
      select from public.agent_training_samples t where t.sample_id::text = o.sample_id collate "C"
    ) then
      return assay.rejected('unknown_sample');
    end if;
    select * into a from public.assay_assignments b
    where b.queue_id = q.queue_id and b.sample_id = o.sample_id and b.member_id = s.member_id;
    done := case o.kind
      -- A verdict that is left out must not be taken for a withdrawal.
      when 'label' then case when json_typeof(body -> 'verdict') in ('object', 'null')
        then assay.apply_label(o, s, a, q) else assay.rejected('malformed') end
      when 'skip' then assay.apply_mark(o, s, a, q)
      when 'flag' then assay.apply_mark(o, s, a, q)
      when 'question' then assay.apply_question(o, s, a)
      when 'adjudication' then assay.apply_adjudication(o, s, q)
      else assay.rejected('malformed') end;
  end if;
  if done.status <> 'rejected' then
    insert into public.assay_receipts (op_id, member_id, device_id, hash, status, late, received_at)
    values (o.op_id, s.member_id, s.device_id, o.hash, done.status, done.late, s.received_at);
    delete from public.assay_dead_letters d where d.op_id = o.op_id and d.member_id = s.member_id;
  end if;
  return done;
end $$;
