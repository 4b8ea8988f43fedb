-- A filing of a few kilobytes stays in its row as it is: PostgreSQL would compress what is over two.
alter table filing set (toast_tuple_target = 4080);
