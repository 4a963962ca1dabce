-- The liquidation tape, read off the decision log: what was closed, called and borne, numbered without a gap for each instrument. Everything
-- here can be made again from the log.
create table tape_event (
    instrument        text        not null, -- or the asset of a loan, or the settlement currency of what concerns an account as a whole
    seq               bigint      not null, -- counts the instrument's events from 1, in the order of the log
    log_position      bigint      not null,
    ordinal           integer     not null, -- place within the decision
    decision_id       text        not null,
    policy_hash       text        not null,
    account_id        text        not null,
    decided_at        timestamptz not null,
    recorded_at       timestamptz not null, -- when it came onto the tape
    stage             text        not null,
    call_status       text,                 -- of a margin call; null otherwise
    position_side     text,
    closing_side      text,
    method            text,
    quantity          numeric,
    mark              numeric,
    bankruptcy_price  numeric,
    notional          numeric     not null,
    added_notional    numeric     not null, -- of the notional, what no earlier event of the same holding has told
    currency          text        not null,
    fund_delta        numeric,              -- null where nobody can know beforehand
    filled_at         timestamptz,
    fill_price        numeric,
    primary key (instrument, seq),
    unique (log_position, ordinal)
);

create index tape_event_decided_at on tape_event (instrument, decided_at);

create table tape_instrument (
    instrument text   primary key,
    last_seq   bigint not null
);

-- How much of a holding was ordered closed by the account's last closure, so that saying it again adds nothing.
create table tape_holding (
    account_id text    not null,
    holding    text    not null,
    held       numeric not null,
    ordered    numeric not null,
    primary key (account_id, holding)
);

create table tape_progress (
    is_only      boolean primary key default true check (is_only),
    log_position bigint  not null, -- the tape has everything up to here
    account_key  text    not null  -- of the pseudonyms, where none is configured; whoever reads this database reads the accounts themselves
);

insert into tape_progress (log_position, account_key)
values (0, encode(sha256(convert_to(gen_random_uuid()::text || gen_random_uuid()::text, 'UTF8')), 'hex'));

-- What a view that tells no single event has told: each record covers the events after the one before it, none left out.
create table tape_record (
    view         text        not null,
    instrument   text        not null,
    record       bigint      not null, -- counts the view's records of the instrument from 1
    first_seq    bigint      not null,
    last_seq     bigint      not null,
    published_at timestamptz not null,
    document     text        not null, -- JSON, as it is answered
    primary key (view, instrument, record),
    unique (view, instrument, last_seq)
);

-- At which price which positions would be closed, by the last decision of each account; the ladder is summed up from it. It can be made again
-- from the decision log.
create table ladder_position (
    account_id        text    not null,
    instrument        text    not null,
    side              text    not null,
    mode              text    not null,
    log_position      bigint  not null, -- of the decision
    currency          text    not null,
    price             numeric not null, -- that it was valued at
    notional          numeric not null,
    liquidation_price numeric,          -- null where no price is known to breach
    opposite_price    numeric,          -- on the other side of the price, of a book that breaches both ways
    is_due            boolean not null, -- breached already
    primary key (account_id, instrument, side, mode)
) with (fillfactor = 70); -- updated in place at each decision of the account

create index ladder_position_instrument on ladder_position (instrument);

create table ladder_progress (
    is_only      boolean primary key default true check (is_only),
    log_position bigint  not null -- the ladder has everything up to here
);

insert into ladder_progress (log_position) values (0);

-- Minutes in which far more was closed than is usual; each is reported once, whichever instance notices.
create table tape_spike (
    instrument text        not null,
    currency   text        not null,
    minute     timestamptz not null, -- its start
    noticed_at timestamptz not null,
    notional   numeric     not null, -- closed in it when it was noticed
    accounts   integer     not null,
    mean       numeric     not null, -- of the minutes before
    deviation  numeric     not null,
    z_score    numeric,              -- null where every minute before was like the others
    primary key (instrument, currency, minute)
);
