-- What a device asks of its feeds: the next page, and how much there still is.

-- One page of every feed. A page ends early when its rows grow large, so that a few huge samples do not make an answer that
-- nobody can hold.
create function assay.answer(me uuid, lead boolean, device uuid, cursors json, page integer) returns json
language sql stable set work_mem = '64MB' as $$
  with samples as (
    select *, octet_length(r.row::text) as size from assay.samples_page(cursors, page) r where lead
    union all select *, octet_length(r.row::text) from assay.erased_page(me, cursors, page) r where not lead
  ), assignments as (
    select *, octet_length(r.row::text) as size from assay.assignments_page(cursors, page) r where lead
    union all select *, octet_length(r.row::text) from assay.own_assignments_page(me, cursors, page) r where not lead
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
    select 'receipts', json_agg(r.row), (array_agg(r.xid))[count(*)], (array_agg(r.id))[count(*)], count(*) >= page
    from assay.receipts_page(me, device, cursors, page) r
  )
  select json_build_object(
    'epoch', json_build_object(
      'system', (select c.system_identifier::text from pg_control_system() c),
      'timeline', (select c.timeline_id from pg_control_checkpoint() c),
      'witness', (select d.witness from public.assay_devices d where d.member_id = me and d.device_id = device)),
    'server_time', clock_timestamp(),
    'watermark', assay.watermark()::text,
    'rows', json_object_agg(p.feed, coalesce(p.rows, '[]')),
    'cursors', coalesce(json_object_agg(p.feed, case when p.xid is not null
      then json_build_object('xid', p.xid::text, 'id', p.id) else cursors -> p.feed end)
      filter (where p.xid is not null or cursors -> p.feed is not null), '{}'),
    'more', bool_or(p.full_page))
  from pages p
$$;

create function public.assay_pull(device uuid, known uuid, nonce uuid, cursors json, page integer) returns json
language plpgsql security definer set search_path = '' as $$
declare
  me public.assay_members := assay.caller();
  answer json;
begin
  if device is null or page is null or page not between 1 and 5000 or coalesce(json_typeof(cursors), '') <> 'object' then
    perform assay.refuse('bad_argument', 'A pull names its device and its cursors, and asks for 1 to 5,000 rows.',
      'Update Assay on this device.');
  end if;
  answer := assay.answer(me.member_id, me.role = 'lead', device, cursors, page);
  -- Only in the place of the witness that the device knows: one that it would not recognise says that this server was set
  -- back, and has to be there still if this answer is lost.
  if nonce is not null and known is null then
    insert into public.assay_devices (member_id, device_id, witness) values (me.member_id, device, nonce)
    on conflict (member_id, device_id) do nothing;
  elsif nonce is not null then
    update public.assay_devices d set witness = nonce
    where d.member_id = me.member_id and d.device_id = assay_pull.device and d.witness = known;
  end if;
  return answer;
end $$;

-- How many rows a pull still brings from there on: a first one takes a while, and a person wants to know how long. The pages
-- of samples make what they bring, so those are counted by themselves.
create function public.assay_remaining(device uuid, cursors json) returns json
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
    else
      (select count(*) from assay.erased_page(me.member_id, cursors, null))
      + (select count(*) from assay.own_assignments_page(me.member_id, cursors, null))
      + (select count(*) from assay.own_labels_page(me.member_id, cursors, null))
      + (select count(*) from assay.own_questions_page(me.member_id, cursors, null))
    end);
end $$;
