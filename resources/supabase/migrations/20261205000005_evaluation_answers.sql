-- What a device asks of its feeds, those of experiments and of evaluations among them.

-- One page of every feed. A page ends early when its rows grow large, so that a few huge samples do not make an answer that
-- nobody can hold.
create or replace function assay.answer(me uuid, lead boolean, device uuid, cursors json, page integer) returns json
language sql stable set work_mem = '64MB' as $$
  with samples as (
    select *, octet_length(r.row::text) as size from assay.samples_page(cursors, page) r where lead
    union all select *, octet_length(r.row::text) from assay.erased_page(me, cursors, page) r where not lead
  ), assignments as (
    select *, octet_length(r.row::text) as size from assay.assignments_page(cursors, page) r where lead
    union all select *, octet_length(r.row::text) from assay.own_assignments_page(me, cursors, page) r where not lead
  ), comparisons as (
    select *, octet_length(r.row::text) as size from assay.comparisons_page(me, cursors, page) r
  ), pages (feed, rows, xid, id, full_page) as (
    select 'members', json_agg(r.row), (array_agg(r.xid))[count(*)], (array_agg(r.id))[count(*)], count(*) >= page
    from assay.members_page(cursors, page) r
    union all
    select 'rubrics', json_agg(r.row), (array_agg(r.xid))[count(*)], (array_agg(r.id))[count(*)], count(*) >= page
    from assay.rubrics_page(cursors, page) r
    union all
    select 'queues', json_agg(r.row), (array_agg(r.xid))[count(*)], (array_agg(r.id))[count(*)], count(*) >= page
    from assay.queues_page(cursors, page, lead) r
    union all
    select 'samples', json_agg(r.row), (array_agg(r.xid))[count(*)], (array_agg(r.id))[count(*)],
      count(*) >= page or sum(r.size) >= 16777216
    from (select *, sum(size) over (rows between unbounded preceding and 1 preceding) as before from samples) r
    where coalesce(r.before, 0) < 16777216
    union all
    select 'assignments', json_agg(r.row), (array_agg(r.xid))[count(*)], (array_agg(r.id))[count(*)],
      count(*) >= page or sum(r.size) >= 16777216
    from (select *, sum(size) over (rows between unbounded preceding and 1 preceding) as before from assignments) r
    where coalesce(r.before, 0) < 16777216
    union all
    select 'labels', json_agg(r.row), (array_agg(r.xid))[count(*)], (array_agg(r.id))[count(*)], count(*) >= page
    from (select * from assay.labels_page(cursors, page) where lead
      union all select * from assay.own_labels_page(me, cursors, page) where not lead) r
    union all
    select 'questions', json_agg(r.row), (array_agg(r.xid))[count(*)], (array_agg(r.id))[count(*)], count(*) >= page
    from (select * from assay.questions_page(cursors, page) where lead
      union all select * from assay.own_questions_page(me, cursors, page) where not lead) r
    union all
    select 'adjudications', json_agg(r.row), (array_agg(r.xid))[count(*)], (array_agg(r.id))[count(*)], count(*) >= page
    from assay.adjudications_page(cursors, page) r where lead
    union all
    select 'datasets', json_agg(r.row), (array_agg(r.xid))[count(*)], (array_agg(r.id))[count(*)], count(*) >= page
    from assay.datasets_page(cursors, page) r where lead
    union all
    select 'splits', json_agg(r.row), (array_agg(r.xid))[count(*)], (array_agg(r.id))[count(*)], count(*) >= page
    from assay.splits_page(cursors, page) r where lead
    union all
    select 'experiments', json_agg(r.row), (array_agg(r.xid))[count(*)], (array_agg(r.id))[count(*)], count(*) >= page
    from assay.experiments_page(cursors, page) r where lead
    union all
    select 'outcomes', json_agg(r.row), (array_agg(r.xid))[count(*)], (array_agg(r.id))[count(*)], count(*) >= page
    from assay.outcomes_page(cursors, page) r where lead
    union all
    select 'active_models', json_agg(r.row), (array_agg(r.xid))[count(*)], (array_agg(r.id))[count(*)], count(*) >= page
    from assay.active_models_page(cursors, page) r where lead
    union all
    select 'evaluations', json_agg(r.row), (array_agg(r.xid))[count(*)], (array_agg(r.id))[count(*)], count(*) >= page
    from assay.evaluations_page(cursors, page) r where lead
    union all
    select 'comparisons', json_agg(r.row), (array_agg(r.xid))[count(*)], (array_agg(r.id))[count(*)],
      count(*) >= page or sum(r.size) >= 16777216
    from (select *, sum(size) over (rows between unbounded preceding and 1 preceding) as before from comparisons) r
    where coalesce(r.before, 0) < 16777216
    union all
    select 'judgments', json_agg(r.row), (array_agg(r.xid))[count(*)], (array_agg(r.id))[count(*)], count(*) >= page
    from assay.judgments_page(cursors, page) r where lead
    union all
    select 'receipts', json_agg(r.row), (array_agg(r.xid))[count(*)], (array_agg(r.id))[count(*)], count(*) >= page
    from assay.receipts_page(me, device, cursors, page) r
  )
  select json_build_object(
    'epoch', json_build_object(
      'system', (select c.system_identifier::text from pg_control_system() c),
      'timeline', (select c.timeline_id from pg_control_checkpoint() c),
      'witness', (select d.witness from public.assay_devices d where d.member_id = me and d.device_id = device)),
    'server_time', clock_timestamp(),
    -- By `server_time` more may be written than the pages have. And who had begun when this call began may have got the
    -- number of their transaction after it: a second before, they had it.
    'as_of', now() - interval '1 second',
    -- By which this answer was chosen: the member's own row may lie above the watermark.
    'me', json_build_object('role', case when lead then 'lead' else 'labeler' end,
      'name', (select m.name from public.assay_members m where m.member_id = me)),
    'watermark', assay.watermark()::text,
    'frontier', pg_snapshot_xmax(pg_current_snapshot())::text,
    'rows', json_object_agg(p.feed, coalesce(p.rows, '[]')),
    'cursors', coalesce(json_object_agg(p.feed, case when p.xid is not null
      then json_build_object('xid', p.xid::text, 'id', p.id) else cursors -> p.feed end)
      filter (where p.xid is not null or cursors -> p.feed is not null), '{}'),
    'more', bool_or(p.full_page))
  from pages p
