-- Feeds of evaluations: one for whoever judges, two for leads.

-- For leads. Whether the server has the secret, so that the device that made it sends it until it has; and who was given it.
create function assay.evaluations_page(cursors json, page integer) returns setof assay.feed_row
language sql stable as $$
  select e.assay_xid, e.evaluation_id::text, json_build_object('xid', e.assay_xid::text, 'evaluation_id', e.evaluation_id,
    'name', e.name, 'judges', e.judges, 'scored', e.scored, 'items', e.items - cardinality(e.erased),
    'members', e.members, 'state', e.state,
    'created_by', e.created_by, 'created_at', e.created_at, 'closed_at', e.closed_at,
    'sealed', exists (select from public.assay_evaluation_secrets t where t.evaluation_id = e.evaluation_id),
    'openings', coalesce((
      select json_agg(json_build_object('member_id', o.member_id, 'at', o.at) order by o.at)
      from public.assay_evaluation_openings o where o.evaluation_id = e.evaluation_id), '[]'))
  from public.assay_evaluations e
  where (e.assay_xid, e.evaluation_id) > (assay.xid_of(cursors, 'evaluations'), assay.uuid_of(cursors, 'evaluations'))
    and e.assay_xid < assay.watermark()
  order by e.assay_xid, e.evaluation_id limit page
$$;

-- A member's own, as they see them: no sample, no item, no time and nobody else. What is not to be judged any more comes
-- without its answers.
create function assay.comparisons_page(me uuid, cursors json, page integer) returns setof assay.feed_row
language sql stable as $$
  select c.assay_xid, c.comparison_id::text, json_build_object('xid', c.assay_xid::text, 'comparison_id', c.comparison_id,
    'evaluation_id', c.evaluation_id, 'name', e.name, 'scored', e.scored, 'state', c.state, 'head_id', c.head_id,
    'judgment', c.judgment, 'item', case when c.state = 'open' then json_build_object('prompt', i.prompt,
      'first', case when c.swapped then i.second else i.first end,
      'second', case when c.swapped then i.first else i.second end) end)
  from public.assay_comparisons c
  join public.assay_evaluations e on e.evaluation_id = c.evaluation_id
  left join public.assay_evaluation_items i on i.item_id = c.item_id
  where c.member_id = me
    and (c.assay_xid, c.comparison_id) > (assay.xid_of(cursors, 'comparisons'), assay.uuid_of(cursors, 'comparisons'))
    and c.assay_xid < assay.watermark()
  order by c.assay_xid, c.comparison_id limit page
$$;

-- For leads: what stands of each judge on each item, by the item's places, and null while nothing does.
create function assay.judgments_page(cursors json, page integer) returns setof assay.feed_row
language sql stable as $$
  select c.assay_xid, c.comparison_id::text, json_build_object('xid', c.assay_xid::text, 'comparison_id', c.comparison_id,
    'evaluation_id', c.evaluation_id, 'item_id', c.item_id, 'conversation', i.conversation, 'member_id', c.member_id,
    'state', c.state, 'late', c.late,
    'judgment', assay.by_item(c.judgment::jsonb, c.swapped))
  from public.assay_comparisons c
  left join public.assay_evaluation_items i on i.item_id = c.item_id
  where (c.assay_xid, c.comparison_id) > (assay.xid_of(cursors, 'judgments'), assay.uuid_of(cursors, 'judgments'))
    and c.assay_xid < assay.watermark()
  order by c.assay_xid, c.comparison_id limit page
$$;
