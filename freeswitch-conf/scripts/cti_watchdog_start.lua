-- Runs once when mod_lua loads. The tasks live in FreeSWITCH's scheduler, so reloadxml leaves them alone; should this be run
-- again by hand, the old ones are deleted first, or there would be two of each.
local api = freeswitch.API()
api:execute("global_setvar", "cti_started=" .. api:execute("strepoch", ""))
for task, schedule in pairs({ cti_watchdog = "@1", cti_longest = "@60" }) do
  api:execute("sched_del", task)
  api:execute("sched_api", schedule .. " " .. task .. " lua " .. task .. ".lua")
end
