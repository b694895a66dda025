-- What a lead looks at: how the work goes, what could not be taken, and whether the devices hold what they should.

-- The day: per queue and labeler, counted over what stands.
create function public.assay_day() returns json
language plpgsql stable security definer set search_path = '' set statement_timeout = '60s' as $$
begin
  perform assay.calling_lead();
  return (
    with standing as (
      select a.queue_id, a.sample_id, a.member_id, l.decision, l.late, l.committed_at, l.characters,
        (l.verdict ->> 'activeMs')::numeric as active_ms,
        (select count(distinct v.value) = 1 from json_each_text(l.verdict -> 'scores') v) as straight,
        count(*) filter (where l.decision = 'reject') over sample as rejects,
        count(*) filter (where l.decision = 'edit') over sample as edits,
        count(*) over sample as labels
      from public.assay_assignments a join public.assay_labels l on l.label_id = a.label_id
      window sample as (partition by a.queue_id, a.sample_id)
    ), labeled as (
      select s.queue_id, s.member_id, count(*) as done,
        count(*) filter (where s.committed_at >= now() - interval '24 hours') as done_today,
        -- As large as a device can count.
        least(sum(s.active_ms), 9007199254740991)::bigint as active_ms,
        count(*) filter (where s.decision = 'edit') as corrections,
        count(*) filter (where s.late) as late,
        -- Sixty characters a second is twice what the fastest readers take in.
        count(*) filter (where s.active_ms < s.characters * 1000 / 60) as too_fast,
        count(*) filter (where s.straight) as straight_lined,
        count(*) filter (where (case s.decision when 'reject' then s.rejects when 'edit' then s.edits
          else s.labels - s.rejects - s.edits end) < s.labels) as disagreements,
        max(s.committed_at) as last_label_at
      from standing s group by 1, 2
    ), assigned as (
      select a.queue_id, a.member_id,
        count(*) filter (where a.state in ('leased', 'returned')) as remaining,
        count(*) filter (where a.state = 'skipped') as skips,
        count(*) filter (where a.state = 'returned') as returned,
        count(*) filter (where a.state = 'expired') as expired,
        min(a.lease_until) filter (where a.state in ('leased', 'returned')) as lease_until
      from public.assay_assignments a group by 1, 2
    ), asked as (
      select u.queue_id, u.member_id, count(*) as open_questions
      from public.assay_questions u where u.ruling is null group by 1, 2
    )
    select json_build_object(
      'server_time', clock_timestamp(),
      'labelers', coalesce((
        select json_agg(json_build_object('queue_id', a.queue_id, 'member_id', a.member_id, 'done', coalesce(l.done, 0),
          'done_today', coalesce(l.done_today, 0), 'remaining', a.remaining, 'lease_until', a.lease_until,
          'active_ms', coalesce(l.active_ms, 0), 'corrections', coalesce(l.corrections, 0), 'skips', a.skips,
          'returned', a.returned, 'expired', a.expired, 'disagreements', coalesce(l.disagreements, 0),
          'open_questions', coalesce(q.open_questions, 0), 'late', coalesce(l.late, 0), 'too_fast', coalesce(l.too_fast, 0),
          'straight_lined', coalesce(l.straight_lined, 0), 'last_label_at', l.last_label_at))
        from assigned a left join labeled l using (queue_id, member_id) left join asked q using (queue_id, member_id)), '[]'),
      'queues', coalesce((
        select json_agg(json_build_object('queue_id', i.queue_id, 'samples', i.samples, 'decided', i.decided,
          'disagreements', i.disagreements))
        from (
          select t.queue_id, count(*) as samples, count(t.verdict_id) as decided,
            count(*) filter (where t.verdict_id is null and d.sample_id is not null) as disagreements
          from public.assay_queue_items t
          left join (
            select s.queue_id, s.sample_id from standing s group by 1, 2 having count(distinct s.decision) > 1
          ) d using (queue_id, sample_id)
          group by 1
        ) i), '[]'),
      'flagged', (
        select count(*) from (
          select distinct on (m.sample_id, m.member_id) m.kind from public.assay_marks m
          where m.kind in ('flag', 'unflag') order by m.sample_id, m.member_id, m.marked_at desc
        ) f where f.kind = 'flag'),
      'not_written', (select count(*) from public.assay_written w where w.problem is not null))
  );
end $$;

-- What the server could not take: for a labeler their own, for a lead everybody's. The newest 1,000.
create function public.assay_dead_letters() returns json
language plpgsql stable security definer set search_path = '' as $$
declare
  me public.assay_members := assay.caller();
begin
  return (
    select coalesce(json_agg(json_build_object('op_id', d.op_id, 'member_id', d.member_id, 'device_id', d.device_id,
      'op', d.op, 'code', d.code, 'message', d.message, 'received_at', d.received_at)), '[]')
    from (
      select * from public.assay_dead_letters e where me.role = 'lead' or e.member_id = me.member_id
      order by e.received_at desc limit 1000
    ) d
  );
end $$;

