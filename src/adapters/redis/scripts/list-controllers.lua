-- What live controllers say of themselves; those whose time is over are forgotten.
--
-- KEYS[1]  the hash of all controllers: name to expiry and account
--
-- Returns the accounts.

local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local all = redis.call('HGETALL', KEYS[1])
local live = {}
for at = 1, #all, 2 do
  local till, account = string.match(all[at + 1], '^(%d+) (.*)$')
  if till and tonumber(till) > now then
    live[#live + 1] = account
  else
    redis.call('HDEL', KEYS[1], all[at])
  end
end
return live
