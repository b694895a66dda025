-- Push: every operation is answered by itself, and one that cannot take effect delays no other.

create type assay.op as (
  op_id uuid, seq bigint, hash text, at timestamptz, kind text, queue_id uuid, sample_id text, verdict json,
  supersedes uuid, reason text, flagged boolean, text text, saw uuid[], question_id uuid
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

create function assay.commit_time(o assay.op, s assay.sender) returns timestamptz
language sql immutable as $$
  select least(o.at + s.ahead, s.received_at)
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
    if not q.brought_along or o.verdict is null then return assay.rejected('not_assigned'); end if;
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
      returned_reason = null,
      holds = (o.verdict is not null or (s.received_at <= b.lease_until and b.state <> 'revoked'))
        and (b.holds or assay.has_room(b.queue_id, b.sample_id))
    where b.assignment_id = a.assignment_id;
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

create function assay.apply_op(o assay.op, s assay.sender, body json) returns assay.outcome
language plpgsql set search_path = '' as $$
declare
  receipt public.assay_receipts;
  a public.assay_assignments;
  q public.assay_queues;
  done assay.outcome;
begin
  if o.seq is null or o.seq < 1 or o.hash is null or o.at is null or not isfinite(o.at) then
    return assay.rejected('malformed');
  end if;
  select * into receipt from public.assay_receipts r where r.op_id = o.op_id;
  if found then
    if receipt.member_id = s.member_id and receipt.hash = o.hash then
      return ('duplicate', null, null, receipt.late)::assay.outcome;
    end if;
    return assay.rejected('id_reused');
  end if;

  if o.kind = 'ruling' then
    done := assay.apply_ruling(o, s);
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

-- Nearly everything that is ever pushed, in one statement: what was received before, and first labels and plain changes of
-- assigned samples. Gives the places in the batch that are done; the rest goes one by one.
create function assay.apply_plain(ops assay.op[], s assay.sender)
returns table (place bigint, status text, late boolean)
language sql set search_path = '' as $$
  with batch as materialized (
    select o.*, o.verdict::jsonb as judged, count(*) over (partition by o.sample_id) as ops_on_sample
    from unnest(ops) with ordinality as o (op_id, seq, hash, at, kind, queue_id, sample_id, verdict, supersedes, reason,
      flagged, text, saw, question_id, place)
  ), received as (
    select b.place, r.late
    from batch b join public.assay_receipts r on r.op_id = b.op_id and r.member_id = s.member_id and r.hash = b.hash
  ), plain as materialized (
    select b.*, a.assignment_id, h.committed_at as head_at,
      s.received_at > a.lease_until or a.state = 'expired' as late, assay.characters(t) as characters
    from batch b
    -- One look-up an operation, whatever the statistics say: `offset` keeps the planner from reading all that the member has.
    join lateral (
      select * from public.assay_assignments c
      where c.queue_id = b.queue_id and c.sample_id = b.sample_id and c.member_id = s.member_id offset 0
    ) a on true
    join public.assay_queues q on q.queue_id = b.queue_id
    join public.agent_training_samples t on t.sample_id::text = a.sample_id
    left join public.assay_labels h on h.label_id = a.head_id
    where b.kind = 'label' and b.ops_on_sample = 1 and a.holds and a.state <> 'revoked' and b.seq > 0
      and b.hash is not null and isfinite(b.at) and not q.brought_along
      and a.head_id is not distinct from b.supersedes
      and assay.verdict_fits(b.judged)
      and (q.allow_fill or jsonb_array_length(b.judged -> 'filled') = 0)
      and not exists (select from public.assay_receipts r where r.op_id = b.op_id)
      and not exists (
        select from public.assay_dead_letters d where d.op_id = b.op_id and d.member_id = s.member_id
      )
  ), labels as (
    insert into public.assay_labels
      (label_id, queue_id, sample_id, member_id, device_id, seq, kind, verdict, committed_at, received_at, supersedes, late,
        forked, characters)
    select p.op_id, p.queue_id, p.sample_id, s.member_id, s.device_id, p.seq, 'verdict', p.verdict,
      greatest(least(p.at + s.ahead, s.received_at), p.head_at + interval '1 millisecond'), s.received_at, p.supersedes,
      p.late, false, p.characters
    from plain p
  ), receipts as (
    insert into public.assay_receipts (op_id, member_id, device_id, hash, status, late, received_at)
    select p.op_id, s.member_id, s.device_id, p.hash, 'applied', p.late, s.received_at from plain p
  ), assigned as (
    update public.assay_assignments a
    set state = 'done', head_id = p.op_id, label_id = p.op_id, returned_reason = null
    from plain p where a.assignment_id = p.assignment_id
  )
  select p.place, 'applied', p.late from plain p union all select r.place, 'duplicate', r.late from received r
$$;

-- An operation with every character replaced that text cannot hold: enough to name it in an answer.
create function assay.legible(body json) returns json
language sql immutable as $$
  select regexp_replace(body::text, '\\u(0000|[dD][89a-fA-F][0-9a-fA-F]{2})', '\\ufffd', 'g')::json
$$;

-- One operation by itself: whatever is wrong with its data is undone and answered, and concerns no other.
create function assay.push_one(body json, s assay.sender) returns json
language plpgsql set search_path = '' as $$
declare
  clean json := assay.legible(body);
  done assay.outcome;
  id uuid;
  base uuid;
begin
  begin
    done := assay.apply_op(json_populate_record(null::assay.op, body), s, body);
  exception
    when untranslatable_character or invalid_text_representation then
      done := assay.rejected(case when clean::text = body::text then 'malformed' else 'not_stored' end);
    when data_exception then done := assay.rejected('malformed');
    when integrity_constraint_violation then done := assay.rejected('not_stored');
  end;
  begin
    id := (clean ->> 'op_id')::uuid;
    base := (clean ->> 'supersedes')::uuid;
  exception when data_exception then null;
  end;
  if id is null then
    raise exception 'An operation has no id.'
      using errcode = '22023', detail = 'bad_argument', hint = 'Update Assay on this device.';
  end if;
  if done.status = 'rejected' then
    insert into public.assay_dead_letters as d
      (op_id, member_id, device_id, op, code, message, supersedes, sample_id, received_at)
    select id, s.member_id, s.device_id,
      -- What was written about an erased sample goes with it.
      case when exists (select from public.assay_erased e where e.sample_id = clean ->> 'sample_id')
        then json_build_object('op_id', id, 'kind', clean -> 'kind', 'sample_id', clean -> 'sample_id')
        else body end,
      done.code, done.message, base, clean ->> 'sample_id', s.received_at
    on conflict (op_id, member_id) do update set op = excluded.op, code = excluded.code, message = excluded.message,
      supersedes = excluded.supersedes, received_at = excluded.received_at;
  end if;
  return json_build_object('op_id', id, 'status', done.status, 'code', done.code, 'message', done.message,
    'late', done.late);
end $$;

create function public.assay_push(device uuid, sent_at timestamptz, ops json) returns json
language plpgsql security definer set search_path = '' set enable_seqscan = off as $$
declare
  me public.assay_members := assay.caller();
  s assay.sender := (me.member_id, me.role, device, clock_timestamp(), clock_timestamp() - sent_at);
  bodies json[] := array(select e from json_array_elements(ops) e);
  samples text[];
  batch assay.op[];
  results json[];
  done record;
begin
  if device is null or sent_at is null or not isfinite(sent_at) or cardinality(bodies) > 5000 then
    raise exception 'A batch names its device and its time and holds at most 5,000 operations.'
      using errcode = '22023', detail = 'bad_argument', hint = 'Send a smaller batch.';
  end if;
  begin
    batch := array(select o::assay.op from json_populate_recordset(null::assay.op, ops) o);
    samples := array(select distinct o.sample_id from unnest(batch) o where o.sample_id is not null);
  exception when data_exception then
    samples := array(select distinct assay.legible(b) ->> 'sample_id' from unnest(bodies) b);
  end;
  perform assay.lock_samples(samples);
  begin
    for done in select * from assay.apply_plain(batch, s) loop
      results[done.place] := json_build_object('op_id', (batch[done.place]).op_id, 'status', done.status, 'code', null,
        'message', null, 'late', done.late);
    end loop;
  exception when data_exception or integrity_constraint_violation then results := null;
  end;
  for i in 1 .. cardinality(bodies) loop
    if results[i] is null then results[i] := assay.push_one(bodies[i], s); end if;
  end loop;
  perform assay.settle(samples);
  return json_build_object('server_time', s.received_at, 'results', coalesce(array_to_json(results), '[]'));
end $$;
