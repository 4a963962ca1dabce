-- A fill moves its account on as a decision does, so that no decision is made on what was before it.
alter table account_standing
    add column judged_at    timestamptz,  -- on the clock of the account's snapshots: up to when its decisions have judged it
    add column reconcile_at timestamptz;  -- on the wall clock: when the account is decided after a fill, if that was not done at once; null if it was

create index account_standing_reconcile_at on account_standing (reconcile_at) where reconcile_at is not null;

-- What is needed to tell what a fill brought above the bankruptcy price; absent for orders from before these columns.
alter table closure_leg
    add column margin_account   text,
    add column contract         text,
    add column multiplier       numeric,
    add column bankruptcy_price numeric, -- null unless the whole margin account is closed
    add column surplus_to       text;
alter table closure_intent add column amount_places smallint not null default 2;

-- Everything that executors reported, as it was reported. Rows are never changed.
create table closure_fill (
    fill_position    bigint generated always as identity primary key,
    fill_id          text        not null unique,
    intent_id        text        not null, -- as reported: there may be no such intent
    account_id       text,                 -- null unless the intent is known
    step             smallint,             -- null unless the order is known
    margin_account   text,
    instrument       text        not null,
    position_side    text        not null,
    mode             text,
    quantity         numeric     not null,
    price            numeric     not null,
    paid             numeric     not null,
    filled_at        timestamptz not null,
    filled_at_nanos  smallint    not null, -- below timestamptz's microsecond
    received_at      timestamptz not null,
    status           text        not null, -- PARTIAL, COMPLETE, OVER or UNKNOWN
    is_late          boolean     not null, -- came when the intent could no longer be carried out
    excess           numeric     not null, -- how much of it is beyond what was asked for
    above_bankruptcy numeric,              -- gain from the bankruptcy price less what was paid, signed and exact; null without such a price
    surplus          numeric,              -- what it adds to the margin account's surplus, rounded
    surplus_to       text,
    to_fund          numeric     not null,
    document         text        not null  -- the report in its one form
);

create index closure_fill_account on closure_fill (account_id, filled_at) where step is not null;
create index closure_fill_intent on closure_fill (intent_id, fill_position);

create function refuse_change_of_fill() returns trigger language plpgsql as $$
begin
    raise exception 'fills are append-only: % of closure_fill is refused', tg_op using errcode = 'restrict_violation';
end $$;

create trigger closure_fill_is_append_only before update or delete on closure_fill
    for each row execute function refuse_change_of_fill();
create trigger closure_fill_is_never_emptied before truncate on closure_fill
    for each statement execute function refuse_change_of_fill();
