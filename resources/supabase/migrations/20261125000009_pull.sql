-- Pull. Rows and watermark come from one statement and so from one snapshot: what is written by a transaction that was not
-- finished then lies at or above the watermark, and is delivered later.
--
-- The functions of the pages are plain SQL without settings, so that the planner sees through them into the indexes.

create table public.assay_devices (
  member_id uuid not null references public.assay_members,
  device_id uuid not null,
  -- Goes back when the server's disk does, which the server's own identity does not tell.
  witness uuid not null,
  primary key (member_id, device_id)
);

create type assay.feed_row as (xid xid8, id text, row json);

-- Where to go on in a feed.
create function assay.xid_of(cursors json, feed text) returns xid8
language sql immutable as $$ select coalesce(cursors -> feed ->> 'xid', '0')::xid8 $$;
create function assay.id_of(cursors json, feed text) returns text
language sql immutable as $$ select coalesce(cursors -> feed ->> 'id', '') $$;
create function assay.uuid_of(cursors json, feed text) returns uuid
language sql immutable as $$
  select coalesce(cursors -> feed ->> 'id', '00000000-0000-0000-0000-000000000000')::uuid
$$;

create function assay.watermark() returns xid8
language sql stable as $$ select pg_snapshot_xmin(pg_current_snapshot()) $$;

create function assay.members_page(cursors json, page integer) returns setof assay.feed_row
language sql stable as $$
  select m.assay_xid, m.member_id::text, json_build_object('xid', m.assay_xid::text, 'member_id', m.member_id,
    'name', m.name, 'role', m.role, 'removed_at', m.removed_at)
  from public.assay_members m
  where (m.assay_xid, m.member_id) > (assay.xid_of(cursors, 'members'), assay.uuid_of(cursors, 'members'))
    and m.assay_xid < assay.watermark()
  order by m.assay_xid, m.member_id limit page
$$;

create function assay.rubrics_page(cursors json, page integer) returns setof assay.feed_row
language sql stable as $$
  select r.assay_xid, r.version::text,
    json_build_object('xid', r.assay_xid::text, 'version', r.version, 'body', r.body)
  from public.assay_rubrics r
  where (r.assay_xid, r.version)
      > (assay.xid_of(cursors, 'rubrics'), coalesce(nullif(assay.id_of(cursors, 'rubrics'), ''), '0')::integer)
    and r.assay_xid < assay.watermark()
  order by r.assay_xid, r.version limit page
$$;

-- A labeler is not told the filter: it may speak of the agent's confidence.
create function assay.queues_page(cursors json, page integer, lead boolean) returns setof assay.feed_row
language sql stable as $$
  select q.assay_xid, q.queue_id::text, json_build_object('xid', q.assay_xid::text, 'queue_id', q.queue_id, 'name', q.name,
    'state', q.state, 'filter', case when lead then q.filter else '{}' end, 'rubric_version', q.rubric_version,
    'guidelines', q.guidelines, 'must_read', q.must_read, 'overlap', q.overlap,
    'item_order', case when not lead and q.item_order = 'least_confident' then 'oldest' else q.item_order end,
    'allow_skip', q.allow_skip, 'allow_fill', q.allow_fill, 'brought_along', q.brought_along,
    'samples', (select count(*) from public.assay_queue_items i where i.queue_id = q.queue_id),
    'free', (select coalesce(sum(i.overlap - i.taken), 0) from public.assay_queue_items i
      where i.queue_id = q.queue_id and i.taken < i.overlap))
  from public.assay_queues q
  where (q.assay_xid, q.queue_id) > (assay.xid_of(cursors, 'queues'), assay.uuid_of(cursors, 'queues'))
    and q.assay_xid < assay.watermark()
  order by q.assay_xid, q.queue_id limit page
$$;

create function assay.samples_page(cursors json, page integer) returns setof assay.feed_row
language sql stable as $$
  select p.assay_xid, p.id, p.row
  from (
    (select s.assay_xid, (s.sample_id::text) collate "C" as id,
      json_build_object('xid', s.assay_xid::text, 'sample_id', s.sample_id::text, 'row', assay.whole_sample(s)) as row
    from public.agent_training_samples s
    where (s.assay_xid, (s.sample_id::text) collate "C")
        > (assay.xid_of(cursors, 'samples'), assay.id_of(cursors, 'samples') collate "C")
      and s.assay_xid < assay.watermark()
    order by s.assay_xid, (s.sample_id::text) collate "C" limit page)
    union all
    (select e.assay_xid, e.sample_id,
      json_build_object('xid', e.assay_xid::text, 'sample_id', e.sample_id, 'row', null)
    from public.assay_erased e
    where (e.assay_xid, e.sample_id)
        > (assay.xid_of(cursors, 'samples'), assay.id_of(cursors, 'samples') collate "C")
      and e.assay_xid < assay.watermark()
    order by e.assay_xid, e.sample_id limit page)
  ) p
  order by p.assay_xid, p.id limit page
$$;

-- A labeler hears of the samples that are gone and were theirs.
create function assay.erased_page(me uuid, cursors json, page integer) returns setof assay.feed_row
language sql stable as $$
  select e.assay_xid, e.sample_id, json_build_object('xid', e.assay_xid::text, 'sample_id', e.sample_id, 'row', null)
  from public.assay_erased e
  where (e.assay_xid, e.sample_id) > (assay.xid_of(cursors, 'samples'), assay.id_of(cursors, 'samples') collate "C")
    and e.assay_xid < assay.watermark()
    and exists (
      select from public.assay_assignments a where a.sample_id = e.sample_id and a.member_id = me
    )
  order by e.assay_xid, e.sample_id limit page
$$;

