import type { ProjectManagementName } from '../project-management';

export const ES_PROJECT_MANAGEMENT: Readonly<Record<ProjectManagementName, string>> = {
  Bids: 'Ofertas que los proveedores presentan en una licitación, con sus precios y estado.',
  'Timecard Time Types':
    'Clases de horas que distingue el registro de horas, como normales, extra y dobles.',
  'Bim File Extractions':
    'Extracciones que convierten un archivo BIM cargado en datos que el visor puede mostrar.',
  'Bim Model Revisions': 'Revisiones de un modelo BIM, una por cada nueva versión que se publica.',
  'Bim Models': 'Modelos BIM del proyecto que el equipo visualiza y coordina.',
  'Coordination Issue Activities':
    'Comentarios y cambios en el historial de un problema de coordinación.',
  'Coordination Issues':
    'Interferencias y otros problemas hallados al coordinar los modelos de las especialidades.',
  'Generic Tool Items':
    'Elementos de correspondencia, como cartas, avisos y notas de envío, de cualquier tipo que la empresa haya definido.',
  'Site Instructions':
    'Instrucciones de obra que indican al contratista ejecutar o cambiar trabajos.',
  'Accident Logs':
    'Anotaciones de la bitácora de obra sobre accidentes, con las personas y firmas involucradas.',
  'Call Logs':
    'Anotaciones de la bitácora de obra sobre llamadas telefónicas relativas al proyecto.',
  'Daily Construction Report Logs':
    'Anotaciones de la bitácora de obra que resumen el día de cada firma: especialidad, trabajadores y horas.',
  'Daily Log/Entries': 'Anotaciones de la bitácora de obra, en cualquiera de sus secciones.',
  'Daily Logs': 'Bitácoras diarias del proyecto, una por cada día, con su estado de cierre.',
  'Delivery Logs':
    'Anotaciones de la bitácora de obra sobre materiales y equipos entregados en el sitio.',
  'Dumpster Logs':
    'Anotaciones de la bitácora de obra sobre contenedores de escombros entregados o retirados.',
  'Inspection Logs':
    'Anotaciones de la bitácora de obra sobre inspecciones de autoridades o de otros externos.',
  'Manpower Logs':
    'Anotaciones de la bitácora de obra sobre el personal de cada firma en el sitio y sus horas.',
  'Notes Logs': 'Anotaciones de la bitácora de obra con notas que no caben en otra sección.',
  'Plan Revision Logs':
    'Anotaciones de la bitácora de obra sobre revisiones de planos recibidas en el sitio.',
  'Productivity Logs':
    'Anotaciones de la bitácora de obra sobre materiales entregados e instalados según un contrato.',
  'Quantity Logs':
    'Anotaciones de la bitácora de obra sobre cantidades de trabajo ejecutadas, por código de costo.',
  'Safety Violation Logs':
    'Anotaciones de la bitácora de obra sobre infracciones de seguridad y las medidas tomadas.',
  'Visitor Logs':
    'Anotaciones de la bitácora de obra sobre visitantes, con sus horas de entrada y salida.',
  'Waste Logs':
    'Anotaciones de la bitácora de obra sobre residuos desechados, con su cantidad y método.',
  'Weather Logs':
    'Anotaciones de la bitácora de obra sobre el clima observado y los retrasos que causó.',
  'Work Logs':
    'Anotaciones de la bitácora de obra sobre trabajos programados, con los trabajadores y las horas empleadas.',
  'Drawing Areas': 'Áreas del proyecto, como edificios o fases, en las que se dividen los planos.',
  'Drawing Sets': 'Juegos de planos emitidos juntos, como los de licitación o los de construcción.',
  'Drawing Uploads': 'Cargas de archivos de planos, desde el procesamiento hasta la publicación.',
  Drawings: 'Planos del proyecto, cada uno con su número, título y disciplina.',
  'Markup Layers':
    'Capas de anotaciones que las personas dibujan sobre una lámina, personales o publicadas.',
  'Pdf Download Pages': 'Páginas de los archivos PDF que se preparan al descargar planos.',
  'Equipment Logs':
    'Anotaciones sobre los equipos en el sitio, con sus horas de uso y de inactividad.',
  'Meeting Attendees': 'Personas invitadas a una reunión, con su asistencia.',
  'Meeting Categories': 'Categorías en las que se agrupan los temas de una reunión.',
  'Meeting Topics':
    'Temas de la agenda de una reunión, con su minuta, responsables y fechas límite.',
  Meetings: 'Reuniones del proyecto, con su fecha, agenda y minuta.',
  'Image Categories': 'Álbumes en los que se organizan las fotos del proyecto.',
  Images: 'Fotos del proyecto, con su fecha, lugar y descripción.',
  'Punch Items':
    'Pendientes por terminar o corregir antes de la aceptación de la obra (punch list).',
  'RFI Replies': 'Respuestas dadas a una solicitud de información (RFI), incluida la oficial.',
  RFIs: 'Solicitudes de información (RFI) que piden al equipo de diseño aclarar planos, especificaciones o alcance.',
  Tasks: 'Actividades del cronograma del proyecto, con sus fechas, avance y recursos.',
  ToDos: 'Pequeñas tareas agregadas a mano al cronograma, con un responsable y una fecha límite.',
  'Specification Areas': 'Áreas del proyecto en las que se dividen las especificaciones.',
  'Specification Section Divisions':
    'Divisiones en las que se agrupan las secciones de las especificaciones, como concreto o electricidad.',
  'Specification Section Revisions':
    'Revisiones de una sección de las especificaciones, una por cada nueva emisión.',
  'Specification Sections':
    'Secciones de las especificaciones del proyecto, cada una con su número y título.',
  'Specification Sets': 'Juegos de especificaciones emitidos juntos en una misma fecha.',
  'Submittal Packages':
    'Paquetes que reúnen documentos técnicos relacionados (submittals) para una sola revisión.',
  Submittals:
    'Planos de taller, fichas técnicas y muestras que un contratista presenta para revisión y aprobación.',
  'Timecard Entries':
    'Horas trabajadas por una persona en un día, por código de costo y tipo de hora.',
};
