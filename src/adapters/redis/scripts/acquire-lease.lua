-- Takes a site's lease if it is free, renews it if it is the caller's own.
--
-- KEYS[1]  the lease
-- ARGV[1]  the caller's name as a holder
-- ARGV[2]  how long it is to last, milliseconds
--
-- Returns { 1, holder, ttlMs } when the caller now holds it, { 0, holder, ttlMs } when another does.

local holder = redis.call('GET', KEYS[1])
if holder and holder ~= ARGV[1] then
  return { 0, holder, redis.call('PTTL', KEYS[1]) }
end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return { 1, ARGV[1], tonumber(ARGV[2]) }