$$;

-- How many rows a pull still brings from there on: a first one takes a while, and a person wants to know how long. The pages
-- of samples make what they bring, so those are counted by themselves.
create or replace function public.assay_remaining(device uuid, cursors json) returns json
language plpgsql stable security definer set search_path = '' as $$
declare
  me public.assay_members := assay.caller();
  lead boolean := me.role = 'lead';
begin
  if device is null or coalesce(json_typeof(cursors), '') <> 'object' then
    perform assay.refuse('bad_argument', 'A count names its device and its cursors.', 'Update Assay on this device.');
  end if;
  return json_build_object('rows',
    (select count(*) from assay.members_page(cursors, null))
    + (select count(*) from assay.rubrics_page(cursors, null))
    + (select count(*) from assay.queues_page(cursors, null, lead))
    + (select count(*) from assay.receipts_page(me.member_id, device, cursors, null))
    + (select count(*) from assay.comparisons_page(me.member_id, cursors, null))
    + case when lead then
      (select count(*) from public.agent_training_samples s
        where (s.assay_xid, (s.sample_id::text) collate "C")
            > (assay.xid_of(cursors, 'samples'), assay.id_of(cursors, 'samples') collate "C")
          and s.assay_xid < assay.watermark())
      + (select count(*) from public.assay_erased e
        where (e.assay_xid, e.sample_id) > (assay.xid_of(cursors, 'samples'), assay.id_of(cursors, 'samples') collate "C")
          and e.assay_xid < assay.watermark())
      + (select count(*) from assay.assignments_page(cursors, null))
      + (select count(*) from assay.labels_page(cursors, null))
      + (select count(*) from assay.questions_page(cursors, null))
      + (select count(*) from assay.adjudications_page(cursors, null))
      + (select count(*) from assay.datasets_page(cursors, null))
      + (select count(*) from assay.splits_page(cursors, null))
      + (select count(*) from assay.experiments_page(cursors, null))
      + (select count(*) from assay.outcomes_page(cursors, null))
      + (select count(*) from assay.active_models_page(cursors, null))
      + (select count(*) from assay.evaluations_page(cursors, null))
      + (select count(*) from assay.judgments_page(cursors, null))
    else
      (select count(*) from assay.erased_page(me.member_id, cursors, null))
      + (select count(*) from assay.own_assignments_page(me.member_id, cursors, null))
      + (select count(*) from assay.own_labels_page(me.member_id, cursors, null))
      + (select count(*) from assay.own_questions_page(me.member_id, cursors, null))
    end);
