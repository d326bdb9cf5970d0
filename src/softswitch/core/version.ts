/** The FreeSWITCH whose behaviour is followed here; `-softswitch` says that this isn't it. */
export const VERSION = '1.11.3-softswitch'
