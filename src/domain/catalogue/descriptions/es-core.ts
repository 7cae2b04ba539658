import type { CoreName } from '../core';

export const ES_CORE: Readonly<Record<CoreName, string>> = {
  Departments: 'Departamentos de la empresa a los que se pueden asignar proyectos.',
  Offices: 'Oficinas de la empresa, cada una con su dirección y datos de contacto.',
  Programs: 'Programas que agrupan proyectos relacionados de la empresa.',
  'Project Bid Types':
    'Formas de contratación que puede tener un proyecto, como licitación abierta o negociación directa.',
  'Project Owner Types':
    'Clases de propietario que puede tener un proyecto, como público, privado o sin fines de lucro.',
  'Project Regions': 'Regiones con las que la empresa agrupa sus proyectos.',
  'Project Stages':
    'Etapas por las que pasa un proyecto, como licitación, preconstrucción o garantía.',
  'Project Types':
    'Clases de obra que describen un proyecto, como residencial, hospitalaria o vial.',
  'Standard Cost Code Lists':
    'Listas de códigos de costo estándar que sirven de base a los nuevos proyectos de la empresa.',
  'Standard Cost Codes':
    'Códigos de costo de las listas estándar de la empresa, de los que los proyectos copian los suyos.',
  Trades:
    'Especialidades con las que se clasifican proveedores y trabajos, como electricidad, plomería o tabiquería.',
  'Company Insurances':
    'Pólizas de seguro de los proveedores del directorio de la empresa, con sus límites y vencimientos.',
  'Company Users': 'Personas del directorio de la empresa, con sus datos de contacto y accesos.',
  'Company Vendors':
    'Firmas del directorio de la empresa, como subcontratistas, proveedores y consultores.',
  'Company File Versions':
    'Versiones de un archivo de los documentos de la empresa, una por cada carga.',
  'Company Files': 'Archivos guardados en los documentos de la empresa.',
  'Company Folders': 'Carpetas que organizan los documentos de la empresa.',
  Projects: 'Proyectos de la empresa, con su nombre, dirección, etapa y estado.',
  'Cost Codes':
    'Códigos de costo que el proyecto usa en su presupuesto, sus contratos y su registro de horas.',
  Locations:
    'Lugares del proyecto, como edificios, pisos y recintos, a los que se refieren otros elementos.',
  'Project Dates':
    'Fechas clave del proyecto, como inicio, terminación sustancial y fin de la garantía.',
  'Sub Jobs':
    'Partes del proyecto, como una fase o un edificio, cuyos costos se llevan por separado.',
  'Project Insurances': 'Pólizas de seguro de los proveedores que se aplican al proyecto.',
  'Project Users':
    'Personas del directorio del proyecto, con su función y sus accesos en el proyecto.',
  'Project Vendors': 'Firmas del directorio del proyecto que participan en la obra.',
  'File Versions':
    'Versiones de los archivos cargados en el proyecto, en cualquier carpeta en la que estén.',
  'Project File Versions':
    'Versiones de un archivo de los documentos del proyecto, una por cada carga.',
  'Project Files': 'Archivos guardados en los documentos del proyecto.',
  'Project Folders': 'Carpetas que organizan los documentos del proyecto.',
  'Task Items':
    'Tareas asignadas a integrantes del equipo del proyecto, con su fecha límite y estado.',
};
