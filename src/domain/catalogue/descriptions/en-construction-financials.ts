import type { ConstructionFinancialsName } from '../construction-financials';

export const EN_CONSTRUCTION_FINANCIALS: Readonly<Record<ConstructionFinancialsName, string>> = {
  'Change Order Change Reasons':
    'Reasons that can be given for a change order, such as a client request or unforeseen site conditions.',
  'Change Types':
    'Types by which changes are grouped, such as owner change, design error or allowance.',
  'Line Item Types':
    'Types of cost that line items are booked to, such as labor, equipment or materials.',
  'ERP Requests':
    'Requests to send a record to the connected accounting (ERP) system or to bring one in from it.',
  'Budget Change Adjustment Line Items':
    'Single amounts that a budget change adds to or takes from one budget line.',
  'Budget Change Adjustments':
    'Adjustments within a budget change that say which budget lines gain or lose money.',
  'Budget Change Production Quantities':
    'Production quantities and units of measure that a budget change revises.',
  'Budget Changes': 'Documented changes to the budget of the project, from draft to approval.',
  'Budget Line Items':
    'Lines of the project budget, each with its cost code, cost type and amount.',
  'Budget Modifications': 'Transfers of money from one line of the project budget to another.',
  'Budget View Snapshots':
    'Snapshots that keep the figures of a budget view as they were at one moment.',
  'Change Event Line Items':
    'Lines of a change event, each with the estimated cost and revenue of the work affected.',
  'Change Events': 'Events on site or in design that may change the cost or scope of the project.',
  'Change Order Packages':
    'Packages that bring several potential change orders together for one approval.',
  'Change Order Requests':
    'Requests that put potential change orders before the client for pricing and approval.',
  'Potential Change Order Line Items':
    'Lines of a potential change order, each with its cost code and amount.',
  'Potential Change Orders':
    'Proposed changes to the amount or scope of a contract that are not yet approved.',
  'Contract Payments': 'Payments made to a vendor or subcontractor under a commitment.',
  'Draw Requests':
    'Invoices by which a subcontractor bills the work of a period under a commitment.',
  'Purchase Order Contract Line Items':
    'Lines of a purchase order, each with its cost code, quantity and amount.',
  'Purchase Order Contracts': 'Purchase orders for materials, equipment or services from a vendor.',
  'RFQ Quotes': 'Prices that a subcontractor submits in answer to a request for quote (RFQ).',
  'RFQ Responses':
    'Responses and comments that a subcontractor gives to a request for quote, with or without a price.',
  RFQs: 'Requests for quote that ask subcontractors to price a change to their contract.',
  'Work Order Contract Line Items':
    'Lines of a subcontract, each with its cost code, description and amount.',
  'Work Order Contracts':
    'Subcontracts for work that a trade contractor carries out on the project.',
  'Company Direct Cost Line Items':
    'Lines of direct costs that are recorded at company level and charged to a project.',
  'Direct Cost Line Items': 'Lines of a direct cost, each with its cost code, quantity and amount.',
  'Direct Costs':
    'Costs of the project outside any commitment, such as payroll, expenses and invoices without an order.',
  'Payment Applications':
    'Payment applications by which the work of a billing period is invoiced to the owner.',
  'Prime Contract Line Items': 'Lines of the schedule of values of a prime contract.',
  'Prime Contracts': 'Contracts with the owner or client for the project as a whole.',
};