end $$;

-- What the caller should hold of a feed, having pulled up to a watermark. A row's hash covers its key and the transaction that
-- wrote it last; a bucket's, those of its rows in the order of their keys, as `key:xid;`. What was written or erased since is
-- named instead: of that a device may hold what was there before.
create or replace function public.assay_check(feed text, below text) returns json
language plpgsql stable security definer set search_path = '' set statement_timeout = '60s' as $$
declare
  me public.assay_members := assay.caller();
  lead boolean := me.role = 'lead';
  reached xid8;
begin
  if feed is null
    or feed not in ('samples', 'assignments', 'labels', 'questions', 'adjudications', 'datasets', 'splits', 'experiments',
      'outcomes', 'active_models', 'evaluations', 'comparisons', 'judgments')
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
      union all
      select e.experiment_id::text collate "C", e.assay_xid, true from public.assay_experiments e
      where feed = 'experiments' and lead
      union all
      select o.exposure_id::text collate "C", o.assay_xid, true from public.assay_outcomes o
      where feed = 'outcomes' and lead
      union all
      select m.agent, m.assay_xid, true from public.assay_active_models m where feed = 'active_models' and lead
      union all
      select v.evaluation_id::text collate "C", v.assay_xid, true from public.assay_evaluations v
      where feed = 'evaluations' and lead
      union all
      select c.comparison_id::text collate "C", c.assay_xid, true from public.assay_comparisons c
      where feed = 'comparisons' and c.member_id = me.member_id or feed = 'judgments' and lead
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
create or replace function public.assay_unsettled(below text) returns json
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
        union all
        select 'experiments', e.experiment_id::text from public.assay_experiments e where lead and e.assay_xid >= reached
        union all
        select 'outcomes', o.exposure_id::text from public.assay_outcomes o where lead and o.assay_xid >= reached
        union all
        select 'active_models', w.agent from public.assay_active_models w where lead and w.assay_xid >= reached
        union all
        select 'evaluations', v.evaluation_id::text from public.assay_evaluations v where lead and v.assay_xid >= reached
        union all
        select 'comparisons', c.comparison_id::text from public.assay_comparisons c
        where c.member_id = me.member_id and c.assay_xid >= reached
        union all
        select 'judgments', c.comparison_id::text from public.assay_comparisons c where lead and c.assay_xid >= reached
      ) r group by r.feed
    ) f
  );
end $$;

-- For the owner, after a restore from a dump: xids begin anew there, and every row is stamped with one of the new server, so
-- that each device is told everything once more.
create or replace function assay.restamp() returns void
language plpgsql set search_path = '' as $$
declare
  name text;
begin
  foreach name in array array['assay_members', 'assay_rubrics', 'assay_queues', 'assay_assignments', 'assay_labels',
    'assay_questions', 'assay_adjudications', 'assay_datasets', 'assay_splits', 'assay_experiments',
    'assay_outcomes', 'assay_active_models', 'assay_evaluations', 'assay_comparisons', 'assay_receipts', 'assay_erased', 'agent_training_samples']
  loop
    execute format('update public.%I set assay_xid = pg_current_xact_id()', name);
  end loop;
end $$;
