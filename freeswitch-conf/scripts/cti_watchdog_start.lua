-- Runs once when mod_lua loads. The task lives in FreeSWITCH's scheduler, so reloadxml leaves it alone; after a
-- reload of mod_lua the old task is deleted first, or there would be two.
local api = freeswitch.API()
api:execute("sched_del", "cti_watchdog")
api:execute("sched_api", "@1 cti_watchdog lua cti_watchdog.lua")
