-- The tape with what became of each closing: a fill comes after the event, whose number stays what it was. The price is the mean by quantity.
create view tape_event_filled as
select event.instrument, event.seq, event.log_position, event.ordinal, event.decision_id, event.policy_hash, event.account_id, event.decided_at,
    event.recorded_at, event.stage, event.call_status, event.position_side, event.closing_side, event.method, event.quantity, event.mark,
    event.bankruptcy_price, event.notional, event.added_notional, event.currency, event.fund_delta, filled.filled_at, filled.fill_price
from tape_event event
left join lateral (
    select max(fill.filled_at) as filled_at,
        trim_scale(round(sum(fill.quantity * fill.price) / sum(fill.quantity), 12)) as fill_price
    from closure_intent intent
    join closure_leg leg on leg.intent_id = intent.intent_id
    join closure_fill fill on fill.intent_id = leg.intent_id and fill.step = leg.step
    where intent.decision_id = event.decision_id and event.stage in ('REDUCE', 'CLOSE', 'TAKE_OVER')
        and leg.instrument = event.instrument and leg.side = event.position_side
) filled on true;
