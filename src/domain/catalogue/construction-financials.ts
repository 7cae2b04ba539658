import { ALL, CREATE, CREATE_UPDATE } from './event-sets';
import { resourcesOf } from './resource';

const define = resourcesOf('Construction Financials');

export const CONSTRUCTION_FINANCIALS = [
  define('Change Order Change Reasons', 'company', 'Company Admin', ALL),
  define('Change Types', 'company', 'Company Admin', ALL),
  define('Line Item Types', 'company', 'Company Admin', ALL),
  define('ERP Requests', 'company', 'ERP Integrations', ALL),
  define('Budget Change Adjustment Line Items', 'project', 'Budget', ALL),
  define('Budget Change Adjustments', 'project', 'Budget', ALL),
  define('Budget Change Production Quantities', 'project', 'Budget', ALL),
  define('Budget Changes', 'project', 'Budget', ALL),
  define('Budget Line Items', 'project', 'Budget', ALL),
  define('Budget Modifications', 'project', 'Budget', ALL),
  define('Budget View Snapshots', 'project', 'Budget', CREATE),
  define('Change Event Line Items', 'project', 'Change Events', ALL),
  define('Change Events', 'project', 'Change Events', ALL),
  define('Change Order Packages', 'project', 'Change Orders', ALL),
  define('Change Order Requests', 'project', 'Change Orders', ALL),
  define('Potential Change Order Line Items', 'project', 'Change Orders', ALL),
  define('Potential Change Orders', 'project', 'Change Orders', ALL),
  define('Contract Payments', 'project', 'Commitments', ALL),
  define('Draw Requests', 'project', 'Commitments', ALL),
  define('Purchase Order Contract Line Items', 'project', 'Commitments', ALL),
  define('Purchase Order Contracts', 'project', 'Commitments', ALL),
  define('RFQ Quotes', 'project', 'Commitments', CREATE_UPDATE),
  define('RFQ Responses', 'project', 'Commitments', CREATE_UPDATE),
  define('RFQs', 'project', 'Commitments', ALL),
  define('Work Order Contract Line Items', 'project', 'Commitments', ALL),
  define('Work Order Contracts', 'project', 'Commitments', ALL),
  define('Company Direct Cost Line Items', 'project', 'Direct Costs', ALL),
  define('Direct Cost Line Items', 'project', 'Direct Costs', ALL),
  define('Direct Costs', 'project', 'Direct Costs', ALL),
  define('Payment Applications', 'project', 'Prime Contracts', ALL),
  define('Prime Contract Line Items', 'project', 'Prime Contracts', ALL),
  define('Prime Contracts', 'project', 'Prime Contracts', ALL),
] as const;

export type ConstructionFinancialsName = (typeof CONSTRUCTION_FINANCIALS)[number]['name'];
