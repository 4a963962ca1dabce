-- The complete record of a call: what was asked for at first, how much of it was met, what the account was worth, which rules asked and
-- what was closed. How each came about is in the decision log.
alter table margin_call
    add column original_amount numeric,                 -- never changes
    add column cured           numeric not null default 0,
    add column equity          numeric,                 -- of the margin account at the last decision; null where the position is gone
    add column asked_by        text    not null default '[]', -- JSON array: ids of the rules that asked last
    add column liquidated      text    not null default '[]'; -- JSON array of closing steps

-- Calls from before this column: the decision that opened each says what it asked for.
update margin_call set original_amount = coalesce((
    select (asked ->> 'amount')::numeric
    from decision, json_array_elements(decision.document::json -> 'marginCalls') asked
    where decision.decision_id = margin_call.opened_by and asked ->> 'callId' = margin_call.call_id), amount);
update margin_call set cured = greatest(original_amount - amount, 0) where status <> 'SUPERSEDED';

alter table margin_call alter column original_amount set not null;
