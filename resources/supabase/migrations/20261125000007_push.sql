-- Push: one that cannot take effect delays no other, and one that comes again does nothing.

-- Nearly everything that is ever pushed, in one statement: what was received before, and first labels and plain changes of
-- assigned samples. Gives the places in the batch that are done; the rest goes one by one.
create function assay.apply_plain(ops assay.op[], s assay.sender)
returns table (place bigint, status text, late boolean)
language sql set search_path = '' as $$
  with batch as materialized (
    select o.*, o.verdict::jsonb as judged, count(*) over (partition by o.sample_id) as ops_on_sample
    from unnest(ops) with ordinality as o (op_id, seq, hash, at, kind, queue_id, sample_id, verdict, supersedes, reason,
      flagged, text, saw, question_id, dataset_id, manifest, splits, place)
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
      and b.hash is not null and isfinite(b.at) and b.at + s.ahead >= '2000-01-01T00:00:00Z' and assay.is_id(b.op_id)
      and not q.brought_along
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

-- Locks what a batch is about, in one order, so that of two batches neither waits for the other.
create function assay.lock_batch(samples text[], bodies json[]) returns void
language plpgsql set search_path = '' set enable_seqscan = off as $$
begin
  perform assay.lock_samples(samples);
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
  if not assay.is_id(device) or sent_at is null or not isfinite(sent_at) or cardinality(bodies) > 5000 then
    raise exception 'A batch names its device and its time and holds at most 5,000 operations.'
      using errcode = '22023', detail = 'bad_argument', hint = 'Send a smaller batch.';
  end if;
  begin
    batch := array(select o::assay.op from json_populate_recordset(null::assay.op, ops) o);
    samples := array(select distinct o.sample_id from unnest(batch) o where o.sample_id is not null);
  exception when data_exception then
    samples := array(select distinct assay.legible(b) ->> 'sample_id' from unnest(bodies) b);
  end;
  perform assay.lock_batch(samples, bodies);
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
