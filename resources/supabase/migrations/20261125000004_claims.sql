-- Claims: labelers take work for an offline stretch, prolong it and give it back.
--
-- Locks. Whoever writes about a sample locks its row first, and several in the order of their keys; the sample's row is the
-- mutex of everything about it. A claim locks with `skip locked` alone, so it waits for nobody.

-- Counts have changed: the queue's row goes out again, unless somebody else is sending it. No key is touched, so that it
-- waits for nobody who only refers to the queue.
create function assay.touch_queue(id uuid) returns void
language sql set search_path = '' as $$
  update public.assay_queues set assay_xid = pg_current_xact_id()
  where queue_id in (select q.queue_id from public.assay_queues q where q.queue_id = id for no key update skip locked)
$$;

-- `enable_seqscan = off`, here and elsewhere: a list of a thousand names looks like half of a table whose statistics are
-- not made yet, and must not be a reason to read all of it.
create function assay.lock_samples(sample_ids text[]) returns void
language plpgsql set search_path = '' set enable_seqscan = off as $$
begin
  perform from public.agent_training_samples s
  where s.sample_id::text collate "C" = any (sample_ids)
  order by s.sample_id::text collate "C" for no key update;
end $$;

create function assay.expire_leases(queue uuid) returns void
language sql set search_path = '' as $$
  with stale as (
    select a.assignment_id
    from public.assay_assignments a join public.assay_queue_items i using (queue_id, sample_id)
    where a.queue_id = queue and a.state in ('leased', 'returned') and a.lease_until < now()
    for update skip locked
  )
  update public.assay_assignments a set state = 'expired', holds = false
  from stale where a.assignment_id = stale.assignment_id
$$;

-- What is taken up again: a return stays one until it is answered.
create function assay.open_state(returned_reason text) returns text
language sql immutable as $$
  select case when returned_reason is null then 'leased' else 'returned' end
$$;

create function assay.check_lease(until timestamptz) returns void
language plpgsql stable set search_path = '' as $$
begin
  if until is null or until <= now() or until > now() + interval '30 days' then
    perform assay.refuse('bad_argument', 'A lease ends in the future, at most 30 days from now.',
      'Choose another time, and check the clock of this device.');
  end if;
end $$;

create function assay.claim_answer(c public.assay_claims) returns json
language sql immutable as $$
  select json_build_object('claim_id', c.claim_id, 'queue_id', c.queue_id, 'claimed', c.claimed, 'until', c.lease_until)
$$;

-- The settings keep the plan to the index of what is free, in its order, and to a hash of what the caller has: the statistics
-- of a queue that was filled a moment ago say nothing yet.
create function public.assay_claim(claim_id uuid, queue_id uuid, count integer, until timestamptz) returns json
language plpgsql security definer set search_path = '' set enable_sort = off set enable_hashjoin = off
  set enable_mergejoin = off set enable_bitmapscan = off set enable_seqscan = off set work_mem = '64MB' as $$
#variable_conflict use_column
declare
  me public.assay_members := assay.caller();
  claim public.assay_claims;
  q public.assay_queues;
  before integer;