-- What the caller should hold of a feed, having pulled up to a watermark. A row's hash covers its key and the transaction that
-- wrote it last; a bucket's, those of its rows in the order of their keys, as `key:xid;`. What was written or erased since is
-- named instead: of that a device may hold what was there before.
create function public.assay_check(feed text, below text) returns json
language plpgsql stable security definer set search_path = '' set statement_timeout = '60s' as $$
declare
  me public.assay_members := assay.caller();
  lead boolean := me.role = 'lead';
  reached xid8;
begin
  if feed is null
    or feed not in ('samples', 'assignments', 'labels', 'questions', 'adjudications', 'datasets', 'splits')
    or coalesce(below, '') !~ '^\d{1,19}$' then
    perform assay.refuse('bad_argument', 'There is no such feed to check.', 'Update Assay on this device.');
  end if;
  reached := below::xid8;
  return (
    with visible (key, xid, held) as not materialized (
      select (s.sample_id::text) collate "C", s.assay_xid, true from public.agent_training_samples s
      where feed = 'samples' and lead
      union all
      select a.assignment_id::text collate "C", a.assay_xid, lead or a.state not in ('released', 'revoked')
      from public.assay_assignments a
      where feed = 'assignments' and (lead or a.member_id = me.member_id)
      union all
      select l.label_id::text collate "C", l.assay_xid, true from public.assay_labels l
      where feed = 'labels' and (lead or l.member_id = me.member_id)
      union all
      select u.question_id::text collate "C", u.assay_xid, true from public.assay_questions u
      where feed = 'questions' and (lead or u.member_id = me.member_id)
      union all
      select j.adjudication_id::text collate "C", j.assay_xid, true from public.assay_adjudications j
      where feed = 'adjudications' and lead
      union all
      select d.dataset_id, d.assay_xid, true from public.assay_datasets d where feed = 'datasets' and lead
      union all
      select t.sample_id, t.assay_xid, true from public.assay_splits t where feed = 'splits' and lead
    ), buckets as (
      select get_byte(decode(md5(v.key), 'hex'), 0) as bucket, count(*) as rows,
        md5(string_agg(v.key || ':' || v.xid::text || ';', '' order by v.key)) as hash
      from visible v where v.held and v.xid < reached group by 1
    )
    select json_build_object(
      'buckets', coalesce((select json_agg(json_build_object('bucket', b.bucket, 'rows', b.rows, 'hash', b.hash)
        order by b.bucket) from buckets b), '[]'),
      'changed', coalesce((select json_agg(v.key) from visible v where v.xid >= reached), '[]'),
      'erased', coalesce((
        select json_agg(e.sample_id) from public.assay_erased e
        where e.assay_xid >= reached and (lead or exists (
          select from public.assay_assignments a where a.sample_id = e.sample_id and a.member_id = me.member_id))), '[]'))
  );
end $$;

-- What the caller cannot be told yet: keys of what was written at or above a watermark, by feed. Who has pulled everything
-- below it knows by this what is on its way and what is gone.
create function public.assay_unsettled(below text) returns json
language plpgsql stable security definer set search_path = '' as $$
declare
  me public.assay_members := assay.caller();
  lead boolean := me.role = 'lead';
  reached xid8;
begin
  if coalesce(below, '') !~ '^\d{1,19}$' then
    perform assay.refuse('bad_argument', 'There is no such watermark.', 'Update Assay on this device.');
  end if;
  reached := below::xid8;
  return (
    select coalesce(json_object_agg(f.feed, f.keys), '{}') from (
      select r.feed, json_agg(r.key) as keys from (
        select 'members' as feed, m.member_id::text as key from public.assay_members m where m.assay_xid >= reached
        union all
        select 'rubrics', v.version::text from public.assay_rubrics v where v.assay_xid >= reached
        union all
        select 'queues', q.queue_id::text from public.assay_queues q where q.assay_xid >= reached
        union all
        select 'samples', s.sample_id::text from public.agent_training_samples s where lead and s.assay_xid >= reached
        union all
        select 'assignments', a.assignment_id::text from public.assay_assignments a
        where (lead or a.member_id = me.member_id) and a.assay_xid >= reached
        union all
        select 'labels', l.label_id::text from public.assay_labels l
        where (lead or l.member_id = me.member_id) and l.assay_xid >= reached
        union all
        select 'questions', u.question_id::text from public.assay_questions u
        where (lead or u.member_id = me.member_id) and u.assay_xid >= reached
        union all
        select 'adjudications', j.adjudication_id::text from public.assay_adjudications j
        where lead and j.assay_xid >= reached
        union all
        select 'datasets', d.dataset_id from public.assay_datasets d where lead and d.assay_xid >= reached
        union all
        select 'splits', t.sample_id from public.assay_splits t where lead and t.assay_xid >= reached
      ) r group by r.feed
    ) f
  );
end $$;

-- For the owner, after a restore from a dump: xids begin anew there, and every row is stamped with one of the new server, so
-- that each device is told everything once more.
create function assay.restamp() returns void
language plpgsql set search_path = '' as $$
declare
  name text;
begin
  foreach name in array array['assay_members', 'assay_rubrics', 'assay_queues', 'assay_assignments', 'assay_labels',
    'assay_questions', 'assay_adjudications', 'assay_datasets', 'assay_splits', 'assay_receipts', 'assay_erased',
    'agent_training_samples']
  loop
    execute format('update public.%I set assay_xid = pg_current_xact_id()', name);
  end loop;
end $$;
