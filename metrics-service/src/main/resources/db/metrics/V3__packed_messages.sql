-- Compressed by the service that writes them (LZ4, class Packed): compressing them here cost half of
-- the database's time. What was written before stays as it is: readers tell the two apart.
alter table snapshot_revision alter column message type bytea using convert_to(message, 'UTF8');
alter table snapshot_revision alter column message set storage external;
