-- Says that a controller lives, for some time. Expiries go by Redis' own clock, so that controllers' clocks needn't agree.
--
-- KEYS[1]  the hash of all controllers: name to expiry and account
-- ARGV[1]  the controller's name
-- ARGV[2]  how long this holds, milliseconds
-- ARGV[3]  what it says of itself
--
-- Returns 1.

local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
redis.call('HSET', KEYS[1], ARGV[1], string.format('%.0f', now + tonumber(ARGV[2])) .. ' ' .. ARGV[3])
return 1
