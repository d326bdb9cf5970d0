import { type Kysely, sql } from 'kysely'

/** Agents' phones; and the versions that definitions have since, in the lists that were written without. */
export async function up(db: Kysely<unknown>): Promise<void> {
  // A version is never given twice, so that one of a phone that was removed can't pass for its successor's.
  await sql`create sequence endpoint_versions`.execute(db)
  await sql`
    create table endpoints (
      site_id text not null,
      extension text not null,
      kind text not null check (kind in ('phone')),
      label text not null,
      domain text not null,
      wrapped_key bytea not null,
      sealed bytea not null,
      version bigint not null default nextval('endpoint_versions'),
      created_at bigint not null,
      password_changed_at bigint not null,
      constraint endpoints_pkey primary key (site_id, extension)
    )`.execute(db)
  await sql`
    update views
       set body = body || jsonb_build_object('version', defined.pos)
                       || case views.kind when 'queue' then '{"priority": null, "musicStream": null}'::jsonb
                                          else '{}'::jsonb end
      from (select site_id, subject, max(pos) as pos from journal
             where type in ('agentDefined', 'queueDefined') group by site_id, subject) defined
     where views.kind in ('agent', 'queue') and defined.site_id = views.site_id and defined.subject = views.id`.execute(
    db,
  )
}
