-- The operations of evaluations beside those of labeling.

create or replace function assay.rejected(code text) returns assay.outcome
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
    when 'unknown_comparison' then 'This comparison was never given to you, or its sample was erased.'
    when 'unknown_evaluation' then 'The team has no such evaluation of yours.'
    when 'judged_after' then 'Its evaluation was closed before this was said, so it does not count.'
    when 'told_before' then 'You were told whose the answers are before this came, so it does not count.'
    when 'not_stored' then 'The text holds a character that the server cannot store, such as NUL or half of a pair.'
  end, false
$$;

-- What is answered to an operation that was received before; null to one that was not.
create function assay.received(o assay.op, s assay.sender) returns assay.outcome
language plpgsql set search_path = '' as $$
declare
  receipt public.assay_receipts;
begin
  select * into receipt from public.assay_receipts r where r.op_id = o.op_id;
  if not found then return null; end if;
  if receipt.member_id = s.member_id and (receipt.hash = o.hash or assay.says_the_same(o, s)) then
    return ('duplicate', null, null, receipt.late)::assay.outcome;
  end if;
  return assay.rejected('id_reused');
end $$;

create or replace function assay.apply_op(o assay.op, s assay.sender, body json) returns assay.outcome
language plpgsql set search_path = '' as $$
declare
  a public.assay_assignments;
  q public.assay_queues;
  done assay.outcome;
begin
  if o.seq is null or o.seq < 1 or o.hash is null or o.at is null or not isfinite(o.at) or not assay.is_id(o.op_id)
    or o.supersedes is not null and not assay.is_id(o.supersedes)
  then
    return assay.rejected('malformed');
  end if;
  done := assay.received(o, s);
  if done.status is not null then return done; end if;

  if o.kind = 'ruling' then
    done := assay.apply_ruling(o, s);
  elsif o.kind = 'dataset' then
    done := assay.apply_dataset(o, s);
  elsif o.kind = 'splits' then
    done := assay.apply_splits(o, s);
  elsif o.kind = 'evaluation' then
    done := assay.apply_evaluation(o, s, body);
  elsif o.kind = 'evaluation_item' then
    done := assay.apply_evaluation_item(o, s, body);
  elsif o.kind = 'judgment' then
    done := assay.apply_judgment(o, s, body);
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

-- One operation by itself: whatever is wrong with its data is undone and answered, and concerns no other.
create or replace function assay.push_one(body json, s assay.sender) returns json
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
    -- One that arrived twice at once has waited for its twin, and finds its receipt.
    when integrity_constraint_violation then
      done := coalesce(assay.received(json_populate_record(null::assay.op, body), s), assay.rejected('not_stored'));
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
      -- What was written about an erased sample goes with it; a comparison that is not known may have been of one.
      case when exists (select from public.assay_erased e where e.sample_id = clean ->> 'sample_id')
        then json_build_object('op_id', id, 'kind', clean -> 'kind', 'sample_id', clean -> 'sample_id')
        when done.code = 'unknown_comparison'
        then json_build_object('op_id', id, 'kind', clean -> 'kind', 'comparison_id', clean -> 'comparison_id')
        else body end,
      -- What it is about: it goes when that is erased.
      done.code, done.message, base, coalesce(clean ->> 'sample_id', clean ->> 'comparison_id'), s.received_at
    on conflict (op_id, member_id) do update set op = excluded.op, code = excluded.code, message = excluded.message,
      supersedes = excluded.supersedes, received_at = excluded.received_at;
  end if;
  return json_build_object('op_id', id, 'status', done.status, 'code', done.code, 'message', done.message,
    'late', done.late);
end $$;

-- A judgment locks its evaluation, and a batch may hold judgments of several.
create or replace function assay.lock_batch(samples text[], bodies json[]) returns void
language plpgsql set search_path = '' set enable_seqscan = off as $$
declare
  judged uuid[];
  sent uuid[];
begin
  perform assay.lock_samples(samples);
  begin
    judged := array(select (b ->> 'comparison_id')::uuid from unnest(bodies) b where b ->> 'kind' = 'judgment');
    sent := array(select (b ->> 'evaluation_id')::uuid from unnest(bodies) b where b ->> 'kind' = 'evaluation_item');
  -- Of a batch with one that cannot be read each operation is carried out by itself, and locks what it is about.
  exception when data_exception then return;
  end;
  if judged || sent = '{}' then return; end if;
  perform from public.assay_evaluations e
  where e.evaluation_id = any (sent || array(
    select c.evaluation_id from public.assay_comparisons c where c.comparison_id = any (judged)))
  order by e.evaluation_id for no key update;
end $$;
