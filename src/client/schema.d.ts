/** The API's types, made from config/openapi.json by `npm run client`. */

export interface paths {
    "/docs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * This document, for people
         * @description Swagger UI, all of it from here. Requests that you try from it need a token of yours.
         */
        get: operations["readDocs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/docs/{file}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A part of that page */
        get: operations["readDocsFile"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/healthz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Whether the process is alive
         * @description Restart the process when this fails; nothing else is checked here.
         */
        get: operations["readLiveness"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Metrics for Prometheus
         * @description Open to the machine itself; from elsewhere a bearer token is needed.
         */
        get: operations["readMetrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/openapi.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** This document */
        get: operations["readOpenApi"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/readyz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether the service can do its work */
        get: operations["readReadiness"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/access": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Who was refused what, administered what, read or heard what in full; newest first
         * @description Facts of the site’s journal. Denials of one principal for one operation within ten seconds are one fact, with `times`. Why data was unmasked or a recording opened is kept sealed.
         */
        get: operations["listAccess"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/agents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Agents, by id */
        get: operations["listAgents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/agents/{agentId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One agent */
        get: operations["readAgent"];
        /**
         * Create an agent, or change one
         * @description What goes on with the agent goes on: a call isn’t touched, a logged-on agent keeps the phone of the log-on. Other queues count from the next offer on.
         */
        put: operations["defineAgent"];
        post?: never;
        /**
         * Remove an agent who is logged off
         * @description Calls and records go on naming the agent. The id may be used again.
         */
        delete: operations["removeAgent"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/agents/{agentId}/accept": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Have the agent’s ringing phone answer (接听)
         * @description The phone is asked to answer by itself (SIP NOTIFY, `Event: talk`), which it must be set to heed; one that doesn’t rings on. Where several agents are rung, the first who answers has the call.
         */
        post: operations["acceptOffer"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/agents/{agentId}/end-wrap-up": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * End the wrap-up before its time (话后处理)
         * @description Not where the queue requires its whole time.
         */
        post: operations["endWrapUp"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/agents/{agentId}/extend-wrap-up": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Draw the wrap-up out (延长话后处理)
         * @description By as much as the queue lets, and until `wrapUpMostUntil` at most.
         */
        post: operations["extendWrapUp"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/agents/{agentId}/force-log-off": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Log an agent off, as a supervisor (强制签出)
         * @description The agent’s `forcedBy` and the event’s `by` name whoever asked, and auditors are told. A call goes on to its end; a wrap-up is cut short, required or not.
         */
        post: operations["forceAgentLogOff"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/agents/{agentId}/force-not-ready": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make an agent not ready, as a supervisor (强制示忙)
         * @description The agent’s `forcedBy` and the event’s `by` name whoever asked, and auditors are told. A call goes on to its end; a wrap-up is cut short, required or not.
         */
        post: operations["forceAgentNotReady"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/agents/{agentId}/force-ready": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make an agent ready, as a supervisor (强制示闲)
         * @description The agent’s `forcedBy` and the event’s `by` name whoever asked, and auditors are told. A call goes on to its end; a wrap-up is cut short, required or not.
         */
        post: operations["forceAgentReady"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/agents/{agentId}/log-off": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Log an agent off (签出) */
        post: operations["logOffAgent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/agents/{agentId}/log-on": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Log an agent on (签入)
         * @description The agent is not ready at first, with reason `loggedOn`.
         */
        post: operations["logOnAgent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/agents/{agentId}/not-ready": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Offer an agent no calls (示忙, 小休) */
        post: operations["makeAgentNotReady"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/agents/{agentId}/queues": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Choose which of the agent’s queues are served (技能组签入)
         * @description Until the log-off. What rings or talks goes on.
         */
        post: operations["chooseQueues"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/agents/{agentId}/ready": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Make an agent ready for calls (示闲) */
        post: operations["makeAgentReady"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/agents/{agentId}/reject": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Reject the call that rings the agent’s phone (拒接)
         * @description The phone stops ringing, and the caller is offered to somebody else. With a reason the agent is not ready for it; without one for as long as the queue’s `rejectPauseMs` says, or until the agent is made ready.
         */
        post: operations["rejectOffer"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/agents/{agentId}/shifts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * An agent’s log-ons and states by day, and how long each lasted (班次记录)
         * @description Of at most 31 days. What goes on is counted until now. An agent who was removed can’t be read.
         */
        get: operations["readShiftLog"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/broadcasts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Have a message said to all who wait now (广播)
         * @description Each caller hears it once, then the music goes on; places stay. Who is being offered to an agent hears it too, and the agent’s answer cuts it short: nobody is served later for it. The next announcement of the queue comes a whole interval after it. Who comes later doesn’t hear it: a plan’s `prompts` are for that.
         */
        post: operations["sendBroadcast"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/broadcasts/{broadcastId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A message to all who waited, and how many it reached
         * @description The newest two hundred of a site are kept. Who heard it says so among its facts (`broadcastHeard`).
         */
        get: operations["readBroadcast"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/call-records": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Calls that have ended, newest first
         * @description A call that ends while you page appears at the place of its beginning.
         */
        get: operations["listCallRecords"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/call-records.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Calls that have ended, newest first, as one table
         * @description CSV (RFC 4180) with a line of names; times are RFC 3339 in UTC, numbers masked. An answer that breaks off is incomplete: ask again. Cells that a spreadsheet would take for formulas begin with an apostrophe.
         */
        get: operations["exportCallRecords"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/call-records/{callId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The record of one call that has ended */
        get: operations["readCallRecord"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/calls": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Calls, newest first
         * @description A call that begins while you page appears only before the first page.
         */
        get: operations["listCalls"];
        put?: never;
        /**
         * Call a number for an agent
         * @description Rings the agent’s phone, then the number. With 504 `callId` names the call that may have been made; the same key gives the same answer again, so read the call before you use a new key.
         */
        post: operations["makeCall"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/calls/{callId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One call, with everything that has happened to it
         * @description Read from the journal: what a command has done is here as soon as the command is answered.
         */
        get: operations["readCall"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/calls/{callId}/clear": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Hang up a call, all its legs */
        post: operations["clearCall"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/calls/{callId}/data": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A call’s attached data, masked
         * @description Of numbers with seven digits and more the ends are shown, of names the first character, of everything else nothing. Also of calls that have ended.
         */
        get: operations["readAttachedData"];
        /**
         * Attach data to a live call
         * @description Values are sealed before they are kept and are in no event and no log; events name the names. A name that is there gets the new value; names that are not given stay as they are.
         */
        put: operations["attachData"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/calls/{callId}/data/unmask": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Read data of a call in full, for a reason
         * @description Who reads what is a fact in the journal before it is answered; what can’t be noted isn’t shown. The reason is sealed. A key that stands for a person reads for that person, whoever the request names. Also of calls that have ended.
         */
        post: operations["unmaskData"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/calls/{callId}/recording/mask": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Write silence into a call’s recording
         * @description What is said from now on is not kept, on either side; the time line is. It holds until it is taken back, through transfers too. Asking twice changes nothing.
         */
        post: operations["maskRecording"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/calls/{callId}/recording/unmask": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Record what is said again */
        post: operations["unmaskRecording"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/calls/{callId}/wait": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Why a call waits, with what stands between it and each agent of its queue
         * @description From the memory of the site’s owner, at this moment. The agents come by their ids, a page at a time; who reaches only an agent’s calls is shown that agent alone.
         */
        get: operations["explainWait"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/calls/{callId}/wait/agents/{agentId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What stands between one agent and a call that waits
         * @description Of any agent, those too who aren’t assigned to the call’s queue.
         */
        get: operations["explainWaitOfAgent"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/endpoints": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Phones, by extension */
        get: operations["listEndpoints"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/endpoints/{extension}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One phone */
        get: operations["readEndpoint"];
        /**
         * Create a phone, or change one
         * @description With another password the phone must register anew; a call that it is in goes on. A phone that somebody wrote into the switch’s directory by hand is left alone.
         */
        put: operations["defineEndpoint"];
        post?: never;
        /**
         * Remove a phone
         * @description It can’t register any more, and is not rung any more; a call that it is in goes on.
         */
        delete: operations["removeEndpoint"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/endpoints/{extension}/rotate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Give a phone another password
         * @description The old one is refused from then on, and the phone’s registration is forgotten.
         */
        post: operations["rotateEndpointPassword"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What happens, as it happens
         * @description Server-sent events: `id` is the cursor, `event` the CloudEvents type, `data` the CloudEvent. `cti.stream.opened` comes first and says after which cursor the events come. To get the whole picture, read GET /v1/snapshot and open the stream with `after` its cursor. After a break go on with the last id, by `Last-Event-ID` (a browser does so by itself) or `after`: nothing is missed, and nothing comes twice. Blocks without data come at least every 15 seconds and carry an id too. A reader that takes too little for too long gets `cti.stream.dropped` with its cursor, one that is there when the service stops `cti.stream.closed`; both may come back at once. One whose key was revoked or has expired gets `cti.stream.revoked`. Filters: an event must pass all that are given. `queueId` and `agentId` let pass their own events and those of calls, and recordings of calls, while they are that queue’s or that agent’s. `cti.wallboard.queue.v1` says how a queue looks now, one for each queue at first, then at most one a second while it changes; it is told only to who asks for its type, and never again: its `id` is the cursor of the facts before it. A browser’s EventSource can’t send a token: it gets a ticket for each time that it opens the stream.
         */
        get: operations["streamEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/events/tickets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A ticket with which a browser can open the stream, once and soon
         * @description Give it to the page, which opens `/v1/events?ticket=TICKET`, with `after` when it comes back.
         */
        post: operations["issueTicket"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/figures/agents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What agents did, by interval: offers, handling times, states, occupancy (坐席利用率)
         * @description Counted from the journal, about a second after it happens. By quarters of an hour, half hours, hours, or days of China Standard Time (UTC+08:00). An interval in which nothing happened is left out. Offers, and the talks that came of them, count to the interval of the offer; times to those in which they passed. Of as many days as those of queues where agents are named; else of one day, by days of a month. An agent sees only its own.
         */
        get: operations["readAgentFigures"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/figures/agents.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The figures of agents as one table
         * @description CSV (RFC 4180, UTF-8) with a line of names, which are those of the JSON. Times are RFC 3339 in UTC, durations in milliseconds, shares between 0 and 1; what there is nothing of is empty. An answer that breaks off is incomplete: ask again.
         */
        get: operations["exportAgentFigures"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/figures/queues": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What came of callers, by queue and interval: service level, rates, waits, handling times (服务水平)
         * @description Counted from the journal, about a second after it happens. By quarters of an hour, half hours, hours, or days of China Standard Time (UTC+08:00). An interval in which nothing happened is left out. Everything counts to the interval in which the caller came into the queue. Of a week at most by 15 and 30 minutes, of a month by hours, of 400 days by days.
         */
        get: operations["readQueueFigures"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/figures/queues.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The figures of queues as one table
         * @description CSV (RFC 4180, UTF-8) with a line of names, which are those of the JSON. Times are RFC 3339 in UTC, durations in milliseconds, shares between 0 and 1; what there is nothing of is empty. An answer that breaks off is incomplete: ask again.
         */
        get: operations["exportQueueFigures"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/flows": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Flows, by id, with the calls that are in each */
        get: operations["listFlows"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/flows/{flowId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One flow, whole
         * @description `Accept: application/yaml` gives the definition alone, as YAML.
         */
        get: operations["readFlow"];
        /**
         * Publish a flow, or only check it
         * @description Calls that begin from now on begin in it; a file of the same flow no longer counts until it is withdrawn here. All faults are told at once.
         */
        put: operations["publishFlow"];
        post?: never;
        /**
         * Withdraw what was published here
         * @description Where the flow has a file, what the file says counts again. Where it has none, the flow is gone: refused while numbers or flows lead to it.
         */
        delete: operations["withdrawFlow"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/flows/{flowId}/versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The current version of a flow, and those that live calls are in still
         * @description A call ends on the version that it began with. What no call is in any more is in the journal only.
         */
        get: operations["listFlowVersions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** API keys that are good at this site, or were, newest first */
        get: operations["listKeys"];
        put?: never;
        /**
         * Make an API key
         * @description The token is in this answer and nowhere else. Nobody can give what she doesn’t have: a scope, a site or a queue beyond your own key’s is refused.
         */
        post: operations["createKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/keys/{keyId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One API key */
        get: operations["readKey"];
        put?: never;
        post?: never;
        /**
         * Revoke an API key
         * @description It holds in this process at once, in others within five seconds; streams that it opened are closed. The key stays in the list for auditors.
         */
        delete: operations["revokeKey"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/nodes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The site’s switches, and how they do now */
        get: operations["listNodes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/nodes/{nodeId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One switch, and how it does now */
        get: operations["readNode"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/nodes/{nodeId}/drain": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Have a switch take no new calls
         * @description New calls to service numbers get 503 there, so that the trunk tries another switch, and calls that the service places go elsewhere. What the switch has goes on to its end: it is empty when its `calls` are 0. It stays so, whatever is restarted, until it is readmitted. Should no other switch be in reach for 5 s, it takes calls again until one is (`drainSuspended`).
         */
        post: operations["drainNode"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/nodes/{nodeId}/give-up": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Give up a switch that won’t come back
         * @description Only while it is out of reach, whose calls wait for it else: each of them ends (`switch`, `lost`), and agents who talked there are served other calls. Should it come back with them after all, who talks there is left alone.
         */
        post: operations["giveUpNode"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/nodes/{nodeId}/readmit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Have a drained switch take calls again */
        post: operations["readmitNode"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/numbers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Which number leads to which flow */
        get: operations["listNumbers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/numbers/{number}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Where one number leads */
        get: operations["readNumber"];
        /**
         * Have a number lead to a flow
         * @description From the next call on; calls that are there stay in the flow that they began with.
         */
        put: operations["assignNumber"];
        post?: never;
        /** Have a number lead where all others do */
        delete: operations["unassignNumber"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/numbers/otherwise": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Where all numbers lead that have no flow of their own */
        get: operations["readNumbersOtherwise"];
        /** Have all numbers without a flow of their own lead to this one */
        put: operations["assignNumbersOtherwise"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/plans": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Plans, by id, and which are on */
        get: operations["listPlans"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/plans/{planId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One plan */
        get: operations["readPlan"];
        /**
         * Prepare a plan, or change one
         * @description What it doesn’t name stays as it is. Everything that it names must be there; all faults are told at once. A plan that is on counts as it is now from this moment on.
         */
        put: operations["definePlan"];
        post?: never;
        /** Remove a plan that is off */
        delete: operations["removePlan"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/plans/{planId}/drill": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Drill a plan (演练): it counts for test calls only
         * @description Calls from the plan’s `testNumbers` go its way, and say so (`drill`); everybody else is served as ever, though a test call that waits is offered to agents like any other. One drill of a site at a time.
         */
        post: operations["beginDrill"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/plans/{planId}/drill/end": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** End the drill of a plan */
        post: operations["endDrill"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/plans/{planId}/drills": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Drills of a plan, with their reports */
        get: operations["listDrills"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/plans/{planId}/drills/{n}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The report of one drill
         * @description What each test call met and how it ended, and what of the plan none has met.
         */
        get: operations["readDrill"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/plans/{planId}/off": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Switch a plan off (停用预案)
         * @description What is defined counts again, as it is now; calls go on as with `on`.
         */
        post: operations["switchPlanOff"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/plans/{planId}/on": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Switch a plan on (启用预案)
         * @description It lies over what is defined, and over plans that were switched on before it. Calls stay in the flow that they began with; who waits gets the new members, overflow and announcements at once. `conflicts` says what other plans that are on change otherwise. Asked again while it is on, it moves its end.
         */
        post: operations["switchPlanOn"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/prompts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Prompts, by language and name
         * @description All that our texts name, whether made or missing, and all that the hospital has put there.
         */
        get: operations["listPrompts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/prompts/{language}/{name}/audio": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What callers hear
         * @description WAV, 8 kHz, mono, 16 bits. `Range` is served, one range at a time.
         */
        get: operations["readPromptAudio"];
        /**
         * Have callers hear a recording of the hospital’s
         * @description In the place of ours, or under a name of its own for flows to use. It is stored as 8 kHz, mono, 16 bits; calls that are hearing the one before hear it to its end. `If-Match` with its `ETag` replaces only what you have read. A flow may use a new name once each of the site’s languages has a recording of it.
         */
        put: operations["putPromptAudio"];
        post?: never;
        /**
         * Go back to our own prompt, or forget one that only the hospital had
         * @description What only the hospital has stays while a flow says it.
         */
        delete: operations["removePromptAudio"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/queues": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Queues, by id, with what goes on there now */
        get: operations["listQueues"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/queues/{queueId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One queue, with what goes on there now */
        get: operations["readQueue"];
        /**
         * Create a queue, or change one
         * @description Callers who wait there wait on; whatever is offered or ends after this goes by the new definition.
         */
        put: operations["defineQueue"];
        post?: never;
        /**
         * Remove a queue that nothing needs any more
         * @description Refused while callers are there, agents serve it, or a flow leads there that is current or that live calls began with. Calls and records go on naming the queue.
         */
        delete: operations["removeQueue"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/queues/{queueId}/callbacks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Who is to be called back from a queue, and who was not reached
         * @description From the memory of the site’s owner, at this moment, all of them: first those who were not reached, the longest owed first; then the others in the order in which they are to be served.
         */
        get: operations["listCallbacks"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/queues/{queueId}/callbacks/{callId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * A caller needn’t be called back, or, where that failed, has been seen to
         * @description The call ends (`system`, `cleared`); a phone that rings for it stops. Of one who was not reached the alarm `callbackFailed` forgets the call. Refused while the caller is still on the line.
         */
        delete: operations["dropCallback"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/recordings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Recordings, newest first */
        get: operations["listRecordings"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/recordings/{recordingId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One recording, with the proof of what is missing
         * @description Every take with its beginning, its end, what was sealed of it and what was masked. Sound is not in here, and this is no opening.
         */
        get: operations["readRecording"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/recordings/{recordingId}/audio": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A recording’s sound, opened for a person who says why
         * @description WAV, 16 bits, 8 kHz: left what came from the far end of the recorded leg, right what it heard. `Range` is served, one range at a time, and only what is asked for is decrypted. Each opening is a fact in the journal before the first byte goes out; what the same person asks for the same reason within a minute is the same opening. Person and reason come in the query or as `X-Person` and `X-Reason`, there percent-encoded in UTF-8. HEAD opens nothing.
         */
        get: operations["readRecordingAudio"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/snapshot": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Everything that is live, and the cursor after which the stream goes on from it
         * @description The one way to get right after a gap: forget what you held, take this, and open the stream with `after` the cursor.
         */
        get: operations["readSnapshot"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/wallboard": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What goes on in each queue now, and how the day has been so far
         * @description From the site’s owner. To see it change, follow the live stream with `types=cti.wallboard.*`: one event for each queue at first, then whenever a queue looks otherwise, at most one a second.
         */
        get: operations["readWallboard"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhooks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Webhooks, by id */
        get: operations["listWebhooks"];
        put?: never;
        /**
         * Have events sent to an address
         * @description Events are CloudEvents 1.0 in JSON, signed as Standard Webhooks 1.0.0 asks; what happens from now on is sent. The events of one call (agent, queue, recording) come in order, each again until it is answered with 2xx. An event may come twice, under the same `webhook-id`. `sequence` counts within the subject.
         */
        post: operations["createWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhooks/{webhookId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One webhook, and how far it is behind */
        get: operations["readWebhook"];
        /**
         * Change a webhook’s address and what it is told
         * @description Takes effect with the next event that is sent. Secret and state stay as they are.
         */
        put: operations["replaceWebhook"];
        post?: never;
        /** Delete a webhook, with its dead letters and what waits for it */
        delete: operations["deleteWebhook"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhooks/{webhookId}/dead-letters": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Events that could not be delivered, newest first */
        get: operations["listDeadLetters"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhooks/{webhookId}/dead-letters/{eventId}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send one dead letter again, once */
        post: operations["replayDeadLetter"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhooks/{webhookId}/disable": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send nothing for the time being
         * @description What happens meanwhile is kept for it.
         */
        post: operations["disableWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhooks/{webhookId}/enable": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send events again
         * @description With everything that has happened since it was disabled.
         */
        post: operations["enableWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhooks/{webhookId}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send everything after an event again
         * @description In order per subject, under the same ids, by the present filter.
         */
        post: operations["replayWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhooks/{webhookId}/rotate-secret": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sign with a new secret
         * @description Until the secrets before have run out, everything carries a signature by each.
         */
        post: operations["rotateWebhookSecret"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhooks/{webhookId}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send a test event, once
         * @description An event of type `cti.webhook.test.v1`, now, whether the webhook is enabled or not.
         */
        post: operations["testWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        AccessEntry: {
            /**
             * Format: date-time
             * @description RFC 3339, UTC, milliseconds.
             * @example 2026-03-02T08:15:30.250Z
             */
            at: string;
            /** @description By type. `accessDenied`: principal, operation, reason, missing, times; `administered`: principal, operation, target; `keyCreated`, `keyRevoked`: principal, keyId, roles; `dataUnmasked`: principal, person, callId, names; `recordingOpened`: recordingId, person, segments, the key service’s log anchors. Members may be added. */
            data: {
                [key: string]: unknown;
            };
            /** @description Of the fact’s subject: `access_…`, `opening_…`. */
            id: string;
            /** @enum {string} */
            type: "accessDenied" | "administered" | "keyCreated" | "keyRevoked" | "dataUnmasked" | "recordingOpened";
        };
        AccessPage: {
            items: components["schemas"]["AccessEntry"][];
            /** @description Give it as `cursor` for the next page; null on the last. */
            nextCursor: string | null;
        };
        Agent: {
            /**
             * @description An agent.
             * @example agent_li-na
             */
            agentId: string;
            /**
             * @description Of the definition. Absent: the phone rings.
             * @enum {boolean}
             */
            autoAnswer?: true;
            /**
             * @description A call. Ids sort by the moment at which they were made.
             * @example call_01JD8Z4Q6W3V5T7R9P0N2M4K6H
             */
            callId: string | null;
            /** @example 1001 */
            extension: string;
            /**
             * @description The key of the supervisor who has made the agent ready, not ready or logged off.
             * @example key_01JZ8Q0V6X2M4N7P9R1T3V5W7Y
             */
            forcedBy: string | null;
            /** @description Days are the site’s and count whole: a licence has expired the day after `validTo`. */
            licences?: {
                jurisdiction: string;
                kind: string;
                number: string;
                /** @default false */
                suspended: boolean;
                /**
                 * Format: date
                 * @example 2026-12-31
                 */
                validFrom: string;
                /**
                 * Format: date
                 * @example 2026-12-31
                 */
                validTo: string;
            }[];
            /** @example 李娜 */
            name: string;
            /**
             * Format: date-time
             * @description Not ready until then, and ready again of itself; absent where it doesn’t end by itself.
             * @example 2026-03-02T08:15:30.250Z
             */
            notReadyUntil?: string;
            /**
             * @description Asked for during a call; takes effect after it.
             * @enum {string|null}
             */
            pending: "notReady" | "loggedOff" | "ready" | null;
            /**
             * @description The same, finer.
             * @enum {string}
             */
            phase: "loggedOff" | "notReady" | "ready" | "reserved" | "busy" | "wrapUp";
            /** @description Of the definition. */
            queueIds: string[];
            /**
             * @description Why not ready.
             * @enum {string|null}
             */
            reasonCode: "break" | "meal" | "meeting" | "training" | "paperwork" | "other" | "loggedOn" | "noAnswer" | "rejected" | "phoneBusy" | "phoneUnreachable" | "phoneFailed" | "phoneGone" | null;
            /** @description Of these, the ones that the agent is on for now; none while logged off. */
            servedQueueIds: string[];
            /**
             * Format: date-time
             * @description RFC 3339, UTC, milliseconds.
             * @example 2026-03-02T08:15:30.250Z
             */
            since: string | null;
            /**
             * @description The site (院区).
             * @example site_main
             */
            siteId: string;
            /**
             * @example [
             *       {
             *         "skill": "stroke",
             *         "level": 5
             *       }
             *     ]
             */
            skills?: {
                level: number;
                skill: string;
            }[];
            /**
             * @description ECMA-269, 12.2.1.
             * @enum {string}
             */
            state: "agentNull" | "agentNotReady" | "agentReady" | "agentBusy" | "agentWorkingAfterCall";
            /** @description Of the definition; also its `ETag`. */
            version: number;
            /**
             * @description By queue: how many times as much a wait there counts when the agent becomes free; left out: 1. `sequential` takes the greatest first.
             * @example {
             *       "queue_stroke": 3
             *     }
             */
            weights?: {
                [key: string]: number;
            };
            /**
             * Format: date-time
             * @description Until when the agent may draw it out; null: not at all, or not any further.
             * @example 2026-03-02T08:15:30.250Z
             */
            wrapUpMostUntil: string | null;
            /** @description The wrap-up isn’t to be cut short. */
            wrapUpRequired: boolean;
            /**
             * Format: date-time
             * @description RFC 3339, UTC, milliseconds.
             * @example 2026-03-02T08:15:30.250Z
             */
            wrapUpUntil: string | null;
        };
        AgentAccepted: {
            /**
             * @description An agent.
             * @example agent_li-na
             */
            agentId: string;
        };
        /** @description A day of China Standard Time (UTC+08:00). */
        AgentDay: {
            /** @example 2026-11-22 */
            date: string;
            loggedOnMs: number;
            shifts: components["schemas"]["AgentShift"][];
            states: components["schemas"]["AgentStretch"][];
            /** @description By phase and reason. */
            totals: components["schemas"]["AgentStateTotal"][];
        };
        AgentDefinition: {
            /**
             * @description The agent wears a headset: the phone is asked to answer by itself (`Call-Info: …;answer-after=0`, an Alert-Info with `info=alert-autoanswer`, and a NOTIFY with `Event: talk`). It must be set to heed one of them.
             * @default false
             */
            autoAnswer: boolean;
            /**
             * @description The agent’s usual phone; a logged-on agent keeps the one of the log-on until the next.
             * @example 1001
             */
            extension: string;
            /** @description Days are the site’s and count whole: a licence has expired the day after `validTo`. */
            licences?: {
                jurisdiction: string;
                kind: string;
                number: string;
                /** @default false */
                suspended: boolean;
                /**
                 * Format: date
                 * @example 2026-12-31
                 */
                validFrom: string;
                /**
                 * Format: date
                 * @example 2026-12-31
                 */
                validTo: string;
            }[];
            /** @example 李娜 */
            name: string;
            /** @description Queues that the agent serves, from the next offer on. */
            queueIds: string[];
            /**
             * @example [
             *       {
             *         "skill": "stroke",
             *         "level": 5
             *       }
             *     ]
             */
            skills?: {
                level: number;
                skill: string;
            }[];
            /**
             * @description By queue: how many times as much a wait there counts when the agent becomes free; left out: 1. `sequential` takes the greatest first.
             * @example {
             *       "queue_stroke": 3
             *     }
             */
            weights?: {
                [key: string]: number;
            };
        };
        AgentExplained: {
            /**
             * @description An agent.
             * @example agent_li-na
             */
            agentId: string;
            /** @description None: the agent could be offered the call at this moment. */
            reasons: components["schemas"]["Obstacle"][];
        };
        AgentFiguresPage: {
            items: components["schemas"]["AgentIntervalFigures"][];
            /** @description Give it as `cursor` for the next page; null on the last. */
            nextCursor: string | null;
        };
        AgentIntervalFigures: {
            /** @description In wrap-up. In milliseconds. */
            afterCallMs: number;
            /**
             * @description An agent.
             * @example agent_li-na
             */
            agentId: string;
            /** @description Connected to the caller. */
            answered: number;
            /** @description Average handling time: `talkMs` and `wrapUpMs` by `talks`. In milliseconds; null: of none. */
            averageHandlingMs: number | null;
            /** @description `talkMs` by `talks`. In milliseconds; null: of none. */
            averageTalkMs: number | null;
            /** @description `wrapUpMs` by `talks`. In milliseconds; null: of none. */
            averageWrapUpMs: number | null;
            /** @description With a call. In milliseconds. */
            busyMs: number;
            /** @description The phone was busy, or couldn’t be reached, or the connection failed. */
            failed: number;
            /**
             * Format: date-time
             * @description When the interval begins.
             * @example 2026-03-02T08:15:30.250Z
             */
            from: string;
            /** @description All five together. In milliseconds. */
            loggedOnMs: number;
            /** @description Not answered in time. */
            missed: number;
            /** @description Not ready; for the reasons see the shift log. In milliseconds. */
            notReadyMs: number;
            /** @description `busyMs` and `afterCallMs` of these and of `readyMs` and `ringingMs`. Between 0 and 1; null: of nothing. */
            occupancy: number | null;
            /** @description Offers to the agent made in this interval. What became of them, and the talks, counts here, whenever it happened. */
            offered: number;
            /** @description Calls that the agent began to make in this interval. */
            outboundCalls: number;
            /** @description Of these, those that were answered. */
            outboundConnected: number;
            /** @description How long these talks were. In milliseconds. */
            outboundTalkMs: number;
            /** @description Ready, within this interval, as all times below; what goes on is counted until now. In milliseconds. */
            readyMs: number;
            /** @description Rejected at the phone or at the desk. */
            rejected: number;
            /** @description Offers that ring still. */
            ringing: number;
            /** @description The phone rang. In milliseconds. */
            ringingMs: number;
            /** @description How long they were, together. In milliseconds. */
            talkMs: number;
            /** @description Talks of these that are over. */
            talks: number;
            /**
             * Format: date-time
             * @description When it is over.
             * @example 2026-03-02T08:15:30.250Z
             */
            to: string;
            /** @description The caller hung up, somebody else answered, an emergency came, or the agent was logged off. */
            withdrawn: number;
            /** @description How long the agent wrapped up after those that came from a queue. In milliseconds. */
            wrapUpMs: number;
        };
        AgentPage: {
            items: components["schemas"]["Agent"][];
            /** @description Give it as `cursor` for the next page; null on the last. */
            nextCursor: string | null;
        };
        /** @description From a log-on to its log-off, which may lie on other days. */
        AgentShift: {
            extension: string;
            /**
             * Format: date-time
             * @description Null: the agent is logged on still.
             * @example 2026-03-02T08:15:30.250Z
             */
            loggedOffAt: string | null;
            /**
             * Format: date-time
             * @description RFC 3339, UTC, milliseconds.
             * @example 2026-03-02T08:15:30.250Z
             */
            loggedOnAt: string;
        };
        AgentStateTotal: {
            durationMs: number;
            /** @enum {string} */
            phase: "notReady" | "ready" | "reserved" | "busy" | "wrapUp";
            /** @description Why not ready. */
            reasonCode: string | null;
            /** @description How often it began on this day. */
            times: number;
        };
        /** @description One state, as far as it lies within the day. */
        AgentStretch: {
            /** @description The key of the supervisor whose doing it was. */
            by: string | null;
            callId: string | null;
            /** @enum {string} */
            phase: "notReady" | "ready" | "reserved" | "busy" | "wrapUp";
            /** @description Why not ready. */
            reasonCode: string | null;
            /**
             * Format: date-time
             * @description RFC 3339, UTC, milliseconds.
             * @example 2026-03-02T08:15:30.250Z
             */
            since: string;
            /**
             * Format: date-time
             * @description Null: it goes on.
             * @example 2026-03-02T08:15:30.250Z
             */
            until: string | null;
        };
        Alive: {
            /** @enum {string} */
            status: "alive";
        };
        ApiKey: {
            /**
             * @description Whose key it is; for the role `agent`, and only for that.
             * @example agent_li-na
             */
            agentId: string | null;
            /**
             * Format: date-time
             * @description RFC 3339, UTC, milliseconds.
             * @example 2026-03-02T08:15:30.250Z
             */
            createdAt: string;
            /**
             * @description The principal that made it.
             * @example api
             */
            createdBy: string;
            /**
             * Format: date-time
             * @description RFC 3339, UTC, milliseconds.
             * @example 2026-03-02T08:15:30.250Z
             */
            expiresAt: string;
            /**
             * @description A key; not the secret.
             * @example key_01JD8Z4Q6W3V5T7R9P0N2M4K6H
             */
            keyId: string;
            /**
             * Format: date-time
             * @description To the minute.
             * @example 2026-03-02T08:15:30.250Z
             */
            lastUsedAt: string | null;
            name: string;
            /** @description For whom it opens recordings and unmasks data; null: for whom the request names. */
            person: string | null;
            /** @description Narrows it to calls, agents, recordings and records of these queues; null: not narrowed. */
            queueIds: string[] | null;
            /**
             * Format: date-time
             * @description RFC 3339, UTC, milliseconds.
             * @example 2026-03-02T08:15:30.250Z
             */
            revokedAt: string | null;
            /** @description What it lets do: config/API.md has the table. */
            roles: ("agent" | "supervisor" | "quality" | "admin" | "auditor" | "integrator")[];
            /** @description Narrows the roles to these of their scopes; null: all of them. */
            scopes: ("calls:read" | "calls:control" | "agents:read" | "agents:control" | "agents:supervise" | "agents:admin" | "queues:read" | "queues:admin" | "recordings:read" | "recordings:open" | "records:read" | "data:read" | "data:write" | "data:unmask" | "webhooks:admin" | "events:read" | "flows:read" | "flows:admin" | "plans:read" | "plans:admin" | "plans:switch" | "broadcasts:send" | "prompts:read" | "prompts:admin" | "numbers:read" | "numbers:admin" | "endpoints:read" | "endpoints:admin" | "nodes:read" | "nodes:admin" | "keys:admin" | "access:read" | "metrics:read")[] | null;
            /** @description Where it is good; null: at every site of this database. */
            siteIds: string[] | null;
        };
        ApiKeyCreated: {
            key: components["schemas"]["ApiKey"];
            /**
             * @description The bearer token. It is shown this once and kept nowhere.
             * @example ctik_01JD8Z4Q6W3V5T7R9P0N2M4K6H_3qVb0Y…
             */
            token: string;
        };
        ApiKeyPage: {
            items: components["schemas"]["ApiKey"][];
            /** @description Give it as `cursor` for the next page; null on the last. */
            nextCursor: string | null;
        };
        ApiKeyWanted: {
            /**
             * @description Whose key it is; for the role `agent`, and only for that.
             * @example agent_li-na
             */
            agentId?: string | null;
            /**
             * Format: date-time
             * @description At most `access.maxKeyDays` from now, which is what it is when left out.
             */
            expiresAt?: string;
            /**
             * @description For people: which system or desk uses it.
             * @example HIS
             */
            name: string;
            /** @description For whom it opens recordings and unmasks data; null: for whom the request names. */
            person?: string | null;
            /** @description Narrows it to calls, agents, recordings and records of these queues; null: not narrowed. */
            queueIds?: string[] | null;
            /** @description What it lets do: config/API.md has the table. */
            roles: ("agent" | "supervisor" | "quality" | "admin" | "auditor" | "integrator")[];
            /** @description Narrows the roles to these of their scopes; null: all of them. */
            scopes?: ("calls:read" | "calls:control" | "agents:read" | "agents:control" | "agents:supervise" | "agents:admin" | "queues:read" | "queues:admin" | "recordings:read" | "recordings:open" | "records:read" | "data:read" | "data:write" | "data:unmask" | "webhooks:admin" | "events:read" | "flows:read" | "flows:admin" | "plans:read" | "plans:admin" | "plans:switch" | "broadcasts:send" | "prompts:read" | "prompts:admin" | "numbers:read" | "numbers:admin" | "endpoints:read" | "endpoints:admin" | "nodes:read" | "nodes:admin" | "keys:admin" | "access:read" | "metrics:read")[] | null;
            /**
             * @description Where it is good; null: at every site of this database. This site, when it is left out.
             * @example [
             *       "site_main"
             *     ]
             */
            siteIds?: string[] | null;
        };
        AttachedData: {
            /**
             * @description A call. Ids sort by the moment at which they were made.
             * @example call_01JD8Z4Q6W3V5T7R9P0N2M4K6H
             */
            callId: string;
            /**
             * @description Attached data by name, masked.
             * @example {
             *       "patientName": "张*",
             *       "insuranceNumber": "45*****90"
             *     }
             */
            data: {
                [key: string]: string;
            };
            /** @description The call’s own numbers and names, masked; null: there is none. */
            own: {
                calledNumber?: string | null;
                callerName?: string | null;
                callingNumber?: string | null;
            };
        };
        Broadcast: {
            /**
             * Format: date-time
             * @description RFC 3339, UTC, milliseconds.
             * @example 2026-03-02T08:15:30.250Z
             */
            at: string;
            /**
             * @description One message to all who waited.
             * @example broadcast_01JD8Z4Q6W3V5T7R9P0N2M4K6H
             */
            broadcastId: string;
            /**
             * @description The key’s id.
             * @example key_01JD8Z4Q6W3V5T7R9P0N2M4K6H
             */
            by: string;
            prompts: string[];
            /** @description Null: all queues. */
            queueIds: string[] | null;
            /** @description The same by queue. */
            queues: {
                [key: string]: number;
            };
            /** @description To how many callers it was said. */
            reached: number;
        };
        BroadcastOrder: {
            /**
             * @description Said in this order, in each caller’s language.
             * @example [
             *       "storm-notice"
             *     ]
             */
            prompts: string[];
            /**
             * @description Whose waiting callers hear it. Null: all queues’ that you reach.
             * @default null
             */
            queueIds: string[] | null;
        };
        Call: {
            /**
             * @description An agent.
             * @example agent_li-na
             */
            agentId: string | null;
            /**
             * Format: date-time
             * @description RFC 3339, UTC, milliseconds.
             * @example 2026-03-02T08:15:30.250Z
             */
            answeredAt: string | null;
            /**
             * @description Names of the data that is attached to the call, sorted. Values are read apart.
             * @example [
             *       "patientId"
             *     ]
             */
            attachedData: string[];
            /**
             * @description Masked.
             * @example 138****5678
             */
            calledNumber: string;
            /**
             * @description A call. Ids sort by the moment at which they were made.
             * @example call_01JD8Z4Q6W3V5T7R9P0N2M4K6H
             */
            callId: string;
            /**
             * @description Masked.
             * @example 138****5678
             */
            callingNumber: string;
            /**
             * Format: date-time
             * @description When it was first connected to an agent, or to whom the flow handed it.
             * @example 2026-03-02T08:15:30.250Z
             */
            connectedAt: string | null;
            /** @enum {string} */
            direction: "inbound" | "outbound";
            /**
             * @description It was a test call of a drill of a plan. Absent: it was not.
             * @enum {boolean}
             */
            drill?: true;
            /**
             * Format: date-time
             * @description RFC 3339, UTC, milliseconds.
             * @example 2026-03-02T08:15:30.250Z
             */
            endedAt: string | null;
            ending: components["schemas"]["Ending"] | null;
            flowId: string | null;
            flowVersion: string | null;
            /**
             * @description The caller’s language. Null: everything is said in each of the flow’s languages.
             * @enum {string|null}
             */
            language: "zh" | "en" | null;
            /**
             * @description The switch node that carries it.
             * @example node_a
             */
            nodeId: string;
            /** @description Whose phones ring for the caller now. Absent: nobody’s. */
            offers?: components["schemas"]["Offer"][];
            /**
             * @description How the caller is treated: one of the flow’s profiles.
             * @example elderly
             */
            profile: string | null;
            /**
             * @description A queue.
             * @example queue_appointments
             */
            queueId: string | null;
            /**
             * @description Null: it is not recorded.
             * @example rec_01JD8Z4Q6W3V5T7R9P0N2M4K6H
             */
            recordingId: string | null;
            /** @description The hospital’s own number that was dialled; null on outbound calls. */
            serviceNumber: string | null;
            /**
             * @description The site (院区).
             * @example site_main
             */
            siteId: string;
            /**
             * Format: date-time
             * @description RFC 3339, UTC, milliseconds.
             * @example 2026-03-02T08:15:30.250Z
             */
            startedAt: string;
            /**
             * @description `walking`: in the menu; `queued`: waiting in a queue; `offered`: an agent’s phone rings; `connecting`: the agent has answered; the two are being connected; `connected`: talking; `callingAgent`: outbound: the agent’s phone rings; `callingParty`: outbound: the called number rings; `telling`: outbound: the agent hears why the number could not be reached; `voicemail`: the caller leaves a message; `transferring`: the phone to which the flow hands the caller rings; `handedOn`: talking with whom the flow has handed the caller to; `awaitingCallback`: the caller has hung up, and will be called back when it is the place’s turn; `callingBack`: the caller is being called back: rung, or asked for the key that says it is the caller; `fallback`: the switch’s fallback group has the caller; `ending`: being hung up; `ended`: over
             * @enum {string}
             */
            state: "walking" | "queued" | "offered" | "connecting" | "connected" | "callingAgent" | "callingParty" | "telling" | "voicemail" | "transferring" | "handedOn" | "awaitingCallback" | "callingBack" | "fallback" | "ending" | "ended";
            /** @description The flow’s step, while the call is in the flow. */
            step: string | null;
            /** @description In all talks, without the waits between them. Null while the call goes on, and where there was no talk. */
            talkedMs: number | null;
            /** @description How its legs sounded, as the switch measured what came from each. Legs that have ended and had sound, in the order of their ends; the last 20. */
            voiceQuality: components["schemas"]["LegVoice"][];
            /** @description In the queue, until the first agent was connected or the waiting came to nothing. Null: it has not yet, or it did not wait. */
            waitedMs: number | null;
        };
        CallAccepted: {
            /**
             * @description A call. Ids sort by the moment at which they were made.
             * @example call_01JD8Z4Q6W3V5T7R9P0N2M4K6H
             */
            callId: string;
        };
        Callback: {
            attempts: number;
            /**
             * @description A call. Ids sort by the moment at which they were made.
             * @example call_01JD8Z4Q6W3V5T7R9P0N2M4K6H
             */
            callId: string;
            /**
             * @description Masked.
             * @example 138****5678
             */
            callingNumber: string;
            /**
             * Format: date-time
             * @description Of `paused` ones: not before then. Null: at the place’s turn, now, or never.
             * @example 2026-03-02T08:15:30.250Z
             */
            nextAttemptAt: string | null;
            /**
             * Format: date-time
             * @description When the wait began; of `failed` ones, when it was given up.
             * @example 2026-03-02T08:15:30.250Z
             */
            since: string;
            /**
             * @description `promised`: the caller is still on the line; `waiting`: for the place’s turn; `calling`: is rung now, or asked for the key; `paused`: after an attempt that came to nothing; `failed`: was not reached, and is for people to ring.
             * @enum {string}
             */
            state: "promised" | "waiting" | "paused" | "calling" | "failed";
            /**
             * Format: date-time
             * @description How long the promise holds; null: it is over.
             * @example 2026-03-02T08:15:30.250Z
             */
            until: string | null;
        };
        Callbacks: {
            items: components["schemas"]["Callback"][];
        };
        CallFact: {
            /**
             * Format: date-time
             * @description RFC 3339, UTC, milliseconds.
             * @example 2026-03-02T08:15:30.250Z
             */
            at: string;
            /** @description By type. Members may be added. */
            data: {
                [key: string]: unknown;
            };
            /** @description Position in the site’s journal. */
            pos: number;
            /** @description Number within the call, from 1 without gaps. */
            seq: number;
            /**
             * @description What happened. New types may be added.
             * @enum {string}
             */
            type: "callAccepted" | "callTurnedAway" | "callAnswered" | "stepEntered" | "menuChosen" | "menuMissed" | "digitsTaken" | "confirmationGiven" | "confirmationRefused" | "consentGiven" | "consentRefused" | "surveyAnswered" | "hoursLooked" | "branchTaken" | "dataSet" | "lookedUp" | "stepsAnswered" | "errandFailed" | "profileChosen" | "emergencyRaised" | "silenceNoticed" | "callQueued" | "callWaitedTooLong" | "callOverflowed" | "callOverflowPassed" | "callAnnounced" | "callNeedsChanged" | "callNeedsRelaxed" | "broadcastHeard" | "drillPrompted" | "callLeftQueue" | "callbackOffered" | "callbackAwaited" | "callbackDialled" | "callbackAsked" | "callbackConfirmed" | "callbackFailed" | "callbackGivenUp" | "dutyBegan" | "dutyRung" | "dutyPassed" | "dutyLooked" | "dutyAsked" | "dutyConfirmed" | "dutyFailed" | "dutyWithdrawn" | "emergencyUnanswered" | "voicemailBegan" | "voicemailResumed" | "voicemailLeft" | "handOnBegan" | "handOnAnswered" | "callHandedOn" | "handOnEnded" | "afterTalkBegan" | "callOffered" | "callAlerting" | "callOfferAnswered" | "callOfferEnded" | "callConnected" | "callRecorded" | "callReturned" | "callBridging" | "callRejoined" | "callRequeued" | "callFellBack" | "callPlaced" | "callPartyCalled" | "callPartyBridging" | "callPartyBridged" | "callPartyAnswered" | "callFailureTold" | "callLegDoubted" | "callLegEnded" | "callEnding" | "callEnded";
        };
        CallPage: {
            items: components["schemas"]["Call"][];
            /** @description Give it as `cursor` for the next page; null on the last. */
            nextCursor: string | null;
        };
        CallRecord: {
            /**
             * @description The last.
             * @example agent_li-na
             */
            agentId: string | null;
            /**
             * Format: date-time
             * @description RFC 3339, UTC, milliseconds.
             * @example 2026-03-02T08:15:30.250Z
             */
            answeredAt: string | null;
            /**
             * @description Masked.
             * @example 138****5678
             */
            calledNumber: string;
            /**
             * @description A call. Ids sort by the moment at which they were made.
             * @example call_01JD8Z4Q6W3V5T7R9P0N2M4K6H
             */
            callId: string;
            /**
             * @description Masked.
             * @example 138****5678
             */
            callingNumber: string;
            /**
             * Format: date-time
             * @description When it was first connected to an agent, or to whom the flow handed it.
             * @example 2026-03-02T08:15:30.250Z
             */
            connectedAt: string | null;
            /** @enum {string} */
            direction: "inbound" | "outbound";
            /** @description From beginning to end. */
            durationMs: number;
            /**
             * Format: date-time
             * @description RFC 3339, UTC, milliseconds.
             * @example 2026-03-02T08:15:30.250Z
             */
            endedAt: string;
            /**
             * @description Whose doing it was.
             * @enum {string}
             */
            endedBy: "caller" | "agent" | "party" | "system" | "switch" | "trunk" | "policy";
            /**
             * @description What happened.
             * @enum {string}
             */
            endedWhy: "hungUp" | "abandoned" | "rangAgain" | "flowEnded" | "overloaded" | "cleared" | "busy" | "noAnswer" | "rejected" | "unreachable" | "invalidNumber" | "cancelled" | "failed" | "fellBack" | "lost";
            /**
             * @description The last.
             * @example queue_appointments
             */
            queueId: string | null;
            /**
             * @description A call’s recording; behind `rec_` stands what stands behind the call’s `call_`.
             * @example rec_01JD8Z4Q6W3V5T7R9P0N2M4K6H
             */
            recordingId: string | null;
            /** @description The hospital’s own number that was dialled. */
            serviceNumber: string | null;
            /**
             * @description The site (院区).
             * @example site_main
             */
            siteId: string;
            /**
             * Format: date-time
             * @description RFC 3339, UTC, milliseconds.
             * @example 2026-03-02T08:15:30.250Z
             */
            startedAt: string;
            /** @description In all talks, without the waits between them. Null: it wasn’t connected. */
            talkedMs: number | null;
            /** @description How its legs sounded, as the switch measured what came from each. Legs that have ended and had sound, in the order of their ends; the last 20. */
            voiceQuality: components["schemas"]["LegVoice"][];
            /** @description In the queue. Null: it wasn’t queued. */
            waitedMs: number | null;
        };
        CallRecordPage: {
            items: components["schemas"]["CallRecord"][];
            /** @description Give it as `cursor` for the next page; null on the last. */
            nextCursor: string | null;
        };
        CallWait: {
            agents: components["schemas"]["WaitAgents"];
            /** @description How many are served before it in its queue. */
            ahead: number;
            /**
             * @description A call. Ids sort by the moment at which they were made.
             * @example call_01JD8Z4Q6W3V5T7R9P0N2M4K6H
             */
            callId: string;
            /** @description From now to an agent’s answer. Null: it can’t be known. */
            expectedMs: number | null;
            /** @description The queue’s agents, by id, as far as you reach them. */
            items: components["schemas"]["AgentExplained"][];
            needs: {
                licences?: {
                    jurisdiction?: string;
                    /** @example physician */
                    kind: string;
                }[];
                /**
                 * @description An agent.
                 * @example agent_li-na
                 */
                preferAgentId?: string;
                skills: {
                    level: number;
                    /** @example stroke */
                    skill: string;
                }[];
            };
            /** @description Give it as `cursor` for the next page; null on the last. */
            nextCursor: string | null;
            /** @enum {string} */
            priority: "emergency" | "routine";
            /**
             * @description A queue.
             * @example queue_appointments
             */
            queueId: string;
            rank: number;
            /** @description At least one. */
            reasons: components["schemas"]["WaitReason"][];
            /**
             * Format: date-time
             * @description From when the wait counts.
             * @example 2026-03-02T08:15:30.250Z
             */
            since: string;
            /**
             * @description `walking`: in the menu; `queued`: waiting in a queue; `offered`: an agent’s phone rings; `connecting`: the agent has answered; the two are being connected; `connected`: talking; `callingAgent`: outbound: the agent’s phone rings; `callingParty`: outbound: the called number rings; `telling`: outbound: the agent hears why the number could not be reached; `voicemail`: the caller leaves a message; `transferring`: the phone to which the flow hands the caller rings; `handedOn`: talking with whom the flow has handed the caller to; `awaitingCallback`: the caller has hung up, and will be called back when it is the place’s turn; `callingBack`: the caller is being called back: rung, or asked for the key that says it is the caller; `fallback`: the switch’s fallback group has the caller; `ending`: being hung up; `ended`: over
             * @enum {string}
             */
            state: "walking" | "queued" | "offered" | "connecting" | "connected" | "callingAgent" | "callingParty" | "telling" | "voicemail" | "transferring" | "handedOn" | "awaitingCallback" | "callingBack" | "fallback" | "ending" | "ended";
        };
        CallWaitAgent: {
            /**
             * @description An agent.
             * @example agent_li-na
             */
            agentId: string;
            /**
             * @description A call. Ids sort by the moment at which they were made.
             * @example call_01JD8Z4Q6W3V5T7R9P0N2M4K6H
             */
            callId: string;
            /** @description None: the agent could be offered the call at this moment. */
            reasons: components["schemas"]["Obstacle"][];
        };
        CallWithFacts: {
            /**
             * @description An agent.
             * @example agent_li-na
             */
            agentId: string | null;
            /**
             * Format: date-time
             * @description RFC 3339, UTC, milliseconds.
             * @example 2026-03-02T08:15:30.250Z
             */
            answeredAt: string | null;
            /**
             * @description Names of the data that is attached to the call, sorted. Values are read apart.
             * @example [
             *       "patientId"
             *     ]
             */
            attachedData: string[];
            /**
             * @description Masked.
             * @example 138****5678
             */
            calledNumber: string;
            /**
             * @description A call. Ids sort by the moment at which they were made.
             * @example call_01JD8Z4Q6W3V5T7R9P0N2M4K6H
             */
            callId: string;
            /**
             * @description Masked.
             * @example 138****5678
             */
            callingNumber: string;
            /**
             * Format: date-time
             * @description When it was first connected to an agent, or to whom the flow handed it.
             * @example 2026-03-02T08:15:30.250Z
             */
            connectedAt: string | null;
            /** @enum {string} */
            direction: "inbound" | "outbound";
            /**
             * @description It was a test call of a drill of a plan. Absent: it was not.
             * @enum {boolean}
             */
            drill?: true;
            /**
             * Format: date-time
             * @description RFC 3339, UTC, milliseconds.
             * @example 2026-03-02T08:15:30.250Z
             */
            endedAt: string | null;
            ending: components["schemas"]["Ending"] | null;
            /** @description All that has happened to it, in order. */
            facts: components["schemas"]["CallFact"][];
            flowId: string | null;
            flowVersion: string | null;
            /**
             * @description The caller’s language. Null: everything is said in each of the flow’s languages.
             * @enum {string|null}
             */
            language: "zh" | "en" | null;
            /**
             * @description The switch node that carries it.
             * @example node_a
             */
            nodeId: string;
            /** @description Whose phones ring for the caller now. Absent: nobody’s. */
            offers?: components["schemas"]["Offer"][];
            /**
             * @description How the caller is treated: one of the flow’s profiles.
             * @example elderly
             */
            profile: string | null;
            /**
             * @description A queue.
             * @example queue_appointments
             */
            queueId: string | null;
            /**
             * @description Null: it is not recorded.
             * @example rec_01JD8Z4Q6W3V5T7R9P0N2M4K6H
             */
            recordingId: string | null;
            /** @description The hospital’s own number that was dialled; null on outbound calls. */
            serviceNumber: string | null;
            /**
             * @description The site (院区).
             * @example site_main
             */
            siteId: string;
            /**
             * Format: date-time
             * @description RFC 3339, UTC, milliseconds.
             * @example 2026-03-02T08:15:30.250Z
             */
            startedAt: string;
            /**
             * @description `walking`: in the menu; `queued`: waiting in a queue; `offered`: an agent’s phone rings; `connecting`: the agent has answered; the two are being connected; `connected`: talking; `callingAgent`: outbound: the agent’s phone rings; `callingParty`: outbound: the called number rings; `telling`: outbound: the agent hears why the number could not be reached; `voicemail`: the caller leaves a message; `transferring`: the phone to which the flow hands the caller rings; `handedOn`: talking with whom the flow has handed the caller to; `awaitingCallback`: the caller has hung up, and will be called back when it is the place’s turn; `callingBack`: the caller is being called back: rung, or asked for the key that says it is the caller; `fallback`: the switch’s fallback group has the caller; `ending`: being hung up; `ended`: over
             * @enum {string}
             */
            state: "walking" | "queued" | "offered" | "connecting" | "connected" | "callingAgent" | "callingParty" | "telling" | "voicemail" | "transferring" | "handedOn" | "awaitingCallback" | "callingBack" | "fallback" | "ending" | "ended";
            /** @description The flow’s step, while the call is in the flow. */
            step: string | null;
            /** @description In all talks, without the waits between them. Null while the call goes on, and where there was no talk. */
            talkedMs: number | null;
            /** @description How its legs sounded, as the switch measured what came from each. Legs that have ended and had sound, in the order of their ends; the last 20. */
            voiceQuality: components["schemas"]["LegVoice"][];
            /** @description In the queue, until the first agent was connected or the waiting came to nothing. Null: it has not yet, or it did not wait. */
            waitedMs: number | null;
        };
        ChosenQueues: {
            /** @description The queues to serve from the next offer on; null: all that are the agent’s. */
            queueIds: string[] | null;
        };
        /** @description CloudEvents 1.0, as the live stream and webhooks carry it. */
        CloudEvent: {
            /** @description By type. Members may be added. */
            data: {
                [key: string]: unknown;
            };
            /** @enum {string} */
            datacontenttype: "application/json";
            /**
             * @description An event’s id, which is also the cursor after it.
             * @example site_main-4711
             */
            id: string;
            /**
             * @description Number within the subject, from 1; without gaps but for the site’s own events.
             * @example 0000000003
             */
            sequence: string;
            /** @example /sites/site_main */
            source: string;
            /** @enum {string} */
            specversion: "1.0";
            /** @description The id of what it happened to. */
            subject: string;
            /**
             * Format: date-time
             * @description RFC 3339, UTC, milliseconds.
             * @example 2026-03-02T08:15:30.250Z
             */
            time: string;
            /**
             * @description What happened. New types may be added.
             * @enum {string}
             */
            type: "cti.agent.busy.v1" | "cti.agent.change-pending.v1" | "cti.agent.defined.v1" | "cti.agent.licences-changed.v1" | "cti.agent.logged-off.v1" | "cti.agent.logged-on.v1" | "cti.agent.not-ready.v1" | "cti.agent.queues-chosen.v1" | "cti.agent.ready.v1" | "cti.agent.removed.v1" | "cti.agent.reserved.v1" | "cti.agent.wrap-up-extended.v1" | "cti.agent.wrap-up.v1" | "cti.call.accepted.v1" | "cti.call.after-talk-began.v1" | "cti.call.alerting.v1" | "cti.call.announced.v1" | "cti.call.answered.v1" | "cti.call.back-asked.v1" | "cti.call.back-awaited.v1" | "cti.call.back-confirmed.v1" | "cti.call.back-dialled.v1" | "cti.call.back-failed.v1" | "cti.call.back-given-up.v1" | "cti.call.back-offered.v1" | "cti.call.branch-taken.v1" | "cti.call.bridging.v1" | "cti.call.broadcast-heard.v1" | "cti.call.confirmation-given.v1" | "cti.call.confirmation-refused.v1" | "cti.call.connected.v1" | "cti.call.consent-given.v1" | "cti.call.consent-refused.v1" | "cti.call.data-set.v1" | "cti.call.digits-taken.v1" | "cti.call.drill-prompted.v1" | "cti.call.duty-asked.v1" | "cti.call.duty-began.v1" | "cti.call.duty-confirmed.v1" | "cti.call.duty-failed.v1" | "cti.call.duty-looked.v1" | "cti.call.duty-passed.v1" | "cti.call.duty-rung.v1" | "cti.call.duty-withdrawn.v1" | "cti.call.emergency-raised.v1" | "cti.call.emergency-unanswered.v1" | "cti.call.ended.v1" | "cti.call.ending.v1" | "cti.call.errand-failed.v1" | "cti.call.failure-told.v1" | "cti.call.fell-back.v1" | "cti.call.hand-on-answered.v1" | "cti.call.hand-on-began.v1" | "cti.call.hand-on-ended.v1" | "cti.call.handed-on.v1" | "cti.call.hours-looked.v1" | "cti.call.left-queue.v1" | "cti.call.leg-doubted.v1" | "cti.call.leg-ended.v1" | "cti.call.looked-up.v1" | "cti.call.menu-chosen.v1" | "cti.call.menu-missed.v1" | "cti.call.needs-changed.v1" | "cti.call.needs-relaxed.v1" | "cti.call.offer-answered.v1" | "cti.call.offer-ended.v1" | "cti.call.offered.v1" | "cti.call.overflow-passed.v1" | "cti.call.overflowed.v1" | "cti.call.party-answered.v1" | "cti.call.party-bridged.v1" | "cti.call.party-bridging.v1" | "cti.call.party-called.v1" | "cti.call.placed.v1" | "cti.call.profile-chosen.v1" | "cti.call.queued.v1" | "cti.call.recorded.v1" | "cti.call.rejoined.v1" | "cti.call.requeued.v1" | "cti.call.returned.v1" | "cti.call.silence-noticed.v1" | "cti.call.step-entered.v1" | "cti.call.steps-answered.v1" | "cti.call.survey-answered.v1" | "cti.call.turned-away.v1" | "cti.call.voicemail-began.v1" | "cti.call.voicemail-left.v1" | "cti.call.voicemail-resumed.v1" | "cti.call.waited-too-long.v1" | "cti.queue.defined.v1" | "cti.queue.removed.v1" | "cti.recording.closed.v1" | "cti.recording.completed.v1" | "cti.recording.mask-requested.v1" | "cti.recording.masked.v1" | "cti.recording.segment-stored.v1" | "cti.recording.take-accounted.v1" | "cti.recording.take-ended.v1" | "cti.recording.take-ordered.v1" | "cti.recording.take-started.v1" | "cti.recording.unmasked.v1" | "cti.site.alarm-cleared.v1" | "cti.site.alarm-raised.v1" | "cti.site.broadcast-made.v1" | "cti.site.callback-settled.v1" | "cti.site.drill-begun.v1" | "cti.site.drill-ended.v1" | "cti.site.load-changed.v1" | "cti.site.phone-found.v1" | "cti.site.phone-gone.v1" | "cti.site.plan-switched-off.v1" | "cti.site.plan-switched-on.v1" | "cti.site.switch-connected.v1" | "cti.site.switch-drain-begun.v1" | "cti.site.switch-drain-resumed.v1" | "cti.site.switch-drain-suspended.v1" | "cti.site.switch-given-up.v1" | "cti.site.switch-health-changed.v1" | "cti.site.switch-lost.v1" | "cti.site.switch-readmitted.v1";
        };
        DataToAttach: {
            /**
             * @description By name. What is not named here stays as it is.
             * @example {
             *       "patientName": "张伟",
             *       "insuranceNumber": "450121990"
             *     }
             */
            data: {
                [key: string]: string | number | boolean;
            };
        };
        DeadLetter: {
            attempts: number;
            /**
             * @description An event: `SITE-POSITION`.
             * @example site_main-4711
             */
            eventId: string;
            /**
             * Format: date-time
             * @description When the last try failed.
             * @example 2026-03-02T08:15:30.250Z
             */
            failedAt: string;
            /**
             * @description Why it failed. New kinds may be added.
             * @enum {string}
             */
            failure: "redirected" | "clientError" | "serverError" | "timedOut" | "unreachable" | "tlsFailed" | "targetRefused" | "nameUnknown" | "notHttp" | "secretLost" | "gone";
            /**
             * Format: date-time
             * @description When it was delivered after all, by a replay.
             * @example 2026-03-02T08:15:30.250Z
             */
            replayedAt: string | null;
            sequence: number;
            status: number | null;
            subject: string;
            type: string;
        };
        DeadLetterPage: {
            items: components["schemas"]["DeadLetter"][];
            /** @description Give it as `cursor` for the next page; null on the last. */
            nextCursor: string | null;
        };
        Drill: {
            /**
             * @description The key’s id.
             * @example key_01JD8Z4Q6W3V5T7R9P0N2M4K6H
             */
            by: string;
            /** @description The first 200. */
            calls: components["schemas"]["DrillCall"][];
            /** @description Null: it is under way. */
            ended: {
                /**
                 * Format: date-time
                 * @description RFC 3339, UTC, milliseconds.
                 * @example 2026-03-02T08:15:30.250Z
                 */
                at: string;
                by: string | null;
                /** @enum {string} */
                why: "asked" | "timedOut" | "switchedOn";
            } | null;
            /** @description What test calls have met of the plan. */
            met: string[];
            /** @description Which drill of the plan, from 1. */
            n: number;
            /** @description What none has met: nobody knows yet whether it is right. */
            neverMet: string[];
            /**
             * @description A plan.
             * @example plan_typhoon
             */
            planId: string;
            /**
             * Format: date-time
             * @description RFC 3339, UTC, milliseconds.
             * @example 2026-03-02T08:15:30.250Z
             */
            since: string;
            /** @description Test calls beyond those. */
            unnoted: number;
            /**
             * Format: date-time
             * @description When it ends by itself.
             * @example 2026-03-02T08:15:30.250Z
             */
            until: string;
        };
        DrillBegin: {
            /**
             * @description It ends by itself after so long.
             * @default 1800000
             */
            forMs: number;
        };
        DrillCall: {
            /**
             * @description An agent.
             * @example agent_li-na
             */
            agentId: string | null;
            /** @description From its beginning to a person’s answer. */
            answeredAfterMs: number | null;
            /**
             * Format: date-time
             * @description RFC 3339, UTC, milliseconds.
             * @example 2026-03-02T08:15:30.250Z
             */
            at: string;
            /**
             * @description A call. Ids sort by the moment at which they were made.
             * @example call_01JD8Z4Q6W3V5T7R9P0N2M4K6H
             */
            callId: string;
            ended: {
                /**
                 * Format: date-time
                 * @description RFC 3339, UTC, milliseconds.
                 * @example 2026-03-02T08:15:30.250Z
                 */
                at: string;
                by: string;
                why: string;
            } | null;
            /** @description Those that it was led through. */
            flowIds: string[];
            /** @description What was said to it, each once. */
            prompts: string[];
            /** @description Those that it waited in. */
            queueIds: string[];
            serviceNumber: string;
        };
        DrillPage: {
            items: components["schemas"]["Drill"][];
            /** @description Give it as `cursor` for the next page; null on the last. */
            nextCursor: string | null;
        };
        /** @description The same of emergencies alone, which the others include. */
        EmergencyFigures: {
            /** @description Who hung up while they waited, without those of `shortAbandoned`. */
            abandoned: number;
            /** @description Connected to an agent. Whose talk breaks, and who waits again, was answered. */
            answered: number;
            /** @description Of these, those who had waited no longer than the queue’s `serviceLevel.withinMs`. */
            answeredInTime: number;
            /** @description Callers who came into the queue in this interval; who comes again, or overflows here, comes anew. All that follows is about these callers, whenever it happened. */
            arrived: number;
            /** @description Average speed of answer: `answerWaitMs` by `answered`. In milliseconds; null: of none. */
            averageAnswerMs: number | null;
            /** @description The longest wait that is over, whatever it came to. In milliseconds. */
            longestWaitMs: number;
            /** @description Who went to another queue, a flow or a number by the queue’s rules, or were answered on duty: nobody of the queue served them. */
            overflowed: number;
            /** @description `answeredInTime` of `answered` and `unserved`. Between 0 and 1; null: of nothing. */
            serviceLevel: number | null;
            /** @description Who hung up sooner than `serviceLevel.shortAbandonMs`. In no rate. */
            shortAbandoned: number;
        };
        Ending: {
            /**
             * @description Whose doing it was.
             * @enum {string}
             */
            by: "caller" | "agent" | "party" | "system" | "switch" | "trunk" | "policy";
            /**
             * @description What happened.
             * @enum {string}
             */
            why: "hungUp" | "abandoned" | "rangAgain" | "flowEnded" | "overloaded" | "cleared" | "busy" | "noAnswer" | "rejected" | "unreachable" | "invalidNumber" | "cancelled" | "failed" | "fellBack" | "lost";
        };
        Endpoint: {
            /**
             * Format: date-time
             * @description RFC 3339, UTC, milliseconds.
             * @example 2026-03-02T08:15:30.250Z
             */
            createdAt: string;
            /**
             * @description What the phone registers with.
             * @example cti.local
             */
            domain: string;
            /**
             * @description What is rung, and what the phone registers as.
             * @example 1001
             */
            extension: string;
            /** @enum {string} */
            kind: "phone";
            /**
             * @description For people.
             * @example 护士站 3 楼
             */
            label: string;
            /**
             * Format: date-time
             * @description RFC 3339, UTC, milliseconds.
             * @example 2026-03-02T08:15:30.250Z
             */
            passwordChangedAt: string;
            /** @description Also its `ETag`. */
            version: number;
        };
        EndpointDefinition: {
            /**
             * @default phone
             * @enum {string}
             */
            kind: "phone";
            /** @default  */
            label: string;
            /**
             * @description Null: one is made for a phone that is created, and a phone that is there keeps its own.
             * @default null
             */
            password: string | null;
        };
        EndpointPage: {
            items: components["schemas"]["Endpoint"][];
            /** @description Give it as `cursor` for the next page; null on the last. */
            nextCursor: string | null;
        };
        EndpointStored: {
            endpoint: components["schemas"]["Endpoint"];
            /**
             * @description `written`: the switch takes the password now. `pending`: it will soon; an alarm tells while it takes long. `none`: no directory is configured, so nobody was told.
             * @enum {string}
             */
            inDirectory: "written" | "pending" | "none";
            /** @description For the phone. Shown this once, and kept nowhere; null: it was not changed. */
            password: string | null;
        };
        Flow: {
            /** @description Calls begin in it. */
            current: boolean;
            definition: components["schemas"]["FlowDefinition"];
            /**
             * @description A flow.
             * @example flow_hospital
             */
            flowId: string;
            languages: ("zh" | "en")[];
            /** @description Calls that are in it now. */
            liveCalls: number;
            /** @description Called numbers that lead here. */
            numbers: string[];
            /**
             * @description Where the current version comes from. A file doesn’t replace what was published here.
             * @enum {string}
             */
            origin: "file" | "api";
            /** @description All other numbers lead here. */
            otherwise: boolean;
            /**
             * Format: date-time
             * @description RFC 3339, UTC, milliseconds.
             * @example 2026-03-02T08:15:30.250Z
             */
            publishedAt: string;
            /** @description Of the publication; also its `ETag`. */
            revision: number;
            /** @description How many steps it has. */
            steps: number;
            /**
             * @description Of the content: equal content, equal version.
             * @example sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
             */
            version: string;
        };
        FlowChecked: {
            /** @description It says something else than the current version. */
            changes: boolean;
            /**
             * @description A flow.
             * @example flow_hospital
             */
            flowId: string;
            /** @description How many steps it has. */
            steps: number;
            /**
             * @description Of the content: equal content, equal version.
             * @example sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
             */
            version: string;
        };
        /** @description The flow itself, as config/FLOWS.md describes it; it can be published again as it stands. */
        FlowDefinition: {
            /**
             * @description A flow.
             * @example flow_hospital
             */
            id: string;
            steps: {
                [key: string]: {
                    [key: string]: unknown;
                };
            };
        } & {
            [key: string]: unknown;
        };
        FlowPage: {
            items: components["schemas"]["FlowSummary"][];
            /** @description Give it as `cursor` for the next page; null on the last. */
            nextCursor: string | null;
        };
        FlowSummary: {
            /** @description Calls begin in it. */
            current: boolean;
            /**
             * @description A flow.
             * @example flow_hospital
             */
            flowId: string;
            languages: ("zh" | "en")[];
            /** @description Calls that are in it now. */
            liveCalls: number;
            /** @description Called numbers that lead here. */
            numbers: string[];
            /**
             * @description Where the current version comes from. A file doesn’t replace what was published here.
             * @enum {string}
             */
            origin: "file" | "api";
            /** @description All other numbers lead here. */
            otherwise: boolean;
            /**
             * Format: date-time
             * @description RFC 3339, UTC, milliseconds.
             * @example 2026-03-02T08:15:30.250Z
             */
            publishedAt: string;
            /** @description Of the publication; also its `ETag`. */
            revision: number;
            /** @description How many steps it has. */
            steps: number;
            /**
             * @description Of the content: equal content, equal version.
             * @example sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
             */
            version: string;
        };
        FlowVersion: {
            /** @description Calls begin in it. */
            current: boolean;
            /**
             * @description A flow.
             * @example flow_hospital
             */
            flowId: string;
            languages: ("zh" | "en")[];
            /** @description Calls that are in it now. */
            liveCalls: number;
            /** @description How many steps it has. */
            steps: number;
            /**
             * @description Of the content: equal content, equal version.
             * @example sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
             */
            version: string;
        };
        FlowVersionPage: {
            items: components["schemas"]["FlowVersion"][];
            /** @description Give it as `cursor` for the next page; null on the last. */
            nextCursor: string | null;
        };
        LegVoice: {
            /**
             * @description An agent.
             * @example agent_li-na
             */
            agentId: string | null;
            /** @description False: nothing, or nearly nothing, came from there in a talk. Null: it cannot be told, as there was no talk of 5 s, or the phone held. */
            heard: boolean | null;
            /** @description Standard deviation of the distances between packets, at its worst. Null: too few to tell. */
            jitterMs: number | null;
            /** @description An estimate: the switch rounds its loss rate to hundredths and reckons it every 5 s. */
            lostPackets: number;
            /**
             * @description Mean opinion score, 1 to 4.5, as FreeSWITCH reckons it. Null: too few packets to tell.
             * @example 4.5
             */
            mos: number | null;
            /** @description RTP packets of every kind that came from there. */
            receivedPackets: number;
            /**
             * @description Who is on the leg.
             * @enum {string}
             */
            role: "caller" | "agent" | "party";
            /** @description What was sent there. */
            sentPackets: number;
        };
        /** @description Without an extension the agent’s usual one is taken. */
        LogOn: {
            /**
             * @description The phone to ring.
             * @example 1001
             */
            extension?: string;
            /** @description The queues to serve; without them all that are the agent’s. */
            queueIds?: string[];
        };
        MakeCall: {
            /**
             * @description An agent.
             * @example agent_li-na
             */
            agentId: string;
            /**
             * @description The number to call. It is kept sealed, and shown masked ever after.
             * @example +8613800005678
             */
            calledNumber: string;
        };
        Node: {
            /** @description Live calls of ours. A drained switch is empty at 0. */
            calls: number;
            connected: boolean;
            /** @description Of the switch’s process, as last seen. */
            coreUuid: string | null;
            /** @description It is to take no new calls. */
            draining: boolean;
            /**
             * Format: date-time
             * @description RFC 3339, UTC, milliseconds.
             * @example 2026-03-02T08:15:30.250Z
             */
            drainingSince: string | null;
            /** @description It takes calls although it is being drained: no other switch in reach does. */
            drainSuspended: boolean;
            /**
             * @description `slow`: over orders. `full`: few sessions are left. Null: it is out of reach.
             * @enum {string|null}
             */
            health: "healthy" | "slow" | "full" | null;
            /** @description Their legs. */
            legs: number;
            /**
             * @description A switch, as the configuration names it.
             * @example node_a
             */
            nodeId: string;
            /** @description What the switch said last; null while it is out of reach, and in its first second. */
            report: components["schemas"]["NodeReport"] | null;
            /**
             * Format: date-time
             * @description When it came into reach, or went out of it; null: it never was.
             * @example 2026-03-02T08:15:30.250Z
             */
            since: string | null;
        };
        NodeAccepted: {
            /**
             * @description A switch, as the configuration names it.
             * @example node_a
             */
            nodeId: string;
        };
        NodeReport: {
            /**
             * Format: date-time
             * @description RFC 3339, UTC, milliseconds.
             * @example 2026-03-02T08:15:30.250Z
             */
            at: string;
            /** @description Round trip of the beat; null: it was not answered in time. */
            commandMs: number | null;
            /** @description Of the whole machine. */
            idleCpuPercent: number | null;
            /** @description Legs that it allows. */
            maxSessions: number | null;
            /** @description Whether the switch itself sends new calls away, as last looked at; null: not known yet. */
            refusesCalls: boolean | null;
            /** @description Legs on the switch, whosever they are. */
            sessions: number | null;
            /** @description Legs that began in the last second. */
            sessionsPerSecond: number | null;
            /** @description Since the switch was started. */
            upMs: number | null;
            version: string | null;
        };
        Nodes: {
            items: components["schemas"]["Node"][];
        };
        NotReady: {
            /** @enum {string} */
            reasonCode: "break" | "meal" | "meeting" | "training" | "paperwork" | "other";
        };
        Number: {
            /**
             * @description A flow.
             * @example flow_hospital
             */
            flowId: string;
            /**
             * @description A number that callers dial, as the trunk sends it.
             * @example 8000
             */
            number: string;
            /** @description Also its `ETag`. */
            version: number;
        };
        NumberAssignment: {
            /**
             * @description A flow.
             * @example flow_hospital
             */
            flowId: string;
        };
        Numbers: {
            items: components["schemas"]["Number"][];
            /** @description Where all other numbers lead; null on a new site. */
            otherwise: {
                /**
                 * @description A flow.
                 * @example flow_hospital
                 */
                flowId: string;
                /** @description Also its `ETag`. */
                version: number;
            } | null;
        };
        NumbersOtherwise: {
            /**
             * @description A flow.
             * @example flow_hospital
             */
            flowId: string;
            /** @description Also its `ETag`. */
            version: number;
        };
        /** @description What stands between an agent and the call. `licenceOtherJurisdiction`: there is one, for another place. `keptForPreferred`: for now the call is kept for whom the caller knows. `offeredElsewhere`: another phone rings for it. `callNotInLine`: it rings outside, or its caller is to be called back. */
        Obstacle: {
            /** @enum {string} */
            reason: "notLoggedOn";
        } | {
            /** @description By the definition it is one of the agent’s. */
            assigned: boolean;
            /** @enum {string} */
            reason: "notOnThisQueue";
        } | {
            /** @enum {string} */
            reason: "notReady";
            /** @example break */
            reasonCode: string;
            /**
             * Format: date-time
             * @description RFC 3339, UTC, milliseconds.
             * @example 2026-03-02T08:15:30.250Z
             */
            until: string | null;
        } | {
            /** @enum {string} */
            reason: "phoneGone";
        } | {
            /**
             * @description A call. Ids sort by the moment at which they were made.
             * @example call_01JD8Z4Q6W3V5T7R9P0N2M4K6H
             */
            callId: string;
            /** @enum {string} */
            reason: "ringing";
        } | {
            /**
             * @description A call. Ids sort by the moment at which they were made.
             * @example call_01JD8Z4Q6W3V5T7R9P0N2M4K6H
             */
            callId: string;
            /** @enum {string} */
            reason: "busy";
        } | {
            /** @enum {string} */
            reason: "wrapUp";
            /**
             * Format: date-time
             * @description RFC 3339, UTC, milliseconds.
             * @example 2026-03-02T08:15:30.250Z
             */
            until: string;
        } | {
            has: number;
            level: number;
            /** @enum {string} */
            reason: "missingSkill";
            /** @example stroke */
            skill: string;
        } | {
            /** @description Null: any. */
            jurisdiction: string | null;
            /** @example physician */
            kind: string;
            /** @enum {string} */
            reason: "licenceMissing";
        } | {
            /** @description Null: any. */
            jurisdiction: string | null;
            /** @example physician */
            kind: string;
            /** @enum {string} */
            reason: "licenceExpired";
        } | {
            /** @description Null: any. */
            jurisdiction: string | null;
            /** @example physician */
            kind: string;
            /** @enum {string} */
            reason: "licenceSuspended";
        } | {
            /** @description Null: any. */
            jurisdiction: string | null;
            /** @example physician */
            kind: string;
            /** @enum {string} */
            reason: "licenceNotYetValid";
        } | {
            /** @description Null: any. */
            jurisdiction: string | null;
            /** @example physician */
            kind: string;
            /** @enum {string} */
            reason: "licenceOtherJurisdiction";
        } | {
            /**
             * @description An agent.
             * @example agent_li-na
             */
            agentId: string;
            /** @enum {string} */
            reason: "keptForPreferred";
            /**
             * Format: date-time
             * @description RFC 3339, UTC, milliseconds.
             * @example 2026-03-02T08:15:30.250Z
             */
            until: string;
        } | {
            /**
             * @description An agent.
             * @example agent_li-na
             */
            agentId: string;
            /** @enum {string} */
            reason: "offeredElsewhere";
        } | {
            /** @enum {string} */
            reason: "callNotInLine";
            /**
             * @description `walking`: in the menu; `queued`: waiting in a queue; `offered`: an agent’s phone rings; `connecting`: the agent has answered; the two are being connected; `connected`: talking; `callingAgent`: outbound: the agent’s phone rings; `callingParty`: outbound: the called number rings; `telling`: outbound: the agent hears why the number could not be reached; `voicemail`: the caller leaves a message; `transferring`: the phone to which the flow hands the caller rings; `handedOn`: talking with whom the flow has handed the caller to; `awaitingCallback`: the caller has hung up, and will be called back when it is the place’s turn; `callingBack`: the caller is being called back: rung, or asked for the key that says it is the caller; `fallback`: the switch’s fallback group has the caller; `ending`: being hung up; `ended`: over
             * @enum {string}
             */
            state: "walking" | "queued" | "offered" | "connecting" | "connected" | "callingAgent" | "callingParty" | "telling" | "voicemail" | "transferring" | "handedOn" | "awaitingCallback" | "callingBack" | "fallback" | "ending" | "ended";
        } | {
            /**
             * @description A switch, as the configuration names it.
             * @example node_a
             */
            nodeId: string;
            /** @enum {string} */
            reason: "switchOutOfReach";
        };
        Offer: {
            /**
             * @description An agent.
             * @example agent_li-na
             */
            agentId: string;
            /**
             * Format: date-time
             * @description RFC 3339, UTC, milliseconds.
             * @example 2026-03-02T08:15:30.250Z
             */
            since: string;
            /**
             * Format: date-time
             * @description The phone rings no longer than until then.
             * @example 2026-03-02T08:15:30.250Z
             */
            until: string;
        };
        PasswordRotation: {
            /**
             * @description Null: one is made.
             * @default null
             */
            password: string | null;
        };
        Plan: {
            /** @description What other plans that are on change otherwise. Later ones win. */
            conflicts: {
                /**
                 * @description Of the plan, as a JSON Pointer (RFC 6901).
                 * @example /numbers/8000
                 */
                place: string;
                /**
                 * @description Whose change counts.
                 * @example plan_typhoon
                 */
                planId: string;
            }[];
            /** @description The drill that is under way. */
            drill: number | null;
            /** @description How many drills of it there have been. */
            drills: number;
            flows: {
                [key: string]: string;
            };
            hours: {
                [key: string]: "open" | "closed" | "holiday";
            };
            members: {
                [key: string]: {
                    add?: string[];
                    remove?: string[];
                };
            };
            /** @description What it names that isn’t there any more; that part of it has no effect. */
            missing: {
                message: string;
                /**
                 * @description Of the plan, as a JSON Pointer (RFC 6901).
                 * @example /numbers/8000
                 */
                pointer: string;
            }[];
            /**
             * @example {
             *       "zh": "台风预案",
             *       "en": "Typhoon"
             *     }
             */
            names: {
                [key: string]: string;
            };
            numbers: {
                [key: string]: string;
            };
            /** @description Null: it is off. */
            on: components["schemas"]["PlanOn"] | null;
            /**
             * @description A plan.
             * @example plan_typhoon
             */
            planId: string;
            prompts: {
                [key: string]: string[];
            };
            queues: {
                [key: string]: {
                    /** @description What one rank is worth in waiting; left out: a minute. A caller overtakes those who came at most so much earlier for each rank, so nobody waits for ever. */
                    ageingMs?: number;
                    /** @description In the place of what the flow says to those who wait; without texts, prompts only. */
                    announcements?: {
                        /** @default 30000 */
                        everyMs: number;
                        expectedWait?: boolean;
                        /** @default false */
                        position: boolean;
                        /** @default [] */
                        prompts: string[];
                    };
                    callback?: {
                        /** @default 2 */
                        atOnce: number;
                        /** @default 3 */
                        attempts: number;
                        /** @default 14400000 */
                        keepMs: number;
                        /** @default 200 */
                        most: number;
                        /** @default 600000 */
                        pauseMs: number;
                        /** @default 30000 */
                        ringMs: number;
                    };
                    duty?: {
                        /** @default 15000 */
                        pauseMs: number;
                        steps: {
                            /** @default 0 */
                            afterMs: number;
                            /** @default 25000 */
                            ringMs: number;
                            /**
                             * @example {
                             *       "number": "13800000001"
                             *     }
                             */
                            to: {
                                agentId: string;
                            } | {
                                number: string;
                            };
                            /**
                             * @default always
                             * @enum {string}
                             */
                            when: "always" | "nobodyOn" | "noLicence";
                        }[];
                    };
                    emergencyAlarmMs?: number;
                    /**
                     * @description A qualification that is demanded, never relaxed; from the next caller on.
                     * @example {
                     *       "kind": "physician",
                     *       "jurisdiction": "CN-11"
                     *     }
                     */
                    licence?: {
                        jurisdiction?: string;
                        kind: string;
                    };
                    /**
                     * @description What a caller needs besides, by the value of attached data, from a flow, the HIS or `PUT …/data` while the caller waits: skills and licences on top, the rank instead. `otherwise`: for every other value, and where none is known. Emergencies are matched without it.
                     * @example [
                     *       {
                     *         "field": "department",
                     *         "values": {
                     *           "cardiology": {
                     *             "skills": [
                     *               {
                     *                 "skill": "cardiology",
                     *                 "level": 3
                     *               }
                     *             ]
                     *           }
                     *         },
                     *         "otherwise": {
                     *           "rank": 6
                     *         }
                     *       }
                     *     ]
                     */
                    needsFrom?: {
                        field: string;
                        otherwise?: {
                            licence?: {
                                jurisdiction?: string;
                                kind: string;
                            };
                            rank?: number;
                            skills?: {
                                level: number;
                                skill: string;
                            }[];
                        };
                        values: {
                            [key: string]: {
                                licence?: {
                                    jurisdiction?: string;
                                    kind: string;
                                };
                                rank?: number;
                                skills?: {
                                    level: number;
                                    skill: string;
                                }[];
                            };
                        };
                    }[];
                    overflow?: {
                        afterMs?: number;
                        /**
                         * @example {
                         *       "queueId": "queue_general"
                         *     }
                         */
                        to: {
                            queueId: string;
                        } | {
                            number: string;
                        } | {
                            flowId: string;
                        };
                        /** @enum {string} */
                        when?: "nobodyOn";
                    }[];
                    /** @description How long a caller is kept for the agent who served the number last, while that agent is at work. Left out: not at all. */
                    preferAgentMs?: number;
                    /**
                     * @description Attached data with the id of the agent for whom the caller is kept, for `preferAgentMs`, or else a minute, while that agent is at work.
                     * @example ownAgent
                     */
                    preferFrom?: string;
                    /** @description Of callers whose flow doesn’t say: 0 is served first, 9 last, 5 is usual. */
                    rank?: number;
                    record?: boolean;
                    regainMs?: number;
                    rejectPauseMs?: number;
                    /**
                     * @description After so long a wait that level is enough; 0: the skill isn’t demanded any more.
                     * @example [
                     *       {
                     *         "afterMs": 60000,
                     *         "skill": "stroke",
                     *         "level": 1
                     *       }
                     *     ]
                     */
                    relax?: {
                        afterMs: number;
                        level: number;
                        skill: string;
                    }[];
                    /** @description `ringSeveral`: how many phones ring at once. Left out: 10 where the priority is `emergency`, else 1. */
                    ringAtOnce?: number;
                    ringMs?: number;
                    /**
                     * @description What an agent must have to be offered its callers; from the next caller on.
                     * @example [
                     *       {
                     *         "skill": "stroke",
                     *         "level": 3
                     *       }
                     *     ]
                     */
                    skills?: {
                        level: number;
                        skill: string;
                    }[];
                    /**
                     * @description Whom of several idle agents it takes: who has been idle longest (so it is when left out), has talked least today, wasn’t rung for longest, masters best what is needed, comes first by weight; or several of the longest idle at once (so it is when left out for a queue whose priority is `emergency`).
                     * @enum {string}
                     */
                    strategy?: "longestIdle" | "fewestCalls" | "roundRobin" | "bestSkill" | "sequential" | "ringSeveral";
                    wrapUp?: {
                        /** @default 0 */
                        extendMs: number;
                        /** @default 0 */
                        mostMs: number;
                        /** @default false */
                        required: boolean;
                    };
                    wrapUpMs?: number;
                };
            };
            /**
             * @description The site (院区).
             * @example site_main
             */
            siteId: string;
            /**
             * @description Masked.
             * @example [
             *       "138****5678"
             *     ]
             */
            testNumbers: string[];
            /** @description Also its `ETag`. */
            version: number;
        };
        PlanDefinition: {
            /**
             * @description Calls that would begin in the one flow begin in the other; a number of its own above counts before this. Where flows lead to one another nothing changes, so the other one may say a notice and lead on to the first.
             * @example {
             *       "flow_hospital": "flow_typhoon"
             *     }
             */
            flows?: {
                [key: string]: string;
            };
            /**
             * @description By calendar: what flows find when they look at it.
             * @example {
             *       "outpatients": "closed"
             *     }
             */
            hours?: {
                [key: string]: "open" | "closed" | "holiday";
            };
            /**
             * @description By queue: agents who serve it too, and agents who don’t serve it. Who is added and logged on is on for it at once, whatever was chosen before.
             * @example {
             *       "queue_general": {
             *         "add": [
             *           "agent_li-na"
             *         ]
             *       }
             *     }
             */
            members?: {
                [key: string]: {
                    add?: string[];
                    remove?: string[];
                };
            };
            /**
             * @example {
             *       "zh": "台风预案",
             *       "en": "Typhoon"
             *     }
             */
            names: {
                en: string;
                zh: string;
            };
            /**
             * @description Calls to this number begin in this flow.
             * @example {
             *       "8000": "flow_typhoon"
             *     }
             */
            numbers?: {
                [key: string]: string;
            };
            /**
             * @description What is heard in the place of a prompt: others, in this order. With the prompt itself at the end, a notice in front of it. What is put there isn’t replaced in turn.
             * @example {
             *       "welcome": [
             *         "typhoon-notice",
             *         "welcome"
             *       ]
             *     }
             */
            prompts?: {
                [key: string]: string[];
            };
            /**
             * @description By queue: settings in the place of its own. `overflow` and `announcements` count for those who wait already; the others from the next caller, offer or talk on.
             * @example {
             *       "queue_general": {
             *         "overflow": [
             *           {
             *             "afterMs": 30000,
             *             "to": {
             *               "queueId": "queue_general"
             *             }
             *           }
             *         ]
             *       }
             *     }
             */
            queues?: {
                [key: string]: {
                    /** @description What one rank is worth in waiting; left out: a minute. A caller overtakes those who came at most so much earlier for each rank, so nobody waits for ever. */
                    ageingMs?: number;
                    /** @description In the place of what the flow says to those who wait; without texts, prompts only. */
                    announcements?: {
                        /** @default 30000 */
                        everyMs: number;
                        expectedWait?: boolean;
                        /** @default false */
                        position: boolean;
                        /** @default [] */
                        prompts: string[];
                    };
                    callback?: {
                        /** @default 2 */
                        atOnce: number;
                        /** @default 3 */
                        attempts: number;
                        /** @default 14400000 */
                        keepMs: number;
                        /** @default 200 */
                        most: number;
                        /** @default 600000 */
                        pauseMs: number;
                        /** @default 30000 */
                        ringMs: number;
                    };
                    duty?: {
                        /** @default 15000 */
                        pauseMs: number;
                        steps: {
                            /** @default 0 */
                            afterMs: number;
                            /** @default 25000 */
                            ringMs: number;
                            /**
                             * @example {
                             *       "number": "13800000001"
                             *     }
                             */
                            to: {
                                agentId: string;
                            } | {
                                number: string;
                            };
                            /**
                             * @default always
                             * @enum {string}
                             */
                            when: "always" | "nobodyOn" | "noLicence";
                        }[];
                    };
                    emergencyAlarmMs?: number;
                    /**
                     * @description A qualification that is demanded, never relaxed; from the next caller on.
                     * @example {
                     *       "kind": "physician",
                     *       "jurisdiction": "CN-11"
                     *     }
                     */
                    licence?: {
                        jurisdiction?: string;
                        kind: string;
                    };
                    /**
                     * @description What a caller needs besides, by the value of attached data, from a flow, the HIS or `PUT …/data` while the caller waits: skills and licences on top, the rank instead. `otherwise`: for every other value, and where none is known. Emergencies are matched without it.
                     * @example [
                     *       {
                     *         "field": "department",
                     *         "values": {
                     *           "cardiology": {
                     *             "skills": [
                     *               {
                     *                 "skill": "cardiology",
                     *                 "level": 3
                     *               }
                     *             ]
                     *           }
                     *         },
                     *         "otherwise": {
                     *           "rank": 6
                     *         }
                     *       }
                     *     ]
                     */
                    needsFrom?: {
                        field: string;
                        otherwise?: {
                            licence?: {
                                jurisdiction?: string;
                                kind: string;
                            };
                            rank?: number;
                            skills?: {
                                level: number;
                                skill: string;
                            }[];
                        };
                        values: {
                            [key: string]: {
                                licence?: {
                                    jurisdiction?: string;
                                    kind: string;
                                };
                                rank?: number;
                                skills?: {
                                    level: number;
                                    skill: string;
                                }[];
                            };
                        };
                    }[];
                    overflow?: {
                        afterMs?: number;
                        /**
                         * @example {
                         *       "queueId": "queue_general"
                         *     }
                         */
                        to: {
                            queueId: string;
                        } | {
                            number: string;
                        } | {
                            flowId: string;
                        };
                        /** @enum {string} */
                        when?: "nobodyOn";
                    }[];
                    /** @description How long a caller is kept for the agent who served the number last, while that agent is at work. Left out: not at all. */
                    preferAgentMs?: number;
                    /**
                     * @description Attached data with the id of the agent for whom the caller is kept, for `preferAgentMs`, or else a minute, while that agent is at work.
                     * @example ownAgent
                     */
                    preferFrom?: string;
                    /** @description Of callers whose flow doesn’t say: 0 is served first, 9 last, 5 is usual. */
                    rank?: number;
                    record?: boolean;
                    regainMs?: number;
                    rejectPauseMs?: number;
                    /**
                     * @description After so long a wait that level is enough; 0: the skill isn’t demanded any more.
                     * @example [
                     *       {
                     *         "afterMs": 60000,
                     *         "skill": "stroke",
                     *         "level": 1
                     *       }
                     *     ]
                     */
                    relax?: {
                        afterMs: number;
                        level: number;
                        skill: string;
                    }[];
                    /** @description `ringSeveral`: how many phones ring at once. Left out: 10 where the priority is `emergency`, else 1. */
                    ringAtOnce?: number;
                    ringMs?: number;
                    /**
                     * @description What an agent must have to be offered its callers; from the next caller on.
                     * @example [
                     *       {
                     *         "skill": "stroke",
                     *         "level": 3
                     *       }
                     *     ]
                     */
                    skills?: {
                        level: number;
                        skill: string;
                    }[];
                    /**
                     * @description Whom of several idle agents it takes: who has been idle longest (so it is when left out), has talked least today, wasn’t rung for longest, masters best what is needed, comes first by weight; or several of the longest idle at once (so it is when left out for a queue whose priority is `emergency`).
                     * @enum {string}
                     */
                    strategy?: "longestIdle" | "fewestCalls" | "roundRobin" | "bestSkill" | "sequential" | "ringSeveral";
                    wrapUp?: {
                        /** @default 0 */
                        extendMs: number;
                        /** @default 0 */
                        mostMs: number;
                        /** @default false */
                        required: boolean;
                    };
                    wrapUpMs?: number;
                };
            };
            /**
             * @description Whose calls go the plan’s way in a drill, as the trunk sends them. Kept as keyed hashes only; left out: as they were.
             * @example [
             *       "13800005678"
             *     ]
             */
            testNumbers?: string[];
        };
        PlanOn: {
            /**
             * @description The key’s id.
             * @example key_01JD8Z4Q6W3V5T7R9P0N2M4K6H
             */
            by: string;
            /**
             * Format: date-time
             * @description RFC 3339, UTC, milliseconds.
             * @example 2026-03-02T08:15:30.250Z
             */
            since: string;
            /**
             * Format: date-time
             * @description When it switches itself off; null: it doesn’t.
             * @example 2026-03-02T08:15:30.250Z
             */
            until: string | null;
        };
        PlanPage: {
            items: components["schemas"]["Plan"][];
            /** @description Give it as `cursor` for the next page; null on the last. */
            nextCursor: string | null;
        };
        PlanSwitchOn: {
            /**
             * @description It switches itself off after so long. Null: it doesn’t.
             * @default null
             */
            forMs: number | null;
        };
        /** @description RFC 9457. config/PROBLEMS.md lists all kinds. */
        Problem: {
            /** @description The call that the command may have made. */
            callId?: string;
            /** @description About this occurrence. */
            detail?: string;
            /** @description With `invalid` and `plan-invalid`: each place and its fault. */
            errors?: {
                /** @description What is expected there. */
                detail: string;
                /**
                 * @description The part of the request.
                 * @enum {string}
                 */
                in: "body" | "query" | "header";
                /**
                 * @description JSON Pointer as a URI fragment (RFC 6901).
                 * @example #/agentId
                 */
                pointer: string;
            }[];
            /** @description What to give the operator when asking about it. */
            requestId: string;
            /** @description The HTTP status. */
            status: number;
            /** @description The same for every occurrence of the kind. */
            title: string;
            /**
             * @description The kind of problem. Branch on this; new kinds may be added.
             * @enum {string}
             */
            type: "urn:cti-bridge:problem:access-invalid" | "urn:cti-bridge:problem:act-not-noted" | "urn:cti-bridge:problem:agent-extension-taken" | "urn:cti-bridge:problem:agent-phone-gone" | "urn:cti-bridge:problem:agent-queue" | "urn:cti-bridge:problem:agent-state" | "urn:cti-bridge:problem:agent-unknown" | "urn:cti-bridge:problem:authentication-limited" | "urn:cti-bridge:problem:broadcast-unknown" | "urn:cti-bridge:problem:call-state" | "urn:cti-bridge:problem:call-unknown" | "urn:cti-bridge:problem:data-full" | "urn:cti-bridge:problem:dead-letter-unknown" | "urn:cti-bridge:problem:drill-unknown" | "urn:cti-bridge:problem:endpoint-foreign" | "urn:cti-bridge:problem:endpoint-unknown" | "urn:cti-bridge:problem:endpoints-full" | "urn:cti-bridge:problem:flow-in-file" | "urn:cti-bridge:problem:flow-in-use" | "urn:cti-bridge:problem:flow-invalid" | "urn:cti-bridge:problem:flow-unknown" | "urn:cti-bridge:problem:forbidden" | "urn:cti-bridge:problem:headers-too-large" | "urn:cti-bridge:problem:idempotency-key-missing" | "urn:cti-bridge:problem:idempotency-key-reused" | "urn:cti-bridge:problem:idempotency-running" | "urn:cti-bridge:problem:if-match-missing" | "urn:cti-bridge:problem:internal" | "urn:cti-bridge:problem:invalid" | "urn:cti-bridge:problem:key-service-away" | "urn:cti-bridge:problem:key-unknown" | "urn:cti-bridge:problem:keys-full" | "urn:cti-bridge:problem:malformed-json" | "urn:cti-bridge:problem:malformed-request" | "urn:cti-bridge:problem:method-not-allowed" | "urn:cti-bridge:problem:node-in-reach" | "urn:cti-bridge:problem:node-last" | "urn:cti-bridge:problem:node-unknown" | "urn:cti-bridge:problem:not-found" | "urn:cti-bridge:problem:not-owner" | "urn:cti-bridge:problem:number-invalid" | "urn:cti-bridge:problem:number-unknown" | "urn:cti-bridge:problem:opening-invalid" | "urn:cti-bridge:problem:opening-limited" | "urn:cti-bridge:problem:opening-refused" | "urn:cti-bridge:problem:plan-invalid" | "urn:cti-bridge:problem:plan-state" | "urn:cti-bridge:problem:plan-unknown" | "urn:cti-bridge:problem:prompt-in-use" | "urn:cti-bridge:problem:prompt-invalid" | "urn:cti-bridge:problem:prompt-not-made" | "urn:cti-bridge:problem:prompt-unknown" | "urn:cti-bridge:problem:prompts-full" | "urn:cti-bridge:problem:prompts-unreadable" | "urn:cti-bridge:problem:prompts-unwritable" | "urn:cti-bridge:problem:queue-in-use" | "urn:cti-bridge:problem:queue-unknown" | "urn:cti-bridge:problem:range-not-satisfiable" | "urn:cti-bridge:problem:rate-limited" | "urn:cti-bridge:problem:recording-damaged" | "urn:cti-bridge:problem:recording-empty" | "urn:cti-bridge:problem:recording-gone" | "urn:cti-bridge:problem:recording-incomplete" | "urn:cti-bridge:problem:recording-state" | "urn:cti-bridge:problem:recording-unknown" | "urn:cti-bridge:problem:recording-unreadable" | "urn:cti-bridge:problem:replay-too-long" | "urn:cti-bridge:problem:request-timed-out" | "urn:cti-bridge:problem:service-not-ready" | "urn:cti-bridge:problem:store-unavailable" | "urn:cti-bridge:problem:stream-full" | "urn:cti-bridge:problem:switch-unavailable" | "urn:cti-bridge:problem:tickets-unavailable" | "urn:cti-bridge:problem:timed-out" | "urn:cti-bridge:problem:too-large" | "urn:cti-bridge:problem:unauthorised" | "urn:cti-bridge:problem:unsupported-media-type" | "urn:cti-bridge:problem:uploads-full" | "urn:cti-bridge:problem:version-changed" | "urn:cti-bridge:problem:webhook-secrets-full" | "urn:cti-bridge:problem:webhook-target-refused" | "urn:cti-bridge:problem:webhook-unknown" | "urn:cti-bridge:problem:webhooks-full";
        } & {
            [key: string]: unknown;
        };
        Prompt: {
            /** @enum {string} */
            language: "zh" | "en";
            /**
             * @description Lower-case letters, digits, single hyphens; at most 60.
             * @example welcome
             */
            name: string;
            /** @description For callers who want it slow. Null: they hear the standard one. */
            slow: components["schemas"]["PromptRecording"] | null;
            /** @description Null: it is missing, and callers hear nothing. */
            standard: components["schemas"]["PromptRecording"] | null;
            /**
             * @description What ours says. Null: only the hospital has this prompt.
             * @example 您好，欢迎致电。
             */
            text: string | null;
        };
        PromptPage: {
            items: components["schemas"]["Prompt"][];
            /** @description Give it as `cursor` for the next page; null on the last. */
            nextCursor: string | null;
        };
        PromptRecording: {
            /** @example 37644 */
            byteLength: number;
            /**
             * Format: date-time
             * @description RFC 3339, UTC, milliseconds.
             * @example 2026-03-02T08:15:30.250Z
             */
            changedAt: string;
            /** @example 2350 */
            durationMs: number;
            /**
             * @description `made`: spoken by our synthesiser; `own`: the hospital’s, which we never overwrite.
             * @enum {string}
             */
            origin: "made" | "own";
            /**
             * @description Of the file; also its `ETag`.
             * @example 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
             */
            sha256: string;
        };
        Queue: {
            /** @description What one rank is worth in waiting; left out: a minute. A caller overtakes those who came at most so much earlier for each rank, so nobody waits for ever. */
            ageingMs?: number;
            /** @description Who serves it now. */
            agentIds: string[];
            /** @description How callers are called back who wish it (step `callback` of a flow): when it is the turn of the place where the caller stood, the number is rung for `ringMs`, up to `attempts` times with `pauseMs` between them, while the promise holds (`keepMs`); then an alarm is raised. `atOnce`: how many are rung at once; `most`: how many may wait for it. Null: not at all. */
            callback: {
                /** @default 2 */
                atOnce: number;
                /** @default 3 */
                attempts: number;
                /** @default 14400000 */
                keepMs: number;
                /** @default 200 */
                most: number;
                /** @default 600000 */
                pauseMs: number;
                /** @default 30000 */
                ringMs: number;
            } | null;
            /** @description Who is rung on duty while a caller waits there: `steps` in the order of `afterMs` (from coming into the queue), those of one time together, and the next as soon as all before have failed; `nobodyOn`: only while no agent is logged on for the queue, `noLicence`: only while none has the licence that the caller needs. An agent is rung logged on or not, and must hold that licence; a number is rung as it stands. Whoever answers must press 1: a voicemail hasn’t answered. After the last step and `pauseMs` the round begins again. Null: nobody. */
            duty: {
                /** @default 15000 */
                pauseMs: number;
                steps: {
                    /** @default 0 */
                    afterMs: number;
                    /** @default 25000 */
                    ringMs: number;
                    /**
                     * @example {
                     *       "number": "13800000001"
                     *     }
                     */
                    to: {
                        agentId: string;
                    } | {
                        number: string;
                    };
                    /**
                     * @default always
                     * @enum {string}
                     */
                    when: "always" | "nobodyOn" | "noLicence";
                }[];
            } | null;
            /** @description How long an emergency waits there before the alarm `emergencyWaiting` is raised; 0: not at all. */
            emergencyAlarmMs: number;
            /** @description Live, from the site’s owner; null while nobody owns the site. */
            figures: components["schemas"]["QueueFigures"] | null;
            /**
             * @description A qualification that is demanded, never relaxed; from the next caller on.
             * @example {
             *       "kind": "physician",
             *       "jurisdiction": "CN-11"
             *     }
             */
            licence?: {
                jurisdiction?: string;
                kind: string;
            };
            /**
             * @description The same for what is heard while waiting.
             * @example local_stream://moh
             */
            musicStream: string | null;
            /**
             * @description By language.
             * @example {
             *       "zh": "预约挂号",
             *       "en": "Appointments"
             *     }
             */
            names: {
                [key: string]: string;
            };
            /**
             * @description What a caller needs besides, by the value of attached data, from a flow, the HIS or `PUT …/data` while the caller waits: skills and licences on top, the rank instead. `otherwise`: for every other value, and where none is known. Emergencies are matched without it.
             * @example [
             *       {
             *         "field": "department",
             *         "values": {
             *           "cardiology": {
             *             "skills": [
             *               {
             *                 "skill": "cardiology",
             *                 "level": 3
             *               }
             *             ]
             *           }
             *         },
             *         "otherwise": {
             *           "rank": 6
             *         }
             *       }
             *     ]
             */
            needsFrom?: {
                field: string;
                otherwise?: {
                    licence?: {
                        jurisdiction?: string;
                        kind: string;
                    };
                    rank?: number;
                    skills?: {
                        level: number;
                        skill: string;
                    }[];
                };
                values: {
                    [key: string]: {
                        licence?: {
                            jurisdiction?: string;
                            kind: string;
                        };
                        rank?: number;
                        skills?: {
                            level: number;
                            skill: string;
                        }[];
                    };
                };
            }[];
            /** @description Where callers go whom nobody serves in time, tried in this order. To a queue: the place is kept. To a number: where nobody answers, the caller is back at the place. To a flow: the place is given up. */
            overflow: {
                afterMs?: number;
                /**
                 * @example {
                 *       "queueId": "queue_general"
                 *     }
                 */
                to: {
                    queueId: string;
                } | {
                    number: string;
                } | {
                    flowId: string;
                };
                /** @enum {string} */
                when?: "nobodyOn";
            }[];
            /** @description Settings that plans that are on make otherwise. Absent: none. */
            planned?: {
                /** @description What one rank is worth in waiting; left out: a minute. A caller overtakes those who came at most so much earlier for each rank, so nobody waits for ever. */
                ageingMs?: number;
                /** @description In the place of what the flow says to those who wait; without texts, prompts only. */
                announcements?: {
                    /** @default 30000 */
                    everyMs: number;
                    expectedWait?: boolean;
                    /** @default false */
                    position: boolean;
                    /** @default [] */
                    prompts: string[];
                };
                callback?: {
                    /** @default 2 */
                    atOnce: number;
                    /** @default 3 */
                    attempts: number;
                    /** @default 14400000 */
                    keepMs: number;
                    /** @default 200 */
                    most: number;
                    /** @default 600000 */
                    pauseMs: number;
                    /** @default 30000 */
                    ringMs: number;
                };
                duty?: {
                    /** @default 15000 */
                    pauseMs: number;
                    steps: {
                        /** @default 0 */
                        afterMs: number;
                        /** @default 25000 */
                        ringMs: number;
                        /**
                         * @example {
                         *       "number": "13800000001"
                         *     }
                         */
                        to: {
                            agentId: string;
                        } | {
                            number: string;
                        };
                        /**
                         * @default always
                         * @enum {string}
                         */
                        when: "always" | "nobodyOn" | "noLicence";
                    }[];
                };
                emergencyAlarmMs?: number;
                /**
                 * @description A qualification that is demanded, never relaxed; from the next caller on.
                 * @example {
                 *       "kind": "physician",
                 *       "jurisdiction": "CN-11"
                 *     }
                 */
                licence?: {
                    jurisdiction?: string;
                    kind: string;
                };
                /**
                 * @description What a caller needs besides, by the value of attached data, from a flow, the HIS or `PUT …/data` while the caller waits: skills and licences on top, the rank instead. `otherwise`: for every other value, and where none is known. Emergencies are matched without it.
                 * @example [
                 *       {
                 *         "field": "department",
                 *         "values": {
                 *           "cardiology": {
                 *             "skills": [
                 *               {
                 *                 "skill": "cardiology",
                 *                 "level": 3
                 *               }
                 *             ]
                 *           }
                 *         },
                 *         "otherwise": {
                 *           "rank": 6
                 *         }
                 *       }
                 *     ]
                 */
                needsFrom?: {
                    field: string;
                    otherwise?: {
                        licence?: {
                            jurisdiction?: string;
                            kind: string;
                        };
                        rank?: number;
                        skills?: {
                            level: number;
                            skill: string;
                        }[];
                    };
                    values: {
                        [key: string]: {
                            licence?: {
                                jurisdiction?: string;
                                kind: string;
                            };
                            rank?: number;
                            skills?: {
                                level: number;
                                skill: string;
                            }[];
                        };
                    };
                }[];
                overflow?: {
                    afterMs?: number;
                    /**
                     * @example {
                     *       "queueId": "queue_general"
                     *     }
                     */
                    to: {
                        queueId: string;
                    } | {
                        number: string;
                    } | {
                        flowId: string;
                    };
                    /** @enum {string} */
                    when?: "nobodyOn";
                }[];
                /** @description How long a caller is kept for the agent who served the number last, while that agent is at work. Left out: not at all. */
                preferAgentMs?: number;
                /**
                 * @description Attached data with the id of the agent for whom the caller is kept, for `preferAgentMs`, or else a minute, while that agent is at work.
                 * @example ownAgent
                 */
                preferFrom?: string;
                /** @description Of callers whose flow doesn’t say: 0 is served first, 9 last, 5 is usual. */
                rank?: number;
                record?: boolean;
                regainMs?: number;
                rejectPauseMs?: number;
                /**
                 * @description After so long a wait that level is enough; 0: the skill isn’t demanded any more.
                 * @example [
                 *       {
                 *         "afterMs": 60000,
                 *         "skill": "stroke",
                 *         "level": 1
                 *       }
                 *     ]
                 */
                relax?: {
                    afterMs: number;
                    level: number;
                    skill: string;
                }[];
                /** @description `ringSeveral`: how many phones ring at once. Left out: 10 where the priority is `emergency`, else 1. */
                ringAtOnce?: number;
                ringMs?: number;
                /**
                 * @description What an agent must have to be offered its callers; from the next caller on.
                 * @example [
                 *       {
                 *         "skill": "stroke",
                 *         "level": 3
                 *       }
                 *     ]
                 */
                skills?: {
                    level: number;
                    skill: string;
                }[];
                /**
                 * @description Whom of several idle agents it takes: who has been idle longest (so it is when left out), has talked least today, wasn’t rung for longest, masters best what is needed, comes first by weight; or several of the longest idle at once (so it is when left out for a queue whose priority is `emergency`).
                 * @enum {string}
                 */
                strategy?: "longestIdle" | "fewestCalls" | "roundRobin" | "bestSkill" | "sequential" | "ringSeveral";
                wrapUp?: {
                    /** @default 0 */
                    extendMs: number;
                    /** @default 0 */
                    mostMs: number;
                    /** @default false */
                    required: boolean;
                };
                wrapUpMs?: number;
            };
            /** @description How long a caller is kept for the agent who served the number last, while that agent is at work. Left out: not at all. */
            preferAgentMs?: number;
            /**
             * @description Attached data with the id of the agent for whom the caller is kept, for `preferAgentMs`, or else a minute, while that agent is at work.
             * @example ownAgent
             */
            preferFrom?: string;
            /**
             * @description For steps of flows that lead here and don’t say. `emergency` overtakes all who are `routine`.
             * @enum {string|null}
             */
            priority: "emergency" | "routine" | null;
            /**
             * @description A queue.
             * @example queue_appointments
             */
            queueId: string;
            /** @description Of callers whose flow doesn’t say: 0 is served first, 9 last, 5 is usual. */
            rank?: number;
            /** @description Whether its calls are recorded. Null: as the flow says, else as the site does. */
            record: boolean | null;
            /** @description For how long a caller who hung up while waiting is served as before when ringing again. Null: not at all. */
            regainMs: number | null;
            /** @description How long who rejects one of its calls is left alone. Absent: until made ready. */
            rejectPauseMs?: number;
            /**
             * @description After so long a wait that level is enough; 0: the skill isn’t demanded any more.
             * @example [
             *       {
             *         "afterMs": 60000,
             *         "skill": "stroke",
             *         "level": 1
             *       }
             *     ]
             */
            relax?: {
                afterMs: number;
                level: number;
                skill: string;
            }[];
            /** @description `ringSeveral`: how many phones ring at once. Left out: 10 where the priority is `emergency`, else 1. */
            ringAtOnce?: number;
            /** @description How long an agent’s phone rings. */
            ringMs: number;
            /** @description What figures are judged by: so many per cent of the callers are to be answered within that time; who hangs up sooner than `shortAbandonMs` is counted apart. From the next caller on. Left out: 80 % within 20 s, 5 s. */
            serviceLevel?: {
                /** @default 5000 */
                shortAbandonMs: number;
                /** @default 80 */
                targetPercent: number;
                /** @default 20000 */
                withinMs: number;
            };
            /**
             * @description The site (院区).
             * @example site_main
             */
            siteId: string;
            /**
             * @description What an agent must have to be offered its callers; from the next caller on.
             * @example [
             *       {
             *         "skill": "stroke",
             *         "level": 3
             *       }
             *     ]
             */
            skills?: {
                level: number;
                skill: string;
            }[];
            /**
             * @description Whom of several idle agents it takes: who has been idle longest (so it is when left out), has talked least today, wasn’t rung for longest, masters best what is needed, comes first by weight; or several of the longest idle at once (so it is when left out for a queue whose priority is `emergency`).
             * @enum {string}
             */
            strategy?: "longestIdle" | "fewestCalls" | "roundRobin" | "bestSkill" | "sequential" | "ringSeveral";
            /** @description Of the definition; also its `ETag`. */
            version: number;
            /** @description Null: agents may cut it short, and not draw it out. */
            wrapUp: components["schemas"]["WrapUpTerms"] | null;
            /** @description How long an agent is left alone after a call. */
            wrapUpMs: number;
        };
        QueueBoard: {
            agents: components["schemas"]["WallboardAgents"];
            /** @description Callers to be called back, and not called yet. */
            callbacksWaiting: number;
            /** @description Of these. */
            emergenciesWaiting: number;
            /** @description Null: not counted yet. */
            lastHalfHour: components["schemas"]["WallboardHalfHour"] | null;
            /**
             * Format: date-time
             * @description Since when the caller waits who waits longest.
             * @example 2026-03-02T08:15:30.250Z
             */
            longestWaitSince: string | null;
            /**
             * @description A queue.
             * @example queue_appointments
             */
            queueId: string;
            target: components["schemas"]["WallboardTarget"];
            /** @description Null: not counted yet. */
            today: components["schemas"]["WallboardDay"] | null;
            /** @description Callers whom nobody has answered, those included for whom a phone rings. */
            waiting: number;
        };
        QueueDefinition: {
            /** @description What one rank is worth in waiting; left out: a minute. A caller overtakes those who came at most so much earlier for each rank, so nobody waits for ever. */
            ageingMs?: number;
            /**
             * @description How callers are called back who wish it (step `callback` of a flow): when it is the turn of the place where the caller stood, the number is rung for `ringMs`, up to `attempts` times with `pauseMs` between them, while the promise holds (`keepMs`); then an alarm is raised. `atOnce`: how many are rung at once; `most`: how many may wait for it. Null: not at all.
             * @default null
             */
            callback: {
                /** @default 2 */
                atOnce: number;
                /** @default 3 */
                attempts: number;
                /** @default 14400000 */
                keepMs: number;
                /** @default 200 */
                most: number;
                /** @default 600000 */
                pauseMs: number;
                /** @default 30000 */
                ringMs: number;
            } | null;
            /**
             * @description Who is rung on duty while a caller waits there: `steps` in the order of `afterMs` (from coming into the queue), those of one time together, and the next as soon as all before have failed; `nobodyOn`: only while no agent is logged on for the queue, `noLicence`: only while none has the licence that the caller needs. An agent is rung logged on or not, and must hold that licence; a number is rung as it stands. Whoever answers must press 1: a voicemail hasn’t answered. After the last step and `pauseMs` the round begins again. Null: nobody.
             * @default null
             * @example {
             *       "steps": [
             *         {
             *           "afterMs": 20000,
             *           "to": {
             *             "number": "13800000001"
             *           }
             *         }
             *       ]
             *     }
             */
            duty: {
                /** @default 15000 */
                pauseMs: number;
                steps: {
                    /** @default 0 */
                    afterMs: number;
                    /** @default 25000 */
                    ringMs: number;
                    /**
                     * @example {
                     *       "number": "13800000001"
                     *     }
                     */
                    to: {
                        agentId: string;
                    } | {
                        number: string;
                    };
                    /**
                     * @default always
                     * @enum {string}
                     */
                    when: "always" | "nobodyOn" | "noLicence";
                }[];
            } | null;
            /**
             * @description How long an emergency waits there before the alarm `emergencyWaiting` is raised; 0: not at all.
             * @default 0
             */
            emergencyAlarmMs: number;
            /**
             * @description A qualification that is demanded, never relaxed; from the next caller on.
             * @example {
             *       "kind": "physician",
             *       "jurisdiction": "CN-11"
             *     }
             */
            licence?: {
                jurisdiction?: string;
                kind: string;
            };
            /**
             * @description The same for what is heard while waiting, as the switch names it.
             * @default local_stream://moh
             * @example local_stream://moh
             */
            musicStream: string;
            /**
             * @description By language.
             * @example {
             *       "zh": "预约挂号",
             *       "en": "Appointments"
             *     }
             */
            names: {
                en: string;
                zh: string;
            };
            /**
             * @description What a caller needs besides, by the value of attached data, from a flow, the HIS or `PUT …/data` while the caller waits: skills and licences on top, the rank instead. `otherwise`: for every other value, and where none is known. Emergencies are matched without it.
             * @example [
             *       {
             *         "field": "department",
             *         "values": {
             *           "cardiology": {
             *             "skills": [
             *               {
             *                 "skill": "cardiology",
             *                 "level": 3
             *               }
             *             ]
             *           }
             *         },
             *         "otherwise": {
             *           "rank": 6
             *         }
             *       }
             *     ]
             */
            needsFrom?: {
                field: string;
                otherwise?: {
                    licence?: {
                        jurisdiction?: string;
                        kind: string;
                    };
                    rank?: number;
                    skills?: {
                        level: number;
                        skill: string;
                    }[];
                };
                values: {
                    [key: string]: {
                        licence?: {
                            jurisdiction?: string;
                            kind: string;
                        };
                        rank?: number;
                        skills?: {
                            level: number;
                            skill: string;
                        }[];
                    };
                };
            }[];
            /**
             * @description Where callers go whom nobody serves in time, tried in this order: `afterMs` counts from coming into the queue, `nobodyOn` while no agent is logged on for it. To a queue: the place is kept. To a number: where nobody answers, the caller is back at the place. To a flow: the place is given up. From the next caller on.
             * @default []
             * @example [
             *       {
             *         "afterMs": 120000,
             *         "to": {
             *           "queueId": "queue_general"
             *         }
             *       }
             *     ]
             */
            overflow: {
                afterMs?: number;
                /**
                 * @example {
                 *       "queueId": "queue_general"
                 *     }
                 */
                to: {
                    queueId: string;
                } | {
                    number: string;
                } | {
                    flowId: string;
                };
                /** @enum {string} */
                when?: "nobodyOn";
            }[];
            /** @description How long a caller is kept for the agent who served the number last, while that agent is at work. Left out: not at all. */
            preferAgentMs?: number;
            /**
             * @description Attached data with the id of the agent for whom the caller is kept, for `preferAgentMs`, or else a minute, while that agent is at work.
             * @example ownAgent
             */
            preferFrom?: string;
            /**
             * @description For steps of flows that lead here and don’t say. Taken when a flow is published; flows of files are read again at once.
             * @default routine
             * @enum {string}
             */
            priority: "emergency" | "routine";
            /** @description Of callers whose flow doesn’t say: 0 is served first, 9 last, 5 is usual. */
            rank?: number;
            /**
             * @description Whether its calls are recorded. Null: as the flow says, else as the site does.
             * @default null
             */
            record: boolean | null;
            /**
             * @description For how long a caller who hung up while waiting is served as before when ringing again. Null: not at all.
             * @default null
             */
            regainMs: number | null;
            /** @description How long an agent who rejects one of its calls, at the phone or at the desk without a reason, is left alone. Absent: not ready until made ready. */
            rejectPauseMs?: number;
            /**
             * @description After so long a wait that level is enough; 0: the skill isn’t demanded any more.
             * @example [
             *       {
             *         "afterMs": 60000,
             *         "skill": "stroke",
             *         "level": 1
             *       }
             *     ]
             */
            relax?: {
                afterMs: number;
                level: number;
                skill: string;
            }[];
            /** @description `ringSeveral`: how many phones ring at once. Left out: 10 where the priority is `emergency`, else 1. */
            ringAtOnce?: number;
            /**
             * @description How long an agent’s phone rings; from the next offer on.
             * @default 20000
             */
            ringMs: number;
            /** @description What figures are judged by: so many per cent of the callers are to be answered within that time; who hangs up sooner than `shortAbandonMs` is counted apart. From the next caller on. Left out: 80 % within 20 s, 5 s. */
            serviceLevel?: {
                /** @default 5000 */
                shortAbandonMs: number;
                /** @default 80 */
                targetPercent: number;
                /** @default 20000 */
                withinMs: number;
            };
            /**
             * @description What an agent must have to be offered its callers; from the next caller on.
             * @example [
             *       {
             *         "skill": "stroke",
             *         "level": 3
             *       }
             *     ]
             */
            skills?: {
                level: number;
                skill: string;
            }[];
            /**
             * @description Whom of several idle agents it takes: who has been idle longest (so it is when left out), has talked least today, wasn’t rung for longest, masters best what is needed, comes first by weight; or several of the longest idle at once (so it is when left out for a queue whose priority is `emergency`).
             * @enum {string}
             */
            strategy?: "longestIdle" | "fewestCalls" | "roundRobin" | "bestSkill" | "sequential" | "ringSeveral";
            /** @description Without it agents may cut it short, and not draw it out. */
            wrapUp?: {
                /**
                 * @description By how much an agent draws it out each time; 0: not at all.
                 * @default 0
                 */
                extendMs: number;
                /**
                 * @description How long it lasts at most, from its beginning.
                 * @default 0
                 */
                mostMs: number;
                /**
                 * @description Agents can’t cut it short; a supervisor can.
                 * @default false
                 */
                required: boolean;
            };
            /**
             * @description How long an agent is left alone after a call; from the next end of a talk on.
             * @default 15000
             */
            wrapUpMs: number;
        };
        QueueFigures: {
            agentsLoggedOn: number;
            agentsReady: number;
            /** @description Callers who were promised it and not reached, until somebody has seen to them. */
            callbacksFailed: number;
            /** @description Callers who are to be called back, those in a pause too. */
            callbacksWaiting: number;
            /**
             * Format: date-time
             * @description When the caller who has waited longest was queued.
             * @example 2026-03-02T08:15:30.250Z
             */
            longestWaitSince: string | null;
            /**
             * Format: date-time
             * @description When the one among them began to wait who has waited longest.
             * @example 2026-03-02T08:15:30.250Z
             */
            oldestCallbackSince: string | null;
            /** @description Callers waiting. */
            waiting: number;
        };
        QueueFiguresPage: {
            items: components["schemas"]["QueueIntervalFigures"][];
            /** @description Give it as `cursor` for the next page; null on the last. */
            nextCursor: string | null;
        };
        QueueInSnapshot: {
            /** @description What one rank is worth in waiting; left out: a minute. A caller overtakes those who came at most so much earlier for each rank, so nobody waits for ever. */
            ageingMs?: number;
            /** @description Who serves it now. */
            agentIds: string[];
            /** @description How callers are called back who wish it (step `callback` of a flow): when it is the turn of the place where the caller stood, the number is rung for `ringMs`, up to `attempts` times with `pauseMs` between them, while the promise holds (`keepMs`); then an alarm is raised. `atOnce`: how many are rung at once; `most`: how many may wait for it. Null: not at all. */
            callback: {
                /** @default 2 */
                atOnce: number;
                /** @default 3 */
                attempts: number;
                /** @default 14400000 */
                keepMs: number;
                /** @default 200 */
                most: number;
                /** @default 600000 */
                pauseMs: number;
                /** @default 30000 */
                ringMs: number;
            } | null;
            /** @description Who is rung on duty while a caller waits there: `steps` in the order of `afterMs` (from coming into the queue), those of one time together, and the next as soon as all before have failed; `nobodyOn`: only while no agent is logged on for the queue, `noLicence`: only while none has the licence that the caller needs. An agent is rung logged on or not, and must hold that licence; a number is rung as it stands. Whoever answers must press 1: a voicemail hasn’t answered. After the last step and `pauseMs` the round begins again. Null: nobody. */
            duty: {
                /** @default 15000 */
                pauseMs: number;
                steps: {
                    /** @default 0 */
                    afterMs: number;
                    /** @default 25000 */
                    ringMs: number;
                    /**
                     * @example {
                     *       "number": "13800000001"
                     *     }
                     */
                    to: {
                        agentId: string;
                    } | {
                        number: string;
                    };
                    /**
                     * @default always
                     * @enum {string}
                     */
                    when: "always" | "nobodyOn" | "noLicence";
                }[];
            } | null;
            /** @description How long an emergency waits there before the alarm `emergencyWaiting` is raised; 0: not at all. */
            emergencyAlarmMs: number;
            /**
             * @description A qualification that is demanded, never relaxed; from the next caller on.
             * @example {
             *       "kind": "physician",
             *       "jurisdiction": "CN-11"
             *     }
             */
            licence?: {
                jurisdiction?: string;
                kind: string;
            };
            /**
             * @description The same for what is heard while waiting.
             * @example local_stream://moh
             */
            musicStream: string | null;
            /**
             * @description By language.
             * @example {
             *       "zh": "预约挂号",
             *       "en": "Appointments"
             *     }
             */
            names: {
                [key: string]: string;
            };
            /**
             * @description What a caller needs besides, by the value of attached data, from a flow, the HIS or `PUT …/data` while the caller waits: skills and licences on top, the rank instead. `otherwise`: for every other value, and where none is known. Emergencies are matched without it.
             * @example [
             *       {
             *         "field": "department",
             *         "values": {
             *           "cardiology": {
             *             "skills": [
             *               {
             *                 "skill": "cardiology",
             *                 "level": 3
             *               }
             *             ]
             *           }
             *         },
             *         "otherwise": {
             *           "rank": 6
             *         }
             *       }
             *     ]
             */
            needsFrom?: {
                field: string;
                otherwise?: {
                    licence?: {
                        jurisdiction?: string;
                        kind: string;
                    };
                    rank?: number;
                    skills?: {
                        level: number;
                        skill: string;
                    }[];
                };
                values: {
                    [key: string]: {
                        licence?: {
                            jurisdiction?: string;
                            kind: string;
                        };
                        rank?: number;
                        skills?: {
                            level: number;
                            skill: string;
                        }[];
                    };
                };
            }[];
            /** @description Where callers go whom nobody serves in time, tried in this order. To a queue: the place is kept. To a number: where nobody answers, the caller is back at the place. To a flow: the place is given up. */
            overflow: {
                afterMs?: number;
                /**
                 * @example {
                 *       "queueId": "queue_general"
                 *     }
                 */
                to: {
                    queueId: string;
                } | {
                    number: string;
                } | {
                    flowId: string;
                };
                /** @enum {string} */
                when?: "nobodyOn";
            }[];
            /** @description Settings that plans that are on make otherwise. Absent: none. */
            planned?: {
                /** @description What one rank is worth in waiting; left out: a minute. A caller overtakes those who came at most so much earlier for each rank, so nobody waits for ever. */
                ageingMs?: number;
                /** @description In the place of what the flow says to those who wait; without texts, prompts only. */
                announcements?: {
                    /** @default 30000 */
                    everyMs: number;
                    expectedWait?: boolean;
                    /** @default false */
                    position: boolean;
                    /** @default [] */
                    prompts: string[];
                };
                callback?: {
                    /** @default 2 */
                    atOnce: number;
                    /** @default 3 */
                    attempts: number;
                    /** @default 14400000 */
                    keepMs: number;
                    /** @default 200 */
                    most: number;
                    /** @default 600000 */
                    pauseMs: number;
                    /** @default 30000 */
                    ringMs: number;
                };
                duty?: {
                    /** @default 15000 */
                    pauseMs: number;
                    steps: {
                        /** @default 0 */
                        afterMs: number;
                        /** @default 25000 */
                        ringMs: number;
                        /**
                         * @example {
                         *       "number": "13800000001"
                         *     }
                         */
                        to: {
                            agentId: string;
                        } | {
                            number: string;
                        };
                        /**
                         * @default always
                         * @enum {string}
                         */
                        when: "always" | "nobodyOn" | "noLicence";
                    }[];
                };
                emergencyAlarmMs?: number;
                /**
                 * @description A qualification that is demanded, never relaxed; from the next caller on.
                 * @example {
                 *       "kind": "physician",
                 *       "jurisdiction": "CN-11"
                 *     }
                 */
                licence?: {
                    jurisdiction?: string;
                    kind: string;
                };
                /**
                 * @description What a caller needs besides, by the value of attached data, from a flow, the HIS or `PUT …/data` while the caller waits: skills and licences on top, the rank instead. `otherwise`: for every other value, and where none is known. Emergencies are matched without it.
                 * @example [
                 *       {
                 *         "field": "department",
                 *         "values": {
                 *           "cardiology": {
                 *             "skills": [
                 *               {
                 *                 "skill": "cardiology",
                 *                 "level": 3
                 *               }
                 *             ]
                 *           }
                 *         },
                 *         "otherwise": {
                 *           "rank": 6
                 *         }
                 *       }
                 *     ]
                 */
                needsFrom?: {
                    field: string;
                    otherwise?: {
                        licence?: {
                            jurisdiction?: string;
                            kind: string;
                        };
                        rank?: number;
                        skills?: {
                            level: number;
                            skill: string;
                        }[];
                    };
                    values: {
                        [key: string]: {
                            licence?: {
                                jurisdiction?: string;
                                kind: string;
                            };
                            rank?: number;
                            skills?: {
                                level: number;
                                skill: string;
                            }[];
                        };
                    };
                }[];
                overflow?: {
                    afterMs?: number;
                    /**
                     * @example {
                     *       "queueId": "queue_general"
                     *     }
                     */
                    to: {
                        queueId: string;
                    } | {
                        number: string;
                    } | {
                        flowId: string;
                    };
                    /** @enum {string} */
                    when?: "nobodyOn";
                }[];
                /** @description How long a caller is kept for the agent who served the number last, while that agent is at work. Left out: not at all. */
                preferAgentMs?: number;
                /**
                 * @description Attached data with the id of the agent for whom the caller is kept, for `preferAgentMs`, or else a minute, while that agent is at work.
                 * @example ownAgent
                 */
                preferFrom?: string;
                /** @description Of callers whose flow doesn’t say: 0 is served first, 9 last, 5 is usual. */
                rank?: number;
                record?: boolean;
                regainMs?: number;
                rejectPauseMs?: number;
                /**
                 * @description After so long a wait that level is enough; 0: the skill isn’t demanded any more.
                 * @example [
                 *       {
                 *         "afterMs": 60000,
                 *         "skill": "stroke",
                 *         "level": 1
                 *       }
                 *     ]
                 */
                relax?: {
                    afterMs: number;
                    level: number;
                    skill: string;
                }[];
                /** @description `ringSeveral`: how many phones ring at once. Left out: 10 where the priority is `emergency`, else 1. */
                ringAtOnce?: number;
                ringMs?: number;
                /**
                 * @description What an agent must have to be offered its callers; from the next caller on.
                 * @example [
                 *       {
                 *         "skill": "stroke",
                 *         "level": 3
                 *       }
                 *     ]
                 */
                skills?: {
                    level: number;
                    skill: string;
                }[];
                /**
                 * @description Whom of several idle agents it takes: who has been idle longest (so it is when left out), has talked least today, wasn’t rung for longest, masters best what is needed, comes first by weight; or several of the longest idle at once (so it is when left out for a queue whose priority is `emergency`).
                 * @enum {string}
                 */
                strategy?: "longestIdle" | "fewestCalls" | "roundRobin" | "bestSkill" | "sequential" | "ringSeveral";
                wrapUp?: {
                    /** @default 0 */
                    extendMs: number;
                    /** @default 0 */
                    mostMs: number;
                    /** @default false */
                    required: boolean;
                };
                wrapUpMs?: number;
            };
            /** @description How long a caller is kept for the agent who served the number last, while that agent is at work. Left out: not at all. */
            preferAgentMs?: number;
            /**
             * @description Attached data with the id of the agent for whom the caller is kept, for `preferAgentMs`, or else a minute, while that agent is at work.
             * @example ownAgent
             */
            preferFrom?: string;
            /**
             * @description For steps of flows that lead here and don’t say. `emergency` overtakes all who are `routine`.
             * @enum {string|null}
             */
            priority: "emergency" | "routine" | null;
            /**
             * @description A queue.
             * @example queue_appointments
             */
            queueId: string;
            /** @description Of callers whose flow doesn’t say: 0 is served first, 9 last, 5 is usual. */
            rank?: number;
            /** @description Whether its calls are recorded. Null: as the flow says, else as the site does. */
            record: boolean | null;
            /** @description For how long a caller who hung up while waiting is served as before when ringing again. Null: not at all. */
            regainMs: number | null;
            /** @description How long who rejects one of its calls is left alone. Absent: until made ready. */
            rejectPauseMs?: number;
            /**
             * @description After so long a wait that level is enough; 0: the skill isn’t demanded any more.
             * @example [
             *       {
             *         "afterMs": 60000,
             *         "skill": "stroke",
             *         "level": 1
             *       }
             *     ]
             */
            relax?: {
                afterMs: number;
                level: number;
                skill: string;
            }[];
            /** @description `ringSeveral`: how many phones ring at once. Left out: 10 where the priority is `emergency`, else 1. */
            ringAtOnce?: number;
            /** @description How long an agent’s phone rings. */
            ringMs: number;
            /** @description What figures are judged by: so many per cent of the callers are to be answered within that time; who hangs up sooner than `shortAbandonMs` is counted apart. From the next caller on. Left out: 80 % within 20 s, 5 s. */
            serviceLevel?: {
                /** @default 5000 */
                shortAbandonMs: number;
                /** @default 80 */
                targetPercent: number;
                /** @default 20000 */
                withinMs: number;
            };
            /**
             * @description The site (院区).
             * @example site_main
             */
            siteId: string;
            /**
             * @description What an agent must have to be offered its callers; from the next caller on.
             * @example [
             *       {
             *         "skill": "stroke",
             *         "level": 3
             *       }
             *     ]
             */
            skills?: {
                level: number;
                skill: string;
            }[];
            /**
             * @description Whom of several idle agents it takes: who has been idle longest (so it is when left out), has talked least today, wasn’t rung for longest, masters best what is needed, comes first by weight; or several of the longest idle at once (so it is when left out for a queue whose priority is `emergency`).
             * @enum {string}
             */
            strategy?: "longestIdle" | "fewestCalls" | "roundRobin" | "bestSkill" | "sequential" | "ringSeveral";
            /** @description Of the definition; also its `ETag`. */
            version: number;
            /** @description Null: agents may cut it short, and not draw it out. */
            wrapUp: components["schemas"]["WrapUpTerms"] | null;
            /** @description How long an agent is left alone after a call. */
            wrapUpMs: number;
        };
        QueueIntervalFigures: {
            /** @description Who hung up while they waited, without those of `shortAbandoned`. */
            abandoned: number;
            /** @description `abandoned` of all outcomes but `shortAbandoned`. Between 0 and 1; null: of nothing. */
            abandonRate: number | null;
            /** @description The same of `abandoned`. In milliseconds. */
            abandonWaitMs: number;
            /** @description Connected to an agent. Whose talk breaks, and who waits again, was answered. */
            answered: number;
            /** @description Of these, those who had waited no longer than the queue’s `serviceLevel.withinMs`. */
            answeredInTime: number;
            /** @description `answered` of all outcomes but `shortAbandoned`. Between 0 and 1; null: of nothing. */
            answerRate: number | null;
            /** @description How long those answered had waited in this queue, together. In milliseconds. */
            answerWaitMs: number;
            /** @description Callers who came into the queue in this interval; who comes again, or overflows here, comes anew. All that follows is about these callers, whenever it happened. */
            arrived: number;
            /** @description `abandonWaitMs` by `abandoned`. In milliseconds; null: of none. */
            averageAbandonMs: number | null;
            /** @description Average speed of answer: `answerWaitMs` by `answered`. In milliseconds; null: of none. */
            averageAnswerMs: number | null;
            /** @description Average handling time: `talkMs` and `wrapUpMs` by `talks`. In milliseconds; null: of none. */
            averageHandlingMs: number | null;
            /** @description `talkMs` by `talks`. In milliseconds; null: of none. */
            averageTalkMs: number | null;
            /** @description `wrapUpMs` by `talks`. In milliseconds; null: of none. */
            averageWrapUpMs: number | null;
            /** @description Of these, those whose caller was reached, and talked with an agent. */
            callbacksAnswered: number;
            /** @description Of these, those that came to nothing, or whose caller waited again instead. */
            callbacksFailed: number;
            /** @description Callbacks promised in this interval. Who is called back is not counted as an arrival once more. */
            callbacksPromised: number;
            emergency: components["schemas"]["EmergencyFigures"];
            /** @description Whose call was cleared or lost, or ended otherwise while they waited. */
            endedOtherwise: number;
            /** @description Whom the switch’s fallback group got. */
            fellBack: number;
            /**
             * Format: date-time
             * @description When the interval begins.
             * @example 2026-03-02T08:15:30.250Z
             */
            from: string;
            /** @description Who left by a key, those included who chose to be called back. */
            left: number;
            /** @description The longest wait that is over, whatever it came to. In milliseconds. */
            longestWaitMs: number;
            /** @description Who went to another queue, a flow or a number by the queue’s rules, or were answered on duty: nobody of the queue served them. */
            overflowed: number;
            /** @description Of these, those who came from another queue by its overflow rules. */
            overflowedIn: number;
            /**
             * @description A queue.
             * @example queue_appointments
             */
            queueId: string;
            /** @description How often a talk broke because the agent’s phone vanished, and the caller waited again. */
            requeued: number;
            /** @description `answeredInTime` of `answered` and `unserved`. Between 0 and 1; null: of nothing. */
            serviceLevel: number | null;
            /** @description Who hung up sooner than `serviceLevel.shortAbandonMs`. In no rate. */
            shortAbandoned: number;
            /** @description How long they were, together. In milliseconds. */
            talkMs: number;
            /** @description Talks with agents that are over, callbacks’ and later ones of the same caller included. */
            talks: number;
            /** @description Whose longest wait, as the flow sets it, was over. */
            timedOut: number;
            /**
             * Format: date-time
             * @description When it is over.
             * @example 2026-03-02T08:15:30.250Z
             */
            to: string;
            /** @description Who count against the service level: all who were not answered, but for `shortAbandoned`, and for those of `abandoned` and `left` who went within the time. */
            unserved: number;
            /** @description Who wait still: `arrived` less all outcomes. */
            waiting: number;
            /** @description How long agents wrapped up after them, as far as that is over. In milliseconds. */
            wrapUpMs: number;
        };
        QueuePage: {
            items: components["schemas"]["Queue"][];
            /** @description Give it as `cursor` for the next page; null on the last. */
            nextCursor: string | null;
        };
        Ready: {
            checks: {
                database: {
                    /** @description What is wrong. */
                    detail?: string;
                    ok: boolean;
                };
                owner?: {
                    /** @description What is wrong. */
                    detail?: string;
                    ok: boolean;
                };
                redis: {
                    /** @description What is wrong. */
                    detail?: string;
                    ok: boolean;
                };
                switch?: {
                    /** @description What is wrong. */
                    detail?: string;
                    ok: boolean;
                };
            };
            /** @enum {string} */
            status: "ready";
        };
        Recording: {
            /**
             * @description The last agent recorded.
             * @example agent_li-na
             */
            agentId: string | null;
            /**
             * @description A call. Ids sort by the moment at which they were made.
             * @example call_01JD8Z4Q6W3V5T7R9P0N2M4K6H
             */
            callId: string;
            /** @description Milliseconds: talked and not (yet) sealed. */
            gapMs: number;
            /** @description Milliseconds: what was masked on request. */
            maskedMs: number;
            /**
             * @description `voicemail`: it holds a message that a caller has left; `talk`: all others.
             * @enum {string}
             */
            purpose: "talk" | "voicemail";
            /**
             * @description A queue.
             * @example queue_appointments
             */
            queueId: string | null;
            /**
             * @description A call’s recording; behind `rec_` stands what stands behind the call’s `call_`.
             * @example rec_01JD8Z4Q6W3V5T7R9P0N2M4K6H
             */
            recordingId: string;
            /** @description Milliseconds: what is sealed of it. */
            sealedMs: number;
            segments: components["schemas"]["RecordingSegment"][];
            /**
             * @description The site (院区).
             * @example site_main
             */
            siteId: string;
            /**
             * Format: date-time
             * @description RFC 3339, UTC, milliseconds.
             * @example 2026-03-02T08:15:30.250Z
             */
            startedAt: string;
            /**
             * @description `recording`: the call lives, and is recorded or may be; `sealing`: the call has ended, not all of it is stored yet; `complete`: all of it is stored; nothing of it changes any more
             * @enum {string}
             */
            state: "recording" | "sealing" | "complete";
            takes: components["schemas"]["RecordingTake"][];
            /** @description Milliseconds: the two talked while a recording was due. */
            talkedMs: number;
        };
        RecordingPage: {
            items: components["schemas"]["Recording"][];
            /** @description Give it as `cursor` for the next page; null on the last. */
            nextCursor: string | null;
        };
        /** @description One sealed object under a key of its own. */
        RecordingSegment: {
            /** @description Of the sealed object. */
            byteLength: number;
            /** @description Where the sealed object is in the store. */
            objectKey: string;
            /** @description Of each channel, 8,000 a second. */
            samples: number;
            segment: number;
            /** @description Of the sealed object. */
            sha256: string;
            /**
             * Format: date-time
             * @description RFC 3339, UTC, milliseconds.
             * @example 2026-03-02T08:15:30.250Z
             */
            startedAt: string;
            take: number;
            /** @description Its recorder died; the take goes on in the next segment. */
            truncated: boolean;
        };
        /** @description What the switch wrote in one go. */
        RecordingTake: {
            /**
             * Format: date-time
             * @description RFC 3339, UTC, milliseconds.
             * @example 2026-03-02T08:15:30.250Z
             */
            endedAt: string | null;
            /** @enum {string|null} */
            endedWhy: "unbridged" | "messageOver" | "callEnded" | "codecChanged" | "stopped" | "stalled" | "refused" | "lost" | null;
            /** @description Milliseconds: `wallMs` without `sealedMs`: what is missing. */
            gapMs: number | null;
            /** @description Where silence stands for what was said. */
            masks: {
                /**
                 * Format: date-time
                 * @description RFC 3339, UTC, milliseconds.
                 * @example 2026-03-02T08:15:30.250Z
                 */
                since: string;
                /**
                 * Format: date-time
                 * @description RFC 3339, UTC, milliseconds.
                 * @example 2026-03-02T08:15:30.250Z
                 */
                until: string | null;
            }[];
            /**
             * @description The switch node that wrote it.
             * @example node_a
             */
            nodeId: string;
            /** @description Of each channel; null until all of it is stored. */
            samples: number | null;
            /** @description Milliseconds: what its sealed samples last. */
            sealedMs: number | null;
            /**
             * Format: date-time
             * @description RFC 3339, UTC, milliseconds.
             * @example 2026-03-02T08:15:30.250Z
             */
            startedAt: string;
            /** @description Counted from 0. */
            take: number;
            /** @description Milliseconds: from its beginning to its end, by the clock. */
            wallMs: number | null;
            /**
             * @description Why it was begun.
             * @enum {string}
             */
            why: "connected" | "voicemail" | "codecChanged" | "stopped" | "stalled" | "refused" | "reconnected" | "found";
        };
        Rejection: {
            /**
             * @description Not ready with this reason from now on; without it, as the queue says.
             * @enum {string}
             */
            reasonCode?: "break" | "meal" | "meeting" | "training" | "paperwork" | "other";
        };
        SecretRotated: {
            /**
             * Format: date-time
             * @description RFC 3339, UTC, milliseconds.
             * @example 2026-03-02T08:15:30.250Z
             */
            oldValidUntil: string;
            /**
             * @description Signs what is sent (Standard Webhooks). It is shown this once.
             * @example whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD
             */
            secret: string;
            /**
             * @description A webhook.
             * @example webhook_01JD8Z4Q6W3V5T7R9P0N2M4K6H
             */
            webhookId: string;
        };
        SecretRotation: {
            /**
             * @description For so long the secrets before sign as well.
             * @default 86400000
             */
            oldValidForMs: number;
        };
        ShiftLog: {
            /**
             * @description An agent.
             * @example agent_li-na
             */
            agentId: string;
            days: components["schemas"]["AgentDay"][];
        };
        Snapshot: {
            agents: components["schemas"]["Agent"][];
            /** @description Those that have not ended. */
            calls: components["schemas"]["Call"][];
            /**
             * @description Everything up to this event is in here, and nothing after it: go on with `after=CURSOR`.
             * @example site_main-4711
             */
            cursor: string;
            queues: components["schemas"]["QueueInSnapshot"][];
            /**
             * @description The site (院区).
             * @example site_main
             */
            siteId: string;
        };
        Ticket: {
            /**
             * Format: date-time
             * @description RFC 3339, UTC, milliseconds.
             * @example 2026-03-02T08:15:30.250Z
             */
            expiresAt: string;
            /** @description Lets one reader in, once. */
            ticket: string;
        };
        Unmask: {
            /** @description Names of attached data, or of callingNumber, calledNumber, callerName. */
            names: string[];
            /**
             * @description Who reads it; for keys that stand for nobody.
             * @example zhao
             */
            person?: string;
            /**
             * @description Why. It is kept sealed.
             * @example appointment by telephone
             */
            reason: string;
        };
        Unmasked: {
            /**
             * @description A call. Ids sort by the moment at which they were made.
             * @example call_01JD8Z4Q6W3V5T7R9P0N2M4K6H
             */
            callId: string;
            /** @description In full, by name; null: there is none. */
            values: {
                [key: string]: string | number | boolean | null;
            };
        };
        WaitAgents: {
            /** @description Of these, with all that is needed. */
            able: number;
            /** @description To the queue. */
            assigned: number;
            /** @description How many have this reason; one agent may have several. */
            byReason: {
                busy?: number;
                callNotInLine?: number;
                keptForPreferred?: number;
                licenceExpired?: number;
                licenceMissing?: number;
                licenceNotYetValid?: number;
                licenceOtherJurisdiction?: number;
                licenceSuspended?: number;
                missingSkill?: number;
                notLoggedOn?: number;
                notOnThisQueue?: number;
                notReady?: number;
                offeredElsewhere?: number;
                phoneGone?: number;
                ringing?: number;
                switchOutOfReach?: number;
                wrapUp?: number;
            };
            /** @description Of these, logged on for it. */
            on: number;
        };
        /** @description `nobodyOn`: nobody is logged on for the queue. `noLicensedAgent`, `noSkilledAgent`: nobody who is has, today, what is needed. `allOccupied`: those who would do are in calls or wrap-up, or not ready. `nextRelaxation`: less of the skill is enough from then on. `noReachableNode`: no switch can call the caller back. */
        WaitReason: {
            /** @enum {string} */
            reason: "nobodyOn";
        } | {
            licences: {
                jurisdiction?: string;
                /** @example physician */
                kind: string;
            }[];
            /** @enum {string} */
            reason: "noLicensedAgent";
        } | {
            /** @enum {string} */
            reason: "noSkilledAgent";
            skills: {
                level: number;
                /** @example stroke */
                skill: string;
            }[];
        } | {
            able: number;
            /** @enum {string} */
            reason: "allOccupied";
        } | {
            /**
             * @description An agent.
             * @example agent_li-na
             */
            agentId: string;
            /** @enum {string} */
            reason: "waitingForPreferredAgent";
            /**
             * Format: date-time
             * @description RFC 3339, UTC, milliseconds.
             * @example 2026-03-02T08:15:30.250Z
             */
            until: string;
        } | {
            ahead: number;
            /** @enum {string} */
            reason: "aheadOfIt";
        } | {
            /**
             * Format: date-time
             * @description RFC 3339, UTC, milliseconds.
             * @example 2026-03-02T08:15:30.250Z
             */
            at: string;
            level: number;
            /** @enum {string} */
            reason: "nextRelaxation";
            /** @example stroke */
            skill: string;
        } | {
            agentIds: string[];
            /** @enum {string} */
            reason: "ringing";
            /**
             * Format: date-time
             * @description RFC 3339, UTC, milliseconds.
             * @example 2026-03-02T08:15:30.250Z
             */
            until: string;
        } | {
            /**
             * @description An agent.
             * @example agent_li-na
             */
            agentId: string;
            /** @enum {string} */
            reason: "connecting";
        } | {
            /** @enum {string} */
            reason: "ringingElsewhere";
            /**
             * Format: date-time
             * @description RFC 3339, UTC, milliseconds.
             * @example 2026-03-02T08:15:30.250Z
             */
            until: string;
        } | {
            /**
             * Format: date-time
             * @description RFC 3339, UTC, milliseconds.
             * @example 2026-03-02T08:15:30.250Z
             */
            notBeforeAt: string | null;
            /** @enum {string} */
            reason: "toBeCalledBack";
            /**
             * Format: date-time
             * @description RFC 3339, UTC, milliseconds.
             * @example 2026-03-02T08:15:30.250Z
             */
            until: string;
        } | {
            /** @enum {string} */
            reason: "beingCalledBack";
            /**
             * Format: date-time
             * @description RFC 3339, UTC, milliseconds.
             * @example 2026-03-02T08:15:30.250Z
             */
            until: string;
        } | {
            /**
             * @description A switch, as the configuration names it.
             * @example node_a
             */
            nodeId: string;
            /** @enum {string} */
            reason: "switchOutOfReach";
        } | {
            /** @enum {string} */
            reason: "noReachableNode";
        } | {
            /** @enum {string} */
            reason: "queueGone";
        };
        Wallboard: {
            /**
             * Format: date-time
             * @description RFC 3339, UTC, milliseconds.
             * @example 2026-03-02T08:15:30.250Z
             */
            at: string;
            queues: components["schemas"]["QueueBoard"][];
        };
        /** @description Agents logged on for the queue. Who serves several is counted in each. */
        WallboardAgents: {
            loggedOn: number;
            notReady: number;
            ready: number;
            ringing: number;
            /** @description With a call, of whatever queue. */
            talking: number;
            wrapUp: number;
        };
        /** @description Of those who came since the site’s day began. */
        WallboardDay: {
            abandoned: number;
            answered: number;
            arrived: number;
            /** @description Average speed of answer: `answerWaitMs` by `answered`. In milliseconds; null: of none. */
            averageAnswerMs: number | null;
            longestWaitMs: number;
            /** @description `answeredInTime` of `answered` and `unserved`. Between 0 and 1; null: of nothing. */
            serviceLevel: number | null;
            shortAbandoned: number;
        };
        /** @description Of what was decided in the last 30 minutes, to the minute, whenever the callers came. */
        WallboardHalfHour: {
            abandoned: number;
            answered: number;
            /** @description `answeredInTime` of `answered` and `unserved`. Between 0 and 1; null: of nothing. */
            serviceLevel: number | null;
        };
        /** @description The queue’s `serviceLevel`. */
        WallboardTarget: {
            percent: number;
            withinMs: number;
        };
        Webhook: {
            /**
             * Format: date-time
             * @description RFC 3339, UTC, milliseconds.
             * @example 2026-03-02T08:15:30.250Z
             */
            createdAt: string;
            description: string;
            /**
             * @description `gone`: it answered 410.
             * @enum {string|null}
             */
            disabledWhy: "gone" | "asked" | null;
            /** @description Only events of these queues, and of the calls (with their recordings) that were queued last in one of them, from then on; null: all. */
            queueIds: string[] | null;
            /**
             * @description The site (院区).
             * @example site_main
             */
            siteId: string;
            /** @description How far it is behind. */
            standing: components["schemas"]["WebhookStanding"] | null;
            /** @enum {string} */
            state: "enabled" | "disabled";
            /**
             * Format: date-time
             * @description RFC 3339, UTC, milliseconds.
             * @example 2026-03-02T08:15:30.250Z
             */
            stateSince: string;
            /** @description Only these types of events; null: all. */
            types: string[] | null;
            /**
             * @description https, or http inside the hospital; the host must be on the list `webhooks.allow`.
             * @example https://his.hospital.example/cti-events
             */
            url: string;
            /** @description Also its `ETag`. */
            version: number;
            /**
             * @description A webhook.
             * @example webhook_01JD8Z4Q6W3V5T7R9P0N2M4K6H
             */
            webhookId: string;
        };
        WebhookCreated: {
            /**
             * @description Signs what is sent (Standard Webhooks). It is shown this once.
             * @example whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD
             */
            secret: string;
            webhook: components["schemas"]["Webhook"];
        };
        WebhookDelivery: {
            delivered: boolean;
            durationMs: number;
            /** @description Null for a test event. */
            eventId: string | null;
            /**
             * @description Why it failed. New kinds may be added.
             * @enum {string|null}
             */
            failure: "redirected" | "clientError" | "serverError" | "timedOut" | "unreachable" | "tlsFailed" | "targetRefused" | "nameUnknown" | "notHttp" | "secretLost" | "gone" | null;
            /** @description What the receiver answered, if it did. */
            status: number | null;
        };
        WebhookPage: {
            items: components["schemas"]["Webhook"][];
            /** @description Give it as `cursor` for the next page; null on the last. */
            nextCursor: string | null;
        };
        WebhookReplay: {
            /**
             * @description Everything after this event is sent again, at most 100000 positions back.
             * @example site_main-4711
             */
            afterEventId: string;
        };
        WebhookReplayed: {
            /** @description Calls, agents, … whose events are being sent again. */
            subjects: number;
            /**
             * @description A webhook.
             * @example webhook_01JD8Z4Q6W3V5T7R9P0N2M4K6H
             */
            webhookId: string;
        };
        WebhookStanding: {
            /**
             * Format: date-time
             * @description None of these events is older; null: nothing waits.
             * @example 2026-03-02T08:15:30.250Z
             */
            behindSince: string | null;
            /** @description Events given up and not replayed since. */
            deadLetters: number;
            /** @description Calls, agents, … with events that are not delivered yet. */
            waiting: number;
        };
        WebhookTerms: {
            /**
             * @description For people.
             * @default
             */
            description: string;
            /**
             * @description Only events of these queues, and of the calls (with their recordings) that were queued last in one of them, from then on; null: all.
             * @default null
             */
            queueIds: string[] | null;
            /**
             * @description Only these types of events; null: all.
             * @default null
             */
            types: ("cti.agent.busy.v1" | "cti.agent.change-pending.v1" | "cti.agent.defined.v1" | "cti.agent.licences-changed.v1" | "cti.agent.logged-off.v1" | "cti.agent.logged-on.v1" | "cti.agent.not-ready.v1" | "cti.agent.queues-chosen.v1" | "cti.agent.ready.v1" | "cti.agent.removed.v1" | "cti.agent.reserved.v1" | "cti.agent.wrap-up-extended.v1" | "cti.agent.wrap-up.v1" | "cti.call.accepted.v1" | "cti.call.after-talk-began.v1" | "cti.call.alerting.v1" | "cti.call.announced.v1" | "cti.call.answered.v1" | "cti.call.back-asked.v1" | "cti.call.back-awaited.v1" | "cti.call.back-confirmed.v1" | "cti.call.back-dialled.v1" | "cti.call.back-failed.v1" | "cti.call.back-given-up.v1" | "cti.call.back-offered.v1" | "cti.call.branch-taken.v1" | "cti.call.bridging.v1" | "cti.call.broadcast-heard.v1" | "cti.call.confirmation-given.v1" | "cti.call.confirmation-refused.v1" | "cti.call.connected.v1" | "cti.call.consent-given.v1" | "cti.call.consent-refused.v1" | "cti.call.data-set.v1" | "cti.call.digits-taken.v1" | "cti.call.drill-prompted.v1" | "cti.call.duty-asked.v1" | "cti.call.duty-began.v1" | "cti.call.duty-confirmed.v1" | "cti.call.duty-failed.v1" | "cti.call.duty-looked.v1" | "cti.call.duty-passed.v1" | "cti.call.duty-rung.v1" | "cti.call.duty-withdrawn.v1" | "cti.call.emergency-raised.v1" | "cti.call.emergency-unanswered.v1" | "cti.call.ended.v1" | "cti.call.ending.v1" | "cti.call.errand-failed.v1" | "cti.call.failure-told.v1" | "cti.call.fell-back.v1" | "cti.call.hand-on-answered.v1" | "cti.call.hand-on-began.v1" | "cti.call.hand-on-ended.v1" | "cti.call.handed-on.v1" | "cti.call.hours-looked.v1" | "cti.call.left-queue.v1" | "cti.call.leg-doubted.v1" | "cti.call.leg-ended.v1" | "cti.call.looked-up.v1" | "cti.call.menu-chosen.v1" | "cti.call.menu-missed.v1" | "cti.call.needs-changed.v1" | "cti.call.needs-relaxed.v1" | "cti.call.offer-answered.v1" | "cti.call.offer-ended.v1" | "cti.call.offered.v1" | "cti.call.overflow-passed.v1" | "cti.call.overflowed.v1" | "cti.call.party-answered.v1" | "cti.call.party-bridged.v1" | "cti.call.party-bridging.v1" | "cti.call.party-called.v1" | "cti.call.placed.v1" | "cti.call.profile-chosen.v1" | "cti.call.queued.v1" | "cti.call.recorded.v1" | "cti.call.rejoined.v1" | "cti.call.requeued.v1" | "cti.call.returned.v1" | "cti.call.silence-noticed.v1" | "cti.call.step-entered.v1" | "cti.call.steps-answered.v1" | "cti.call.survey-answered.v1" | "cti.call.turned-away.v1" | "cti.call.voicemail-began.v1" | "cti.call.voicemail-left.v1" | "cti.call.voicemail-resumed.v1" | "cti.call.waited-too-long.v1" | "cti.queue.defined.v1" | "cti.queue.removed.v1" | "cti.recording.closed.v1" | "cti.recording.completed.v1" | "cti.recording.mask-requested.v1" | "cti.recording.masked.v1" | "cti.recording.segment-stored.v1" | "cti.recording.take-accounted.v1" | "cti.recording.take-ended.v1" | "cti.recording.take-ordered.v1" | "cti.recording.take-started.v1" | "cti.recording.unmasked.v1" | "cti.site.alarm-cleared.v1" | "cti.site.alarm-raised.v1" | "cti.site.broadcast-made.v1" | "cti.site.callback-settled.v1" | "cti.site.drill-begun.v1" | "cti.site.drill-ended.v1" | "cti.site.load-changed.v1" | "cti.site.phone-found.v1" | "cti.site.phone-gone.v1" | "cti.site.plan-switched-off.v1" | "cti.site.plan-switched-on.v1" | "cti.site.switch-connected.v1" | "cti.site.switch-drain-begun.v1" | "cti.site.switch-drain-resumed.v1" | "cti.site.switch-drain-suspended.v1" | "cti.site.switch-given-up.v1" | "cti.site.switch-health-changed.v1" | "cti.site.switch-lost.v1" | "cti.site.switch-readmitted.v1" | "cti.agent.*" | "cti.call.*" | "cti.queue.*" | "cti.recording.*" | "cti.site.*")[] | null;
            /**
             * @description https, or http inside the hospital; the host must be on the list `webhooks.allow`.
             * @example https://his.hospital.example/cti-events
             */
            url: string;
        };
        WrapUpTerms: {
            /**
             * @description By how much an agent draws it out each time; 0: not at all.
             * @default 0
             */
            extendMs: number;
            /**
             * @description How long it lasts at most, from its beginning.
             * @default 0
             */
            mostMs: number;
            /**
             * @description Agents can’t cut it short; a supervisor can.
             * @default false
             */
            required: boolean;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    readDocs: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /** @example <!DOCTYPE html> */
                    "text/html": string;
                };
            };
            /** @description `malformed-request`: The request is not well-formed HTTP, or its address is not well-formed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid`: The request is well-formed, but something in it is not allowed. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate-limited`: Too many requests of late. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong inside the service. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readDocsFile: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                file: "swagger-ui.css" | "swagger-ui-bundle.js" | "favicon-32x32.png" | "start.js";
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The file, in its own media type. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /** @example SwaggerUIBundle({ url: 'openapi.json' }) */
                    "text/javascript": string;
                };
            };
            /** @description `malformed-request`: The request is not well-formed HTTP, or its address is not well-formed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not-found`: Nothing is at this address. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid`: The request is well-formed, but something in it is not allowed. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate-limited`: Too many requests of late. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong inside the service. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readLiveness: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status": "alive"
                     *     }
                     */
                    "application/json": components["schemas"]["Alive"];
                };
            };
            /** @description `malformed-request`: The request is not well-formed HTTP, or its address is not well-formed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid`: The request is well-formed, but something in it is not allowed. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong inside the service. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readMetrics: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The exposition format. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /** @example cti_site_owner 1 */
                    "text/plain": string;
                };
            };
            /** @description `malformed-request`: The request is not well-formed HTTP, or its address is not well-formed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorised`: A valid bearer token is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: Your key does not let you do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid`: The request is well-formed, but something in it is not allowed. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `authentication-limited`: Too many tokens that are not valid came from this address. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong inside the service. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `store-unavailable`: The database does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readOpenApi: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OpenAPI 3.1. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /** @example {"openapi":"3.1.0"} */
                    "application/json": unknown;
                };
            };
            /** @description `malformed-request`: The request is not well-formed HTTP, or its address is not well-formed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid`: The request is well-formed, but something in it is not allowed. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate-limited`: Too many requests of late. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong inside the service. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readReadiness: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It can. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status": "ready",
                     *       "checks": {
                     *         "owner": {
                     *           "ok": true,
                     *           "detail": "text"
                     *         },
                     *         "database": {
                     *           "ok": true,
                     *           "detail": "text"
                     *         },
                     *         "redis": {
                     *           "ok": true,
                     *           "detail": "text"
                     *         },
                     *         "switch": {
                     *           "ok": true,
                     *           "detail": "text"
                     *         }
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["Ready"];
                };
            };
            /** @description `malformed-request`: The request is not well-formed HTTP, or its address is not well-formed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid`: The request is well-formed, but something in it is not allowed. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong inside the service. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `service-not-ready`: The service is not ready. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listAccess: {
        parameters: {
            query?: {
                /** @description `nextCursor` of the page before. Opaque. */
                cursor?: string;
                /** @description What began at this moment or later. */
                from?: string;
                /** @description So many items at most. */
                limit?: number;
                /** @description A key’s id, `api` for the service’s own token, `anonymous`. */
                principal?: string;
                /** @description What began before this moment. */
                to?: string;
                /** @description One kind of fact. */
                type?: "accessDenied" | "administered" | "keyCreated" | "keyRevoked" | "dataUnmasked" | "recordingOpened";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page. */
            200: {
                headers: {
                    /** @description The next page, `rel="next"` (RFC 8288); absent on the last. */
                    Link?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "text",
                     *           "type": "accessDenied",
                     *           "at": "2026-03-02T08:15:30.250Z",
                     *           "data": {}
                     *         }
                     *       ],
                     *       "nextCursor": "text"
                     *     }
                     */
                    "application/json": components["schemas"]["AccessPage"];
                };
            };
            /** @description `malformed-request`: The request is not well-formed HTTP, or its address is not well-formed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorised`: A valid bearer token is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: Your key does not let you do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid`: The request is well-formed, but something in it is not allowed. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `authentication-limited`: Too many tokens that are not valid came from this address. `rate-limited`: Too many requests of late. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong inside the service. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `store-unavailable`: The database does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listAgents: {
        parameters: {
            query?: {
                /** @description `nextCursor` of the page before. Opaque. */
                cursor?: string;
                /** @description The agent whose phone this is now. */
                extension?: string;
                /** @description So many items at most. */
                limit?: number;
                /** @description Agents who serve this queue. */
                queueId?: string;
                /** @description ECMA-269, 12.2.1. */
                state?: "agentNull" | "agentNotReady" | "agentReady" | "agentBusy" | "agentWorkingAfterCall";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page. */
            200: {
                headers: {
                    /** @description The next page, `rel="next"` (RFC 8288); absent on the last. */
                    Link?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "agentId": "agent_li-na",
                     *           "siteId": "site_main",
                     *           "name": "李娜",
                     *           "extension": "1001",
                     *           "queueIds": [
                     *             "queue_appointments"
                     *           ],
                     *           "servedQueueIds": [
                     *             "queue_appointments"
                     *           ],
                     *           "skills": [
                     *             {
                     *               "skill": "stroke",
                     *               "level": 5
                     *             }
                     *           ],
                     *           "licences": [
                     *             {
                     *               "kind": "text",
                     *               "number": "text",
                     *               "jurisdiction": "text",
                     *               "validFrom": "2026-12-31",
                     *               "validTo": "2026-12-31",
                     *               "suspended": false
                     *             }
                     *           ],
                     *           "weights": {
                     *             "queue_stroke": 3
                     *           },
                     *           "state": "agentNull",
                     *           "phase": "loggedOff",
                     *           "reasonCode": "break",
                     *           "since": "2026-03-02T08:15:30.250Z",
                     *           "callId": "call_01JD8Z4Q6W3V5T7R9P0N2M4K6H",
                     *           "wrapUpUntil": "2026-03-02T08:15:30.250Z",
                     *           "wrapUpMostUntil": "2026-03-02T08:15:30.250Z",
                     *           "wrapUpRequired": true,
                     *           "notReadyUntil": "2026-03-02T08:15:30.250Z",
                     *           "autoAnswer": true,
                     *           "pending": "notReady",
                     *           "forcedBy": "key_01JZ8Q0V6X2M4N7P9R1T3V5W7Y",
                     *           "version": 1
                     *         }
                     *       ],
                     *       "nextCursor": "text"
                     *     }
                     */
                    "application/json": components["schemas"]["AgentPage"];
                };
            };
            /** @description `malformed-request`: The request is not well-formed HTTP, or its address is not well-formed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorised`: A valid bearer token is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: Your key does not let you do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid`: The request is well-formed, but something in it is not allowed. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `authentication-limited`: Too many tokens that are not valid came from this address. `rate-limited`: Too many requests of late. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong inside the service. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `store-unavailable`: The database does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readAgent: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description An agent. */
                agentId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The agent. */
            200: {
                headers: {
                    /** @description The version of its definition, for `If-Match`. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "agentId": "agent_li-na",
                     *       "siteId": "site_main",
                     *       "name": "李娜",
                     *       "extension": "1001",
                     *       "queueIds": [
                     *         "queue_appointments"
                     *       ],
                     *       "servedQueueIds": [
                     *         "queue_appointments"
                     *       ],
                     *       "skills": [
                     *         {
                     *           "skill": "stroke",
                     *           "level": 5
                     *         }
                     *       ],
                     *       "licences": [
                     *         {
                     *           "kind": "text",
                     *           "number": "text",
                     *           "jurisdiction": "text",
                     *           "validFrom": "2026-12-31",
                     *           "validTo": "2026-12-31",
                     *           "suspended": false
                     *         }
                     *       ],
                     *       "weights": {
                     *         "queue_stroke": 3
                     *       },
                     *       "state": "agentNull",
                     *       "phase": "loggedOff",
                     *       "reasonCode": "break",
                     *       "since": "2026-03-02T08:15:30.250Z",
                     *       "callId": "call_01JD8Z4Q6W3V5T7R9P0N2M4K6H",
                     *       "wrapUpUntil": "2026-03-02T08:15:30.250Z",
                     *       "wrapUpMostUntil": "2026-03-02T08:15:30.250Z",
                     *       "wrapUpRequired": true,
                     *       "notReadyUntil": "2026-03-02T08:15:30.250Z",
                     *       "autoAnswer": true,
                     *       "pending": "notReady",
                     *       "forcedBy": "key_01JZ8Q0V6X2M4N7P9R1T3V5W7Y",
                     *       "version": 1
                     *     }
                     */
                    "application/json": components["schemas"]["Agent"];
                };
            };
            /** @description `malformed-request`: The request is not well-formed HTTP, or its address is not well-formed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorised`: A valid bearer token is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: Your key does not let you do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `agent-unknown`: No such agent. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid`: The request is well-formed, but something in it is not allowed. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `authentication-limited`: Too many tokens that are not valid came from this address. `rate-limited`: Too many requests of late. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong inside the service. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `store-unavailable`: The database does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    defineAgent: {
        parameters: {
            query?: never;
            header?: {
                /** @description `ETag` of what you have read. */
                "If-Match"?: string;
                /** @description To create it: there must be none yet. */
                "If-None-Match"?: "*";
            };
            path: {
                /** @description An agent. */
                agentId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "李娜",
                 *       "extension": "1001",
                 *       "queueIds": [
                 *         "queue_appointments"
                 *       ],
                 *       "skills": [
                 *         {
                 *           "skill": "stroke",
                 *           "level": 5
                 *         }
                 *       ],
                 *       "licences": [
                 *         {
                 *           "kind": "text",
                 *           "number": "text",
                 *           "jurisdiction": "text",
                 *           "validFrom": "2026-12-31",
                 *           "validTo": "2026-12-31",
                 *           "suspended": false
                 *         }
                 *       ],
                 *       "weights": {
                 *         "queue_stroke": 3
                 *       },
                 *       "autoAnswer": false
                 *     }
                 */
                "application/json": components["schemas"]["AgentDefinition"];
            };
        };
        responses: {
            /** @description The agent as it is now. */
            200: {
                headers: {
                    /** @description Its version, for `If-Match`. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "agentId": "agent_li-na",
                     *       "siteId": "site_main",
                     *       "name": "李娜",
                     *       "extension": "1001",
                     *       "queueIds": [
                     *         "queue_appointments"
                     *       ],
                     *       "servedQueueIds": [
                     *         "queue_appointments"
                     *       ],
                     *       "skills": [
                     *         {
                     *           "skill": "stroke",
                     *           "level": 5
                     *         }
                     *       ],
                     *       "licences": [
                     *         {
                     *           "kind": "text",
                     *           "number": "text",
                     *           "jurisdiction": "text",
                     *           "validFrom": "2026-12-31",
                     *           "validTo": "2026-12-31",
                     *           "suspended": false
                     *         }
                     *       ],
                     *       "weights": {
                     *         "queue_stroke": 3
                     *       },
                     *       "state": "agentNull",
                     *       "phase": "loggedOff",
                     *       "reasonCode": "break",
                     *       "since": "2026-03-02T08:15:30.250Z",
                     *       "callId": "call_01JD8Z4Q6W3V5T7R9P0N2M4K6H",
                     *       "wrapUpUntil": "2026-03-02T08:15:30.250Z",
                     *       "wrapUpMostUntil": "2026-03-02T08:15:30.250Z",
                     *       "wrapUpRequired": true,
                     *       "notReadyUntil": "2026-03-02T08:15:30.250Z",
                     *       "autoAnswer": true,
                     *       "pending": "notReady",
                     *       "forcedBy": "key_01JZ8Q0V6X2M4N7P9R1T3V5W7Y",
                     *       "version": 1
                     *     }
                     */
                    "application/json": components["schemas"]["Agent"];
                };
            };
            /** @description The same, where there was none. */
            201: {
                headers: {
                    /** @description Its version, for `If-Match`. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "agentId": "agent_li-na",
                     *       "siteId": "site_main",
                     *       "name": "李娜",
                     *       "extension": "1001",
                     *       "queueIds": [
                     *         "queue_appointments"
                     *       ],
                     *       "servedQueueIds": [
                     *         "queue_appointments"
                     *       ],
                     *       "skills": [
                     *         {
                     *           "skill": "stroke",
                     *           "level": 5
                     *         }
                     *       ],
                     *       "licences": [
                     *         {
                     *           "kind": "text",
                     *           "number": "text",
                     *           "jurisdiction": "text",
                     *           "validFrom": "2026-12-31",
                     *           "validTo": "2026-12-31",
                     *           "suspended": false
                     *         }
                     *       ],
                     *       "weights": {
                     *         "queue_stroke": 3
                     *       },
                     *       "state": "agentNull",
                     *       "phase": "loggedOff",
                     *       "reasonCode": "break",
                     *       "since": "2026-03-02T08:15:30.250Z",
                     *       "callId": "call_01JD8Z4Q6W3V5T7R9P0N2M4K6H",
                     *       "wrapUpUntil": "2026-03-02T08:15:30.250Z",
                     *       "wrapUpMostUntil": "2026-03-02T08:15:30.250Z",
                     *       "wrapUpRequired": true,
                     *       "notReadyUntil": "2026-03-02T08:15:30.250Z",
                     *       "autoAnswer": true,
                     *       "pending": "notReady",
                     *       "forcedBy": "key_01JZ8Q0V6X2M4N7P9R1T3V5W7Y",
                     *       "version": 1
                     *     }
                     */
                    "application/json": components["schemas"]["Agent"];
                };
            };
            /** @description `malformed-json`: The body is not well-formed JSON. `malformed-request`: The request is not well-formed HTTP, or its address is not well-formed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorised`: A valid bearer token is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: Your key does not let you do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `queue-unknown`: No such queue. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `agent-extension-taken`: Another agent is logged on at this extension. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `version-changed`: It has been changed since you read it. */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too-large`: The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported-media-type`: The body is in a format that is not understood. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid`: The request is well-formed, but something in it is not allowed. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `if-match-missing`: This request needs If-Match. */
            428: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `authentication-limited`: Too many tokens that are not valid came from this address. `rate-limited`: Too many requests of late. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `act-not-noted`: It was done, and could not be noted for auditors. `internal`: Something went wrong inside the service. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not-owner`: No controller drives this site at the moment. `store-unavailable`: The database does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `timed-out`: The command was not confirmed in time. */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    removeAgent: {
        parameters: {
            query?: never;
            header?: {
                /** @description `ETag` of what you have read. */
                "If-Match"?: string;
            };
            path: {
                /** @description An agent. */
                agentId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The agent is gone. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `malformed-request`: The request is not well-formed HTTP, or its address is not well-formed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorised`: A valid bearer token is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: Your key does not let you do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `agent-unknown`: No such agent. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `agent-state`: The agent is in a state that does not allow this. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `version-changed`: It has been changed since you read it. */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid`: The request is well-formed, but something in it is not allowed. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `authentication-limited`: Too many tokens that are not valid came from this address. `rate-limited`: Too many requests of late. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `act-not-noted`: It was done, and could not be noted for auditors. `internal`: Something went wrong inside the service. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not-owner`: No controller drives this site at the moment. `store-unavailable`: The database does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `timed-out`: The command was not confirmed in time. */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    acceptOffer: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description An agent. */
                agentId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done, or, where the agent is in a call, noted as `pending`. */
            202: {
                headers: {
                    /** @description The agent. */
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "agentId": "agent_li-na"
                     *     }
                     */
                    "application/json": components["schemas"]["AgentAccepted"];
                };
            };
            /** @description `malformed-json`: The body is not well-formed JSON. `malformed-request`: The request is not well-formed HTTP, or its address is not well-formed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorised`: A valid bearer token is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: Your key does not let you do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `agent-unknown`: No such agent. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `agent-state`: The agent is in a state that does not allow this. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too-large`: The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported-media-type`: The body is in a format that is not understood. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid`: The request is well-formed, but something in it is not allowed. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `authentication-limited`: Too many tokens that are not valid came from this address. `rate-limited`: Too many requests of late. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong inside the service. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not-owner`: No controller drives this site at the moment. `store-unavailable`: The database does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `timed-out`: The command was not confirmed in time. */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    endWrapUp: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description An agent. */
                agentId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done, or, where the agent is in a call, noted as `pending`. */
            202: {
                headers: {
                    /** @description The agent. */
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "agentId": "agent_li-na"
                     *     }
                     */
                    "application/json": components["schemas"]["AgentAccepted"];
                };
            };
            /** @description `malformed-json`: The body is not well-formed JSON. `malformed-request`: The request is not well-formed HTTP, or its address is not well-formed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorised`: A valid bearer token is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: Your key does not let you do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `agent-unknown`: No such agent. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `agent-state`: The agent is in a state that does not allow this. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too-large`: The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported-media-type`: The body is in a format that is not understood. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid`: The request is well-formed, but something in it is not allowed. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `authentication-limited`: Too many tokens that are not valid came from this address. `rate-limited`: Too many requests of late. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong inside the service. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not-owner`: No controller drives this site at the moment. `store-unavailable`: The database does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `timed-out`: The command was not confirmed in time. */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    extendWrapUp: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description An agent. */
                agentId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done, or, where the agent is in a call, noted as `pending`. */
            202: {
                headers: {
                    /** @description The agent. */
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "agentId": "agent_li-na"
                     *     }
                     */
                    "application/json": components["schemas"]["AgentAccepted"];
                };
            };
            /** @description `malformed-json`: The body is not well-formed JSON. `malformed-request`: The request is not well-formed HTTP, or its address is not well-formed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorised`: A valid bearer token is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: Your key does not let you do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `agent-unknown`: No such agent. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `agent-state`: The agent is in a state that does not allow this. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too-large`: The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported-media-type`: The body is in a format that is not understood. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid`: The request is well-formed, but something in it is not allowed. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `authentication-limited`: Too many tokens that are not valid came from this address. `rate-limited`: Too many requests of late. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong inside the service. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not-owner`: No controller drives this site at the moment. `store-unavailable`: The database does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `timed-out`: The command was not confirmed in time. */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    forceAgentLogOff: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description An agent. */
                agentId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done, or, where the agent is in a call, noted as `pending`. */
            202: {
                headers: {
                    /** @description The agent. */
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "agentId": "agent_li-na"
                     *     }
                     */
                    "application/json": components["schemas"]["AgentAccepted"];
                };
            };
            /** @description `malformed-json`: The body is not well-formed JSON. `malformed-request`: The request is not well-formed HTTP, or its address is not well-formed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorised`: A valid bearer token is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: Your key does not let you do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `agent-unknown`: No such agent. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `agent-state`: The agent is in a state that does not allow this. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too-large`: The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported-media-type`: The body is in a format that is not understood. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid`: The request is well-formed, but something in it is not allowed. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `authentication-limited`: Too many tokens that are not valid came from this address. `rate-limited`: Too many requests of late. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `act-not-noted`: It was done, and could not be noted for auditors. `internal`: Something went wrong inside the service. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not-owner`: No controller drives this site at the moment. `store-unavailable`: The database does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `timed-out`: The command was not confirmed in time. */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    forceAgentNotReady: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description An agent. */
                agentId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "reasonCode": "break"
                 *     }
                 */
                "application/json": components["schemas"]["NotReady"];
            };
        };
        responses: {
            /** @description Done, or, where the agent is in a call, noted as `pending`. */
            202: {
                headers: {
                    /** @description The agent. */
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "agentId": "agent_li-na"
                     *     }
                     */
                    "application/json": components["schemas"]["AgentAccepted"];
                };
            };
            /** @description `malformed-json`: The body is not well-formed JSON. `malformed-request`: The request is not well-formed HTTP, or its address is not well-formed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorised`: A valid bearer token is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: Your key does not let you do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `agent-unknown`: No such agent. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `agent-state`: The agent is in a state that does not allow this. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too-large`: The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported-media-type`: The body is in a format that is not understood. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid`: The request is well-formed, but something in it is not allowed. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `authentication-limited`: Too many tokens that are not valid came from this address. `rate-limited`: Too many requests of late. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `act-not-noted`: It was done, and could not be noted for auditors. `internal`: Something went wrong inside the service. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not-owner`: No controller drives this site at the moment. `store-unavailable`: The database does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `timed-out`: The command was not confirmed in time. */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    forceAgentReady: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description An agent. */
                agentId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done, or, where the agent is in a call, noted as `pending`. */
            202: {
                headers: {
                    /** @description The agent. */
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "agentId": "agent_li-na"
                     *     }
                     */
                    "application/json": components["schemas"]["AgentAccepted"];
                };
            };
            /** @description `malformed-json`: The body is not well-formed JSON. `malformed-request`: The request is not well-formed HTTP, or its address is not well-formed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorised`: A valid bearer token is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: Your key does not let you do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `agent-unknown`: No such agent. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `agent-phone-gone`: The agent’s phone isn’t registered. `agent-state`: The agent is in a state that does not allow this. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too-large`: The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported-media-type`: The body is in a format that is not understood. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid`: The request is well-formed, but something in it is not allowed. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `authentication-limited`: Too many tokens that are not valid came from this address. `rate-limited`: Too many requests of late. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `act-not-noted`: It was done, and could not be noted for auditors. `internal`: Something went wrong inside the service. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not-owner`: No controller drives this site at the moment. `store-unavailable`: The database does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `timed-out`: The command was not confirmed in time. */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    logOffAgent: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description An agent. */
                agentId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done, or, where the agent is in a call, noted as `pending`. */
            202: {
                headers: {
                    /** @description The agent. */
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "agentId": "agent_li-na"
                     *     }
                     */
                    "application/json": components["schemas"]["AgentAccepted"];
                };
            };
            /** @description `malformed-json`: The body is not well-formed JSON. `malformed-request`: The request is not well-formed HTTP, or its address is not well-formed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorised`: A valid bearer token is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: Your key does not let you do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `agent-unknown`: No such agent. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `agent-state`: The agent is in a state that does not allow this. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too-large`: The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported-media-type`: The body is in a format that is not understood. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid`: The request is well-formed, but something in it is not allowed. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `authentication-limited`: Too many tokens that are not valid came from this address. `rate-limited`: Too many requests of late. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong inside the service. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not-owner`: No controller drives this site at the moment. `store-unavailable`: The database does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `timed-out`: The command was not confirmed in time. */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    logOnAgent: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description An agent. */
                agentId: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "extension": "1001",
                 *       "queueIds": [
                 *         "queue_appointments"
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["LogOn"];
            };
        };
        responses: {
            /** @description Done, or, where the agent is in a call, noted as `pending`. */
            202: {
                headers: {
                    /** @description The agent. */
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "agentId": "agent_li-na"
                     *     }
                     */
                    "application/json": components["schemas"]["AgentAccepted"];
                };
            };
            /** @description `malformed-json`: The body is not well-formed JSON. `malformed-request`: The request is not well-formed HTTP, or its address is not well-formed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorised`: A valid bearer token is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: Your key does not let you do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `agent-unknown`: No such agent. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `agent-extension-taken`: Another agent is logged on at this extension. `agent-queue`: The agent isn’t assigned to this queue. `agent-state`: The agent is in a state that does not allow this. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too-large`: The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported-media-type`: The body is in a format that is not understood. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid`: The request is well-formed, but something in it is not allowed. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `authentication-limited`: Too many tokens that are not valid came from this address. `rate-limited`: Too many requests of late. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong inside the service. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not-owner`: No controller drives this site at the moment. `store-unavailable`: The database does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `timed-out`: The command was not confirmed in time. */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    makeAgentNotReady: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description An agent. */
                agentId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "reasonCode": "break"
                 *     }
                 */
                "application/json": components["schemas"]["NotReady"];
            };
        };
        responses: {
            /** @description Done, or, where the agent is in a call, noted as `pending`. */
            202: {
                headers: {
                    /** @description The agent. */
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "agentId": "agent_li-na"
                     *     }
                     */
                    "application/json": components["schemas"]["AgentAccepted"];
                };
            };
            /** @description `malformed-json`: The body is not well-formed JSON. `malformed-request`: The request is not well-formed HTTP, or its address is not well-formed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorised`: A valid bearer token is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: Your key does not let you do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `agent-unknown`: No such agent. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `agent-state`: The agent is in a state that does not allow this. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too-large`: The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported-media-type`: The body is in a format that is not understood. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid`: The request is well-formed, but something in it is not allowed. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `authentication-limited`: Too many tokens that are not valid came from this address. `rate-limited`: Too many requests of late. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong inside the service. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not-owner`: No controller drives this site at the moment. `store-unavailable`: The database does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `timed-out`: The command was not confirmed in time. */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    chooseQueues: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description An agent. */
                agentId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "queueIds": [
                 *         "queue_appointments"
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["ChosenQueues"];
            };
        };
        responses: {
            /** @description Done, or, where the agent is in a call, noted as `pending`. */
            202: {
                headers: {
                    /** @description The agent. */
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "agentId": "agent_li-na"
                     *     }
                     */
                    "application/json": components["schemas"]["AgentAccepted"];
                };
            };
            /** @description `malformed-json`: The body is not well-formed JSON. `malformed-request`: The request is not well-formed HTTP, or its address is not well-formed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorised`: A valid bearer token is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: Your key does not let you do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `agent-unknown`: No such agent. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `agent-queue`: The agent isn’t assigned to this queue. `agent-state`: The agent is in a state that does not allow this. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too-large`: The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported-media-type`: The body is in a format that is not understood. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid`: The request is well-formed, but something in it is not allowed. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `authentication-limited`: Too many tokens that are not valid came from this address. `rate-limited`: Too many requests of late. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong inside the service. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not-owner`: No controller drives this site at the moment. `store-unavailable`: The database does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `timed-out`: The command was not confirmed in time. */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    makeAgentReady: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description An agent. */
                agentId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done, or, where the agent is in a call, noted as `pending`. */
            202: {
                headers: {
                    /** @description The agent. */
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "agentId": "agent_li-na"
                     *     }
                     */
                    "application/json": components["schemas"]["AgentAccepted"];
                };
            };
            /** @description `malformed-json`: The body is not well-formed JSON. `malformed-request`: The request is not well-formed HTTP, or its address is not well-formed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorised`: A valid bearer token is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: Your key does not let you do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `agent-unknown`: No such agent. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `agent-phone-gone`: The agent’s phone isn’t registered. `agent-state`: The agent is in a state that does not allow this. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too-large`: The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported-media-type`: The body is in a format that is not understood. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid`: The request is well-formed, but something in it is not allowed. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `authentication-limited`: Too many tokens that are not valid came from this address. `rate-limited`: Too many requests of late. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong inside the service. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not-owner`: No controller drives this site at the moment. `store-unavailable`: The database does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `timed-out`: The command was not confirmed in time. */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    rejectOffer: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description An agent. */
                agentId: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "reasonCode": "break"
                 *     }
                 */
                "application/json": components["schemas"]["Rejection"];
            };
        };
        responses: {
            /** @description Done, or, where the agent is in a call, noted as `pending`. */
            202: {
                headers: {
                    /** @description The agent. */
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "agentId": "agent_li-na"
                     *     }
                     */
                    "application/json": components["schemas"]["AgentAccepted"];
                };
            };
            /** @description `malformed-json`: The body is not well-formed JSON. `malformed-request`: The request is not well-formed HTTP, or its address is not well-formed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorised`: A valid bearer token is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: Your key does not let you do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `agent-unknown`: No such agent. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `agent-state`: The agent is in a state that does not allow this. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too-large`: The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported-media-type`: The body is in a format that is not understood. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid`: The request is well-formed, but something in it is not allowed. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `authentication-limited`: Too many tokens that are not valid came from this address. `rate-limited`: Too many requests of late. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong inside the service. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not-owner`: No controller drives this site at the moment. `store-unavailable`: The database does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `timed-out`: The command was not confirmed in time. */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readShiftLog: {
        parameters: {
            query?: {
                /** @description The first day; today unless told. */
                from?: string;
                /** @description The last day; the first unless told. */
                to?: string;
            };
            header?: never;
            path: {
                /** @description An agent. */
                agentId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The days, the oldest first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "agentId": "agent_li-na",
                     *       "days": [
                     *         {
                     *           "date": "2026-11-22",
                     *           "loggedOnMs": 1,
                     *           "shifts": [
                     *             {
                     *               "extension": "text",
                     *               "loggedOnAt": "2026-03-02T08:15:30.250Z",
                     *               "loggedOffAt": "2026-03-02T08:15:30.250Z"
                     *             }
                     *           ],
                     *           "totals": [
                     *             {
                     *               "phase": "notReady",
                     *               "reasonCode": "text",
                     *               "times": 1,
                     *               "durationMs": 1
                     *             }
                     *           ],
                     *           "states": [
                     *             {
                     *               "phase": "notReady",
                     *               "reasonCode": "text",
                     *               "by": "text",
                     *               "callId": "text",
                     *               "since": "2026-03-02T08:15:30.250Z",
                     *               "until": "2026-03-02T08:15:30.250Z"
                     *             }
                     *           ]
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["ShiftLog"];
                };
            };
            /** @description `malformed-request`: The request is not well-formed HTTP, or its address is not well-formed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorised`: A valid bearer token is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: Your key does not let you do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `agent-unknown`: No such agent. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid`: The request is well-formed, but something in it is not allowed. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `authentication-limited`: Too many tokens that are not valid came from this address. `rate-limited`: Too many requests of late. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong inside the service. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `store-unavailable`: The database does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    sendBroadcast: {
        parameters: {
            query?: never;
            header: {
                /** @description Chosen by you, new for each new call; a UUID will do. Kept for 24 hours. */
                "Idempotency-Key": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "queueIds": null,
                 *       "prompts": [
                 *         "storm-notice"
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["BroadcastOrder"];
            };
        };
        responses: {
            /** @description It is being said; `reached` says to how many. */
            201: {
                headers: {
                    /** @description `true` when this is the first answer given again. */
                    "Idempotency-Replayed"?: string;
                    /** @description The broadcast. */
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "broadcastId": "broadcast_01JD8Z4Q6W3V5T7R9P0N2M4K6H",
                     *       "at": "2026-03-02T08:15:30.250Z",
                     *       "by": "key_01JD8Z4Q6W3V5T7R9P0N2M4K6H",
                     *       "queueIds": [
                     *         "queue_appointments"
                     *       ],
                     *       "prompts": [
                     *         "text"
                     *       ],
                     *       "reached": 1,
                     *       "queues": {}
                     *     }
                     */
                    "application/json": components["schemas"]["Broadcast"];
                };
            };
            /** @description `idempotency-key-missing`: This request needs an Idempotency-Key. `malformed-json`: The body is not well-formed JSON. `malformed-request`: The request is not well-formed HTTP, or its address is not well-formed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorised`: A valid bearer token is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: Your key does not let you do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `queue-unknown`: No such queue. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `idempotency-running`: The first request with this Idempotency-Key is still running. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too-large`: The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported-media-type`: The body is in a format that is not understood. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `idempotency-key-reused`: This Idempotency-Key was used for a different request. `invalid`: The request is well-formed, but something in it is not allowed. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `authentication-limited`: Too many tokens that are not valid came from this address. `rate-limited`: Too many requests of late. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `act-not-noted`: It was done, and could not be noted for auditors. `internal`: Something went wrong inside the service. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not-owner`: No controller drives this site at the moment. `store-unavailable`: The database does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `timed-out`: The command was not confirmed in time. */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readBroadcast: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description One message to all who waited. */
                broadcastId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The broadcast. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "broadcastId": "broadcast_01JD8Z4Q6W3V5T7R9P0N2M4K6H",
                     *       "at": "2026-03-02T08:15:30.250Z",
                     *       "by": "key_01JD8Z4Q6W3V5T7R9P0N2M4K6H",
                     *       "queueIds": [
                     *         "queue_appointments"
                     *       ],
                     *       "prompts": [
                     *         "text"
                     *       ],
                     *       "reached": 1,
                     *       "queues": {}
                     *     }
                     */
                    "application/json": components["schemas"]["Broadcast"];
                };
            };
            /** @description `malformed-request`: The request is not well-formed HTTP, or its address is not well-formed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorised`: A valid bearer token is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: Your key does not let you do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `broadcast-unknown`: No such broadcast. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid`: The request is well-formed, but something in it is not allowed. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `authentication-limited`: Too many tokens that are not valid came from this address. `rate-limited`: Too many requests of late. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong inside the service. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not-owner`: No controller drives this site at the moment. `store-unavailable`: The database does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listCallRecords: {
        parameters: {
            query?: {
                /** @description An agent. */
                agentId?: string;
                /** @description Outbound calls to this number, given in full; otherwise as `callingNumber`. */
                calledNumber?: string;
                /** @description Inbound calls from this number, given in full. It is compared as a keyed hash, in the forms in which carriers write it (with +86, 0 in front), and kept nowhere. */
                callingNumber?: string;
                /** @description `nextCursor` of the page before. Opaque. */
                cursor?: string;
                direction?: "inbound" | "outbound";
                endedBy?: "caller" | "agent" | "party" | "system" | "switch" | "trunk" | "policy";
                endedWhy?: "hungUp" | "abandoned" | "rangAgain" | "flowEnded" | "overloaded" | "cleared" | "busy" | "noAnswer" | "rejected" | "unreachable" | "invalidNumber" | "cancelled" | "failed" | "fellBack" | "lost";
                /** @description The flow that the call went through. */
                flowId?: string;
                /** @description What began at this moment or later. */
                from?: string;
                /** @description So many items at most. */
                limit?: number;
                /** @description A queue. */
                queueId?: string;
                /** @description The hospital’s own number that was dialled. */
                serviceNumber?: string;
                /** @description What began before this moment. */
                to?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page. */
            200: {
                headers: {
                    /** @description The next page, `rel="next"` (RFC 8288); absent on the last. */
                    Link?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "callId": "call_01JD8Z4Q6W3V5T7R9P0N2M4K6H",
                     *           "siteId": "site_main",
                     *           "direction": "inbound",
                     *           "startedAt": "2026-03-02T08:15:30.250Z",
                     *           "answeredAt": "2026-03-02T08:15:30.250Z",
                     *           "connectedAt": "2026-03-02T08:15:30.250Z",
                     *           "endedAt": "2026-03-02T08:15:30.250Z",
                     *           "durationMs": 1,
                     *           "waitedMs": 1,
                     *           "talkedMs": 1,
                     *           "callingNumber": "138****5678",
                     *           "calledNumber": "138****5678",
                     *           "serviceNumber": "text",
                     *           "queueId": "queue_appointments",
                     *           "agentId": "agent_li-na",
                     *           "endedBy": "caller",
                     *           "endedWhy": "hungUp",
                     *           "recordingId": "rec_01JD8Z4Q6W3V5T7R9P0N2M4K6H",
                     *           "voiceQuality": [
                     *             {
                     *               "role": "caller",
                     *               "agentId": "agent_li-na",
                     *               "receivedPackets": 1,
                     *               "sentPackets": 1,
                     *               "lostPackets": 1,
                     *               "jitterMs": 1,
                     *               "mos": 4.5,
                     *               "heard": true
                     *             }
                     *           ]
                     *         }
                     *       ],
                     *       "nextCursor": "text"
                     *     }
                     */
                    "application/json": components["schemas"]["CallRecordPage"];
                };
            };
            /** @description `malformed-request`: The request is not well-formed HTTP, or its address is not well-formed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorised`: A valid bearer token is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: Your key does not let you do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid`: The request is well-formed, but something in it is not allowed. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `authentication-limited`: Too many tokens that are not valid came from this address. `rate-limited`: Too many requests of late. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong inside the service. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `store-unavailable`: The database does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    exportCallRecords: {
        parameters: {
            query?: {
                /** @description An agent. */
                agentId?: string;
                /** @description Outbound calls to this number, given in full; otherwise as `callingNumber`. */
                calledNumber?: string;
                /** @description Inbound calls from this number, given in full. It is compared as a keyed hash, in the forms in which carriers write it (with +86, 0 in front), and kept nowhere. */
                callingNumber?: string;
                direction?: "inbound" | "outbound";
                endedBy?: "caller" | "agent" | "party" | "system" | "switch" | "trunk" | "policy";
                endedWhy?: "hungUp" | "abandoned" | "rangAgain" | "flowEnded" | "overloaded" | "cleared" | "busy" | "noAnswer" | "rejected" | "unreachable" | "invalidNumber" | "cancelled" | "failed" | "fellBack" | "lost";
                /** @description The flow that the call went through. */
                flowId?: string;
                /** @description What began at this moment or later. */
                from?: string;
                /** @description A queue. */
                queueId?: string;
                /** @description The hospital’s own number that was dialled. */
                serviceNumber?: string;
                /** @description What began before this moment. */
                to?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The table. */
            200: {
                headers: {
                    /** @description A name for the file. */
                    "Content-Disposition"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example callId,siteId,direction,startedAt
                     *     call_01JD8Z4Q6W3V5T7R9P0N2M4K6H,site_main,inbound,2026-03-02T08:15:30.250Z
                     */
                    "text/csv": string;
                };
            };
            /** @description `malformed-request`: The request is not well-formed HTTP, or its address is not well-formed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorised`: A valid bearer token is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: Your key does not let you do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid`: The request is well-formed, but something in it is not allowed. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `authentication-limited`: Too many tokens that are not valid came from this address. `rate-limited`: Too many requests of late. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong inside the service. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `store-unavailable`: The database does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readCallRecord: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A call. Ids sort by the moment at which they were made. */
                callId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The record. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "callId": "call_01JD8Z4Q6W3V5T7R9P0N2M4K6H",
                     *       "siteId": "site_main",
                     *       "direction": "inbound",
                     *       "startedAt": "2026-03-02T08:15:30.250Z",
                     *       "answeredAt": "2026-03-02T08:15:30.250Z",
                     *       "connectedAt": "2026-03-02T08:15:30.250Z",
                     *       "endedAt": "2026-03-02T08:15:30.250Z",
                     *       "durationMs": 1,
                     *       "waitedMs": 1,
                     *       "talkedMs": 1,
                     *       "callingNumber": "138****5678",
                     *       "calledNumber": "138****5678",
                     *       "serviceNumber": "text",
                     *       "queueId": "queue_appointments",
                     *       "agentId": "agent_li-na",
                     *       "endedBy": "caller",
                     *       "endedWhy": "hungUp",
                     *       "recordingId": "rec_01JD8Z4Q6W3V5T7R9P0N2M4K6H",
                     *       "voiceQuality": [
                     *         {
                     *           "role": "caller",
                     *           "agentId": "agent_li-na",
                     *           "receivedPackets": 1,
                     *           "sentPackets": 1,
                     *           "lostPackets": 1,
                     *           "jitterMs": 1,
                     *           "mos": 4.5,
                     *           "heard": true
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["CallRecord"];
                };
            };
            /** @description `malformed-request`: The request is not well-formed HTTP, or its address is not well-formed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorised`: A valid bearer token is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: Your key does not let you do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `call-unknown`: No such call. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `call-state`: The call is in a state that does not allow this. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid`: The request is well-formed, but something in it is not allowed. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `authentication-limited`: Too many tokens that are not valid came from this address. `rate-limited`: Too many requests of late. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong inside the service. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `store-unavailable`: The database does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listCalls: {
        parameters: {
            query?: {
                /** @description An agent. */
                agentId?: string;
                /** @description Outbound calls to this number, given in full; otherwise as `callingNumber`. */
                calledNumber?: string;
                /** @description Inbound calls from this number, given in full. It is compared as a keyed hash, in the forms in which carriers write it (with +86, 0 in front), and kept nowhere. */
                callingNumber?: string;
                /** @description `nextCursor` of the page before. Opaque. */
                cursor?: string;
                direction?: "inbound" | "outbound";
                /** @description The flow that the call went through. */
                flowId?: string;
                /** @description What began at this moment or later. */
                from?: string;
                /** @description So many items at most. */
                limit?: number;
                /** @description A queue. */
                queueId?: string;
                /** @description The hospital’s own number that was dialled. */
                serviceNumber?: string;
                /** @description `walking`: in the menu; `queued`: waiting in a queue; `offered`: an agent’s phone rings; `connecting`: the agent has answered; the two are being connected; `connected`: talking; `callingAgent`: outbound: the agent’s phone rings; `callingParty`: outbound: the called number rings; `telling`: outbound: the agent hears why the number could not be reached; `voicemail`: the caller leaves a message; `transferring`: the phone to which the flow hands the caller rings; `handedOn`: talking with whom the flow has handed the caller to; `awaitingCallback`: the caller has hung up, and will be called back when it is the place’s turn; `callingBack`: the caller is being called back: rung, or asked for the key that says it is the caller; `fallback`: the switch’s fallback group has the caller; `ending`: being hung up; `ended`: over */
                state?: "walking" | "queued" | "offered" | "connecting" | "connected" | "callingAgent" | "callingParty" | "telling" | "voicemail" | "transferring" | "handedOn" | "awaitingCallback" | "callingBack" | "fallback" | "ending" | "ended";
                /** @description What began before this moment. */
                to?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page. */
            200: {
                headers: {
                    /** @description The next page, `rel="next"` (RFC 8288); absent on the last. */
                    Link?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "callId": "call_01JD8Z4Q6W3V5T7R9P0N2M4K6H",
                     *           "siteId": "site_main",
                     *           "nodeId": "node_a",
                     *           "direction": "inbound",
                     *           "state": "walking",
                     *           "callingNumber": "138****5678",
                     *           "calledNumber": "138****5678",
                     *           "serviceNumber": "text",
                     *           "flowId": "text",
                     *           "flowVersion": "text",
                     *           "step": "text",
                     *           "language": "zh",
                     *           "profile": "elderly",
                     *           "attachedData": [
                     *             "patientId"
                     *           ],
                     *           "queueId": "queue_appointments",
                     *           "agentId": "agent_li-na",
                     *           "offers": [
                     *             {
                     *               "agentId": "agent_li-na",
                     *               "since": "2026-03-02T08:15:30.250Z",
                     *               "until": "2026-03-02T08:15:30.250Z"
                     *             }
                     *           ],
                     *           "startedAt": "2026-03-02T08:15:30.250Z",
                     *           "answeredAt": "2026-03-02T08:15:30.250Z",
                     *           "connectedAt": "2026-03-02T08:15:30.250Z",
                     *           "endedAt": "2026-03-02T08:15:30.250Z",
                     *           "ending": {
                     *             "by": "caller",
                     *             "why": "hungUp"
                     *           },
                     *           "recordingId": "rec_01JD8Z4Q6W3V5T7R9P0N2M4K6H",
                     *           "waitedMs": 1,
                     *           "talkedMs": 1,
                     *           "voiceQuality": [
                     *             {
                     *               "role": "caller",
                     *               "agentId": "agent_li-na",
                     *               "receivedPackets": 1,
                     *               "sentPackets": 1,
                     *               "lostPackets": 1,
                     *               "jitterMs": 1,
                     *               "mos": 4.5,
                     *               "heard": true
                     *             }
                     *           ],
                     *           "drill": true
                     *         }
                     *       ],
                     *       "nextCursor": "text"
                     *     }
                     */
                    "application/json": components["schemas"]["CallPage"];
                };
            };
            /** @description `malformed-request`: The request is not well-formed HTTP, or its address is not well-formed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorised`: A valid bearer token is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: Your key does not let you do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid`: The request is well-formed, but something in it is not allowed. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `authentication-limited`: Too many tokens that are not valid came from this address. `rate-limited`: Too many requests of late. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong inside the service. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `store-unavailable`: The database does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    makeCall: {
        parameters: {
            query?: never;
            header: {
                /** @description Chosen by you, new for each new call; a UUID will do. Kept for 24 hours. */
                "Idempotency-Key": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "agentId": "agent_li-na",
                 *       "calledNumber": "+8613800005678"
                 *     }
                 */
                "application/json": components["schemas"]["MakeCall"];
            };
        };
        responses: {
            /** @description The agent’s phone is about to ring. */
            202: {
                headers: {
                    /** @description `true` when this is the first answer given again. */
                    "Idempotency-Replayed"?: string;
                    /** @description The call. */
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "callId": "call_01JD8Z4Q6W3V5T7R9P0N2M4K6H"
                     *     }
                     */
                    "application/json": components["schemas"]["CallAccepted"];
                };
            };
            /** @description `idempotency-key-missing`: This request needs an Idempotency-Key. `malformed-json`: The body is not well-formed JSON. `malformed-request`: The request is not well-formed HTTP, or its address is not well-formed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorised`: A valid bearer token is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: Your key does not let you do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `agent-unknown`: No such agent. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `agent-state`: The agent is in a state that does not allow this. `idempotency-running`: The first request with this Idempotency-Key is still running. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too-large`: The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported-media-type`: The body is in a format that is not understood. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `idempotency-key-reused`: This Idempotency-Key was used for a different request. `invalid`: The request is well-formed, but something in it is not allowed. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `authentication-limited`: Too many tokens that are not valid came from this address. `rate-limited`: Too many requests of late. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong inside the service. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not-owner`: No controller drives this site at the moment. `store-unavailable`: The database does not answer. `switch-unavailable`: No telephone switch takes this call. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `timed-out`: The command was not confirmed in time. */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readCall: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A call. Ids sort by the moment at which they were made. */
                callId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The call. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "callId": "call_01JD8Z4Q6W3V5T7R9P0N2M4K6H",
                     *       "siteId": "site_main",
                     *       "nodeId": "node_a",
                     *       "direction": "inbound",
                     *       "state": "walking",
                     *       "callingNumber": "138****5678",
                     *       "calledNumber": "138****5678",
                     *       "serviceNumber": "text",
                     *       "flowId": "text",
                     *       "flowVersion": "text",
                     *       "step": "text",
                     *       "language": "zh",
                     *       "profile": "elderly",
                     *       "attachedData": [
                     *         "patientId"
                     *       ],
                     *       "queueId": "queue_appointments",
                     *       "agentId": "agent_li-na",
                     *       "offers": [
                     *         {
                     *           "agentId": "agent_li-na",
                     *           "since": "2026-03-02T08:15:30.250Z",
                     *           "until": "2026-03-02T08:15:30.250Z"
                     *         }
                     *       ],
                     *       "startedAt": "2026-03-02T08:15:30.250Z",
                     *       "answeredAt": "2026-03-02T08:15:30.250Z",
                     *       "connectedAt": "2026-03-02T08:15:30.250Z",
                     *       "endedAt": "2026-03-02T08:15:30.250Z",
                     *       "ending": {
                     *         "by": "caller",
                     *         "why": "hungUp"
                     *       },
                     *       "recordingId": "rec_01JD8Z4Q6W3V5T7R9P0N2M4K6H",
                     *       "waitedMs": 1,
                     *       "talkedMs": 1,
                     *       "voiceQuality": [
                     *         {
                     *           "role": "caller",
                     *           "agentId": "agent_li-na",
                     *           "receivedPackets": 1,
                     *           "sentPackets": 1,
                     *           "lostPackets": 1,
                     *           "jitterMs": 1,
                     *           "mos": 4.5,
                     *           "heard": true
                     *         }
                     *       ],
                     *       "drill": true,
                     *       "facts": [
                     *         {
                     *           "pos": 1,
                     *           "seq": 1,
                     *           "at": "2026-03-02T08:15:30.250Z",
                     *           "type": "callAccepted",
                     *           "data": {}
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["CallWithFacts"];
                };
            };
            /** @description `malformed-request`: The request is not well-formed HTTP, or its address is not well-formed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorised`: A valid bearer token is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: Your key does not let you do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `call-unknown`: No such call. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid`: The request is well-formed, but something in it is not allowed. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `authentication-limited`: Too many tokens that are not valid came from this address. `rate-limited`: Too many requests of late. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong inside the service. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `store-unavailable`: The database does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    clearCall: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A call. Ids sort by the moment at which they were made. */
                callId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is being hung up. */
            202: {
                headers: {
                    /** @description The call. */
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "callId": "call_01JD8Z4Q6W3V5T7R9P0N2M4K6H"
                     *     }
                     */
                    "application/json": components["schemas"]["CallAccepted"];
                };
            };
            /** @description `malformed-json`: The body is not well-formed JSON. `malformed-request`: The request is not well-formed HTTP, or its address is not well-formed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorised`: A valid bearer token is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: Your key does not let you do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `call-unknown`: No such call. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `call-state`: The call is in a state that does not allow this. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too-large`: The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported-media-type`: The body is in a format that is not understood. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid`: The request is well-formed, but something in it is not allowed. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `authentication-limited`: Too many tokens that are not valid came from this address. `rate-limited`: Too many requests of late. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong inside the service. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not-owner`: No controller drives this site at the moment. `store-unavailable`: The database does not answer. `switch-unavailable`: No telephone switch takes this call. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `timed-out`: The command was not confirmed in time. */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readAttachedData: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A call. Ids sort by the moment at which they were made. */
                callId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What there is. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "callId": "call_01JD8Z4Q6W3V5T7R9P0N2M4K6H",
                     *       "data": {
                     *         "patientName": "张*",
                     *         "insuranceNumber": "45*****90"
                     *       },
                     *       "own": {
                     *         "callingNumber": "text",
                     *         "calledNumber": "text",
                     *         "callerName": "text"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["AttachedData"];
                };
            };
            /** @description `malformed-request`: The request is not well-formed HTTP, or its address is not well-formed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorised`: A valid bearer token is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: Your key does not let you do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `call-unknown`: No such call. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid`: The request is well-formed, but something in it is not allowed. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `authentication-limited`: Too many tokens that are not valid came from this address. `rate-limited`: Too many requests of late. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong inside the service. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `store-unavailable`: The database does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    attachData: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A call. Ids sort by the moment at which they were made. */
                callId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "data": {
                 *         "patientName": "张伟",
                 *         "insuranceNumber": "450121990"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["DataToAttach"];
            };
        };
        responses: {
            /** @description All that the call has now, masked. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "callId": "call_01JD8Z4Q6W3V5T7R9P0N2M4K6H",
                     *       "data": {
                     *         "patientName": "张*",
                     *         "insuranceNumber": "45*****90"
                     *       },
                     *       "own": {
                     *         "callingNumber": "text",
                     *         "calledNumber": "text",
                     *         "callerName": "text"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["AttachedData"];
                };
            };
            /** @description `malformed-json`: The body is not well-formed JSON. `malformed-request`: The request is not well-formed HTTP, or its address is not well-formed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorised`: A valid bearer token is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: Your key does not let you do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `call-unknown`: No such call. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `call-state`: The call is in a state that does not allow this. `data-full`: The call has as many attached data as it may have. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too-large`: The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported-media-type`: The body is in a format that is not understood. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid`: The request is well-formed, but something in it is not allowed. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `authentication-limited`: Too many tokens that are not valid came from this address. `rate-limited`: Too many requests of late. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong inside the service. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not-owner`: No controller drives this site at the moment. `store-unavailable`: The database does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `timed-out`: The command was not confirmed in time. */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    unmaskData: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A call. Ids sort by the moment at which they were made. */
                callId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "names": [
                 *         "text"
                 *       ],
                 *       "reason": "appointment by telephone",
                 *       "person": "zhao"
                 *     }
                 */
                "application/json": components["schemas"]["Unmask"];
            };
        };
        responses: {
            /** @description The values. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "callId": "call_01JD8Z4Q6W3V5T7R9P0N2M4K6H",
                     *       "values": {}
                     *     }
                     */
                    "application/json": components["schemas"]["Unmasked"];
                };
            };
            /** @description `malformed-json`: The body is not well-formed JSON. `malformed-request`: The request is not well-formed HTTP, or its address is not well-formed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorised`: A valid bearer token is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: Your key does not let you do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `call-unknown`: No such call. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too-large`: The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported-media-type`: The body is in a format that is not understood. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `access-invalid`: Data is read in full by a person, for a reason. `invalid`: The request is well-formed, but something in it is not allowed. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `authentication-limited`: Too many tokens that are not valid came from this address. `rate-limited`: Too many requests of late. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong inside the service. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not-owner`: No controller drives this site at the moment. `store-unavailable`: The database does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `timed-out`: The command was not confirmed in time. */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    maskRecording: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A call. Ids sort by the moment at which they were made. */
                callId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The switch has been told; the recording shows since when it does so. */
            202: {
                headers: {
                    /** @description The call; its recording shows the intervals. */
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "callId": "call_01JD8Z4Q6W3V5T7R9P0N2M4K6H"
                     *     }
                     */
                    "application/json": components["schemas"]["CallAccepted"];
                };
            };
            /** @description `malformed-json`: The body is not well-formed JSON. `malformed-request`: The request is not well-formed HTTP, or its address is not well-formed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorised`: A valid bearer token is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: Your key does not let you do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `call-unknown`: No such call. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `call-state`: The call is in a state that does not allow this. `recording-state`: The recording is in a state that does not allow this. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too-large`: The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported-media-type`: The body is in a format that is not understood. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid`: The request is well-formed, but something in it is not allowed. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `authentication-limited`: Too many tokens that are not valid came from this address. `rate-limited`: Too many requests of late. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong inside the service. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not-owner`: No controller drives this site at the moment. `store-unavailable`: The database does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `timed-out`: The command was not confirmed in time. */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    unmaskRecording: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A call. Ids sort by the moment at which they were made. */
                callId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The switch has been told; the recording shows until when there is silence. */
            202: {
                headers: {
                    /** @description The call; its recording shows the intervals. */
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "callId": "call_01JD8Z4Q6W3V5T7R9P0N2M4K6H"
                     *     }
                     */
                    "application/json": components["schemas"]["CallAccepted"];
                };
            };
            /** @description `malformed-json`: The body is not well-formed JSON. `malformed-request`: The request is not well-formed HTTP, or its address is not well-formed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorised`: A valid bearer token is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: Your key does not let you do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `call-unknown`: No such call. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `call-state`: The call is in a state that does not allow this. `recording-state`: The recording is in a state that does not allow this. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too-large`: The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported-media-type`: The body is in a format that is not understood. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid`: The request is well-formed, but something in it is not allowed. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `authentication-limited`: Too many tokens that are not valid came from this address. `rate-limited`: Too many requests of late. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong inside the service. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not-owner`: No controller drives this site at the moment. `store-unavailable`: The database does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `timed-out`: The command was not confirmed in time. */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    explainWait: {
        parameters: {
            query?: {
                /** @description `nextCursor` of the page before. Opaque. */
                cursor?: string;
                /** @description So many items at most. */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description A call. Ids sort by the moment at which they were made. */
                callId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The reasons. */
            200: {
                headers: {
                    /** @description The next page of agents, `rel="next"` (RFC 8288); absent on the last. */
                    Link?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "callId": "call_01JD8Z4Q6W3V5T7R9P0N2M4K6H",
                     *       "queueId": "queue_appointments",
                     *       "state": "walking",
                     *       "since": "2026-03-02T08:15:30.250Z",
                     *       "priority": "emergency",
                     *       "rank": 0,
                     *       "ahead": 1,
                     *       "expectedMs": 1,
                     *       "needs": {
                     *         "skills": [
                     *           {
                     *             "skill": "stroke",
                     *             "level": 0
                     *           }
                     *         ],
                     *         "licences": [
                     *           {
                     *             "kind": "physician",
                     *             "jurisdiction": "text"
                     *           }
                     *         ],
                     *         "preferAgentId": "agent_li-na"
                     *       },
                     *       "reasons": [
                     *         {
                     *           "reason": "nobodyOn"
                     *         }
                     *       ],
                     *       "agents": {
                     *         "assigned": 1,
                     *         "on": 1,
                     *         "able": 1,
                     *         "byReason": {
                     *           "notLoggedOn": 1,
                     *           "notOnThisQueue": 1,
                     *           "notReady": 1,
                     *           "phoneGone": 1,
                     *           "ringing": 1,
                     *           "busy": 1,
                     *           "wrapUp": 1,
                     *           "missingSkill": 1,
                     *           "licenceMissing": 1,
                     *           "licenceExpired": 1,
                     *           "licenceSuspended": 1,
                     *           "licenceNotYetValid": 1,
                     *           "licenceOtherJurisdiction": 1,
                     *           "keptForPreferred": 1,
                     *           "offeredElsewhere": 1,
                     *           "callNotInLine": 1,
                     *           "switchOutOfReach": 1
                     *         }
                     *       },
                     *       "items": [
                     *         {
                     *           "agentId": "agent_li-na",
                     *           "reasons": [
                     *             {
                     *               "reason": "notLoggedOn"
                     *             }
                     *           ]
                     *         }
                     *       ],
                     *       "nextCursor": "text"
                     *     }
                     */
                    "application/json": components["schemas"]["CallWait"];
                };
            };
            /** @description `malformed-request`: The request is not well-formed HTTP, or its address is not well-formed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorised`: A valid bearer token is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: Your key does not let you do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `call-unknown`: No such call. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `call-state`: The call is in a state that does not allow this. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid`: The request is well-formed, but something in it is not allowed. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `authentication-limited`: Too many tokens that are not valid came from this address. `rate-limited`: Too many requests of late. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong inside the service. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not-owner`: No controller drives this site at the moment. `store-unavailable`: The database does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    explainWaitOfAgent: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description An agent. */
                agentId: string;
                /** @description A call. Ids sort by the moment at which they were made. */
                callId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The reasons; none: it could be offered now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "callId": "call_01JD8Z4Q6W3V5T7R9P0N2M4K6H",
                     *       "agentId": "agent_li-na",
                     *       "reasons": [
                     *         {
                     *           "reason": "notLoggedOn"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["CallWaitAgent"];
                };
            };
            /** @description `malformed-request`: The request is not well-formed HTTP, or its address is not well-formed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorised`: A valid bearer token is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: Your key does not let you do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `agent-unknown`: No such agent. `call-unknown`: No such call. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `call-state`: The call is in a state that does not allow this. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid`: The request is well-formed, but something in it is not allowed. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `authentication-limited`: Too many tokens that are not valid came from this address. `rate-limited`: Too many requests of late. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong inside the service. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not-owner`: No controller drives this site at the moment. `store-unavailable`: The database does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listEndpoints: {
        parameters: {
            query?: {
                /** @description `nextCursor` of the page before. Opaque. */
                cursor?: string;
                /** @description So many items at most. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page. */
            200: {
                headers: {
                    /** @description The next page, `rel="next"` (RFC 8288); absent on the last. */
                    Link?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "extension": "1001",
                     *           "kind": "phone",
                     *           "label": "护士站 3 楼",
                     *           "domain": "cti.local",
                     *           "version": 1,
                     *           "createdAt": "2026-03-02T08:15:30.250Z",
                     *           "passwordChangedAt": "2026-03-02T08:15:30.250Z"
                     *         }
                     *       ],
                     *       "nextCursor": "text"
                     *     }
                     */
                    "application/json": components["schemas"]["EndpointPage"];
                };
            };
            /** @description `malformed-request`: The request is not well-formed HTTP, or its address is not well-formed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorised`: A valid bearer token is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: Your key does not let you do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid`: The request is well-formed, but something in it is not allowed. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `authentication-limited`: Too many tokens that are not valid came from this address. `rate-limited`: Too many requests of late. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong inside the service. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `store-unavailable`: The database does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readEndpoint: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description What is rung, and what the phone registers as. */
                extension: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The phone. */
            200: {
                headers: {
                    /** @description Its version, for `If-Match`. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "extension": "1001",
                     *       "kind": "phone",
                     *       "label": "护士站 3 楼",
                     *       "domain": "cti.local",
                     *       "version": 1,
                     *       "createdAt": "2026-03-02T08:15:30.250Z",
                     *       "passwordChangedAt": "2026-03-02T08:15:30.250Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Endpoint"];
                };
            };
            /** @description `malformed-request`: The request is not well-formed HTTP, or its address is not well-formed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorised`: A valid bearer token is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: Your key does not let you do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `endpoint-unknown`: No such phone. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid`: The request is well-formed, but something in it is not allowed. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `authentication-limited`: Too many tokens that are not valid came from this address. `rate-limited`: Too many requests of late. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong inside the service. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `store-unavailable`: The database does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    defineEndpoint: {
        parameters: {
            query?: never;
            header?: {
                /** @description `ETag` of what you have read. */
                "If-Match"?: string;
                /** @description To create it: there must be none yet. */
                "If-None-Match"?: "*";
            };
            path: {
                /** @description What is rung, and what the phone registers as. */
                extension: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "kind": "phone",
                 *       "label": "",
                 *       "password": null
                 *     }
                 */
                "application/json": components["schemas"]["EndpointDefinition"];
            };
        };
        responses: {
            /** @description The phone as it is now. */
            200: {
                headers: {
                    /** @description Its version, for `If-Match`. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "endpoint": {
                     *         "extension": "1001",
                     *         "kind": "phone",
                     *         "label": "护士站 3 楼",
                     *         "domain": "cti.local",
                     *         "version": 1,
                     *         "createdAt": "2026-03-02T08:15:30.250Z",
                     *         "passwordChangedAt": "2026-03-02T08:15:30.250Z"
                     *       },
                     *       "password": "text",
                     *       "inDirectory": "written"
                     *     }
                     */
                    "application/json": components["schemas"]["EndpointStored"];
                };
            };
            /** @description The same, where there was none. */
            201: {
                headers: {
                    /** @description Its version, for `If-Match`. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "endpoint": {
                     *         "extension": "1001",
                     *         "kind": "phone",
                     *         "label": "护士站 3 楼",
                     *         "domain": "cti.local",
                     *         "version": 1,
                     *         "createdAt": "2026-03-02T08:15:30.250Z",
                     *         "passwordChangedAt": "2026-03-02T08:15:30.250Z"
                     *       },
                     *       "password": "text",
                     *       "inDirectory": "written"
                     *     }
                     */
                    "application/json": components["schemas"]["EndpointStored"];
                };
            };
            /** @description `malformed-json`: The body is not well-formed JSON. `malformed-request`: The request is not well-formed HTTP, or its address is not well-formed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorised`: A valid bearer token is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: Your key does not let you do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `endpoint-unknown`: No such phone. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `endpoint-foreign`: The switch’s directory holds a phone of this extension that was written by hand. `endpoints-full`: This site has as many phones as it may have. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `version-changed`: It has been changed since you read it. */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too-large`: The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported-media-type`: The body is in a format that is not understood. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid`: The request is well-formed, but something in it is not allowed. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `if-match-missing`: This request needs If-Match. */
            428: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `authentication-limited`: Too many tokens that are not valid came from this address. `rate-limited`: Too many requests of late. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `act-not-noted`: It was done, and could not be noted for auditors. `internal`: Something went wrong inside the service. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not-owner`: No controller drives this site at the moment. `store-unavailable`: The database does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    removeEndpoint: {
        parameters: {
            query?: never;
            header?: {
                /** @description `ETag` of what you have read. */
                "If-Match"?: string;
            };
            path: {
                /** @description What is rung, and what the phone registers as. */
                extension: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is gone. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `malformed-request`: The request is not well-formed HTTP, or its address is not well-formed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorised`: A valid bearer token is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: Your key does not let you do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `endpoint-unknown`: No such phone. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `version-changed`: It has been changed since you read it. */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid`: The request is well-formed, but something in it is not allowed. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `authentication-limited`: Too many tokens that are not valid came from this address. `rate-limited`: Too many requests of late. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `act-not-noted`: It was done, and could not be noted for auditors. `internal`: Something went wrong inside the service. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not-owner`: No controller drives this site at the moment. `store-unavailable`: The database does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    rotateEndpointPassword: {
        parameters: {
            query?: never;
            header?: {
                /** @description `ETag` of what you have read. */
                "If-Match"?: string;
            };
            path: {
                /** @description What is rung, and what the phone registers as. */
                extension: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "password": null
                 *     }
                 */
                "application/json": components["schemas"]["PasswordRotation"];
            };
        };
        responses: {
            /** @description The password. */
            200: {
                headers: {
                    /** @description Its version, for `If-Match`. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "endpoint": {
                     *         "extension": "1001",
                     *         "kind": "phone",
                     *         "label": "护士站 3 楼",
                     *         "domain": "cti.local",
                     *         "version": 1,
                     *         "createdAt": "2026-03-02T08:15:30.250Z",
                     *         "passwordChangedAt": "2026-03-02T08:15:30.250Z"
                     *       },
                     *       "password": "text",
                     *       "inDirectory": "written"
                     *     }
                     */
                    "application/json": components["schemas"]["EndpointStored"];
                };
            };
            /** @description `malformed-json`: The body is not well-formed JSON. `malformed-request`: The request is not well-formed HTTP, or its address is not well-formed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorised`: A valid bearer token is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: Your key does not let you do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `endpoint-unknown`: No such phone. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `endpoint-foreign`: The switch’s directory holds a phone of this extension that was written by hand. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `version-changed`: It has been changed since you read it. */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too-large`: The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported-media-type`: The body is in a format that is not understood. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid`: The request is well-formed, but something in it is not allowed. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `authentication-limited`: Too many tokens that are not valid came from this address. `rate-limited`: Too many requests of late. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `act-not-noted`: It was done, and could not be noted for auditors. `internal`: Something went wrong inside the service. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not-owner`: No controller drives this site at the moment. `store-unavailable`: The database does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    streamEvents: {
        parameters: {
            query?: {
                /** @description The cursor after which to begin. Without it and `Last-Event-ID`: from now on. */
                after?: string;
                /** @description An agent. */
                agentId?: string;
                /** @description A call. Ids sort by the moment at which they were made. */
                callId?: string;
                /** @description A queue. */
                queueId?: string;
                /** @description The site; every service has one. */
                siteId?: string;
                /** @description Instead of a token. */
                ticket?: string;
                /** @description Event types, or `cti.SUBJECT.*`, separated by commas. Types: cti.agent.busy.v1, cti.agent.change-pending.v1, cti.agent.defined.v1, cti.agent.licences-changed.v1, cti.agent.logged-off.v1, cti.agent.logged-on.v1, cti.agent.not-ready.v1, cti.agent.queues-chosen.v1, cti.agent.ready.v1, cti.agent.removed.v1, cti.agent.reserved.v1, cti.agent.wrap-up-extended.v1, cti.agent.wrap-up.v1, cti.call.accepted.v1, cti.call.after-talk-began.v1, cti.call.alerting.v1, cti.call.announced.v1, cti.call.answered.v1, cti.call.back-asked.v1, cti.call.back-awaited.v1, cti.call.back-confirmed.v1, cti.call.back-dialled.v1, cti.call.back-failed.v1, cti.call.back-given-up.v1, cti.call.back-offered.v1, cti.call.branch-taken.v1, cti.call.bridging.v1, cti.call.broadcast-heard.v1, cti.call.confirmation-given.v1, cti.call.confirmation-refused.v1, cti.call.connected.v1, cti.call.consent-given.v1, cti.call.consent-refused.v1, cti.call.data-set.v1, cti.call.digits-taken.v1, cti.call.drill-prompted.v1, cti.call.duty-asked.v1, cti.call.duty-began.v1, cti.call.duty-confirmed.v1, cti.call.duty-failed.v1, cti.call.duty-looked.v1, cti.call.duty-passed.v1, cti.call.duty-rung.v1, cti.call.duty-withdrawn.v1, cti.call.emergency-raised.v1, cti.call.emergency-unanswered.v1, cti.call.ended.v1, cti.call.ending.v1, cti.call.errand-failed.v1, cti.call.failure-told.v1, cti.call.fell-back.v1, cti.call.hand-on-answered.v1, cti.call.hand-on-began.v1, cti.call.hand-on-ended.v1, cti.call.handed-on.v1, cti.call.hours-looked.v1, cti.call.left-queue.v1, cti.call.leg-doubted.v1, cti.call.leg-ended.v1, cti.call.looked-up.v1, cti.call.menu-chosen.v1, cti.call.menu-missed.v1, cti.call.needs-changed.v1, cti.call.needs-relaxed.v1, cti.call.offer-answered.v1, cti.call.offer-ended.v1, cti.call.offered.v1, cti.call.overflow-passed.v1, cti.call.overflowed.v1, cti.call.party-answered.v1, cti.call.party-bridged.v1, cti.call.party-bridging.v1, cti.call.party-called.v1, cti.call.placed.v1, cti.call.profile-chosen.v1, cti.call.queued.v1, cti.call.recorded.v1, cti.call.rejoined.v1, cti.call.requeued.v1, cti.call.returned.v1, cti.call.silence-noticed.v1, cti.call.step-entered.v1, cti.call.steps-answered.v1, cti.call.survey-answered.v1, cti.call.turned-away.v1, cti.call.voicemail-began.v1, cti.call.voicemail-left.v1, cti.call.voicemail-resumed.v1, cti.call.waited-too-long.v1, cti.queue.defined.v1, cti.queue.removed.v1, cti.recording.closed.v1, cti.recording.completed.v1, cti.recording.mask-requested.v1, cti.recording.masked.v1, cti.recording.segment-stored.v1, cti.recording.take-accounted.v1, cti.recording.take-ended.v1, cti.recording.take-ordered.v1, cti.recording.take-started.v1, cti.recording.unmasked.v1, cti.site.alarm-cleared.v1, cti.site.alarm-raised.v1, cti.site.broadcast-made.v1, cti.site.callback-settled.v1, cti.site.drill-begun.v1, cti.site.drill-ended.v1, cti.site.load-changed.v1, cti.site.phone-found.v1, cti.site.phone-gone.v1, cti.site.plan-switched-off.v1, cti.site.plan-switched-on.v1, cti.site.switch-connected.v1, cti.site.switch-drain-begun.v1, cti.site.switch-drain-resumed.v1, cti.site.switch-drain-suspended.v1, cti.site.switch-given-up.v1, cti.site.switch-health-changed.v1, cti.site.switch-lost.v1, cti.site.switch-readmitted.v1. The wallboard, for which must be asked by its type: cti.wallboard.queue.v1. */
                types?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The stream; the schema is that of `data`. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "specversion": "1.0",
                     *       "id": "site_main-4711",
                     *       "source": "/sites/site_main",
                     *       "type": "cti.agent.busy.v1",
                     *       "subject": "text",
                     *       "time": "2026-03-02T08:15:30.250Z",
                     *       "sequence": "0000000003",
                     *       "datacontenttype": "application/json",
                     *       "data": {}
                     *     }
                     */
                    "text/event-stream": components["schemas"]["CloudEvent"];
                };
            };
            /** @description `malformed-request`: The request is not well-formed HTTP, or its address is not well-formed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorised`: A valid bearer token is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: Your key does not let you do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid`: The request is well-formed, but something in it is not allowed. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `authentication-limited`: Too many tokens that are not valid came from this address. `rate-limited`: Too many requests of late. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong inside the service. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `store-unavailable`: The database does not answer. `stream-full`: The live stream has as many readers as are allowed. `tickets-unavailable`: Tickets can be neither given nor taken at the moment. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    issueTicket: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The ticket. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "ticket": "text",
                     *       "expiresAt": "2026-03-02T08:15:30.250Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Ticket"];
                };
            };
            /** @description `malformed-json`: The body is not well-formed JSON. `malformed-request`: The request is not well-formed HTTP, or its address is not well-formed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorised`: A valid bearer token is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: Your key does not let you do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too-large`: The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported-media-type`: The body is in a format that is not understood. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid`: The request is well-formed, but something in it is not allowed. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `authentication-limited`: Too many tokens that are not valid came from this address. `rate-limited`: Too many requests of late. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong inside the service. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `store-unavailable`: The database does not answer. `tickets-unavailable`: Tickets can be neither given nor taken at the moment. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readAgentFigures: {
        parameters: {
            query?: {
                /** @description Of these, at most 100, separated by commas; of all without. */
                agentIds?: string;
                /** @description `nextCursor` of the page before. Opaque. */
                cursor?: string;
                /** @description From the interval on in which this moment lies; today unless told. */
                from?: string;
                /** @description How long each is: 15, 30 or 60 minutes, or a day of the site. */
                interval?: "15" | "30" | "60" | "day";
                /** @description So many items at most. */
                limit?: number;
                /** @description Up to this moment; now unless told. */
                to?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page, by interval, then id. */
            200: {
                headers: {
                    /** @description The next page, `rel="next"` (RFC 8288); absent on the last. */
                    Link?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "agentId": "agent_li-na",
                     *           "from": "2026-03-02T08:15:30.250Z",
                     *           "to": "2026-03-02T08:15:30.250Z",
                     *           "offered": 1,
                     *           "answered": 1,
                     *           "missed": 1,
                     *           "rejected": 1,
                     *           "failed": 1,
                     *           "withdrawn": 1,
                     *           "talks": 1,
                     *           "talkMs": 1,
                     *           "wrapUpMs": 1,
                     *           "outboundCalls": 1,
                     *           "outboundConnected": 1,
                     *           "outboundTalkMs": 1,
                     *           "readyMs": 1,
                     *           "ringingMs": 1,
                     *           "busyMs": 1,
                     *           "afterCallMs": 1,
                     *           "notReadyMs": 1,
                     *           "ringing": 1,
                     *           "loggedOnMs": 1,
                     *           "occupancy": 0,
                     *           "averageTalkMs": 1,
                     *           "averageWrapUpMs": 1,
                     *           "averageHandlingMs": 1
                     *         }
                     *       ],
                     *       "nextCursor": "text"
                     *     }
                     */
                    "application/json": components["schemas"]["AgentFiguresPage"];
                };
            };
            /** @description `malformed-request`: The request is not well-formed HTTP, or its address is not well-formed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorised`: A valid bearer token is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: Your key does not let you do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `agent-unknown`: No such agent. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid`: The request is well-formed, but something in it is not allowed. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `authentication-limited`: Too many tokens that are not valid came from this address. `rate-limited`: Too many requests of late. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong inside the service. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `store-unavailable`: The database does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    exportAgentFigures: {
        parameters: {
            query?: {
                /** @description Of these, at most 100, separated by commas; of all without. */
                agentIds?: string;
                /** @description From the interval on in which this moment lies; today unless told. */
                from?: string;
                /** @description How long each is: 15, 30 or 60 minutes, or a day of the site. */
                interval?: "15" | "30" | "60" | "day";
                /** @description Up to this moment; now unless told. */
                to?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The table. */
            200: {
                headers: {
                    /** @description A name for the file. */
                    "Content-Disposition"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example agentId,from,to,offered
                     *     agent_li-na,2026-03-02T00:00:00.000Z,2026-03-02T01:00:00.000Z,12
                     */
                    "text/csv": string;
                };
            };
            /** @description `malformed-request`: The request is not well-formed HTTP, or its address is not well-formed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorised`: A valid bearer token is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: Your key does not let you do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `agent-unknown`: No such agent. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid`: The request is well-formed, but something in it is not allowed. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `authentication-limited`: Too many tokens that are not valid came from this address. `rate-limited`: Too many requests of late. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong inside the service. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `store-unavailable`: The database does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readQueueFigures: {
        parameters: {
            query?: {
                /** @description `nextCursor` of the page before. Opaque. */
                cursor?: string;
                /** @description From the interval on in which this moment lies; today unless told. */
                from?: string;
                /** @description How long each is: 15, 30 or 60 minutes, or a day of the site. */
                interval?: "15" | "30" | "60" | "day";
                /** @description So many items at most. */
                limit?: number;
                /** @description Of these, at most 100, separated by commas; of all without. */
                queueIds?: string;
                /** @description Up to this moment; now unless told. */
                to?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page, by interval, then id. */
            200: {
                headers: {
                    /** @description The next page, `rel="next"` (RFC 8288); absent on the last. */
                    Link?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "queueId": "queue_appointments",
                     *           "from": "2026-03-02T08:15:30.250Z",
                     *           "to": "2026-03-02T08:15:30.250Z",
                     *           "arrived": 1,
                     *           "overflowedIn": 1,
                     *           "answered": 1,
                     *           "answeredInTime": 1,
                     *           "abandoned": 1,
                     *           "shortAbandoned": 1,
                     *           "overflowed": 1,
                     *           "left": 1,
                     *           "timedOut": 1,
                     *           "fellBack": 1,
                     *           "endedOtherwise": 1,
                     *           "unserved": 1,
                     *           "answerWaitMs": 1,
                     *           "abandonWaitMs": 1,
                     *           "longestWaitMs": 1,
                     *           "talks": 1,
                     *           "talkMs": 1,
                     *           "wrapUpMs": 1,
                     *           "requeued": 1,
                     *           "callbacksPromised": 1,
                     *           "callbacksAnswered": 1,
                     *           "callbacksFailed": 1,
                     *           "waiting": 1,
                     *           "serviceLevel": 0,
                     *           "answerRate": 0,
                     *           "abandonRate": 0,
                     *           "averageAnswerMs": 1,
                     *           "averageAbandonMs": 1,
                     *           "averageTalkMs": 1,
                     *           "averageWrapUpMs": 1,
                     *           "averageHandlingMs": 1,
                     *           "emergency": {
                     *             "arrived": 1,
                     *             "answered": 1,
                     *             "answeredInTime": 1,
                     *             "abandoned": 1,
                     *             "shortAbandoned": 1,
                     *             "overflowed": 1,
                     *             "serviceLevel": 0,
                     *             "averageAnswerMs": 1,
                     *             "longestWaitMs": 1
                     *           }
                     *         }
                     *       ],
                     *       "nextCursor": "text"
                     *     }
                     */
                    "application/json": components["schemas"]["QueueFiguresPage"];
                };
            };
            /** @description `malformed-request`: The request is not well-formed HTTP, or its address is not well-formed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorised`: A valid bearer token is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: Your key does not let you do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `queue-unknown`: No such queue. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid`: The request is well-formed, but something in it is not allowed. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `authentication-limited`: Too many tokens that are not valid came from this address. `rate-limited`: Too many requests of late. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong inside the service. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `store-unavailable`: The database does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    exportQueueFigures: {
        parameters: {
            query?: {
                /** @description From the interval on in which this moment lies; today unless told. */
                from?: string;
                /** @description How long each is: 15, 30 or 60 minutes, or a day of the site. */
                interval?: "15" | "30" | "60" | "day";
                /** @description Of these, at most 100, separated by commas; of all without. */
                queueIds?: string;
                /** @description Up to this moment; now unless told. */
                to?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The table. */
            200: {
                headers: {
                    /** @description A name for the file. */
                    "Content-Disposition"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example queueId,from,to,arrived
                     *     queue_appointments,2026-03-02T00:00:00.000Z,2026-03-02T01:00:00.000Z,42
                     */
                    "text/csv": string;
                };
            };
            /** @description `malformed-request`: The request is not well-formed HTTP, or its address is not well-formed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorised`: A valid bearer token is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: Your key does not let you do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `queue-unknown`: No such queue. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid`: The request is well-formed, but something in it is not allowed. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `authentication-limited`: Too many tokens that are not valid came from this address. `rate-limited`: Too many requests of late. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong inside the service. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `store-unavailable`: The database does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listFlows: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All of them. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "flowId": "flow_hospital",
                     *           "version": "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                     *           "current": true,
                     *           "languages": [
                     *             "zh"
                     *           ],
                     *           "steps": 1,
                     *           "liveCalls": 1,
                     *           "origin": "file",
                     *           "revision": 1,
                     *           "publishedAt": "2026-03-02T08:15:30.250Z",
                     *           "numbers": [
                     *             "text"
                     *           ],
                     *           "otherwise": true
                     *         }
                     *       ],
                     *       "nextCursor": "text"
                     *     }
                     */
                    "application/json": components["schemas"]["FlowPage"];
                };
            };
            /** @description `malformed-request`: The request is not well-formed HTTP, or its address is not well-formed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorised`: A valid bearer token is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: Your key does not let you do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid`: The request is well-formed, but something in it is not allowed. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `authentication-limited`: Too many tokens that are not valid came from this address. `rate-limited`: Too many requests of late. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong inside the service. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not-owner`: No controller drives this site at the moment. `store-unavailable`: The database does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readFlow: {
        parameters: {
            query?: {
                /** @description Another version than the current one, while live calls are in it. */
                version?: string;
            };
            header?: never;
            path: {
                /** @description A flow. */
                flowId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The flow. */
            200: {
                headers: {
                    /** @description The revision of the current version, for `If-Match`. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "flowId": "flow_hospital",
                     *       "version": "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                     *       "current": true,
                     *       "languages": [
                     *         "zh"
                     *       ],
                     *       "steps": 1,
                     *       "liveCalls": 1,
                     *       "origin": "file",
                     *       "revision": 1,
                     *       "publishedAt": "2026-03-02T08:15:30.250Z",
                     *       "numbers": [
                     *         "text"
                     *       ],
                     *       "otherwise": true,
                     *       "definition": {
                     *         "id": "flow_hospital",
                     *         "steps": {}
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["Flow"];
                };
            };
            /** @description `malformed-request`: The request is not well-formed HTTP, or its address is not well-formed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorised`: A valid bearer token is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: Your key does not let you do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `flow-unknown`: No such flow. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid`: The request is well-formed, but something in it is not allowed. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `authentication-limited`: Too many tokens that are not valid came from this address. `rate-limited`: Too many requests of late. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong inside the service. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not-owner`: No controller drives this site at the moment. `store-unavailable`: The database does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    publishFlow: {
        parameters: {
            query?: {
                /** @description Nothing is published; needs no `If-Match`. */
                check?: boolean;
            };
            header?: {
                /** @description `ETag` of what you have read. */
                "If-Match"?: string;
                /** @description To create it: there must be none yet. */
                "If-None-Match"?: "*";
            };
            path: {
                /** @description A flow. */
                flowId: string;
            };
            cookie?: never;
        };
        /** @description The flow’s definition. YAML is taken up to 256 KiB. At most 1048576 bytes. */
        requestBody: {
            content: {
                "application/json": string;
                "application/x-yaml": string;
                "application/yaml": string;
                "text/yaml": string;
            };
        };
        responses: {
            /** @description The flow as it is now, or with `check` what it would be. */
            200: {
                headers: {
                    /** @description The revision of the current version, for `If-Match`. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "flowId": "flow_hospital",
                     *       "version": "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                     *       "current": true,
                     *       "languages": [
                     *         "zh"
                     *       ],
                     *       "steps": 1,
                     *       "liveCalls": 1,
                     *       "origin": "file",
                     *       "revision": 1,
                     *       "publishedAt": "2026-03-02T08:15:30.250Z",
                     *       "numbers": [
                     *         "text"
                     *       ],
                     *       "otherwise": true
                     *     }
                     */
                    "application/json": components["schemas"]["FlowSummary"] | components["schemas"]["FlowChecked"];
                };
            };
            /** @description The same, where there was none. */
            201: {
                headers: {
                    /** @description The revision of the current version, for `If-Match`. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "flowId": "flow_hospital",
                     *       "version": "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                     *       "current": true,
                     *       "languages": [
                     *         "zh"
                     *       ],
                     *       "steps": 1,
                     *       "liveCalls": 1,
                     *       "origin": "file",
                     *       "revision": 1,
                     *       "publishedAt": "2026-03-02T08:15:30.250Z",
                     *       "numbers": [
                     *         "text"
                     *       ],
                     *       "otherwise": true
                     *     }
                     */
                    "application/json": components["schemas"]["FlowSummary"] | components["schemas"]["FlowChecked"];
                };
            };
            /** @description `malformed-json`: The body is not well-formed JSON. `malformed-request`: The request is not well-formed HTTP, or its address is not well-formed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorised`: A valid bearer token is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: Your key does not let you do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `flow-unknown`: No such flow. `queue-unknown`: No such queue. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `version-changed`: It has been changed since you read it. */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too-large`: The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported-media-type`: The body is in a format that is not understood. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `flow-invalid`: The flow has faults. `invalid`: The request is well-formed, but something in it is not allowed. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `if-match-missing`: This request needs If-Match. */
            428: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `authentication-limited`: Too many tokens that are not valid came from this address. `rate-limited`: Too many requests of late. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `act-not-noted`: It was done, and could not be noted for auditors. `internal`: Something went wrong inside the service. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not-owner`: No controller drives this site at the moment. `store-unavailable`: The database does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `timed-out`: The command was not confirmed in time. */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    withdrawFlow: {
        parameters: {
            query?: never;
            header?: {
                /** @description `ETag` of what you have read. */
                "If-Match"?: string;
            };
            path: {
                /** @description A flow. */
                flowId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is withdrawn. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `malformed-request`: The request is not well-formed HTTP, or its address is not well-formed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorised`: A valid bearer token is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: Your key does not let you do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `flow-unknown`: No such flow. `queue-unknown`: No such queue. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `flow-in-file`: The flow comes from a file. `flow-in-use`: The flow is needed still. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `version-changed`: It has been changed since you read it. */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid`: The request is well-formed, but something in it is not allowed. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `authentication-limited`: Too many tokens that are not valid came from this address. `rate-limited`: Too many requests of late. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `act-not-noted`: It was done, and could not be noted for auditors. `internal`: Something went wrong inside the service. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not-owner`: No controller drives this site at the moment. `store-unavailable`: The database does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `timed-out`: The command was not confirmed in time. */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listFlowVersions: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A flow. */
                flowId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The current one first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "flowId": "flow_hospital",
                     *           "version": "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                     *           "current": true,
                     *           "languages": [
                     *             "zh"
                     *           ],
                     *           "steps": 1,
                     *           "liveCalls": 1
                     *         }
                     *       ],
                     *       "nextCursor": "text"
                     *     }
                     */
                    "application/json": components["schemas"]["FlowVersionPage"];
                };
            };
            /** @description `malformed-request`: The request is not well-formed HTTP, or its address is not well-formed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorised`: A valid bearer token is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: Your key does not let you do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `flow-unknown`: No such flow. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid`: The request is well-formed, but something in it is not allowed. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `authentication-limited`: Too many tokens that are not valid came from this address. `rate-limited`: Too many requests of late. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong inside the service. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not-owner`: No controller drives this site at the moment. `store-unavailable`: The database does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listKeys: {
        parameters: {
            query?: {
                /** @description `nextCursor` of the page before. Opaque. */
                cursor?: string;
                /** @description So many items at most. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page. No secrets: these are nowhere. */
            200: {
                headers: {
                    /** @description The next page, `rel="next"` (RFC 8288); absent on the last. */
                    Link?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "keyId": "key_01JD8Z4Q6W3V5T7R9P0N2M4K6H",
                     *           "name": "text",
                     *           "roles": [
                     *             "agent"
                     *           ],
                     *           "scopes": [
                     *             "calls:read"
                     *           ],
                     *           "siteIds": [
                     *             "text"
                     *           ],
                     *           "queueIds": [
                     *             "queue_appointments"
                     *           ],
                     *           "agentId": "agent_li-na",
                     *           "person": "text",
                     *           "createdAt": "2026-03-02T08:15:30.250Z",
                     *           "createdBy": "api",
                     *           "expiresAt": "2026-03-02T08:15:30.250Z",
                     *           "lastUsedAt": "2026-03-02T08:15:30.250Z",
                     *           "revokedAt": "2026-03-02T08:15:30.250Z"
                     *         }
                     *       ],
                     *       "nextCursor": "text"
                     *     }
                     */
                    "application/json": components["schemas"]["ApiKeyPage"];
                };
            };
            /** @description `malformed-request`: The request is not well-formed HTTP, or its address is not well-formed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorised`: A valid bearer token is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: Your key does not let you do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid`: The request is well-formed, but something in it is not allowed. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `authentication-limited`: Too many tokens that are not valid came from this address. `rate-limited`: Too many requests of late. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong inside the service. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `store-unavailable`: The database does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createKey: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "HIS",
                 *       "roles": [
                 *         "agent"
                 *       ],
                 *       "scopes": [
                 *         "calls:read"
                 *       ],
                 *       "siteIds": [
                 *         "site_main"
                 *       ],
                 *       "queueIds": [
                 *         "queue_appointments"
                 *       ],
                 *       "agentId": "agent_li-na",
                 *       "person": "text",
                 *       "expiresAt": "2026-03-02T08:15:30.250Z"
                 *     }
                 */
                "application/json": components["schemas"]["ApiKeyWanted"];
            };
        };
        responses: {
            /** @description It is good from now on. */
            201: {
                headers: {
                    /** @description The key. */
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "key": {
                     *         "keyId": "key_01JD8Z4Q6W3V5T7R9P0N2M4K6H",
                     *         "name": "text",
                     *         "roles": [
                     *           "agent"
                     *         ],
                     *         "scopes": [
                     *           "calls:read"
                     *         ],
                     *         "siteIds": [
                     *           "text"
                     *         ],
                     *         "queueIds": [
                     *           "queue_appointments"
                     *         ],
                     *         "agentId": "agent_li-na",
                     *         "person": "text",
                     *         "createdAt": "2026-03-02T08:15:30.250Z",
                     *         "createdBy": "api",
                     *         "expiresAt": "2026-03-02T08:15:30.250Z",
                     *         "lastUsedAt": "2026-03-02T08:15:30.250Z",
                     *         "revokedAt": "2026-03-02T08:15:30.250Z"
                     *       },
                     *       "token": "ctik_01JD8Z4Q6W3V5T7R9P0N2M4K6H_3qVb0Y…"
                     *     }
                     */
                    "application/json": components["schemas"]["ApiKeyCreated"];
                };
            };
            /** @description `malformed-json`: The body is not well-formed JSON. `malformed-request`: The request is not well-formed HTTP, or its address is not well-formed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorised`: A valid bearer token is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: Your key does not let you do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `agent-unknown`: No such agent. `queue-unknown`: No such queue. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `keys-full`: There are as many valid API keys as there may be. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too-large`: The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported-media-type`: The body is in a format that is not understood. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid`: The request is well-formed, but something in it is not allowed. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `authentication-limited`: Too many tokens that are not valid came from this address. `rate-limited`: Too many requests of late. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong inside the service. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not-owner`: No controller drives this site at the moment. `store-unavailable`: The database does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A key; not the secret. */
                keyId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The key, without its secret. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "keyId": "key_01JD8Z4Q6W3V5T7R9P0N2M4K6H",
                     *       "name": "text",
                     *       "roles": [
                     *         "agent"
                     *       ],
                     *       "scopes": [
                     *         "calls:read"
                     *       ],
                     *       "siteIds": [
                     *         "text"
                     *       ],
                     *       "queueIds": [
                     *         "queue_appointments"
                     *       ],
                     *       "agentId": "agent_li-na",
                     *       "person": "text",
                     *       "createdAt": "2026-03-02T08:15:30.250Z",
                     *       "createdBy": "api",
                     *       "expiresAt": "2026-03-02T08:15:30.250Z",
                     *       "lastUsedAt": "2026-03-02T08:15:30.250Z",
                     *       "revokedAt": "2026-03-02T08:15:30.250Z"
                     *     }
                     */
                    "application/json": components["schemas"]["ApiKey"];
                };
            };
            /** @description `malformed-request`: The request is not well-formed HTTP, or its address is not well-formed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorised`: A valid bearer token is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: Your key does not let you do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `key-unknown`: No such API key. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid`: The request is well-formed, but something in it is not allowed. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `authentication-limited`: Too many tokens that are not valid came from this address. `rate-limited`: Too many requests of late. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong inside the service. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `store-unavailable`: The database does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    revokeKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A key; not the secret. */
                keyId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is revoked. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `malformed-request`: The request is not well-formed HTTP, or its address is not well-formed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorised`: A valid bearer token is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: Your key does not let you do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `key-unknown`: No such API key. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid`: The request is well-formed, but something in it is not allowed. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `authentication-limited`: Too many tokens that are not valid came from this address. `rate-limited`: Too many requests of late. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `act-not-noted`: It was done, and could not be noted for auditors. `internal`: Something went wrong inside the service. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `store-unavailable`: The database does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listNodes: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All that are configured, in that order. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "nodeId": "node_a",
                     *           "connected": true,
                     *           "since": "2026-03-02T08:15:30.250Z",
                     *           "health": "healthy",
                     *           "draining": true,
                     *           "drainingSince": "2026-03-02T08:15:30.250Z",
                     *           "drainSuspended": true,
                     *           "calls": 1,
                     *           "legs": 1,
                     *           "coreUuid": "text",
                     *           "report": {
                     *             "at": "2026-03-02T08:15:30.250Z",
                     *             "commandMs": 1,
                     *             "refusesCalls": true,
                     *             "sessions": 1,
                     *             "maxSessions": 1,
                     *             "sessionsPerSecond": 1,
                     *             "idleCpuPercent": 1,
                     *             "upMs": 1,
                     *             "version": "text"
                     *           }
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Nodes"];
                };
            };
            /** @description `malformed-request`: The request is not well-formed HTTP, or its address is not well-formed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorised`: A valid bearer token is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: Your key does not let you do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid`: The request is well-formed, but something in it is not allowed. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `authentication-limited`: Too many tokens that are not valid came from this address. `rate-limited`: Too many requests of late. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong inside the service. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not-owner`: No controller drives this site at the moment. `store-unavailable`: The database does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readNode: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A switch, as the configuration names it. */
                nodeId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The switch. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "nodeId": "node_a",
                     *       "connected": true,
                     *       "since": "2026-03-02T08:15:30.250Z",
                     *       "health": "healthy",
                     *       "draining": true,
                     *       "drainingSince": "2026-03-02T08:15:30.250Z",
                     *       "drainSuspended": true,
                     *       "calls": 1,
                     *       "legs": 1,
                     *       "coreUuid": "text",
                     *       "report": {
                     *         "at": "2026-03-02T08:15:30.250Z",
                     *         "commandMs": 1,
                     *         "refusesCalls": true,
                     *         "sessions": 1,
                     *         "maxSessions": 1,
                     *         "sessionsPerSecond": 1,
                     *         "idleCpuPercent": 1,
                     *         "upMs": 1,
                     *         "version": "text"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["Node"];
                };
            };
            /** @description `malformed-request`: The request is not well-formed HTTP, or its address is not well-formed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorised`: A valid bearer token is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: Your key does not let you do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `node-unknown`: No such switch. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid`: The request is well-formed, but something in it is not allowed. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `authentication-limited`: Too many tokens that are not valid came from this address. `rate-limited`: Too many requests of late. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong inside the service. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not-owner`: No controller drives this site at the moment. `store-unavailable`: The database does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    drainNode: {
        parameters: {
            query?: never;
            header: {
                /** @description Chosen by you, new for each new call; a UUID will do. Kept for 24 hours. */
                "Idempotency-Key": string;
            };
            path: {
                /** @description A switch, as the configuration names it. */
                nodeId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It has been noted. */
            202: {
                headers: {
                    /** @description `true` when this is the first answer given again. */
                    "Idempotency-Replayed"?: string;
                    /** @description The switch. */
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "nodeId": "node_a"
                     *     }
                     */
                    "application/json": components["schemas"]["NodeAccepted"];
                };
            };
            /** @description `idempotency-key-missing`: This request needs an Idempotency-Key. `malformed-json`: The body is not well-formed JSON. `malformed-request`: The request is not well-formed HTTP, or its address is not well-formed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorised`: A valid bearer token is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: Your key does not let you do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `node-unknown`: No such switch. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `idempotency-running`: The first request with this Idempotency-Key is still running. `node-last`: No other switch takes calls. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too-large`: The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported-media-type`: The body is in a format that is not understood. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `idempotency-key-reused`: This Idempotency-Key was used for a different request. `invalid`: The request is well-formed, but something in it is not allowed. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `authentication-limited`: Too many tokens that are not valid came from this address. `rate-limited`: Too many requests of late. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `act-not-noted`: It was done, and could not be noted for auditors. `internal`: Something went wrong inside the service. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not-owner`: No controller drives this site at the moment. `store-unavailable`: The database does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `timed-out`: The command was not confirmed in time. */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    giveUpNode: {
        parameters: {
            query?: never;
            header: {
                /** @description Chosen by you, new for each new call; a UUID will do. Kept for 24 hours. */
                "Idempotency-Key": string;
            };
            path: {
                /** @description A switch, as the configuration names it. */
                nodeId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It has been noted. */
            202: {
                headers: {
                    /** @description `true` when this is the first answer given again. */
                    "Idempotency-Replayed"?: string;
                    /** @description The switch. */
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "nodeId": "node_a"
                     *     }
                     */
                    "application/json": components["schemas"]["NodeAccepted"];
                };
            };
            /** @description `idempotency-key-missing`: This request needs an Idempotency-Key. `malformed-json`: The body is not well-formed JSON. `malformed-request`: The request is not well-formed HTTP, or its address is not well-formed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorised`: A valid bearer token is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: Your key does not let you do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `node-unknown`: No such switch. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `idempotency-running`: The first request with this Idempotency-Key is still running. `node-in-reach`: The switch is in reach. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too-large`: The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported-media-type`: The body is in a format that is not understood. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `idempotency-key-reused`: This Idempotency-Key was used for a different request. `invalid`: The request is well-formed, but something in it is not allowed. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `authentication-limited`: Too many tokens that are not valid came from this address. `rate-limited`: Too many requests of late. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `act-not-noted`: It was done, and could not be noted for auditors. `internal`: Something went wrong inside the service. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not-owner`: No controller drives this site at the moment. `store-unavailable`: The database does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `timed-out`: The command was not confirmed in time. */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readmitNode: {
        parameters: {
            query?: never;
            header: {
                /** @description Chosen by you, new for each new call; a UUID will do. Kept for 24 hours. */
                "Idempotency-Key": string;
            };
            path: {
                /** @description A switch, as the configuration names it. */
                nodeId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It has been noted. */
            202: {
                headers: {
                    /** @description `true` when this is the first answer given again. */
                    "Idempotency-Replayed"?: string;
                    /** @description The switch. */
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "nodeId": "node_a"
                     *     }
                     */
                    "application/json": components["schemas"]["NodeAccepted"];
                };
            };
            /** @description `idempotency-key-missing`: This request needs an Idempotency-Key. `malformed-json`: The body is not well-formed JSON. `malformed-request`: The request is not well-formed HTTP, or its address is not well-formed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorised`: A valid bearer token is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: Your key does not let you do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `node-unknown`: No such switch. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `idempotency-running`: The first request with this Idempotency-Key is still running. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too-large`: The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported-media-type`: The body is in a format that is not understood. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `idempotency-key-reused`: This Idempotency-Key was used for a different request. `invalid`: The request is well-formed, but something in it is not allowed. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `authentication-limited`: Too many tokens that are not valid came from this address. `rate-limited`: Too many requests of late. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `act-not-noted`: It was done, and could not be noted for auditors. `internal`: Something went wrong inside the service. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not-owner`: No controller drives this site at the moment. `store-unavailable`: The database does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `timed-out`: The command was not confirmed in time. */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listNumbers: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All of them. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "number": "8000",
                     *           "flowId": "flow_hospital",
                     *           "version": 1
                     *         }
                     *       ],
                     *       "otherwise": {
                     *         "flowId": "flow_hospital",
                     *         "version": 1
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["Numbers"];
                };
            };
            /** @description `malformed-request`: The request is not well-formed HTTP, or its address is not well-formed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorised`: A valid bearer token is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: Your key does not let you do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid`: The request is well-formed, but something in it is not allowed. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `authentication-limited`: Too many tokens that are not valid came from this address. `rate-limited`: Too many requests of late. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong inside the service. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not-owner`: No controller drives this site at the moment. `store-unavailable`: The database does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readNumber: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A number that callers dial, as the trunk sends it. */
                number: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The number. */
            200: {
                headers: {
                    /** @description Its version, for `If-Match`. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "number": "8000",
                     *       "flowId": "flow_hospital",
                     *       "version": 1
                     *     }
                     */
                    "application/json": components["schemas"]["Number"];
                };
            };
            /** @description `malformed-request`: The request is not well-formed HTTP, or its address is not well-formed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorised`: A valid bearer token is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: Your key does not let you do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `number-unknown`: No flow is assigned to this number. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid`: The request is well-formed, but something in it is not allowed. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `authentication-limited`: Too many tokens that are not valid came from this address. `rate-limited`: Too many requests of late. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong inside the service. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not-owner`: No controller drives this site at the moment. `store-unavailable`: The database does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    assignNumber: {
        parameters: {
            query?: never;
            header?: {
                /** @description `ETag` of what you have read. */
                "If-Match"?: string;
                /** @description To create it: there must be none yet. */
                "If-None-Match"?: "*";
            };
            path: {
                /** @description A number that callers dial, as the trunk sends it. */
                number: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "flowId": "flow_hospital"
                 *     }
                 */
                "application/json": components["schemas"]["NumberAssignment"];
            };
        };
        responses: {
            /** @description As it is now. */
            200: {
                headers: {
                    /** @description Its version, for `If-Match`. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "number": "8000",
                     *       "flowId": "flow_hospital",
                     *       "version": 1
                     *     }
                     */
                    "application/json": components["schemas"]["Number"];
                };
            };
            /** @description The same, where there was none. */
            201: {
                headers: {
                    /** @description Its version, for `If-Match`. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "number": "8000",
                     *       "flowId": "flow_hospital",
                     *       "version": 1
                     *     }
                     */
                    "application/json": components["schemas"]["Number"];
                };
            };
            /** @description `malformed-json`: The body is not well-formed JSON. `malformed-request`: The request is not well-formed HTTP, or its address is not well-formed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorised`: A valid bearer token is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: Your key does not let you do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `flow-unknown`: No such flow. `number-unknown`: No flow is assigned to this number. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `version-changed`: It has been changed since you read it. */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too-large`: The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported-media-type`: The body is in a format that is not understood. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid`: The request is well-formed, but something in it is not allowed. `number-invalid`: This can’t be a called number. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `if-match-missing`: This request needs If-Match. */
            428: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `authentication-limited`: Too many tokens that are not valid came from this address. `rate-limited`: Too many requests of late. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `act-not-noted`: It was done, and could not be noted for auditors. `internal`: Something went wrong inside the service. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not-owner`: No controller drives this site at the moment. `store-unavailable`: The database does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `timed-out`: The command was not confirmed in time. */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    unassignNumber: {
        parameters: {
            query?: never;
            header?: {
                /** @description `ETag` of what you have read. */
                "If-Match"?: string;
            };
            path: {
                /** @description A number that callers dial, as the trunk sends it. */
                number: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It has no flow of its own any more. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `malformed-request`: The request is not well-formed HTTP, or its address is not well-formed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorised`: A valid bearer token is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: Your key does not let you do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `number-unknown`: No flow is assigned to this number. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `version-changed`: It has been changed since you read it. */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid`: The request is well-formed, but something in it is not allowed. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `authentication-limited`: Too many tokens that are not valid came from this address. `rate-limited`: Too many requests of late. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `act-not-noted`: It was done, and could not be noted for auditors. `internal`: Something went wrong inside the service. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not-owner`: No controller drives this site at the moment. `store-unavailable`: The database does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `timed-out`: The command was not confirmed in time. */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readNumbersOtherwise: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The flow. */
            200: {
                headers: {
                    /** @description Its version, for `If-Match`. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "flowId": "flow_hospital",
                     *       "version": 1
                     *     }
                     */
                    "application/json": components["schemas"]["NumbersOtherwise"];
                };
            };
            /** @description `malformed-request`: The request is not well-formed HTTP, or its address is not well-formed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorised`: A valid bearer token is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: Your key does not let you do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `number-unknown`: No flow is assigned to this number. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid`: The request is well-formed, but something in it is not allowed. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `authentication-limited`: Too many tokens that are not valid came from this address. `rate-limited`: Too many requests of late. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong inside the service. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not-owner`: No controller drives this site at the moment. `store-unavailable`: The database does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    assignNumbersOtherwise: {
        parameters: {
            query?: never;
            header?: {
                /** @description `ETag` of what you have read. */
                "If-Match"?: string;
                /** @description To create it: there must be none yet. */
                "If-None-Match"?: "*";
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "flowId": "flow_hospital"
                 *     }
                 */
                "application/json": components["schemas"]["NumberAssignment"];
            };
        };
        responses: {
            /** @description As it is now. */
            200: {
                headers: {
                    /** @description Its version, for `If-Match`. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "flowId": "flow_hospital",
                     *       "version": 1
                     *     }
                     */
                    "application/json": components["schemas"]["NumbersOtherwise"];
                };
            };
            /** @description `malformed-json`: The body is not well-formed JSON. `malformed-request`: The request is not well-formed HTTP, or its address is not well-formed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorised`: A valid bearer token is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: Your key does not let you do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `flow-unknown`: No such flow. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `version-changed`: It has been changed since you read it. */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too-large`: The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported-media-type`: The body is in a format that is not understood. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid`: The request is well-formed, but something in it is not allowed. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `if-match-missing`: This request needs If-Match. */
            428: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `authentication-limited`: Too many tokens that are not valid came from this address. `rate-limited`: Too many requests of late. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `act-not-noted`: It was done, and could not be noted for auditors. `internal`: Something went wrong inside the service. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not-owner`: No controller drives this site at the moment. `store-unavailable`: The database does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `timed-out`: The command was not confirmed in time. */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listPlans: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All of them. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "planId": "plan_typhoon",
                     *           "siteId": "site_main",
                     *           "names": {
                     *             "zh": "台风预案",
                     *             "en": "Typhoon"
                     *           },
                     *           "numbers": {},
                     *           "flows": {},
                     *           "prompts": {},
                     *           "members": {},
                     *           "queues": {},
                     *           "hours": {},
                     *           "testNumbers": [
                     *             "138****5678"
                     *           ],
                     *           "version": 1,
                     *           "on": {
                     *             "since": "2026-03-02T08:15:30.250Z",
                     *             "by": "key_01JD8Z4Q6W3V5T7R9P0N2M4K6H",
                     *             "until": "2026-03-02T08:15:30.250Z"
                     *           },
                     *           "conflicts": [
                     *             {
                     *               "place": "/numbers/8000",
                     *               "planId": "plan_typhoon"
                     *             }
                     *           ],
                     *           "missing": [
                     *             {
                     *               "pointer": "/numbers/8000",
                     *               "message": "text"
                     *             }
                     *           ],
                     *           "drills": 1,
                     *           "drill": 1
                     *         }
                     *       ],
                     *       "nextCursor": "text"
                     *     }
                     */
                    "application/json": components["schemas"]["PlanPage"];
                };
            };
            /** @description `malformed-request`: The request is not well-formed HTTP, or its address is not well-formed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorised`: A valid bearer token is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: Your key does not let you do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid`: The request is well-formed, but something in it is not allowed. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `authentication-limited`: Too many tokens that are not valid came from this address. `rate-limited`: Too many requests of late. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong inside the service. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not-owner`: No controller drives this site at the moment. `store-unavailable`: The database does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readPlan: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A plan. */
                planId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The plan. */
            200: {
                headers: {
                    /** @description Its version, for `If-Match`. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "planId": "plan_typhoon",
                     *       "siteId": "site_main",
                     *       "names": {
                     *         "zh": "台风预案",
                     *         "en": "Typhoon"
                     *       },
                     *       "numbers": {},
                     *       "flows": {},
                     *       "prompts": {},
                     *       "members": {},
                     *       "queues": {},
                     *       "hours": {},
                     *       "testNumbers": [
                     *         "138****5678"
                     *       ],
                     *       "version": 1,
                     *       "on": {
                     *         "since": "2026-03-02T08:15:30.250Z",
                     *         "by": "key_01JD8Z4Q6W3V5T7R9P0N2M4K6H",
                     *         "until": "2026-03-02T08:15:30.250Z"
                     *       },
                     *       "conflicts": [
                     *         {
                     *           "place": "/numbers/8000",
                     *           "planId": "plan_typhoon"
                     *         }
                     *       ],
                     *       "missing": [
                     *         {
                     *           "pointer": "/numbers/8000",
                     *           "message": "text"
                     *         }
                     *       ],
                     *       "drills": 1,
                     *       "drill": 1
                     *     }
                     */
                    "application/json": components["schemas"]["Plan"];
                };
            };
            /** @description `malformed-request`: The request is not well-formed HTTP, or its address is not well-formed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorised`: A valid bearer token is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: Your key does not let you do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `plan-unknown`: No such plan. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid`: The request is well-formed, but something in it is not allowed. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `authentication-limited`: Too many tokens that are not valid came from this address. `rate-limited`: Too many requests of late. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong inside the service. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not-owner`: No controller drives this site at the moment. `store-unavailable`: The database does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    definePlan: {
        parameters: {
            query?: never;
            header?: {
                /** @description `ETag` of what you have read. */
                "If-Match"?: string;
                /** @description To create it: there must be none yet. */
                "If-None-Match"?: "*";
            };
            path: {
                /** @description A plan. */
                planId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "names": {
                 *         "zh": "台风预案",
                 *         "en": "Typhoon"
                 *       },
                 *       "numbers": {
                 *         "8000": "flow_typhoon"
                 *       },
                 *       "flows": {
                 *         "flow_hospital": "flow_typhoon"
                 *       },
                 *       "prompts": {
                 *         "welcome": [
                 *           "typhoon-notice",
                 *           "welcome"
                 *         ]
                 *       },
                 *       "members": {
                 *         "queue_general": {
                 *           "add": [
                 *             "agent_li-na"
                 *           ]
                 *         }
                 *       },
                 *       "queues": {
                 *         "queue_general": {
                 *           "overflow": [
                 *             {
                 *               "afterMs": 30000,
                 *               "to": {
                 *                 "queueId": "queue_general"
                 *               }
                 *             }
                 *           ]
                 *         }
                 *       },
                 *       "hours": {
                 *         "outpatients": "closed"
                 *       },
                 *       "testNumbers": [
                 *         "13800005678"
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["PlanDefinition"];
            };
        };
        responses: {
            /** @description The plan as it is now. */
            200: {
                headers: {
                    /** @description Its version, for `If-Match`. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "planId": "plan_typhoon",
                     *       "siteId": "site_main",
                     *       "names": {
                     *         "zh": "台风预案",
                     *         "en": "Typhoon"
                     *       },
                     *       "numbers": {},
                     *       "flows": {},
                     *       "prompts": {},
                     *       "members": {},
                     *       "queues": {},
                     *       "hours": {},
                     *       "testNumbers": [
                     *         "138****5678"
                     *       ],
                     *       "version": 1,
                     *       "on": {
                     *         "since": "2026-03-02T08:15:30.250Z",
                     *         "by": "key_01JD8Z4Q6W3V5T7R9P0N2M4K6H",
                     *         "until": "2026-03-02T08:15:30.250Z"
                     *       },
                     *       "conflicts": [
                     *         {
                     *           "place": "/numbers/8000",
                     *           "planId": "plan_typhoon"
                     *         }
                     *       ],
                     *       "missing": [
                     *         {
                     *           "pointer": "/numbers/8000",
                     *           "message": "text"
                     *         }
                     *       ],
                     *       "drills": 1,
                     *       "drill": 1
                     *     }
                     */
                    "application/json": components["schemas"]["Plan"];
                };
            };
            /** @description The same, where there was none. */
            201: {
                headers: {
                    /** @description Its version, for `If-Match`. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "planId": "plan_typhoon",
                     *       "siteId": "site_main",
                     *       "names": {
                     *         "zh": "台风预案",
                     *         "en": "Typhoon"
                     *       },
                     *       "numbers": {},
                     *       "flows": {},
                     *       "prompts": {},
                     *       "members": {},
                     *       "queues": {},
                     *       "hours": {},
                     *       "testNumbers": [
                     *         "138****5678"
                     *       ],
                     *       "version": 1,
                     *       "on": {
                     *         "since": "2026-03-02T08:15:30.250Z",
                     *         "by": "key_01JD8Z4Q6W3V5T7R9P0N2M4K6H",
                     *         "until": "2026-03-02T08:15:30.250Z"
                     *       },
                     *       "conflicts": [
                     *         {
                     *           "place": "/numbers/8000",
                     *           "planId": "plan_typhoon"
                     *         }
                     *       ],
                     *       "missing": [
                     *         {
                     *           "pointer": "/numbers/8000",
                     *           "message": "text"
                     *         }
                     *       ],
                     *       "drills": 1,
                     *       "drill": 1
                     *     }
                     */
                    "application/json": components["schemas"]["Plan"];
                };
            };
            /** @description `malformed-json`: The body is not well-formed JSON. `malformed-request`: The request is not well-formed HTTP, or its address is not well-formed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorised`: A valid bearer token is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: Your key does not let you do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `plan-unknown`: No such plan. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `version-changed`: It has been changed since you read it. */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too-large`: The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported-media-type`: The body is in a format that is not understood. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid`: The request is well-formed, but something in it is not allowed. `plan-invalid`: The plan names what is not there. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `if-match-missing`: This request needs If-Match. */
            428: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `authentication-limited`: Too many tokens that are not valid came from this address. `rate-limited`: Too many requests of late. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `act-not-noted`: It was done, and could not be noted for auditors. `internal`: Something went wrong inside the service. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not-owner`: No controller drives this site at the moment. `store-unavailable`: The database does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `timed-out`: The command was not confirmed in time. */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    removePlan: {
        parameters: {
            query?: never;
            header?: {
                /** @description `ETag` of what you have read. */
                "If-Match"?: string;
            };
            path: {
                /** @description A plan. */
                planId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is gone, and its drills’ reports with it. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `malformed-request`: The request is not well-formed HTTP, or its address is not well-formed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorised`: A valid bearer token is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: Your key does not let you do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `plan-unknown`: No such plan. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `plan-state`: The plan is in a state that does not allow this. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `version-changed`: It has been changed since you read it. */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid`: The request is well-formed, but something in it is not allowed. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `authentication-limited`: Too many tokens that are not valid came from this address. `rate-limited`: Too many requests of late. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `act-not-noted`: It was done, and could not be noted for auditors. `internal`: Something went wrong inside the service. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not-owner`: No controller drives this site at the moment. `store-unavailable`: The database does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `timed-out`: The command was not confirmed in time. */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    beginDrill: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A plan. */
                planId: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "forMs": 1800000
                 *     }
                 */
                "application/json": components["schemas"]["DrillBegin"];
            };
        };
        responses: {
            /** @description The drill that has begun. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "planId": "plan_typhoon",
                     *       "n": 1,
                     *       "by": "key_01JD8Z4Q6W3V5T7R9P0N2M4K6H",
                     *       "since": "2026-03-02T08:15:30.250Z",
                     *       "until": "2026-03-02T08:15:30.250Z",
                     *       "ended": {
                     *         "at": "2026-03-02T08:15:30.250Z",
                     *         "why": "asked",
                     *         "by": "text"
                     *       },
                     *       "calls": [
                     *         {
                     *           "callId": "call_01JD8Z4Q6W3V5T7R9P0N2M4K6H",
                     *           "at": "2026-03-02T08:15:30.250Z",
                     *           "serviceNumber": "text",
                     *           "flowIds": [
                     *             "flow_hospital"
                     *           ],
                     *           "queueIds": [
                     *             "queue_appointments"
                     *           ],
                     *           "prompts": [
                     *             "text"
                     *           ],
                     *           "answeredAfterMs": 1,
                     *           "agentId": "agent_li-na",
                     *           "ended": {
                     *             "by": "text",
                     *             "why": "text",
                     *             "at": "2026-03-02T08:15:30.250Z"
                     *           }
                     *         }
                     *       ],
                     *       "unnoted": 1,
                     *       "met": [
                     *         "/numbers/8000"
                     *       ],
                     *       "neverMet": [
                     *         "/numbers/8000"
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Drill"];
                };
            };
            /** @description `malformed-json`: The body is not well-formed JSON. `malformed-request`: The request is not well-formed HTTP, or its address is not well-formed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorised`: A valid bearer token is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: Your key does not let you do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `drill-unknown`: No such drill. `plan-unknown`: No such plan. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `plan-state`: The plan is in a state that does not allow this. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too-large`: The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported-media-type`: The body is in a format that is not understood. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid`: The request is well-formed, but something in it is not allowed. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `authentication-limited`: Too many tokens that are not valid came from this address. `rate-limited`: Too many requests of late. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `act-not-noted`: It was done, and could not be noted for auditors. `internal`: Something went wrong inside the service. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not-owner`: No controller drives this site at the moment. `store-unavailable`: The database does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `timed-out`: The command was not confirmed in time. */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    endDrill: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A plan. */
                planId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Its report so far: calls that are there go on. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "planId": "plan_typhoon",
                     *       "n": 1,
                     *       "by": "key_01JD8Z4Q6W3V5T7R9P0N2M4K6H",
                     *       "since": "2026-03-02T08:15:30.250Z",
                     *       "until": "2026-03-02T08:15:30.250Z",
                     *       "ended": {
                     *         "at": "2026-03-02T08:15:30.250Z",
                     *         "why": "asked",
                     *         "by": "text"
                     *       },
                     *       "calls": [
                     *         {
                     *           "callId": "call_01JD8Z4Q6W3V5T7R9P0N2M4K6H",
                     *           "at": "2026-03-02T08:15:30.250Z",
                     *           "serviceNumber": "text",
                     *           "flowIds": [
                     *             "flow_hospital"
                     *           ],
                     *           "queueIds": [
                     *             "queue_appointments"
                     *           ],
                     *           "prompts": [
                     *             "text"
                     *           ],
                     *           "answeredAfterMs": 1,
                     *           "agentId": "agent_li-na",
                     *           "ended": {
                     *             "by": "text",
                     *             "why": "text",
                     *             "at": "2026-03-02T08:15:30.250Z"
                     *           }
                     *         }
                     *       ],
                     *       "unnoted": 1,
                     *       "met": [
                     *         "/numbers/8000"
                     *       ],
                     *       "neverMet": [
                     *         "/numbers/8000"
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Drill"];
                };
            };
            /** @description `malformed-json`: The body is not well-formed JSON. `malformed-request`: The request is not well-formed HTTP, or its address is not well-formed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorised`: A valid bearer token is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: Your key does not let you do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `drill-unknown`: No such drill. `plan-unknown`: No such plan. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too-large`: The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported-media-type`: The body is in a format that is not understood. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid`: The request is well-formed, but something in it is not allowed. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `authentication-limited`: Too many tokens that are not valid came from this address. `rate-limited`: Too many requests of late. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `act-not-noted`: It was done, and could not be noted for auditors. `internal`: Something went wrong inside the service. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not-owner`: No controller drives this site at the moment. `store-unavailable`: The database does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `timed-out`: The command was not confirmed in time. */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listDrills: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A plan. */
                planId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Those of the site’s newest twenty, the newest first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "planId": "plan_typhoon",
                     *           "n": 1,
                     *           "by": "key_01JD8Z4Q6W3V5T7R9P0N2M4K6H",
                     *           "since": "2026-03-02T08:15:30.250Z",
                     *           "until": "2026-03-02T08:15:30.250Z",
                     *           "ended": {
                     *             "at": "2026-03-02T08:15:30.250Z",
                     *             "why": "asked",
                     *             "by": "text"
                     *           },
                     *           "calls": [
                     *             {
                     *               "callId": "call_01JD8Z4Q6W3V5T7R9P0N2M4K6H",
                     *               "at": "2026-03-02T08:15:30.250Z",
                     *               "serviceNumber": "text",
                     *               "flowIds": [
                     *                 "flow_hospital"
                     *               ],
                     *               "queueIds": [
                     *                 "queue_appointments"
                     *               ],
                     *               "prompts": [
                     *                 "text"
                     *               ],
                     *               "answeredAfterMs": 1,
                     *               "agentId": "agent_li-na",
                     *               "ended": {
                     *                 "by": "text",
                     *                 "why": "text",
                     *                 "at": "2026-03-02T08:15:30.250Z"
                     *               }
                     *             }
                     *           ],
                     *           "unnoted": 1,
                     *           "met": [
                     *             "/numbers/8000"
                     *           ],
                     *           "neverMet": [
                     *             "/numbers/8000"
                     *           ]
                     *         }
                     *       ],
                     *       "nextCursor": "text"
                     *     }
                     */
                    "application/json": components["schemas"]["DrillPage"];
                };
            };
            /** @description `malformed-request`: The request is not well-formed HTTP, or its address is not well-formed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorised`: A valid bearer token is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: Your key does not let you do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `plan-unknown`: No such plan. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid`: The request is well-formed, but something in it is not allowed. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `authentication-limited`: Too many tokens that are not valid came from this address. `rate-limited`: Too many requests of late. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong inside the service. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not-owner`: No controller drives this site at the moment. `store-unavailable`: The database does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readDrill: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Which drill of the plan, from 1. */
                n: number;
                /** @description A plan. */
                planId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The drill, under way or ended. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "planId": "plan_typhoon",
                     *       "n": 1,
                     *       "by": "key_01JD8Z4Q6W3V5T7R9P0N2M4K6H",
                     *       "since": "2026-03-02T08:15:30.250Z",
                     *       "until": "2026-03-02T08:15:30.250Z",
                     *       "ended": {
                     *         "at": "2026-03-02T08:15:30.250Z",
                     *         "why": "asked",
                     *         "by": "text"
                     *       },
                     *       "calls": [
                     *         {
                     *           "callId": "call_01JD8Z4Q6W3V5T7R9P0N2M4K6H",
                     *           "at": "2026-03-02T08:15:30.250Z",
                     *           "serviceNumber": "text",
                     *           "flowIds": [
                     *             "flow_hospital"
                     *           ],
                     *           "queueIds": [
                     *             "queue_appointments"
                     *           ],
                     *           "prompts": [
                     *             "text"
                     *           ],
                     *           "answeredAfterMs": 1,
                     *           "agentId": "agent_li-na",
                     *           "ended": {
                     *             "by": "text",
                     *             "why": "text",
                     *             "at": "2026-03-02T08:15:30.250Z"
                     *           }
                     *         }
                     *       ],
                     *       "unnoted": 1,
                     *       "met": [
                     *         "/numbers/8000"
                     *       ],
                     *       "neverMet": [
                     *         "/numbers/8000"
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Drill"];
                };
            };
            /** @description `malformed-request`: The request is not well-formed HTTP, or its address is not well-formed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorised`: A valid bearer token is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: Your key does not let you do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `drill-unknown`: No such drill. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid`: The request is well-formed, but something in it is not allowed. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `authentication-limited`: Too many tokens that are not valid came from this address. `rate-limited`: Too many requests of late. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong inside the service. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not-owner`: No controller drives this site at the moment. `store-unavailable`: The database does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    switchPlanOff: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A plan. */
                planId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The plan, off. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "planId": "plan_typhoon",
                     *       "siteId": "site_main",
                     *       "names": {
                     *         "zh": "台风预案",
                     *         "en": "Typhoon"
                     *       },
                     *       "numbers": {},
                     *       "flows": {},
                     *       "prompts": {},
                     *       "members": {},
                     *       "queues": {},
                     *       "hours": {},
                     *       "testNumbers": [
                     *         "138****5678"
                     *       ],
                     *       "version": 1,
                     *       "on": {
                     *         "since": "2026-03-02T08:15:30.250Z",
                     *         "by": "key_01JD8Z4Q6W3V5T7R9P0N2M4K6H",
                     *         "until": "2026-03-02T08:15:30.250Z"
                     *       },
                     *       "conflicts": [
                     *         {
                     *           "place": "/numbers/8000",
                     *           "planId": "plan_typhoon"
                     *         }
                     *       ],
                     *       "missing": [
                     *         {
                     *           "pointer": "/numbers/8000",
                     *           "message": "text"
                     *         }
                     *       ],
                     *       "drills": 1,
                     *       "drill": 1
                     *     }
                     */
                    "application/json": components["schemas"]["Plan"];
                };
            };
            /** @description `malformed-json`: The body is not well-formed JSON. `malformed-request`: The request is not well-formed HTTP, or its address is not well-formed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorised`: A valid bearer token is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: Your key does not let you do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `plan-unknown`: No such plan. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too-large`: The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported-media-type`: The body is in a format that is not understood. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid`: The request is well-formed, but something in it is not allowed. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `authentication-limited`: Too many tokens that are not valid came from this address. `rate-limited`: Too many requests of late. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `act-not-noted`: It was done, and could not be noted for auditors. `internal`: Something went wrong inside the service. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not-owner`: No controller drives this site at the moment. `store-unavailable`: The database does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `timed-out`: The command was not confirmed in time. */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    switchPlanOn: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A plan. */
                planId: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "forMs": null
                 *     }
                 */
                "application/json": components["schemas"]["PlanSwitchOn"];
            };
        };
        responses: {
            /** @description The plan, on. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "planId": "plan_typhoon",
                     *       "siteId": "site_main",
                     *       "names": {
                     *         "zh": "台风预案",
                     *         "en": "Typhoon"
                     *       },
                     *       "numbers": {},
                     *       "flows": {},
                     *       "prompts": {},
                     *       "members": {},
                     *       "queues": {},
                     *       "hours": {},
                     *       "testNumbers": [
                     *         "138****5678"
                     *       ],
                     *       "version": 1,
                     *       "on": {
                     *         "since": "2026-03-02T08:15:30.250Z",
                     *         "by": "key_01JD8Z4Q6W3V5T7R9P0N2M4K6H",
                     *         "until": "2026-03-02T08:15:30.250Z"
                     *       },
                     *       "conflicts": [
                     *         {
                     *           "place": "/numbers/8000",
                     *           "planId": "plan_typhoon"
                     *         }
                     *       ],
                     *       "missing": [
                     *         {
                     *           "pointer": "/numbers/8000",
                     *           "message": "text"
                     *         }
                     *       ],
                     *       "drills": 1,
                     *       "drill": 1
                     *     }
                     */
                    "application/json": components["schemas"]["Plan"];
                };
            };
            /** @description `malformed-json`: The body is not well-formed JSON. `malformed-request`: The request is not well-formed HTTP, or its address is not well-formed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorised`: A valid bearer token is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: Your key does not let you do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `plan-unknown`: No such plan. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `plan-state`: The plan is in a state that does not allow this. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too-large`: The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported-media-type`: The body is in a format that is not understood. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid`: The request is well-formed, but something in it is not allowed. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `authentication-limited`: Too many tokens that are not valid came from this address. `rate-limited`: Too many requests of late. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `act-not-noted`: It was done, and could not be noted for auditors. `internal`: Something went wrong inside the service. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not-owner`: No controller drives this site at the moment. `store-unavailable`: The database does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `timed-out`: The command was not confirmed in time. */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listPrompts: {
        parameters: {
            query?: {
                /** @description `nextCursor` of the page before. Opaque. */
                cursor?: string;
                language?: "zh" | "en";
                /** @description So many items at most. */
                limit?: number;
                /** @description Of the standard pace. */
                origin?: "made" | "own" | "missing";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page. */
            200: {
                headers: {
                    /** @description The next page, `rel="next"` (RFC 8288); absent on the last. */
                    Link?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "language": "zh",
                     *           "name": "welcome",
                     *           "text": "您好，欢迎致电。",
                     *           "standard": {
                     *             "origin": "made",
                     *             "durationMs": 2350,
                     *             "byteLength": 37644,
                     *             "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                     *             "changedAt": "2026-03-02T08:15:30.250Z"
                     *           },
                     *           "slow": {
                     *             "origin": "made",
                     *             "durationMs": 2350,
                     *             "byteLength": 37644,
                     *             "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                     *             "changedAt": "2026-03-02T08:15:30.250Z"
                     *           }
                     *         }
                     *       ],
                     *       "nextCursor": "text"
                     *     }
                     */
                    "application/json": components["schemas"]["PromptPage"];
                };
            };
            /** @description `malformed-request`: The request is not well-formed HTTP, or its address is not well-formed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorised`: A valid bearer token is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: Your key does not let you do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid`: The request is well-formed, but something in it is not allowed. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `authentication-limited`: Too many tokens that are not valid came from this address. `rate-limited`: Too many requests of late. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong inside the service. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `prompts-unreadable`: The prompts can’t be read. `store-unavailable`: The database does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readPromptAudio: {
        parameters: {
            query?: {
                /** @description The standard one unless told. */
                pace?: "standard" | "slow";
            };
            header?: never;
            path: {
                language: "zh" | "en";
                /** @description Lower-case letters, digits, single hyphens; at most 60. */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The sound; 206 with a part of it where a range was asked for. */
            200: {
                headers: {
                    /** @description `bytes`. */
                    "Accept-Ranges"?: string;
                    /** @description With 206 and 416 (RFC 9110, section 14.4). */
                    "Content-Range"?: string;
                    /** @description Of this recording: for `If-Range`, and for `If-Match` when you replace it. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "audio/wav": string;
                };
            };
            /** @description `malformed-request`: The request is not well-formed HTTP, or its address is not well-formed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorised`: A valid bearer token is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: Your key does not let you do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `prompt-unknown`: No such prompt. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `range-not-satisfiable`: The recording has no such bytes. */
            416: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid`: The request is well-formed, but something in it is not allowed. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `authentication-limited`: Too many tokens that are not valid came from this address. `rate-limited`: Too many requests of late. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong inside the service. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `prompts-unreadable`: The prompts can’t be read. `store-unavailable`: The database does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    putPromptAudio: {
        parameters: {
            query?: {
                /** @description The standard one unless told. */
                pace?: "standard" | "slow";
            };
            header?: never;
            path: {
                language: "zh" | "en";
                /** @description Lower-case letters, digits, single hyphens; at most 60. */
                name: string;
            };
            cookie?: never;
        };
        /** @description A WAV file: PCM of 8, 16 or 24 bits, mono or stereo, 8 to 48 kHz, at most 5 minutes. At most 10485760 bytes. */
        requestBody: {
            content: {
                "audio/wav": string;
            };
        };
        responses: {
            /** @description What callers hear from now on. */
            200: {
                headers: {
                    /** @description Of the recording as it is stored. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "origin": "made",
                     *       "durationMs": 2350,
                     *       "byteLength": 37644,
                     *       "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                     *       "changedAt": "2026-03-02T08:15:30.250Z"
                     *     }
                     */
                    "application/json": components["schemas"]["PromptRecording"];
                };
            };
            /** @description The same, where there was none. */
            201: {
                headers: {
                    /** @description Of the recording as it is stored. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "origin": "made",
                     *       "durationMs": 2350,
                     *       "byteLength": 37644,
                     *       "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                     *       "changedAt": "2026-03-02T08:15:30.250Z"
                     *     }
                     */
                    "application/json": components["schemas"]["PromptRecording"];
                };
            };
            /** @description `malformed-json`: The body is not well-formed JSON. `malformed-request`: The request is not well-formed HTTP, or its address is not well-formed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorised`: A valid bearer token is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: Your key does not let you do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `prompt-unknown`: No such prompt. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `prompts-full`: There are as many prompts as there may be. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `version-changed`: It has been changed since you read it. */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too-large`: The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported-media-type`: The body is in a format that is not understood. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid`: The request is well-formed, but something in it is not allowed. `prompt-invalid`: This is no recording that callers could be played. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `authentication-limited`: Too many tokens that are not valid came from this address. `rate-limited`: Too many requests of late. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `act-not-noted`: It was done, and could not be noted for auditors. `internal`: Something went wrong inside the service. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not-owner`: No controller drives this site at the moment. `prompts-unwritable`: The recording could not be written. `store-unavailable`: The database does not answer. `uploads-full`: As many uploads as are taken at once are under way. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    removePromptAudio: {
        parameters: {
            query?: {
                /** @description The standard one unless told. */
                pace?: "standard" | "slow";
            };
            header?: never;
            path: {
                language: "zh" | "en";
                /** @description Lower-case letters, digits, single hyphens; at most 60. */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The hospital’s recording is gone. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `malformed-request`: The request is not well-formed HTTP, or its address is not well-formed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorised`: A valid bearer token is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: Your key does not let you do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `prompt-unknown`: No such prompt. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `prompt-in-use`: Flows say this prompt. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid`: The request is well-formed, but something in it is not allowed. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `authentication-limited`: Too many tokens that are not valid came from this address. `rate-limited`: Too many requests of late. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `act-not-noted`: It was done, and could not be noted for auditors. `internal`: Something went wrong inside the service. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not-owner`: No controller drives this site at the moment. `prompt-not-made`: Our own prompt could not be spoken again. `prompts-unwritable`: The recording could not be written. `store-unavailable`: The database does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listQueues: {
        parameters: {
            query?: {
                /** @description Queues that this agent serves. */
                agentId?: string;
                /** @description `nextCursor` of the page before. Opaque. */
                cursor?: string;
                /** @description So many items at most. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page. */
            200: {
                headers: {
                    /** @description The next page, `rel="next"` (RFC 8288); absent on the last. */
                    Link?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "queueId": "queue_appointments",
                     *           "siteId": "site_main",
                     *           "names": {
                     *             "zh": "预约挂号",
                     *             "en": "Appointments"
                     *           },
                     *           "ringMs": 1,
                     *           "wrapUpMs": 1,
                     *           "wrapUp": {
                     *             "required": false,
                     *             "extendMs": 0,
                     *             "mostMs": 0
                     *           },
                     *           "record": true,
                     *           "priority": "emergency",
                     *           "musicStream": "local_stream://moh",
                     *           "rejectPauseMs": 1,
                     *           "overflow": [
                     *             {
                     *               "afterMs": 1000,
                     *               "when": "nobodyOn",
                     *               "to": {
                     *                 "queueId": "queue_general"
                     *               }
                     *             }
                     *           ],
                     *           "regainMs": 1000,
                     *           "callback": {
                     *             "ringMs": 30000,
                     *             "attempts": 3,
                     *             "pauseMs": 600000,
                     *             "keepMs": 14400000,
                     *             "atOnce": 2,
                     *             "most": 200
                     *           },
                     *           "duty": {
                     *             "steps": [
                     *               {
                     *                 "afterMs": 0,
                     *                 "when": "always",
                     *                 "to": {
                     *                   "number": "13800000001"
                     *                 },
                     *                 "ringMs": 25000
                     *               }
                     *             ],
                     *             "pauseMs": 15000
                     *           },
                     *           "emergencyAlarmMs": 0,
                     *           "strategy": "longestIdle",
                     *           "ringAtOnce": 1,
                     *           "rank": 0,
                     *           "ageingMs": 1000,
                     *           "skills": [
                     *             {
                     *               "skill": "stroke",
                     *               "level": 3
                     *             }
                     *           ],
                     *           "licence": {
                     *             "kind": "physician",
                     *             "jurisdiction": "CN-11"
                     *           },
                     *           "relax": [
                     *             {
                     *               "afterMs": 60000,
                     *               "skill": "stroke",
                     *               "level": 1
                     *             }
                     *           ],
                     *           "preferAgentMs": 1000,
                     *           "needsFrom": [
                     *             {
                     *               "field": "department",
                     *               "values": {
                     *                 "cardiology": {
                     *                   "skills": [
                     *                     {
                     *                       "skill": "cardiology",
                     *                       "level": 3
                     *                     }
                     *                   ]
                     *                 }
                     *               },
                     *               "otherwise": {
                     *                 "rank": 6
                     *               }
                     *             }
                     *           ],
                     *           "preferFrom": "ownAgent",
                     *           "serviceLevel": {
                     *             "withinMs": 20000,
                     *             "targetPercent": 80,
                     *             "shortAbandonMs": 5000
                     *           },
                     *           "planned": {
                     *             "ringMs": 1000,
                     *             "wrapUpMs": 0,
                     *             "wrapUp": {
                     *               "required": false,
                     *               "extendMs": 0,
                     *               "mostMs": 0
                     *             },
                     *             "record": true,
                     *             "overflow": [
                     *               {
                     *                 "afterMs": 1000,
                     *                 "when": "nobodyOn",
                     *                 "to": {
                     *                   "queueId": "queue_general"
                     *                 }
                     *               }
                     *             ],
                     *             "regainMs": 1000,
                     *             "callback": {
                     *               "ringMs": 30000,
                     *               "attempts": 3,
                     *               "pauseMs": 600000,
                     *               "keepMs": 14400000,
                     *               "atOnce": 2,
                     *               "most": 200
                     *             },
                     *             "duty": {
                     *               "steps": [
                     *                 {
                     *                   "afterMs": 0,
                     *                   "when": "always",
                     *                   "to": {
                     *                     "number": "13800000001"
                     *                   },
                     *                   "ringMs": 25000
                     *                 }
                     *               ],
                     *               "pauseMs": 15000
                     *             },
                     *             "emergencyAlarmMs": 0,
                     *             "rejectPauseMs": 1000,
                     *             "strategy": "longestIdle",
                     *             "ringAtOnce": 1,
                     *             "rank": 0,
                     *             "ageingMs": 1000,
                     *             "skills": [
                     *               {
                     *                 "skill": "stroke",
                     *                 "level": 3
                     *               }
                     *             ],
                     *             "licence": {
                     *               "kind": "physician",
                     *               "jurisdiction": "CN-11"
                     *             },
                     *             "relax": [
                     *               {
                     *                 "afterMs": 60000,
                     *                 "skill": "stroke",
                     *                 "level": 1
                     *               }
                     *             ],
                     *             "preferAgentMs": 1000,
                     *             "needsFrom": [
                     *               {
                     *                 "field": "department",
                     *                 "values": {
                     *                   "cardiology": {
                     *                     "skills": [
                     *                       {
                     *                         "skill": "cardiology",
                     *                         "level": 3
                     *                       }
                     *                     ]
                     *                   }
                     *                 },
                     *                 "otherwise": {
                     *                   "rank": 6
                     *                 }
                     *               }
                     *             ],
                     *             "preferFrom": "ownAgent",
                     *             "announcements": {
                     *               "everyMs": 30000,
                     *               "prompts": [],
                     *               "position": false,
                     *               "expectedWait": true
                     *             }
                     *           },
                     *           "agentIds": [
                     *             "agent_li-na"
                     *           ],
                     *           "version": 1,
                     *           "figures": {
                     *             "waiting": 1,
                     *             "longestWaitSince": "2026-03-02T08:15:30.250Z",
                     *             "agentsReady": 1,
                     *             "agentsLoggedOn": 1,
                     *             "callbacksWaiting": 1,
                     *             "oldestCallbackSince": "2026-03-02T08:15:30.250Z",
                     *             "callbacksFailed": 1
                     *           }
                     *         }
                     *       ],
                     *       "nextCursor": "text"
                     *     }
                     */
                    "application/json": components["schemas"]["QueuePage"];
                };
            };
            /** @description `malformed-request`: The request is not well-formed HTTP, or its address is not well-formed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorised`: A valid bearer token is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: Your key does not let you do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid`: The request is well-formed, but something in it is not allowed. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `authentication-limited`: Too many tokens that are not valid came from this address. `rate-limited`: Too many requests of late. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong inside the service. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `store-unavailable`: The database does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readQueue: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A queue. */
                queueId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The queue. */
            200: {
                headers: {
                    /** @description The version of its definition, for `If-Match`. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "queueId": "queue_appointments",
                     *       "siteId": "site_main",
                     *       "names": {
                     *         "zh": "预约挂号",
                     *         "en": "Appointments"
                     *       },
                     *       "ringMs": 1,
                     *       "wrapUpMs": 1,
                     *       "wrapUp": {
                     *         "required": false,
                     *         "extendMs": 0,
                     *         "mostMs": 0
                     *       },
                     *       "record": true,
                     *       "priority": "emergency",
                     *       "musicStream": "local_stream://moh",
                     *       "rejectPauseMs": 1,
                     *       "overflow": [
                     *         {
                     *           "afterMs": 1000,
                     *           "when": "nobodyOn",
                     *           "to": {
                     *             "queueId": "queue_general"
                     *           }
                     *         }
                     *       ],
                     *       "regainMs": 1000,
                     *       "callback": {
                     *         "ringMs": 30000,
                     *         "attempts": 3,
                     *         "pauseMs": 600000,
                     *         "keepMs": 14400000,
                     *         "atOnce": 2,
                     *         "most": 200
                     *       },
                     *       "duty": {
                     *         "steps": [
                     *           {
                     *             "afterMs": 0,
                     *             "when": "always",
                     *             "to": {
                     *               "number": "13800000001"
                     *             },
                     *             "ringMs": 25000
                     *           }
                     *         ],
                     *         "pauseMs": 15000
                     *       },
                     *       "emergencyAlarmMs": 0,
                     *       "strategy": "longestIdle",
                     *       "ringAtOnce": 1,
                     *       "rank": 0,
                     *       "ageingMs": 1000,
                     *       "skills": [
                     *         {
                     *           "skill": "stroke",
                     *           "level": 3
                     *         }
                     *       ],
                     *       "licence": {
                     *         "kind": "physician",
                     *         "jurisdiction": "CN-11"
                     *       },
                     *       "relax": [
                     *         {
                     *           "afterMs": 60000,
                     *           "skill": "stroke",
                     *           "level": 1
                     *         }
                     *       ],
                     *       "preferAgentMs": 1000,
                     *       "needsFrom": [
                     *         {
                     *           "field": "department",
                     *           "values": {
                     *             "cardiology": {
                     *               "skills": [
                     *                 {
                     *                   "skill": "cardiology",
                     *                   "level": 3
                     *                 }
                     *               ]
                     *             }
                     *           },
                     *           "otherwise": {
                     *             "rank": 6
                     *           }
                     *         }
                     *       ],
                     *       "preferFrom": "ownAgent",
                     *       "serviceLevel": {
                     *         "withinMs": 20000,
                     *         "targetPercent": 80,
                     *         "shortAbandonMs": 5000
                     *       },
                     *       "planned": {
                     *         "ringMs": 1000,
                     *         "wrapUpMs": 0,
                     *         "wrapUp": {
                     *           "required": false,
                     *           "extendMs": 0,
                     *           "mostMs": 0
                     *         },
                     *         "record": true,
                     *         "overflow": [
                     *           {
                     *             "afterMs": 1000,
                     *             "when": "nobodyOn",
                     *             "to": {
                     *               "queueId": "queue_general"
                     *             }
                     *           }
                     *         ],
                     *         "regainMs": 1000,
                     *         "callback": {
                     *           "ringMs": 30000,
                     *           "attempts": 3,
                     *           "pauseMs": 600000,
                     *           "keepMs": 14400000,
                     *           "atOnce": 2,
                     *           "most": 200
                     *         },
                     *         "duty": {
                     *           "steps": [
                     *             {
                     *               "afterMs": 0,
                     *               "when": "always",
                     *               "to": {
                     *                 "number": "13800000001"
                     *               },
                     *               "ringMs": 25000
                     *             }
                     *           ],
                     *           "pauseMs": 15000
                     *         },
                     *         "emergencyAlarmMs": 0,
                     *         "rejectPauseMs": 1000,
                     *         "strategy": "longestIdle",
                     *         "ringAtOnce": 1,
                     *         "rank": 0,
                     *         "ageingMs": 1000,
                     *         "skills": [
                     *           {
                     *             "skill": "stroke",
                     *             "level": 3
                     *           }
                     *         ],
                     *         "licence": {
                     *           "kind": "physician",
                     *           "jurisdiction": "CN-11"
                     *         },
                     *         "relax": [
                     *           {
                     *             "afterMs": 60000,
                     *             "skill": "stroke",
                     *             "level": 1
                     *           }
                     *         ],
                     *         "preferAgentMs": 1000,
                     *         "needsFrom": [
                     *           {
                     *             "field": "department",
                     *             "values": {
                     *               "cardiology": {
                     *                 "skills": [
                     *                   {
                     *                     "skill": "cardiology",
                     *                     "level": 3
                     *                   }
                     *                 ]
                     *               }
                     *             },
                     *             "otherwise": {
                     *               "rank": 6
                     *             }
                     *           }
                     *         ],
                     *         "preferFrom": "ownAgent",
                     *         "announcements": {
                     *           "everyMs": 30000,
                     *           "prompts": [],
                     *           "position": false,
                     *           "expectedWait": true
                     *         }
                     *       },
                     *       "agentIds": [
                     *         "agent_li-na"
                     *       ],
                     *       "version": 1,
                     *       "figures": {
                     *         "waiting": 1,
                     *         "longestWaitSince": "2026-03-02T08:15:30.250Z",
                     *         "agentsReady": 1,
                     *         "agentsLoggedOn": 1,
                     *         "callbacksWaiting": 1,
                     *         "oldestCallbackSince": "2026-03-02T08:15:30.250Z",
                     *         "callbacksFailed": 1
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["Queue"];
                };
            };
            /** @description `malformed-request`: The request is not well-formed HTTP, or its address is not well-formed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorised`: A valid bearer token is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: Your key does not let you do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `queue-unknown`: No such queue. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid`: The request is well-formed, but something in it is not allowed. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `authentication-limited`: Too many tokens that are not valid came from this address. `rate-limited`: Too many requests of late. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong inside the service. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `store-unavailable`: The database does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    defineQueue: {
        parameters: {
            query?: never;
            header?: {
                /** @description `ETag` of what you have read. */
                "If-Match"?: string;
                /** @description To create it: there must be none yet. */
                "If-None-Match"?: "*";
            };
            path: {
                /** @description A queue. */
                queueId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "names": {
                 *         "zh": "预约挂号",
                 *         "en": "Appointments"
                 *       },
                 *       "ringMs": 20000,
                 *       "wrapUpMs": 15000,
                 *       "wrapUp": {
                 *         "required": false,
                 *         "extendMs": 0,
                 *         "mostMs": 0
                 *       },
                 *       "record": null,
                 *       "priority": "routine",
                 *       "musicStream": "local_stream://moh",
                 *       "rejectPauseMs": 1000,
                 *       "overflow": [
                 *         {
                 *           "afterMs": 120000,
                 *           "to": {
                 *             "queueId": "queue_general"
                 *           }
                 *         }
                 *       ],
                 *       "regainMs": null,
                 *       "callback": null,
                 *       "duty": {
                 *         "steps": [
                 *           {
                 *             "afterMs": 20000,
                 *             "to": {
                 *               "number": "13800000001"
                 *             }
                 *           }
                 *         ]
                 *       },
                 *       "emergencyAlarmMs": 0,
                 *       "strategy": "longestIdle",
                 *       "ringAtOnce": 1,
                 *       "rank": 0,
                 *       "ageingMs": 1000,
                 *       "skills": [
                 *         {
                 *           "skill": "stroke",
                 *           "level": 3
                 *         }
                 *       ],
                 *       "licence": {
                 *         "kind": "physician",
                 *         "jurisdiction": "CN-11"
                 *       },
                 *       "relax": [
                 *         {
                 *           "afterMs": 60000,
                 *           "skill": "stroke",
                 *           "level": 1
                 *         }
                 *       ],
                 *       "preferAgentMs": 1000,
                 *       "needsFrom": [
                 *         {
                 *           "field": "department",
                 *           "values": {
                 *             "cardiology": {
                 *               "skills": [
                 *                 {
                 *                   "skill": "cardiology",
                 *                   "level": 3
                 *                 }
                 *               ]
                 *             }
                 *           },
                 *           "otherwise": {
                 *             "rank": 6
                 *           }
                 *         }
                 *       ],
                 *       "preferFrom": "ownAgent",
                 *       "serviceLevel": {
                 *         "withinMs": 20000,
                 *         "targetPercent": 80,
                 *         "shortAbandonMs": 5000
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["QueueDefinition"];
            };
        };
        responses: {
            /** @description The queue as it is now. */
            200: {
                headers: {
                    /** @description Its version, for `If-Match`. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "queueId": "queue_appointments",
                     *       "siteId": "site_main",
                     *       "names": {
                     *         "zh": "预约挂号",
                     *         "en": "Appointments"
                     *       },
                     *       "ringMs": 1,
                     *       "wrapUpMs": 1,
                     *       "wrapUp": {
                     *         "required": false,
                     *         "extendMs": 0,
                     *         "mostMs": 0
                     *       },
                     *       "record": true,
                     *       "priority": "emergency",
                     *       "musicStream": "local_stream://moh",
                     *       "rejectPauseMs": 1,
                     *       "overflow": [
                     *         {
                     *           "afterMs": 1000,
                     *           "when": "nobodyOn",
                     *           "to": {
                     *             "queueId": "queue_general"
                     *           }
                     *         }
                     *       ],
                     *       "regainMs": 1000,
                     *       "callback": {
                     *         "ringMs": 30000,
                     *         "attempts": 3,
                     *         "pauseMs": 600000,
                     *         "keepMs": 14400000,
                     *         "atOnce": 2,
                     *         "most": 200
                     *       },
                     *       "duty": {
                     *         "steps": [
                     *           {
                     *             "afterMs": 0,
                     *             "when": "always",
                     *             "to": {
                     *               "number": "13800000001"
                     *             },
                     *             "ringMs": 25000
                     *           }
                     *         ],
                     *         "pauseMs": 15000
                     *       },
                     *       "emergencyAlarmMs": 0,
                     *       "strategy": "longestIdle",
                     *       "ringAtOnce": 1,
                     *       "rank": 0,
                     *       "ageingMs": 1000,
                     *       "skills": [
                     *         {
                     *           "skill": "stroke",
                     *           "level": 3
                     *         }
                     *       ],
                     *       "licence": {
                     *         "kind": "physician",
                     *         "jurisdiction": "CN-11"
                     *       },
                     *       "relax": [
                     *         {
                     *           "afterMs": 60000,
                     *           "skill": "stroke",
                     *           "level": 1
                     *         }
                     *       ],
                     *       "preferAgentMs": 1000,
                     *       "needsFrom": [
                     *         {
                     *           "field": "department",
                     *           "values": {
                     *             "cardiology": {
                     *               "skills": [
                     *                 {
                     *                   "skill": "cardiology",
                     *                   "level": 3
                     *                 }
                     *               ]
                     *             }
                     *           },
                     *           "otherwise": {
                     *             "rank": 6
                     *           }
                     *         }
                     *       ],
                     *       "preferFrom": "ownAgent",
                     *       "serviceLevel": {
                     *         "withinMs": 20000,
                     *         "targetPercent": 80,
                     *         "shortAbandonMs": 5000
                     *       },
                     *       "planned": {
                     *         "ringMs": 1000,
                     *         "wrapUpMs": 0,
                     *         "wrapUp": {
                     *           "required": false,
                     *           "extendMs": 0,
                     *           "mostMs": 0
                     *         },
                     *         "record": true,
                     *         "overflow": [
                     *           {
                     *             "afterMs": 1000,
                     *             "when": "nobodyOn",
                     *             "to": {
                     *               "queueId": "queue_general"
                     *             }
                     *           }
                     *         ],
                     *         "regainMs": 1000,
                     *         "callback": {
                     *           "ringMs": 30000,
                     *           "attempts": 3,
                     *           "pauseMs": 600000,
                     *           "keepMs": 14400000,
                     *           "atOnce": 2,
                     *           "most": 200
                     *         },
                     *         "duty": {
                     *           "steps": [
                     *             {
                     *               "afterMs": 0,
                     *               "when": "always",
                     *               "to": {
                     *                 "number": "13800000001"
                     *               },
                     *               "ringMs": 25000
                     *             }
                     *           ],
                     *           "pauseMs": 15000
                     *         },
                     *         "emergencyAlarmMs": 0,
                     *         "rejectPauseMs": 1000,
                     *         "strategy": "longestIdle",
                     *         "ringAtOnce": 1,
                     *         "rank": 0,
                     *         "ageingMs": 1000,
                     *         "skills": [
                     *           {
                     *             "skill": "stroke",
                     *             "level": 3
                     *           }
                     *         ],
                     *         "licence": {
                     *           "kind": "physician",
                     *           "jurisdiction": "CN-11"
                     *         },
                     *         "relax": [
                     *           {
                     *             "afterMs": 60000,
                     *             "skill": "stroke",
                     *             "level": 1
                     *           }
                     *         ],
                     *         "preferAgentMs": 1000,
                     *         "needsFrom": [
                     *           {
                     *             "field": "department",
                     *             "values": {
                     *               "cardiology": {
                     *                 "skills": [
                     *                   {
                     *                     "skill": "cardiology",
                     *                     "level": 3
                     *                   }
                     *                 ]
                     *               }
                     *             },
                     *             "otherwise": {
                     *               "rank": 6
                     *             }
                     *           }
                     *         ],
                     *         "preferFrom": "ownAgent",
                     *         "announcements": {
                     *           "everyMs": 30000,
                     *           "prompts": [],
                     *           "position": false,
                     *           "expectedWait": true
                     *         }
                     *       },
                     *       "agentIds": [
                     *         "agent_li-na"
                     *       ],
                     *       "version": 1,
                     *       "figures": {
                     *         "waiting": 1,
                     *         "longestWaitSince": "2026-03-02T08:15:30.250Z",
                     *         "agentsReady": 1,
                     *         "agentsLoggedOn": 1,
                     *         "callbacksWaiting": 1,
                     *         "oldestCallbackSince": "2026-03-02T08:15:30.250Z",
                     *         "callbacksFailed": 1
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["Queue"];
                };
            };
            /** @description The same, where there was none. */
            201: {
                headers: {
                    /** @description Its version, for `If-Match`. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "queueId": "queue_appointments",
                     *       "siteId": "site_main",
                     *       "names": {
                     *         "zh": "预约挂号",
                     *         "en": "Appointments"
                     *       },
                     *       "ringMs": 1,
                     *       "wrapUpMs": 1,
                     *       "wrapUp": {
                     *         "required": false,
                     *         "extendMs": 0,
                     *         "mostMs": 0
                     *       },
                     *       "record": true,
                     *       "priority": "emergency",
                     *       "musicStream": "local_stream://moh",
                     *       "rejectPauseMs": 1,
                     *       "overflow": [
                     *         {
                     *           "afterMs": 1000,
                     *           "when": "nobodyOn",
                     *           "to": {
                     *             "queueId": "queue_general"
                     *           }
                     *         }
                     *       ],
                     *       "regainMs": 1000,
                     *       "callback": {
                     *         "ringMs": 30000,
                     *         "attempts": 3,
                     *         "pauseMs": 600000,
                     *         "keepMs": 14400000,
                     *         "atOnce": 2,
                     *         "most": 200
                     *       },
                     *       "duty": {
                     *         "steps": [
                     *           {
                     *             "afterMs": 0,
                     *             "when": "always",
                     *             "to": {
                     *               "number": "13800000001"
                     *             },
                     *             "ringMs": 25000
                     *           }
                     *         ],
                     *         "pauseMs": 15000
                     *       },
                     *       "emergencyAlarmMs": 0,
                     *       "strategy": "longestIdle",
                     *       "ringAtOnce": 1,
                     *       "rank": 0,
                     *       "ageingMs": 1000,
                     *       "skills": [
                     *         {
                     *           "skill": "stroke",
                     *           "level": 3
                     *         }
                     *       ],
                     *       "licence": {
                     *         "kind": "physician",
                     *         "jurisdiction": "CN-11"
                     *       },
                     *       "relax": [
                     *         {
                     *           "afterMs": 60000,
                     *           "skill": "stroke",
                     *           "level": 1
                     *         }
                     *       ],
                     *       "preferAgentMs": 1000,
                     *       "needsFrom": [
                     *         {
                     *           "field": "department",
                     *           "values": {
                     *             "cardiology": {
                     *               "skills": [
                     *                 {
                     *                   "skill": "cardiology",
                     *                   "level": 3
                     *                 }
                     *               ]
                     *             }
                     *           },
                     *           "otherwise": {
                     *             "rank": 6
                     *           }
                     *         }
                     *       ],
                     *       "preferFrom": "ownAgent",
                     *       "serviceLevel": {
                     *         "withinMs": 20000,
                     *         "targetPercent": 80,
                     *         "shortAbandonMs": 5000
                     *       },
                     *       "planned": {
                     *         "ringMs": 1000,
                     *         "wrapUpMs": 0,
                     *         "wrapUp": {
                     *           "required": false,
                     *           "extendMs": 0,
                     *           "mostMs": 0
                     *         },
                     *         "record": true,
                     *         "overflow": [
                     *           {
                     *             "afterMs": 1000,
                     *             "when": "nobodyOn",
                     *             "to": {
                     *               "queueId": "queue_general"
                     *             }
                     *           }
                     *         ],
                     *         "regainMs": 1000,
                     *         "callback": {
                     *           "ringMs": 30000,
                     *           "attempts": 3,
                     *           "pauseMs": 600000,
                     *           "keepMs": 14400000,
                     *           "atOnce": 2,
                     *           "most": 200
                     *         },
                     *         "duty": {
                     *           "steps": [
                     *             {
                     *               "afterMs": 0,
                     *               "when": "always",
                     *               "to": {
                     *                 "number": "13800000001"
                     *               },
                     *               "ringMs": 25000
                     *             }
                     *           ],
                     *           "pauseMs": 15000
                     *         },
                     *         "emergencyAlarmMs": 0,
                     *         "rejectPauseMs": 1000,
                     *         "strategy": "longestIdle",
                     *         "ringAtOnce": 1,
                     *         "rank": 0,
                     *         "ageingMs": 1000,
                     *         "skills": [
                     *           {
                     *             "skill": "stroke",
                     *             "level": 3
                     *           }
                     *         ],
                     *         "licence": {
                     *           "kind": "physician",
                     *           "jurisdiction": "CN-11"
                     *         },
                     *         "relax": [
                     *           {
                     *             "afterMs": 60000,
                     *             "skill": "stroke",
                     *             "level": 1
                     *           }
                     *         ],
                     *         "preferAgentMs": 1000,
                     *         "needsFrom": [
                     *           {
                     *             "field": "department",
                     *             "values": {
                     *               "cardiology": {
                     *                 "skills": [
                     *                   {
                     *                     "skill": "cardiology",
                     *                     "level": 3
                     *                   }
                     *                 ]
                     *               }
                     *             },
                     *             "otherwise": {
                     *               "rank": 6
                     *             }
                     *           }
                     *         ],
                     *         "preferFrom": "ownAgent",
                     *         "announcements": {
                     *           "everyMs": 30000,
                     *           "prompts": [],
                     *           "position": false,
                     *           "expectedWait": true
                     *         }
                     *       },
                     *       "agentIds": [
                     *         "agent_li-na"
                     *       ],
                     *       "version": 1,
                     *       "figures": {
                     *         "waiting": 1,
                     *         "longestWaitSince": "2026-03-02T08:15:30.250Z",
                     *         "agentsReady": 1,
                     *         "agentsLoggedOn": 1,
                     *         "callbacksWaiting": 1,
                     *         "oldestCallbackSince": "2026-03-02T08:15:30.250Z",
                     *         "callbacksFailed": 1
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["Queue"];
                };
            };
            /** @description `malformed-json`: The body is not well-formed JSON. `malformed-request`: The request is not well-formed HTTP, or its address is not well-formed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorised`: A valid bearer token is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: Your key does not let you do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `version-changed`: It has been changed since you read it. */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too-large`: The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported-media-type`: The body is in a format that is not understood. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid`: The request is well-formed, but something in it is not allowed. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `if-match-missing`: This request needs If-Match. */
            428: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `authentication-limited`: Too many tokens that are not valid came from this address. `rate-limited`: Too many requests of late. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `act-not-noted`: It was done, and could not be noted for auditors. `internal`: Something went wrong inside the service. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not-owner`: No controller drives this site at the moment. `store-unavailable`: The database does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `timed-out`: The command was not confirmed in time. */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    removeQueue: {
        parameters: {
            query?: never;
            header?: {
                /** @description `ETag` of what you have read. */
                "If-Match"?: string;
            };
            path: {
                /** @description A queue. */
                queueId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The queue is gone. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `malformed-request`: The request is not well-formed HTTP, or its address is not well-formed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorised`: A valid bearer token is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: Your key does not let you do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `queue-unknown`: No such queue. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `queue-in-use`: The queue is needed still. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `version-changed`: It has been changed since you read it. */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid`: The request is well-formed, but something in it is not allowed. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `authentication-limited`: Too many tokens that are not valid came from this address. `rate-limited`: Too many requests of late. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `act-not-noted`: It was done, and could not be noted for auditors. `internal`: Something went wrong inside the service. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not-owner`: No controller drives this site at the moment. `store-unavailable`: The database does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `timed-out`: The command was not confirmed in time. */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listCallbacks: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A queue. */
                queueId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The callbacks. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "callId": "call_01JD8Z4Q6W3V5T7R9P0N2M4K6H",
                     *           "state": "promised",
                     *           "callingNumber": "138****5678",
                     *           "since": "2026-03-02T08:15:30.250Z",
                     *           "attempts": 1,
                     *           "nextAttemptAt": "2026-03-02T08:15:30.250Z",
                     *           "until": "2026-03-02T08:15:30.250Z"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Callbacks"];
                };
            };
            /** @description `malformed-request`: The request is not well-formed HTTP, or its address is not well-formed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorised`: A valid bearer token is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: Your key does not let you do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `queue-unknown`: No such queue. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid`: The request is well-formed, but something in it is not allowed. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `authentication-limited`: Too many tokens that are not valid came from this address. `rate-limited`: Too many requests of late. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong inside the service. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not-owner`: No controller drives this site at the moment. `store-unavailable`: The database does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    dropCallback: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A call. Ids sort by the moment at which they were made. */
                callId: string;
                /** @description A queue. */
                queueId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Nobody is owed this callback any more. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `malformed-request`: The request is not well-formed HTTP, or its address is not well-formed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorised`: A valid bearer token is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: Your key does not let you do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `call-unknown`: No such call. `queue-unknown`: No such queue. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `call-state`: The call is in a state that does not allow this. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid`: The request is well-formed, but something in it is not allowed. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `authentication-limited`: Too many tokens that are not valid came from this address. `rate-limited`: Too many requests of late. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong inside the service. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not-owner`: No controller drives this site at the moment. `store-unavailable`: The database does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `timed-out`: The command was not confirmed in time. */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listRecordings: {
        parameters: {
            query?: {
                /** @description An agent. */
                agentId?: string;
                /** @description `nextCursor` of the page before. Opaque. */
                cursor?: string;
                /** @description What began at this moment or later. */
                from?: string;
                /** @description So many items at most. */
                limit?: number;
                /** @description A queue. */
                queueId?: string;
                /** @description `recording`: the call lives, and is recorded or may be; `sealing`: the call has ended, not all of it is stored yet; `complete`: all of it is stored; nothing of it changes any more */
                state?: "recording" | "sealing" | "complete";
                /** @description What began before this moment. */
                to?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page. */
            200: {
                headers: {
                    /** @description The next page, `rel="next"` (RFC 8288); absent on the last. */
                    Link?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "recordingId": "rec_01JD8Z4Q6W3V5T7R9P0N2M4K6H",
                     *           "callId": "call_01JD8Z4Q6W3V5T7R9P0N2M4K6H",
                     *           "siteId": "site_main",
                     *           "purpose": "talk",
                     *           "state": "recording",
                     *           "queueId": "queue_appointments",
                     *           "agentId": "agent_li-na",
                     *           "startedAt": "2026-03-02T08:15:30.250Z",
                     *           "takes": [
                     *             {
                     *               "take": 1,
                     *               "nodeId": "node_a",
                     *               "why": "connected",
                     *               "startedAt": "2026-03-02T08:15:30.250Z",
                     *               "endedAt": "2026-03-02T08:15:30.250Z",
                     *               "endedWhy": "unbridged",
                     *               "samples": 1,
                     *               "wallMs": 1,
                     *               "sealedMs": 1,
                     *               "gapMs": 1,
                     *               "masks": [
                     *                 {
                     *                   "since": "2026-03-02T08:15:30.250Z",
                     *                   "until": "2026-03-02T08:15:30.250Z"
                     *                 }
                     *               ]
                     *             }
                     *           ],
                     *           "segments": [
                     *             {
                     *               "take": 1,
                     *               "segment": 1,
                     *               "startedAt": "2026-03-02T08:15:30.250Z",
                     *               "samples": 1,
                     *               "objectKey": "text",
                     *               "byteLength": 1,
                     *               "sha256": "text",
                     *               "truncated": true
                     *             }
                     *           ],
                     *           "talkedMs": 1,
                     *           "sealedMs": 1,
                     *           "maskedMs": 1,
                     *           "gapMs": 1
                     *         }
                     *       ],
                     *       "nextCursor": "text"
                     *     }
                     */
                    "application/json": components["schemas"]["RecordingPage"];
                };
            };
            /** @description `malformed-request`: The request is not well-formed HTTP, or its address is not well-formed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorised`: A valid bearer token is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: Your key does not let you do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid`: The request is well-formed, but something in it is not allowed. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `authentication-limited`: Too many tokens that are not valid came from this address. `rate-limited`: Too many requests of late. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong inside the service. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `store-unavailable`: The database does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readRecording: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A call’s recording; behind `rec_` stands what stands behind the call’s `call_`. */
                recordingId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The recording. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "recordingId": "rec_01JD8Z4Q6W3V5T7R9P0N2M4K6H",
                     *       "callId": "call_01JD8Z4Q6W3V5T7R9P0N2M4K6H",
                     *       "siteId": "site_main",
                     *       "purpose": "talk",
                     *       "state": "recording",
                     *       "queueId": "queue_appointments",
                     *       "agentId": "agent_li-na",
                     *       "startedAt": "2026-03-02T08:15:30.250Z",
                     *       "takes": [
                     *         {
                     *           "take": 1,
                     *           "nodeId": "node_a",
                     *           "why": "connected",
                     *           "startedAt": "2026-03-02T08:15:30.250Z",
                     *           "endedAt": "2026-03-02T08:15:30.250Z",
                     *           "endedWhy": "unbridged",
                     *           "samples": 1,
                     *           "wallMs": 1,
                     *           "sealedMs": 1,
                     *           "gapMs": 1,
                     *           "masks": [
                     *             {
                     *               "since": "2026-03-02T08:15:30.250Z",
                     *               "until": "2026-03-02T08:15:30.250Z"
                     *             }
                     *           ]
                     *         }
                     *       ],
                     *       "segments": [
                     *         {
                     *           "take": 1,
                     *           "segment": 1,
                     *           "startedAt": "2026-03-02T08:15:30.250Z",
                     *           "samples": 1,
                     *           "objectKey": "text",
                     *           "byteLength": 1,
                     *           "sha256": "text",
                     *           "truncated": true
                     *         }
                     *       ],
                     *       "talkedMs": 1,
                     *       "sealedMs": 1,
                     *       "maskedMs": 1,
                     *       "gapMs": 1
                     *     }
                     */
                    "application/json": components["schemas"]["Recording"];
                };
            };
            /** @description `malformed-request`: The request is not well-formed HTTP, or its address is not well-formed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorised`: A valid bearer token is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: Your key does not let you do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `recording-unknown`: No such recording. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid`: The request is well-formed, but something in it is not allowed. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `authentication-limited`: Too many tokens that are not valid came from this address. `rate-limited`: Too many requests of late. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong inside the service. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `store-unavailable`: The database does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readRecordingAudio: {
        parameters: {
            query?: {
                /** @description What is stored so far will do, though the recording is not complete. */
                partial?: "true" | "false";
                /** @description Who listens, as you name them. A key that stands for a person opens for that person alone. */
                person?: string;
                /** @description Why. It is kept sealed. */
                reason?: string;
            };
            header?: never;
            path: {
                /** @description A call’s recording; behind `rec_` stands what stands behind the call’s `call_`. */
                recordingId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The sound; 206 with a part of it where a range was asked for. */
            200: {
                headers: {
                    /** @description `bytes`. */
                    "Accept-Ranges"?: string;
                    /** @description With 206 and 416 (RFC 9110, section 14.4). */
                    "Content-Range"?: string;
                    /** @description Changes with what is in the recording: for `If-Range`. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "audio/wav": string;
                };
            };
            /** @description `malformed-request`: The request is not well-formed HTTP, or its address is not well-formed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorised`: A valid bearer token is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: Your key does not let you do this. `opening-refused`: The key service refused to open this recording. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `recording-unknown`: No such recording. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `recording-empty`: Nothing of this recording is stored. `recording-incomplete`: The recording is not complete yet. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `recording-gone`: Keys of this recording no longer exist. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `range-not-satisfiable`: The recording has no such bytes. */
            416: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid`: The request is well-formed, but something in it is not allowed. `opening-invalid`: A recording is opened by a person, for a reason. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `authentication-limited`: Too many tokens that are not valid came from this address. `opening-limited`: Too many recordings were opened of late. `rate-limited`: Too many requests of late. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong inside the service. `recording-damaged`: What is stored is not what was sealed. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `key-service-away`: The key service does not answer. `not-owner`: No controller drives this site at the moment. `recording-unreadable`: The store of recordings does not answer. `store-unavailable`: The database does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readSnapshot: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As of one moment. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "siteId": "site_main",
                     *       "cursor": "site_main-4711",
                     *       "calls": [
                     *         {
                     *           "callId": "call_01JD8Z4Q6W3V5T7R9P0N2M4K6H",
                     *           "siteId": "site_main",
                     *           "nodeId": "node_a",
                     *           "direction": "inbound",
                     *           "state": "walking",
                     *           "callingNumber": "138****5678",
                     *           "calledNumber": "138****5678",
                     *           "serviceNumber": "text",
                     *           "flowId": "text",
                     *           "flowVersion": "text",
                     *           "step": "text",
                     *           "language": "zh",
                     *           "profile": "elderly",
                     *           "attachedData": [
                     *             "patientId"
                     *           ],
                     *           "queueId": "queue_appointments",
                     *           "agentId": "agent_li-na",
                     *           "offers": [
                     *             {
                     *               "agentId": "agent_li-na",
                     *               "since": "2026-03-02T08:15:30.250Z",
                     *               "until": "2026-03-02T08:15:30.250Z"
                     *             }
                     *           ],
                     *           "startedAt": "2026-03-02T08:15:30.250Z",
                     *           "answeredAt": "2026-03-02T08:15:30.250Z",
                     *           "connectedAt": "2026-03-02T08:15:30.250Z",
                     *           "endedAt": "2026-03-02T08:15:30.250Z",
                     *           "ending": {
                     *             "by": "caller",
                     *             "why": "hungUp"
                     *           },
                     *           "recordingId": "rec_01JD8Z4Q6W3V5T7R9P0N2M4K6H",
                     *           "waitedMs": 1,
                     *           "talkedMs": 1,
                     *           "voiceQuality": [
                     *             {
                     *               "role": "caller",
                     *               "agentId": "agent_li-na",
                     *               "receivedPackets": 1,
                     *               "sentPackets": 1,
                     *               "lostPackets": 1,
                     *               "jitterMs": 1,
                     *               "mos": 4.5,
                     *               "heard": true
                     *             }
                     *           ],
                     *           "drill": true
                     *         }
                     *       ],
                     *       "agents": [
                     *         {
                     *           "agentId": "agent_li-na",
                     *           "siteId": "site_main",
                     *           "name": "李娜",
                     *           "extension": "1001",
                     *           "queueIds": [
                     *             "queue_appointments"
                     *           ],
                     *           "servedQueueIds": [
                     *             "queue_appointments"
                     *           ],
                     *           "skills": [
                     *             {
                     *               "skill": "stroke",
                     *               "level": 5
                     *             }
                     *           ],
                     *           "licences": [
                     *             {
                     *               "kind": "text",
                     *               "number": "text",
                     *               "jurisdiction": "text",
                     *               "validFrom": "2026-12-31",
                     *               "validTo": "2026-12-31",
                     *               "suspended": false
                     *             }
                     *           ],
                     *           "weights": {
                     *             "queue_stroke": 3
                     *           },
                     *           "state": "agentNull",
                     *           "phase": "loggedOff",
                     *           "reasonCode": "break",
                     *           "since": "2026-03-02T08:15:30.250Z",
                     *           "callId": "call_01JD8Z4Q6W3V5T7R9P0N2M4K6H",
                     *           "wrapUpUntil": "2026-03-02T08:15:30.250Z",
                     *           "wrapUpMostUntil": "2026-03-02T08:15:30.250Z",
                     *           "wrapUpRequired": true,
                     *           "notReadyUntil": "2026-03-02T08:15:30.250Z",
                     *           "autoAnswer": true,
                     *           "pending": "notReady",
                     *           "forcedBy": "key_01JZ8Q0V6X2M4N7P9R1T3V5W7Y",
                     *           "version": 1
                     *         }
                     *       ],
                     *       "queues": [
                     *         {
                     *           "queueId": "queue_appointments",
                     *           "siteId": "site_main",
                     *           "names": {
                     *             "zh": "预约挂号",
                     *             "en": "Appointments"
                     *           },
                     *           "ringMs": 1,
                     *           "wrapUpMs": 1,
                     *           "wrapUp": {
                     *             "required": false,
                     *             "extendMs": 0,
                     *             "mostMs": 0
                     *           },
                     *           "record": true,
                     *           "priority": "emergency",
                     *           "musicStream": "local_stream://moh",
                     *           "rejectPauseMs": 1,
                     *           "overflow": [
                     *             {
                     *               "afterMs": 1000,
                     *               "when": "nobodyOn",
                     *               "to": {
                     *                 "queueId": "queue_general"
                     *               }
                     *             }
                     *           ],
                     *           "regainMs": 1000,
                     *           "callback": {
                     *             "ringMs": 30000,
                     *             "attempts": 3,
                     *             "pauseMs": 600000,
                     *             "keepMs": 14400000,
                     *             "atOnce": 2,
                     *             "most": 200
                     *           },
                     *           "duty": {
                     *             "steps": [
                     *               {
                     *                 "afterMs": 0,
                     *                 "when": "always",
                     *                 "to": {
                     *                   "number": "13800000001"
                     *                 },
                     *                 "ringMs": 25000
                     *               }
                     *             ],
                     *             "pauseMs": 15000
                     *           },
                     *           "emergencyAlarmMs": 0,
                     *           "strategy": "longestIdle",
                     *           "ringAtOnce": 1,
                     *           "rank": 0,
                     *           "ageingMs": 1000,
                     *           "skills": [
                     *             {
                     *               "skill": "stroke",
                     *               "level": 3
                     *             }
                     *           ],
                     *           "licence": {
                     *             "kind": "physician",
                     *             "jurisdiction": "CN-11"
                     *           },
                     *           "relax": [
                     *             {
                     *               "afterMs": 60000,
                     *               "skill": "stroke",
                     *               "level": 1
                     *             }
                     *           ],
                     *           "preferAgentMs": 1000,
                     *           "needsFrom": [
                     *             {
                     *               "field": "department",
                     *               "values": {
                     *                 "cardiology": {
                     *                   "skills": [
                     *                     {
                     *                       "skill": "cardiology",
                     *                       "level": 3
                     *                     }
                     *                   ]
                     *                 }
                     *               },
                     *               "otherwise": {
                     *                 "rank": 6
                     *               }
                     *             }
                     *           ],
                     *           "preferFrom": "ownAgent",
                     *           "serviceLevel": {
                     *             "withinMs": 20000,
                     *             "targetPercent": 80,
                     *             "shortAbandonMs": 5000
                     *           },
                     *           "planned": {
                     *             "ringMs": 1000,
                     *             "wrapUpMs": 0,
                     *             "wrapUp": {
                     *               "required": false,
                     *               "extendMs": 0,
                     *               "mostMs": 0
                     *             },
                     *             "record": true,
                     *             "overflow": [
                     *               {
                     *                 "afterMs": 1000,
                     *                 "when": "nobodyOn",
                     *                 "to": {
                     *                   "queueId": "queue_general"
                     *                 }
                     *               }
                     *             ],
                     *             "regainMs": 1000,
                     *             "callback": {
                     *               "ringMs": 30000,
                     *               "attempts": 3,
                     *               "pauseMs": 600000,
                     *               "keepMs": 14400000,
                     *               "atOnce": 2,
                     *               "most": 200
                     *             },
                     *             "duty": {
                     *               "steps": [
                     *                 {
                     *                   "afterMs": 0,
                     *                   "when": "always",
                     *                   "to": {
                     *                     "number": "13800000001"
                     *                   },
                     *                   "ringMs": 25000
                     *                 }
                     *               ],
                     *               "pauseMs": 15000
                     *             },
                     *             "emergencyAlarmMs": 0,
                     *             "rejectPauseMs": 1000,
                     *             "strategy": "longestIdle",
                     *             "ringAtOnce": 1,
                     *             "rank": 0,
                     *             "ageingMs": 1000,
                     *             "skills": [
                     *               {
                     *                 "skill": "stroke",
                     *                 "level": 3
                     *               }
                     *             ],
                     *             "licence": {
                     *               "kind": "physician",
                     *               "jurisdiction": "CN-11"
                     *             },
                     *             "relax": [
                     *               {
                     *                 "afterMs": 60000,
                     *                 "skill": "stroke",
                     *                 "level": 1
                     *               }
                     *             ],
                     *             "preferAgentMs": 1000,
                     *             "needsFrom": [
                     *               {
                     *                 "field": "department",
                     *                 "values": {
                     *                   "cardiology": {
                     *                     "skills": [
                     *                       {
                     *                         "skill": "cardiology",
                     *                         "level": 3
                     *                       }
                     *                     ]
                     *                   }
                     *                 },
                     *                 "otherwise": {
                     *                   "rank": 6
                     *                 }
                     *               }
                     *             ],
                     *             "preferFrom": "ownAgent",
                     *             "announcements": {
                     *               "everyMs": 30000,
                     *               "prompts": [],
                     *               "position": false,
                     *               "expectedWait": true
                     *             }
                     *           },
                     *           "agentIds": [
                     *             "agent_li-na"
                     *           ],
                     *           "version": 1
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Snapshot"];
                };
            };
            /** @description `malformed-request`: The request is not well-formed HTTP, or its address is not well-formed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorised`: A valid bearer token is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: Your key does not let you do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid`: The request is well-formed, but something in it is not allowed. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `authentication-limited`: Too many tokens that are not valid came from this address. `rate-limited`: Too many requests of late. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong inside the service. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `store-unavailable`: The database does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readWallboard: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description By queue, by id. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "at": "2026-03-02T08:15:30.250Z",
                     *       "queues": [
                     *         {
                     *           "queueId": "queue_appointments",
                     *           "waiting": 1,
                     *           "emergenciesWaiting": 1,
                     *           "callbacksWaiting": 1,
                     *           "longestWaitSince": "2026-03-02T08:15:30.250Z",
                     *           "agents": {
                     *             "loggedOn": 1,
                     *             "ready": 1,
                     *             "ringing": 1,
                     *             "talking": 1,
                     *             "wrapUp": 1,
                     *             "notReady": 1
                     *           },
                     *           "target": {
                     *             "percent": 1,
                     *             "withinMs": 1
                     *           },
                     *           "today": {
                     *             "arrived": 1,
                     *             "answered": 1,
                     *             "abandoned": 1,
                     *             "shortAbandoned": 1,
                     *             "serviceLevel": 0,
                     *             "averageAnswerMs": 1,
                     *             "longestWaitMs": 1
                     *           },
                     *           "lastHalfHour": {
                     *             "answered": 1,
                     *             "abandoned": 1,
                     *             "serviceLevel": 0
                     *           }
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Wallboard"];
                };
            };
            /** @description `malformed-request`: The request is not well-formed HTTP, or its address is not well-formed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorised`: A valid bearer token is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: Your key does not let you do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid`: The request is well-formed, but something in it is not allowed. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `authentication-limited`: Too many tokens that are not valid came from this address. `rate-limited`: Too many requests of late. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong inside the service. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not-owner`: No controller drives this site at the moment. `store-unavailable`: The database does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listWebhooks: {
        parameters: {
            query?: {
                /** @description `nextCursor` of the page before. Opaque. */
                cursor?: string;
                /** @description So many items at most. */
                limit?: number;
                state?: "enabled" | "disabled";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page. */
            200: {
                headers: {
                    /** @description The next page, `rel="next"` (RFC 8288); absent on the last. */
                    Link?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "webhookId": "webhook_01JD8Z4Q6W3V5T7R9P0N2M4K6H",
                     *           "siteId": "site_main",
                     *           "url": "https://his.hospital.example/cti-events",
                     *           "types": [
                     *             "text"
                     *           ],
                     *           "queueIds": [
                     *             "queue_appointments"
                     *           ],
                     *           "description": "text",
                     *           "state": "enabled",
                     *           "disabledWhy": "gone",
                     *           "stateSince": "2026-03-02T08:15:30.250Z",
                     *           "createdAt": "2026-03-02T08:15:30.250Z",
                     *           "version": 1,
                     *           "standing": {
                     *             "waiting": 1,
                     *             "behindSince": "2026-03-02T08:15:30.250Z",
                     *             "deadLetters": 1
                     *           }
                     *         }
                     *       ],
                     *       "nextCursor": "text"
                     *     }
                     */
                    "application/json": components["schemas"]["WebhookPage"];
                };
            };
            /** @description `malformed-request`: The request is not well-formed HTTP, or its address is not well-formed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorised`: A valid bearer token is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: Your key does not let you do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid`: The request is well-formed, but something in it is not allowed. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `authentication-limited`: Too many tokens that are not valid came from this address. `rate-limited`: Too many requests of late. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong inside the service. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `store-unavailable`: The database does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "url": "https://his.hospital.example/cti-events",
                 *       "types": null,
                 *       "queueIds": null,
                 *       "description": ""
                 *     }
                 */
                "application/json": components["schemas"]["WebhookTerms"];
            };
        };
        responses: {
            /** @description It is enabled. */
            201: {
                headers: {
                    /** @description Its version, for `If-Match`. */
                    ETag?: string;
                    /** @description The webhook. */
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "webhook": {
                     *         "webhookId": "webhook_01JD8Z4Q6W3V5T7R9P0N2M4K6H",
                     *         "siteId": "site_main",
                     *         "url": "https://his.hospital.example/cti-events",
                     *         "types": [
                     *           "text"
                     *         ],
                     *         "queueIds": [
                     *           "queue_appointments"
                     *         ],
                     *         "description": "text",
                     *         "state": "enabled",
                     *         "disabledWhy": "gone",
                     *         "stateSince": "2026-03-02T08:15:30.250Z",
                     *         "createdAt": "2026-03-02T08:15:30.250Z",
                     *         "version": 1,
                     *         "standing": {
                     *           "waiting": 1,
                     *           "behindSince": "2026-03-02T08:15:30.250Z",
                     *           "deadLetters": 1
                     *         }
                     *       },
                     *       "secret": "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD"
                     *     }
                     */
                    "application/json": components["schemas"]["WebhookCreated"];
                };
            };
            /** @description `malformed-json`: The body is not well-formed JSON. `malformed-request`: The request is not well-formed HTTP, or its address is not well-formed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorised`: A valid bearer token is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: Your key does not let you do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `webhooks-full`: This site has as many webhooks as it may have. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too-large`: The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported-media-type`: The body is in a format that is not understood. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid`: The request is well-formed, but something in it is not allowed. `webhook-target-refused`: Events may not be sent to this address. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `authentication-limited`: Too many tokens that are not valid came from this address. `rate-limited`: Too many requests of late. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `act-not-noted`: It was done, and could not be noted for auditors. `internal`: Something went wrong inside the service. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not-owner`: No controller drives this site at the moment. `store-unavailable`: The database does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A webhook. */
                webhookId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The webhook. */
            200: {
                headers: {
                    /** @description Its version, for `If-Match`. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "webhookId": "webhook_01JD8Z4Q6W3V5T7R9P0N2M4K6H",
                     *       "siteId": "site_main",
                     *       "url": "https://his.hospital.example/cti-events",
                     *       "types": [
                     *         "text"
                     *       ],
                     *       "queueIds": [
                     *         "queue_appointments"
                     *       ],
                     *       "description": "text",
                     *       "state": "enabled",
                     *       "disabledWhy": "gone",
                     *       "stateSince": "2026-03-02T08:15:30.250Z",
                     *       "createdAt": "2026-03-02T08:15:30.250Z",
                     *       "version": 1,
                     *       "standing": {
                     *         "waiting": 1,
                     *         "behindSince": "2026-03-02T08:15:30.250Z",
                     *         "deadLetters": 1
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["Webhook"];
                };
            };
            /** @description `malformed-request`: The request is not well-formed HTTP, or its address is not well-formed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorised`: A valid bearer token is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: Your key does not let you do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `webhook-unknown`: No such webhook. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid`: The request is well-formed, but something in it is not allowed. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `authentication-limited`: Too many tokens that are not valid came from this address. `rate-limited`: Too many requests of late. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong inside the service. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `store-unavailable`: The database does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    replaceWebhook: {
        parameters: {
            query?: never;
            header: {
                /** @description `ETag` of what you have read. */
                "If-Match": string;
            };
            path: {
                /** @description A webhook. */
                webhookId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "url": "https://his.hospital.example/cti-events",
                 *       "types": null,
                 *       "queueIds": null,
                 *       "description": ""
                 *     }
                 */
                "application/json": components["schemas"]["WebhookTerms"];
            };
        };
        responses: {
            /** @description The webhook as it is now. */
            200: {
                headers: {
                    /** @description Its version, for `If-Match`. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "webhookId": "webhook_01JD8Z4Q6W3V5T7R9P0N2M4K6H",
                     *       "siteId": "site_main",
                     *       "url": "https://his.hospital.example/cti-events",
                     *       "types": [
                     *         "text"
                     *       ],
                     *       "queueIds": [
                     *         "queue_appointments"
                     *       ],
                     *       "description": "text",
                     *       "state": "enabled",
                     *       "disabledWhy": "gone",
                     *       "stateSince": "2026-03-02T08:15:30.250Z",
                     *       "createdAt": "2026-03-02T08:15:30.250Z",
                     *       "version": 1,
                     *       "standing": {
                     *         "waiting": 1,
                     *         "behindSince": "2026-03-02T08:15:30.250Z",
                     *         "deadLetters": 1
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["Webhook"];
                };
            };
            /** @description `malformed-json`: The body is not well-formed JSON. `malformed-request`: The request is not well-formed HTTP, or its address is not well-formed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorised`: A valid bearer token is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: Your key does not let you do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `webhook-unknown`: No such webhook. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `version-changed`: It has been changed since you read it. */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too-large`: The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported-media-type`: The body is in a format that is not understood. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid`: The request is well-formed, but something in it is not allowed. `webhook-target-refused`: Events may not be sent to this address. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `if-match-missing`: This request needs If-Match. */
            428: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `authentication-limited`: Too many tokens that are not valid came from this address. `rate-limited`: Too many requests of late. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `act-not-noted`: It was done, and could not be noted for auditors. `internal`: Something went wrong inside the service. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not-owner`: No controller drives this site at the moment. `store-unavailable`: The database does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A webhook. */
                webhookId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is gone. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `malformed-request`: The request is not well-formed HTTP, or its address is not well-formed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorised`: A valid bearer token is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: Your key does not let you do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `webhook-unknown`: No such webhook. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid`: The request is well-formed, but something in it is not allowed. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `authentication-limited`: Too many tokens that are not valid came from this address. `rate-limited`: Too many requests of late. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `act-not-noted`: It was done, and could not be noted for auditors. `internal`: Something went wrong inside the service. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not-owner`: No controller drives this site at the moment. `store-unavailable`: The database does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listDeadLetters: {
        parameters: {
            query?: {
                /** @description `nextCursor` of the page before. Opaque. */
                cursor?: string;
                /** @description So many items at most. */
                limit?: number;
                /** @description Only what has been delivered by a replay since, or only what has not. */
                replayed?: "true" | "false";
                /** @description Only events of this call, agent, … */
                subject?: string;
            };
            header?: never;
            path: {
                /** @description A webhook. */
                webhookId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page. */
            200: {
                headers: {
                    /** @description The next page, `rel="next"` (RFC 8288); absent on the last. */
                    Link?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "eventId": "site_main-4711",
                     *           "subject": "text",
                     *           "sequence": 1,
                     *           "type": "text",
                     *           "failedAt": "2026-03-02T08:15:30.250Z",
                     *           "attempts": 1,
                     *           "failure": "redirected",
                     *           "status": 1,
                     *           "replayedAt": "2026-03-02T08:15:30.250Z"
                     *         }
                     *       ],
                     *       "nextCursor": "text"
                     *     }
                     */
                    "application/json": components["schemas"]["DeadLetterPage"];
                };
            };
            /** @description `malformed-request`: The request is not well-formed HTTP, or its address is not well-formed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorised`: A valid bearer token is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: Your key does not let you do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `webhook-unknown`: No such webhook. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid`: The request is well-formed, but something in it is not allowed. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `authentication-limited`: Too many tokens that are not valid came from this address. `rate-limited`: Too many requests of late. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong inside the service. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `store-unavailable`: The database does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    replayDeadLetter: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description An event: `SITE-POSITION`. */
                eventId: string;
                /** @description A webhook. */
                webhookId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What came of it. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "eventId": "text",
                     *       "delivered": true,
                     *       "failure": "redirected",
                     *       "status": 1,
                     *       "durationMs": 1
                     *     }
                     */
                    "application/json": components["schemas"]["WebhookDelivery"];
                };
            };
            /** @description `malformed-json`: The body is not well-formed JSON. `malformed-request`: The request is not well-formed HTTP, or its address is not well-formed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorised`: A valid bearer token is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: Your key does not let you do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `dead-letter-unknown`: No such dead letter. `webhook-unknown`: No such webhook. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too-large`: The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported-media-type`: The body is in a format that is not understood. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid`: The request is well-formed, but something in it is not allowed. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `authentication-limited`: Too many tokens that are not valid came from this address. `rate-limited`: Too many requests of late. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `act-not-noted`: It was done, and could not be noted for auditors. `internal`: Something went wrong inside the service. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not-owner`: No controller drives this site at the moment. `store-unavailable`: The database does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    disableWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A webhook. */
                webhookId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The webhook as it is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "webhookId": "webhook_01JD8Z4Q6W3V5T7R9P0N2M4K6H",
                     *       "siteId": "site_main",
                     *       "url": "https://his.hospital.example/cti-events",
                     *       "types": [
                     *         "text"
                     *       ],
                     *       "queueIds": [
                     *         "queue_appointments"
                     *       ],
                     *       "description": "text",
                     *       "state": "enabled",
                     *       "disabledWhy": "gone",
                     *       "stateSince": "2026-03-02T08:15:30.250Z",
                     *       "createdAt": "2026-03-02T08:15:30.250Z",
                     *       "version": 1,
                     *       "standing": {
                     *         "waiting": 1,
                     *         "behindSince": "2026-03-02T08:15:30.250Z",
                     *         "deadLetters": 1
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["Webhook"];
                };
            };
            /** @description `malformed-json`: The body is not well-formed JSON. `malformed-request`: The request is not well-formed HTTP, or its address is not well-formed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorised`: A valid bearer token is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: Your key does not let you do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `webhook-unknown`: No such webhook. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too-large`: The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported-media-type`: The body is in a format that is not understood. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid`: The request is well-formed, but something in it is not allowed. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `authentication-limited`: Too many tokens that are not valid came from this address. `rate-limited`: Too many requests of late. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `act-not-noted`: It was done, and could not be noted for auditors. `internal`: Something went wrong inside the service. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not-owner`: No controller drives this site at the moment. `store-unavailable`: The database does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    enableWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A webhook. */
                webhookId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The webhook as it is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "webhookId": "webhook_01JD8Z4Q6W3V5T7R9P0N2M4K6H",
                     *       "siteId": "site_main",
                     *       "url": "https://his.hospital.example/cti-events",
                     *       "types": [
                     *         "text"
                     *       ],
                     *       "queueIds": [
                     *         "queue_appointments"
                     *       ],
                     *       "description": "text",
                     *       "state": "enabled",
                     *       "disabledWhy": "gone",
                     *       "stateSince": "2026-03-02T08:15:30.250Z",
                     *       "createdAt": "2026-03-02T08:15:30.250Z",
                     *       "version": 1,
                     *       "standing": {
                     *         "waiting": 1,
                     *         "behindSince": "2026-03-02T08:15:30.250Z",
                     *         "deadLetters": 1
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["Webhook"];
                };
            };
            /** @description `malformed-json`: The body is not well-formed JSON. `malformed-request`: The request is not well-formed HTTP, or its address is not well-formed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorised`: A valid bearer token is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: Your key does not let you do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `webhook-unknown`: No such webhook. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too-large`: The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported-media-type`: The body is in a format that is not understood. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid`: The request is well-formed, but something in it is not allowed. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `authentication-limited`: Too many tokens that are not valid came from this address. `rate-limited`: Too many requests of late. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `act-not-noted`: It was done, and could not be noted for auditors. `internal`: Something went wrong inside the service. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not-owner`: No controller drives this site at the moment. `store-unavailable`: The database does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    replayWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A webhook. */
                webhookId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "afterEventId": "site_main-4711"
                 *     }
                 */
                "application/json": components["schemas"]["WebhookReplay"];
            };
        };
        responses: {
            /** @description It is being sent. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "webhookId": "webhook_01JD8Z4Q6W3V5T7R9P0N2M4K6H",
                     *       "subjects": 1
                     *     }
                     */
                    "application/json": components["schemas"]["WebhookReplayed"];
                };
            };
            /** @description `malformed-json`: The body is not well-formed JSON. `malformed-request`: The request is not well-formed HTTP, or its address is not well-formed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorised`: A valid bearer token is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: Your key does not let you do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `webhook-unknown`: No such webhook. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too-large`: The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported-media-type`: The body is in a format that is not understood. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid`: The request is well-formed, but something in it is not allowed. `replay-too-long`: There are too many events after this position. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `authentication-limited`: Too many tokens that are not valid came from this address. `rate-limited`: Too many requests of late. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `act-not-noted`: It was done, and could not be noted for auditors. `internal`: Something went wrong inside the service. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not-owner`: No controller drives this site at the moment. `store-unavailable`: The database does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    rotateWebhookSecret: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A webhook. */
                webhookId: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "oldValidForMs": 86400000
                 *     }
                 */
                "application/json": components["schemas"]["SecretRotation"];
            };
        };
        responses: {
            /** @description The new secret. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "webhookId": "webhook_01JD8Z4Q6W3V5T7R9P0N2M4K6H",
                     *       "secret": "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD",
                     *       "oldValidUntil": "2026-03-02T08:15:30.250Z"
                     *     }
                     */
                    "application/json": components["schemas"]["SecretRotated"];
                };
            };
            /** @description `malformed-json`: The body is not well-formed JSON. `malformed-request`: The request is not well-formed HTTP, or its address is not well-formed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorised`: A valid bearer token is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: Your key does not let you do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `webhook-unknown`: No such webhook. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `webhook-secrets-full`: Too many of the secrets before are valid still. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too-large`: The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported-media-type`: The body is in a format that is not understood. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid`: The request is well-formed, but something in it is not allowed. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `authentication-limited`: Too many tokens that are not valid came from this address. `rate-limited`: Too many requests of late. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `act-not-noted`: It was done, and could not be noted for auditors. `internal`: Something went wrong inside the service. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not-owner`: No controller drives this site at the moment. `store-unavailable`: The database does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    testWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A webhook. */
                webhookId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What came of it. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "eventId": "text",
                     *       "delivered": true,
                     *       "failure": "redirected",
                     *       "status": 1,
                     *       "durationMs": 1
                     *     }
                     */
                    "application/json": components["schemas"]["WebhookDelivery"];
                };
            };
            /** @description `malformed-json`: The body is not well-formed JSON. `malformed-request`: The request is not well-formed HTTP, or its address is not well-formed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorised`: A valid bearer token is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: Your key does not let you do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `webhook-unknown`: No such webhook. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too-large`: The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported-media-type`: The body is in a format that is not understood. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid`: The request is well-formed, but something in it is not allowed. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `authentication-limited`: Too many tokens that are not valid came from this address. `rate-limited`: Too many requests of late. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `act-not-noted`: It was done, and could not be noted for auditors. `internal`: Something went wrong inside the service. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not-owner`: No controller drives this site at the moment. `store-unavailable`: The database does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
}