begin
  select * into claim from public.assay_claims c where c.claim_id = assay_claim.claim_id;
  if not found then
    perform assay.check_lease(assay_claim.until);
    if assay_claim.claim_id is null or assay_claim.count is null or assay_claim.count not between 1 and 5000 then
      perform assay.refuse('bad_argument', 'A claim takes 1 to 5,000 samples.', 'Choose a number in between.');
    end if;
    select * into q from public.assay_queues q where q.queue_id = assay_claim.queue_id;
    if q.queue_id is null then
      perform assay.refuse('unknown_queue', 'There is no such queue.', 'Sync, then choose a queue from the list.');
    elsif q.state <> 'open' then
      perform assay.refuse('queue_not_open', 'This queue gives out no work now.', 'Choose another queue, or ask a lead.');
    end if;
    -- Two calls under one id: the second waits here for the first, and then answers the same.
    insert into public.assay_claims values (assay_claim.claim_id, me.member_id, q.queue_id, 0, assay_claim.until)
    on conflict do nothing;
    if found then
      perform assay.expire_leases(q.queue_id);
      select coalesce(max(a.place), 0) into before
      from public.assay_assignments a where a.queue_id = q.queue_id and a.member_id = me.member_id;
      with free as (
        select i.sample_id, i.place, i.at
        from public.assay_queue_items i
        join public.agent_training_samples s on s.sample_id::text = i.sample_id
        where i.queue_id = q.queue_id and i.taken < i.overlap
          and i.sample_id not in (
            select a.sample_id from public.assay_assignments a
            where a.queue_id = q.queue_id and a.member_id = me.member_id and a.state not in ('released', 'expired')
          )
        order by i.place, i.at, i.sample_id
        limit assay_claim.count
        for update of i skip locked
        -- A change of the sample that is not finished would not send itself to an assignment that it cannot see.
        for share of s skip locked
      )
      insert into public.assay_assignments as assignment
        (queue_id, sample_id, member_id, state, claim_id, lease_until, rubric_version, place, holds)
      select q.queue_id, f.sample_id, me.member_id, 'leased', assay_claim.claim_id, assay_claim.until, q.rubric_version,
        before + row_number() over (order by f.place, f.at, f.sample_id), true
      from free f
      on conflict (queue_id, sample_id, member_id) do update
        set state = assay.open_state(assignment.returned_reason), claim_id = excluded.claim_id,
          lease_until = excluded.lease_until, rubric_version = excluded.rubric_version, place = excluded.place, holds = true;
      get diagnostics before = row_count;
      update public.assay_claims c set claimed = before where c.claim_id = assay_claim.claim_id;
      perform assay.touch_queue(q.queue_id);
    end if;
    select * into claim from public.assay_claims c where c.claim_id = assay_claim.claim_id;
  end if;
  if claim.member_id <> me.member_id or claim.queue_id <> assay_claim.queue_id then
    perform assay.refuse('id_reused', 'This claim id was used for another claim.', 'Claim again under a new id.');
  end if;
  return assay.claim_answer(claim);
end $$;

-- Prolongs what the caller has of a queue, and takes back what has expired and is still free.
create function public.assay_extend(queue_id uuid, until timestamptz) returns json
language plpgsql security definer set search_path = '' as $$
#variable_conflict use_column
declare
  me public.assay_members := assay.caller();
  extended integer;
begin
  perform assay.check_lease(assay_extend.until);
  perform assay.lock_samples(array(
    select a.sample_id from public.assay_assignments a
    where a.queue_id = assay_extend.queue_id and a.member_id = me.member_id
      and a.state in ('leased', 'returned', 'expired')));
  update public.assay_assignments a
  set lease_until = assay_extend.until, holds = true,
    state = case a.state when 'expired' then assay.open_state(a.returned_reason) else a.state end
  from public.assay_queue_items i
  where a.queue_id = assay_extend.queue_id and a.member_id = me.member_id
    and i.queue_id = a.queue_id and i.sample_id = a.sample_id
    and (a.state in ('leased', 'returned') or a.state = 'expired' and i.taken < i.overlap);
  get diagnostics extended = row_count;
  perform assay.touch_queue(assay_extend.queue_id);
  return json_build_object('extended', extended, 'until', assay_extend.until);
end $$;

-- Gives back what the caller has not labeled: the named samples, or all of the queue. What comes late is still taken.
create function public.assay_release(queue_id uuid, sample_ids text[] default null) returns json
language plpgsql security definer set search_path = '' as $$
#variable_conflict use_column
declare
  me public.assay_members := assay.caller();
  open text[] := array(
    select a.sample_id from public.assay_assignments a
    where a.queue_id = assay_release.queue_id and a.member_id = me.member_id
      and a.state in ('leased', 'returned', 'expired')
      and (assay_release.sample_ids is null or a.sample_id = any (assay_release.sample_ids)));
  released integer;
begin
  perform assay.lock_samples(open);
  update public.assay_assignments a set state = 'released', holds = false
  where a.queue_id = assay_release.queue_id and a.member_id = me.member_id and a.sample_id = any (open)
    and a.state in ('leased', 'returned', 'expired');
  get diagnostics released = row_count;
  perform assay.touch_queue(assay_release.queue_id);
  return json_build_object('released', released);
end $$;
