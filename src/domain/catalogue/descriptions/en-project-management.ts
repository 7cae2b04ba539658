import type { ProjectManagementName } from '../project-management';

export const EN_PROJECT_MANAGEMENT: Readonly<Record<ProjectManagementName, string>> = {
  Bids: 'Bids that vendors submit for a bid package, with their prices and status.',
  'Timecard Time Types':
    'Kinds of hours that timecards tell apart, such as regular time, overtime and double time.',
  'Bim File Extractions':
    'Extractions that turn an uploaded BIM file into data that the viewer can show.',
  'Bim Model Revisions': 'Revisions of a BIM model, one for each new version that is published.',
  'Bim Models': 'BIM models of the project that the team views and coordinates.',
  'Coordination Issue Activities': 'Comments and changes in the history of a coordination issue.',
  'Coordination Issues':
    'Clashes and other problems found while coordinating the models of the trades.',
  'Generic Tool Items':
    'Items of correspondence, such as letters, notices and transmittals, of any type that the company has set up.',
  'Site Instructions':
    'Instructions issued on site that direct the contractor to carry out or change work.',
  'Accident Logs': 'Daily log entries on accidents on site, with the people and firms involved.',
  'Call Logs': 'Daily log entries on phone calls about the project.',
  'Daily Construction Report Logs':
    'Daily log entries that sum up the day of each firm: trade, workers and hours.',
  'Daily Log/Entries': 'Entries of the daily log, whichever of its sections they belong to.',
  'Daily Logs': 'Daily logs of the project, one for each day, with their completion status.',
  'Delivery Logs': 'Daily log entries on materials and equipment delivered to the site.',
  'Dumpster Logs': 'Daily log entries on dumpsters delivered to or removed from the site.',
  'Inspection Logs': 'Daily log entries on inspections by authorities or other outside parties.',
  'Manpower Logs': 'Daily log entries on the workers that each firm had on site and their hours.',
  'Notes Logs': 'Daily log entries with notes that fit in no other section.',
  'Plan Revision Logs': 'Daily log entries on revised plans received on site.',
  'Productivity Logs': 'Daily log entries on materials delivered and installed under a contract.',
  'Quantity Logs': 'Daily log entries on quantities of work installed, by cost code.',
  'Safety Violation Logs':
    'Daily log entries on breaches of safety rules and what was done about them.',
  'Visitor Logs': 'Daily log entries on visitors to the site, with the times they came and left.',
  'Waste Logs': 'Daily log entries on waste that was disposed of, with its quantity and method.',
  'Weather Logs': 'Daily log entries on the weather observed on site and the delays it caused.',
  'Work Logs': 'Daily log entries on scheduled work, with the workers and hours that it took.',
  'Drawing Areas':
    'Areas of the project, such as buildings or phases, by which drawings are divided.',
  'Drawing Sets': 'Sets of drawings issued together, such as a bid set or a construction set.',
  'Drawing Uploads': 'Uploads of drawing files, from processing to publication.',
  Drawings: 'Drawings of the project, each with its number, title and discipline.',
  'Markup Layers': 'Layers of markups that people draw on a sheet, personal or published.',
  'Pdf Download Pages': 'Pages of the PDF files that are prepared when drawings are downloaded.',
  'Equipment Logs': 'Log entries on the equipment on site, with its hours in use and idle.',
  'Meeting Attendees': 'People invited to a meeting, with their attendance.',
  'Meeting Categories': 'Categories under which the topics of a meeting are grouped.',
  'Meeting Topics':
    'Topics on the agenda of a meeting, with their minutes, assignees and due dates.',
  Meetings: 'Meetings of the project, with their date, agenda and minutes.',
  'Image Categories': 'Albums in which the photos of the project are organized.',
  Images: 'Photos of the project, with their date, location and description.',
  'Punch Items': 'Punch list items to be finished or corrected before the work is accepted.',
  'RFI Replies': 'Replies given to an RFI, the official answer among them.',
  RFIs: 'Requests for information that ask the design team to clarify drawings, specifications or scope.',
  Tasks: 'Activities of the project schedule, with their dates, progress and resources.',
  ToDos: 'Small to-dos added to the schedule by hand, with an assignee and a due date.',
  'Specification Areas': 'Areas of the project by which specifications are divided.',
  'Specification Section Divisions':
    'Divisions under which the sections of the specifications are grouped, such as concrete or electrical.',
  'Specification Section Revisions':
    'Revisions of a specification section, one for each time it is reissued.',
  'Specification Sections':
    'Sections of the project specifications, each with its number and title.',
  'Specification Sets': 'Sets of specifications issued together on one date.',
  'Submittal Packages': 'Packages that bring related submittals together for one review.',
  Submittals:
    'Shop drawings, product data and samples that a contractor submits for review and approval.',
  'Timecard Entries': 'Hours worked by one person on one day, by cost code and time type.',
};
