-- Whether a hook of this project (null: of the company) may get an event of this project and level.
CREATE OR REPLACE FUNCTION gancho.reaches(p_hook_project bigint, p_all_projects boolean, p_event_project bigint, p_level text) RETURNS boolean
LANGUAGE sql IMMUTABLE
AS $$ SELECT CASE WHEN p_hook_project IS NULL THEN p_level = 'company' OR p_all_projects ELSE p_event_project = p_hook_project END $$;
