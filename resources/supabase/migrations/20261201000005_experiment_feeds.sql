-- Feeds of experiments, for leads alone. What a device asks of all its feeds comes with those of evaluations.

create function assay.experiments_page(cursors json, page integer) returns setof assay.feed_row
language sql stable as $$
  select e.assay_xid, e.experiment_id::text, json_build_object('xid', e.assay_xid::text, 'experiment_id', e.experiment_id,
    'state', e.state, 'plan', e.plan, 'created_by', e.created_by, 'created_at', e.created_at, 'started_at', e.started_at,
    'ends_at', e.ends_at, 'stopped_at', e.stopped_at, 'decided_at', e.decided_at, 'verdict', e.verdict, 'reason', e.reason,
    'looks', coalesce((
      select json_agg(json_build_object('look', l.look, 'opened_at', l.opened_at, 'opened_by', l.opened_by, 'arms', l.arms)
        order by l.look)
      from public.assay_looks l where l.experiment_id = e.experiment_id), '[]'))
  from public.assay_experiments e
  where (e.assay_xid, e.experiment_id) > (assay.xid_of(cursors, 'experiments'), assay.uuid_of(cursors, 'experiments'))
    and e.assay_xid < assay.watermark()
  order by e.assay_xid, e.experiment_id limit page
$$;

-- One row a conversation: its arm, and what is known of it.
create function assay.outcomes_page(cursors json, page integer) returns setof assay.feed_row
language sql stable as $$
  select o.assay_xid, o.exposure_id::text, json_build_object('xid', o.assay_xid::text, 'exposure_id', o.exposure_id,
    'experiment_id', x.experiment_id, 'conversation_id', x.conversation_id, 'arm', x.arm, 'exposed_at', x.at,
    'reviewed', o.reviewed, 'approved', o.approved, 'edited', o.edited, 'csat', o.csat, 'violation', o.violation,
    'intent', o.intent, 'at', o.at)
  from public.assay_outcomes o join public.assay_exposures x on x.exposure_id = o.exposure_id
  where (o.assay_xid, o.exposure_id) > (assay.xid_of(cursors, 'outcomes'), assay.uuid_of(cursors, 'outcomes'))
    and o.assay_xid < assay.watermark()
  order by o.assay_xid, o.exposure_id limit page
$$;

-- With the change that made it so.
create function assay.active_models_page(cursors json, page integer) returns setof assay.feed_row
language sql stable as $$
  select m.assay_xid, m.agent, json_build_object('xid', m.assay_xid::text, 'agent', m.agent, 'model', m.model,
    'since', m.since, 'set_by', m.set_by, 'from_model', c.from_model, 'why', c.why, 'experiment_id', c.experiment_id)
  from public.assay_active_models m
  cross join lateral (
    select * from public.assay_active_model_changes d where d.agent = m.agent order by d.at desc limit 1
  ) c
  where (m.assay_xid, m.agent) > (assay.xid_of(cursors, 'active_models'), assay.id_of(cursors, 'active_models') collate "C")
    and m.assay_xid < assay.watermark()
  order by m.assay_xid, m.agent limit page
$$;
