-- What a lead decides.

create function public.assay_save_queue(spec json) returns json
language plpgsql security definer set search_path = '' set statement_timeout = '60s' set lock_timeout = '5s' as $$
declare
  former public.assay_queues;
  q public.assay_queues;
begin
  perform assay.calling_lead();
  select * into former from public.assay_queues t where t.queue_id = (spec ->> 'queue_id')::uuid for no key update;
  if former.brought_along then
    perform assay.refuse('bad_argument', 'This queue belongs to what labelers brought along, and cannot be changed.',
      'Make another queue.');
  end if;
  insert into public.assay_queues as t (queue_id, name, state, filter, rubric_version, guidelines, must_read, overlap,
    item_order, allow_skip, allow_fill)
  select r.queue_id, r.name, r.state, r.filter, r.rubric_version, r.guidelines, r.must_read, r.overlap, r.item_order,
    r.allow_skip, r.allow_fill
  from json_populate_record(null::public.assay_queues, spec) r
  on conflict (queue_id) do update set name = excluded.name, state = excluded.state, filter = excluded.filter,
    rubric_version = excluded.rubric_version, guidelines = excluded.guidelines, must_read = excluded.must_read,
    overlap = excluded.overlap, item_order = excluded.item_order, allow_skip = excluded.allow_skip,
    allow_fill = excluded.allow_fill
  returning * into q;
  if q.state <> 'closed' and (former.queue_id is null or former.state = 'closed'
    or (former.filter, former.item_order, former.overlap) is distinct from (q.filter, q.item_order, q.overlap))
  then
    perform assay.fill_queue(q);
  end if;
  if former.overlap <> q.overlap then
    perform assay.settle(array(select distinct a.sample_id from public.assay_assignments a
      where a.queue_id = q.queue_id and a.label_id is not null));
  end if;
  return json_build_object('queue_id', q.queue_id,
    'samples', (select count(*) from public.assay_queue_items i where i.queue_id = q.queue_id));
end $$;

-- Saves a rubric as the next version: what was judged by an older one keeps it.
create function public.assay_save_rubric(body json) returns json
language plpgsql security definer set search_path = '' as $$
declare
  next integer;
  anchors constant text := '$.anchors ? (@."1" != "" && @."2" != "" && @."3" != "" && @."4" != "" && @."5" != "")';
begin
  perform assay.calling_lead();
  if (select array_agg(c ->> 'id') from json_array_elements(body -> 'criteria') c)
      is distinct from array['factuality', 'helpfulness', 'tone', 'policy', 'completeness']
    or exists (
      select from (select value from json_array_elements(body -> 'criteria') union all select body -> 'overall') scale
      where coalesce(scale.value ->> 'name', '') = '' or coalesce(scale.value ->> 'question', '') = ''
        or not jsonb_path_exists(scale.value::jsonb, anchors::jsonpath)
    )
  then
    perform assay.refuse('bad_argument', 'The rubric is not complete.',
      'Give each of the five criteria and the overall rating a name, a question and five anchors.');
  end if;
  lock table public.assay_rubrics in share row exclusive mode;
  select max(r.version) + 1 into next from public.assay_rubrics r;
  insert into public.assay_rubrics (version, body)
  values (next, (body::jsonb || jsonb_build_object('version', next))::json);
  return json_build_object('version', next);
end $$;

-- Takes labels back in the name of the team: the labeler's feed shows a withdrawal like any other.
create function assay.take_back(assignment_ids uuid[]) returns void
language sql set search_path = '' as $$
  with taken_back as (
    insert into public.assay_labels (label_id, queue_id, sample_id, member_id, device_id, seq, kind, committed_at,
      received_at, supersedes, late, forked)
    select gen_random_uuid(), a.queue_id, a.sample_id, a.member_id, '00000000-0000-0000-0000-000000000000', l.seq,
      'withdrawal', greatest(clock_timestamp(), l.committed_at + interval '1 millisecond'), clock_timestamp(), l.label_id,
      false, false
    from public.assay_assignments a join public.assay_labels l on l.label_id = a.label_id
    where a.assignment_id = any (assignment_ids)
    returning label_id, supersedes
  )
  update public.assay_assignments a set head_id = t.label_id, label_id = null
  from taken_back t where a.label_id = t.supersedes
