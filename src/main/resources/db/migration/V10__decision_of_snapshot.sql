-- A topic may deliver a snapshot again after later ones were decided: whether it is one of those, or came too late, is one look here.
create index decision_snapshot on decision (account_id, snapshot_sequence);
