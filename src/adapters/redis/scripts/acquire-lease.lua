-- Takes a site's lease if it is free, renews it if it is the caller's own. What is known of the newest grant outlives
-- the lease, so that whoever takes it next can tell one that has run out from one that was forgotten.
--
-- KEYS[1]  the lease; the hash KEYS[1]:last beside it is the newest grant
-- ARGV[1]  the caller's name as a holder
-- ARGV[2]  how long it is to last, milliseconds
-- ARGV[3]  an id for this grant
--
-- Returns { 1, ttlMs, holder, id, released } of the grant before this one when the caller now holds it (empty when
-- nothing is known of one), { 0, ttlMs, holder, id } of the grant that lasts when another does.

local last = KEYS[1] .. ':last'
local holder = redis.call('GET', KEYS[1])
local before = redis.call('HMGET', last, 'holder', 'id', 'released')
if holder and holder ~= ARGV[1] then
  return { 0, redis.call('PTTL', KEYS[1]), holder, before[1] == holder and before[2] or '' }
end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
redis.call('HSET', last, 'holder', ARGV[1], 'id', ARGV[3], 'released', '0')
return { 1, tonumber(ARGV[2]), before[1] or '', before[2] or '', before[3] or '0' }