$$;

-- Gives one sample back to its labeler, with a reason and a fresh lease of a week.
create function public.assay_return(queue_id uuid, sample_id text, member_id uuid, reason text) returns json
language plpgsql security definer set search_path = '' as $$
#variable_conflict use_column
declare
  a public.assay_assignments;
begin
  perform assay.calling_lead();
  if coalesce(length(btrim(assay_return.reason)), 0) not between 1 and 4000 then
    perform assay.refuse('bad_argument', 'A return needs a reason of at most 4,000 characters.', 'Write why.');
  end if;
  perform assay.lock_samples(array[assay_return.sample_id]);
  select * into a from public.assay_assignments b
  where b.queue_id = assay_return.queue_id and b.sample_id = assay_return.sample_id
    and b.member_id = assay_return.member_id;
  if not found then
    perform assay.refuse('not_assigned', 'This labeler never had this sample in this queue.', 'Sync and look again.');
  end if;
  perform assay.take_back(array[a.assignment_id]);
  update public.assay_assignments b
  set state = 'returned', returned_reason = assay_return.reason,
    lease_until = greatest(b.lease_until, now() + interval '7 days'),
    holds = b.holds or assay.has_room(b.queue_id, b.sample_id)
  where b.assignment_id = a.assignment_id;
  perform assay.settle(array[a.sample_id]);
  return json_build_object('returned', 1);
end $$;

-- Takes back what one labeler has labeled since a time, and gives it to others.
create function public.assay_requeue(member_id uuid, since timestamptz, reason text) returns json
language plpgsql security definer set search_path = '' set statement_timeout = '60s' as $$
#variable_conflict use_column
declare
  samples text[];
  ids uuid[];
begin
  perform assay.calling_lead();
  samples := array(select distinct a.sample_id
    from public.assay_assignments a join public.assay_labels l on l.label_id = a.label_id
    where a.member_id = assay_requeue.member_id and l.committed_at >= assay_requeue.since);
  perform assay.lock_samples(samples);
  ids := array(select a.assignment_id
    from public.assay_assignments a join public.assay_labels l on l.label_id = a.label_id
    where a.member_id = assay_requeue.member_id and l.committed_at >= assay_requeue.since and a.sample_id = any (samples));
  perform assay.take_back(ids);
  update public.assay_assignments a
  set state = 'revoked', returned_reason = assay_requeue.reason, holds = false
  where a.assignment_id = any (ids);
  perform assay.settle(samples);
  perform assay.touch_queue(t.queue_id) from (
    select distinct a.queue_id from public.assay_assignments a where a.assignment_id = any (ids)) t;
  return json_build_object('requeued', cardinality(ids));
end $$;

-- Ends a membership: what is open goes back to the queues, what is done stays.
create function public.assay_remove_member(member_id uuid) returns json
language plpgsql security definer set search_path = '' set statement_timeout = '60s' as $$
#variable_conflict use_column
declare
  open uuid[];
begin
  perform assay.calling_lead();
  lock table public.assay_members in share row exclusive mode;
  if not exists (
    select from public.assay_members m
    where m.role = 'lead' and m.removed_at is null and m.member_id <> assay_remove_member.member_id
  ) then
    perform assay.refuse('last_lead', 'The last lead of a team cannot be removed.', 'Invite another lead first.');
  end if;
  update public.assay_members m set removed_at = now()
  where m.member_id = assay_remove_member.member_id and m.removed_at is null;
  if not found then
    perform assay.refuse('not_member', 'This person is not a member of the team.', 'Sync and look again.');
  end if;
  perform assay.lock_samples(array(select a.sample_id from public.assay_assignments a
    where a.member_id = assay_remove_member.member_id and a.label_id is null));
  open := array(select a.assignment_id from public.assay_assignments a
    where a.member_id = assay_remove_member.member_id and a.label_id is null
      and a.state not in ('released', 'revoked', 'skipped'));
  -- Given back and not taken away: whoever joins again may claim them again.
  update public.assay_assignments a set state = 'released', holds = false where a.assignment_id = any (open);
  perform assay.touch_queue(t.queue_id) from (
    select distinct a.queue_id from public.assay_assignments a where a.assignment_id = any (open)) t;
  return json_build_object('reopened', cardinality(open));
end $$;
