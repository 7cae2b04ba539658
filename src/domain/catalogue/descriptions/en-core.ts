import type { CoreName } from '../core';

export const EN_CORE: Readonly<Record<CoreName, string>> = {
  Departments: 'Departments of the company to which projects can be assigned.',
  Offices: 'Offices of the company, each with its address and contact details.',
  Programs: 'Programs that group related projects of the company.',
  'Project Bid Types':
    'Ways of tendering that a project can have, such as open bid or negotiated contract.',
  'Project Owner Types':
    'Kinds of owner that a project can have, such as public, private or nonprofit.',
  'Project Regions': 'Regions by which the company groups its projects.',
  'Project Stages':
    'Stages that a project goes through, such as bidding, preconstruction or warranty.',
  'Project Types':
    'Kinds of work that describe a project, such as residential, healthcare or roads.',
  'Standard Cost Code Lists':
    'Lists of standard cost codes from which new projects of the company can start.',
  'Standard Cost Codes':
    'Cost codes in the standard lists of the company, from which projects copy their own.',
  Trades:
    'Trades by which vendors and work are classified, such as electrical, plumbing or drywall.',
  'Company Insurances':
    'Insurance policies of vendors in the company directory, with their limits and expiration dates.',
  'Company Users': 'People in the company directory, with their contact details and access.',
  'Company Vendors':
    'Firms in the company directory, such as subcontractors, suppliers and consultants.',
  'Company File Versions': 'Versions of a file in the company documents, one for each upload.',
  'Company Files': 'Files kept in the documents of the company.',
  'Company Folders': 'Folders that organize the documents of the company.',
  Projects: 'Projects of the company, with their name, address, stage and status.',
  'Cost Codes': 'Cost codes that the project uses in its budget, contracts and timecards.',
  Locations:
    'Places within the project, such as buildings, floors and rooms, to which other items refer.',
  'Project Dates':
    'Key dates of the project, such as start, substantial completion and end of warranty.',
  'Sub Jobs': 'Parts of the project, such as a phase or a building, whose costs are kept apart.',
  'Project Insurances': 'Insurance policies of vendors that apply to the project.',
  'Project Users': 'People in the project directory, with their role and access on the project.',
  'Project Vendors': 'Firms in the project directory that take part in the project.',
  'File Versions': 'Versions of files uploaded to the project, whichever folder they are in.',
  'Project File Versions': 'Versions of a file in the project documents, one for each upload.',
  'Project Files': 'Files kept in the documents of the project.',
  'Project Folders': 'Folders that organize the documents of the project.',
  'Task Items': 'Tasks assigned to members of the project team, with their due date and status.',
};