create function assay.assignment_row(a public.assay_assignments, sample json) returns json
language sql stable as $$
  select json_build_object('xid', a.assay_xid::text, 'assignment_id', a.assignment_id, 'queue_id', a.queue_id,
    'sample_id', a.sample_id, 'member_id', a.member_id, 'state', a.state, 'claim_id', a.claim_id,
    'lease_until', a.lease_until, 'rubric_version', a.rubric_version, 'place', a.place,
    'returned_reason', a.returned_reason, 'sample', sample)
$$;

create function assay.assignments_page(cursors json, page integer) returns setof assay.feed_row
language sql stable as $$
  select a.assay_xid, a.assignment_id::text, assay.assignment_row(a, null)
  from public.assay_assignments a
  where (a.assay_xid, a.assignment_id) > (assay.xid_of(cursors, 'assignments'), assay.uuid_of(cursors, 'assignments'))
    and a.assay_xid < assay.watermark()
  order by a.assay_xid, a.assignment_id limit page
$$;

create function assay.own_assignments_page(me uuid, cursors json, page integer) returns setof assay.feed_row
language sql stable as $$
  select a.assay_xid, a.assignment_id::text, assay.assignment_row(a,
    case when a.state not in ('released', 'revoked') and s.sample_id is not null then assay.blind_sample(s) end)
  from public.assay_assignments a
  left join public.agent_training_samples s on s.sample_id::text = a.sample_id
  where a.member_id = me
    and (a.assay_xid, a.assignment_id) > (assay.xid_of(cursors, 'assignments'), assay.uuid_of(cursors, 'assignments'))
    and a.assay_xid < assay.watermark()
  order by a.assay_xid, a.assignment_id limit page
$$;

create function assay.label_row(l public.assay_labels) returns json
language sql stable as $$
  select json_build_object('xid', l.assay_xid::text, 'label_id', l.label_id, 'queue_id', l.queue_id,
    'sample_id', l.sample_id, 'member_id', l.member_id, 'device_id', l.device_id, 'kind', l.kind, 'verdict', l.verdict,
    'committed_at', l.committed_at, 'received_at', l.received_at, 'supersedes', l.supersedes, 'late', l.late,
    'forked', l.forked)
$$;

create function assay.labels_page(cursors json, page integer) returns setof assay.feed_row
language sql stable as $$
  select l.assay_xid, l.label_id::text, assay.label_row(l)
  from public.assay_labels l
  where (l.assay_xid, l.label_id) > (assay.xid_of(cursors, 'labels'), assay.uuid_of(cursors, 'labels'))
    and l.assay_xid < assay.watermark()
  order by l.assay_xid, l.label_id limit page
$$;

create function assay.own_labels_page(me uuid, cursors json, page integer) returns setof assay.feed_row
language sql stable as $$
  select l.assay_xid, l.label_id::text, assay.label_row(l)
  from public.assay_labels l
  where l.member_id = me
    and (l.assay_xid, l.label_id) > (assay.xid_of(cursors, 'labels'), assay.uuid_of(cursors, 'labels'))
    and l.assay_xid < assay.watermark()
  order by l.assay_xid, l.label_id limit page
$$;

create function assay.question_row(u public.assay_questions) returns json
language sql stable as $$
  select json_build_object('xid', u.assay_xid::text, 'question_id', u.question_id, 'queue_id', u.queue_id,
    'sample_id', u.sample_id, 'member_id', u.member_id, 'text', u.text, 'asked_at', u.asked_at, 'ruling', u.ruling,
    'ruled_at', u.ruled_at)
$$;

create function assay.questions_page(cursors json, page integer) returns setof assay.feed_row
language sql stable as $$
  select u.assay_xid, u.question_id::text, assay.question_row(u)
  from public.assay_questions u
  where (u.assay_xid, u.question_id) > (assay.xid_of(cursors, 'questions'), assay.uuid_of(cursors, 'questions'))
    and u.assay_xid < assay.watermark()
  order by u.assay_xid, u.question_id limit page
$$;

create function assay.own_questions_page(me uuid, cursors json, page integer) returns setof assay.feed_row
language sql stable as $$
  select u.assay_xid, u.question_id::text, assay.question_row(u)
  from public.assay_questions u
  where u.member_id = me
    and (u.assay_xid, u.question_id) > (assay.xid_of(cursors, 'questions'), assay.uuid_of(cursors, 'questions'))
    and u.assay_xid < assay.watermark()
  order by u.assay_xid, u.question_id limit page
$$;

create function assay.adjudications_page(cursors json, page integer) returns setof assay.feed_row
language sql stable as $$
  select j.assay_xid, j.adjudication_id::text, json_build_object('xid', j.assay_xid::text,
    'adjudication_id', j.adjudication_id, 'queue_id', j.queue_id, 'sample_id', j.sample_id, 'member_id', j.member_id,
    'verdict', j.verdict, 'saw', j.saw, 'committed_at', j.committed_at)
  from public.assay_adjudications j
  where (j.assay_xid, j.adjudication_id)
      > (assay.xid_of(cursors, 'adjudications'), assay.uuid_of(cursors, 'adjudications'))
    and j.assay_xid < assay.watermark()
  order by j.assay_xid, j.adjudication_id limit page
$$;

create function assay.receipts_page(me uuid, device uuid, cursors json, page integer) returns setof assay.feed_row
language sql stable as $$
  select r.assay_xid, r.op_id::text,
    json_build_object('xid', r.assay_xid::text, 'op_id', r.op_id, 'status', r.status)
  from public.assay_receipts r
  where r.member_id = me and r.device_id = device
    and (r.assay_xid, r.op_id) > (assay.xid_of(cursors, 'receipts'), assay.uuid_of(cursors, 'receipts'))
    and r.assay_xid < assay.watermark()
  order by r.assay_xid, r.op_id limit page
$$;
