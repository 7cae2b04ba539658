import { ALL, CREATE, CREATE_DELETE, CREATE_UPDATE } from './event-sets';
import { resourcesOf } from './resource';

const define = resourcesOf('Core');

/**
 * The compatible system stopped sending updates of directory entries of projects, because one edit of a contact caused
 * one event for each project. Here the publisher decides, so the event type stays. A client that subscribes to it gets
 * its trigger, not an error.
 */
const UPDATE_RETIRED = { retired: { update: '2026-06-30' } } as const;

export const CORE = [
  define('Departments', 'company', 'Company Admin', ALL),
  define('Offices', 'company', 'Company Admin', ALL),
  define('Programs', 'company', 'Company Admin', ALL),
  define('Project Bid Types', 'company', 'Company Admin', ALL),
  define('Project Owner Types', 'company', 'Company Admin', ALL),
  define('Project Regions', 'company', 'Company Admin', ALL),
  define('Project Stages', 'company', 'Company Admin', ALL),
  define('Project Types', 'company', 'Company Admin', ALL),
  define('Standard Cost Code Lists', 'company', 'Company Admin', CREATE),
  define('Standard Cost Codes', 'company', 'Company Admin', ALL),
  define('Trades', 'company', 'Company Admin', CREATE_DELETE),
  define('Company Insurances', 'company', 'Company Directory', ALL),
  // The sources disagree on `delete` of these two. This is the choice of a live listing.
  define('Company Users', 'company', 'Company Directory', CREATE_UPDATE),
  define('Company Vendors', 'company', 'Company Directory', CREATE_UPDATE),
  define('Company File Versions', 'company', 'Company Documents', ALL),
  define('Company Files', 'company', 'Company Documents', ALL),
  define('Company Folders', 'company', 'Company Documents', ALL),
  define('Projects', 'company', 'Portfolio', CREATE_UPDATE),
  define('Cost Codes', 'project', 'Project Admin', ALL),
  define('Locations', 'project', 'Project Admin', ALL),
  define('Project Dates', 'project', 'Project Admin', ALL),
  define('Sub Jobs', 'project', 'Project Admin', ALL),
  define('Project Insurances', 'project', 'Project Directory', ALL),
  define('Project Users', 'project', 'Project Directory', ALL, UPDATE_RETIRED),
  define('Project Vendors', 'project', 'Project Directory', ALL, UPDATE_RETIRED),
  define('File Versions', 'project', 'Project Documents', ALL),
  define('Project File Versions', 'project', 'Project Documents', ALL),
  define('Project Files', 'project', 'Project Documents', ALL),
  define('Project Folders', 'project', 'Project Documents', ALL),
  define('Task Items', 'project', 'Tasks', CREATE_UPDATE),
] as const;

export type CoreName = (typeof CORE)[number]['name'];
