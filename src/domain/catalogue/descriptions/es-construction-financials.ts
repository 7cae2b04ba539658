import type { ConstructionFinancialsName } from '../construction-financials';

export const ES_CONSTRUCTION_FINANCIALS: Readonly<Record<ConstructionFinancialsName, string>> = {
  'Change Order Change Reasons':
    'Motivos que pueden justificar una orden de cambio, como un pedido del cliente o condiciones imprevistas en la obra.',
  'Change Types':
    'Tipos con los que se agrupan los cambios, como pedido del propietario, error de diseño o partida provisional.',
  'Line Item Types':
    'Tipos de costo a los que se imputan las partidas, como mano de obra, equipos o materiales.',
  'ERP Requests':
    'Solicitudes para enviar un registro al sistema contable (ERP) integrado o para importarlo desde él.',
  'Budget Change Adjustment Line Items':
    'Montos individuales que un cambio de presupuesto suma a una partida o le resta.',
  'Budget Change Adjustments':
    'Ajustes de un cambio de presupuesto que indican qué partidas reciben o ceden fondos.',
  'Budget Change Production Quantities':
    'Cantidades de producción y unidades de medida que revisa un cambio de presupuesto.',
  'Budget Changes':
    'Cambios documentados del presupuesto del proyecto, desde el borrador hasta la aprobación.',
  'Budget Line Items':
    'Partidas del presupuesto del proyecto, cada una con su código de costo, tipo de costo y monto.',
  'Budget Modifications': 'Traspasos de fondos de una partida del presupuesto del proyecto a otra.',
  'Budget View Snapshots':
    'Capturas que conservan las cifras de una vista del presupuesto tal como estaban en un momento dado.',
  'Change Event Line Items':
    'Partidas de un evento de cambio, cada una con el costo y el ingreso estimados del trabajo afectado.',
  'Change Events':
    'Eventos en la obra o en el diseño que pueden cambiar el costo o el alcance del proyecto.',
  'Change Order Packages':
    'Paquetes que reúnen varias órdenes de cambio potenciales para una sola aprobación.',
  'Change Order Requests':
    'Solicitudes que presentan al cliente órdenes de cambio potenciales, con su precio, para que las apruebe.',
  'Potential Change Order Line Items':
    'Partidas de una orden de cambio potencial, cada una con su código de costo y su monto.',
  'Potential Change Orders':
    'Propuestas, aún sin aprobar, de cambio en el monto o el alcance de un contrato.',
  'Contract Payments': 'Pagos hechos a un proveedor o subcontratista a cuenta de un contrato.',
  'Draw Requests':
    'Facturas con las que un subcontratista cobra el avance de un período según su contrato.',
  'Purchase Order Contract Line Items':
    'Partidas de una orden de compra, cada una con su código de costo, cantidad y monto.',
  'Purchase Order Contracts':
    'Órdenes de compra de materiales, equipos o servicios a un proveedor.',
  'RFQ Quotes':
    'Precios que un subcontratista presenta en respuesta a una solicitud de cotización (RFQ).',
  'RFQ Responses':
    'Respuestas y comentarios de un subcontratista a una solicitud de cotización, con o sin precio.',
  RFQs: 'Solicitudes de cotización (RFQ) que piden a los subcontratistas el precio de un cambio en su contrato.',
  'Work Order Contract Line Items':
    'Partidas de un subcontrato, cada una con su código de costo, descripción y monto.',
  'Work Order Contracts':
    'Subcontratos por trabajos que un contratista especializado ejecuta en el proyecto.',
  'Company Direct Cost Line Items':
    'Partidas de costos directos que se registran a nivel de empresa y se cargan a un proyecto.',
  'Direct Cost Line Items':
    'Partidas de un costo directo, cada una con su código de costo, cantidad y monto.',
  'Direct Costs':
    'Costos del proyecto ajenos a los contratos, como nómina, gastos y facturas sin orden de compra.',
  'Payment Applications':
    'Solicitudes de pago con las que se factura al propietario el avance de un período.',
  'Prime Contract Line Items': 'Partidas del desglose de valores de un contrato principal.',
  'Prime Contracts': 'Contratos con el propietario o cliente por el proyecto en su conjunto.',
};
