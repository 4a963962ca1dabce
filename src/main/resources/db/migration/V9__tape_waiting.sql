-- Whether enough accounts wait to be told is counted again and again.
create index tape_event_adding on tape_event (instrument, seq, account_id)
    where added_notional > 0 and stage in ('REDUCE', 'CLOSE', 'SEIZE', 'TAKE_OVER');
