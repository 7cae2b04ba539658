import type { SettingUp } from '../guide';

export const settingUp: SettingUp = {
  title: 'Webhooks: guía del usuario',
  lead: 'Para quienes configuran y atienden hooks. Solo el lado que recibe necesita a alguien que programe.',
  onThisPage: 'En esta página',
  purpose: {
    title: 'Para qué sirven los webhooks',
    body: (
      <>
        <p>
          Un webhook avisa a otro sistema de un cambio en el momento en que ocurre aquí: se crea una
          RFI, cambia un submittal, un proveedor sale del directorio. El otro sistema no tiene que
          preguntar una y otra vez si hay algo nuevo.
        </p>
        <ul>
          <li>Mantener al día, en segundos, la contabilidad, un almacén de datos o un informe.</li>
          <li>
            Iniciar un trabajo en otra parte: abrir un ticket, avisar a un equipo, copiar un
            archivo.
          </li>
          <li>Ahorrar a ambos lados el tráfico de las consultas periódicas.</li>
        </ul>
        <p>
          Un <em>hook</em> une una empresa o un proyecto con un <em>endpoint</em>, una dirección en
          la que el otro sistema recibe solicitudes. Usted elige los eventos que envía. Un evento
          dice qué registro cambió y cómo; quien lo recibe lee el registro con la API si lo
          necesita.
        </p>
      </>
    ),
  },
  before: {
    title: 'Antes de empezar',
    body: (
      <ul>
        <li>
          Se necesita el permiso de Administrador: en la empresa para los hooks de ella, en el
          proyecto para los del proyecto. Con acceso de solo lectura, usted ve los hooks y sus
          eventos, y nada que los cambie.
        </li>
        <li>
          El hook de un proyecto envía lo que ocurre en ese proyecto. El de una empresa envía lo que
          ocurre en el nivel de la empresa y, con <b>Incluir todos los proyectos</b>, también lo que
          ocurre en cada proyecto.
        </li>
        <li>
          El endpoint necesita una dirección que esta instalación pueda alcanzar, por lo general con
          https y un certificado válido. Debe responder en pocos segundos, con un estado de 200 a
          299.
        </li>
        <li>
          El hook envía lo que ocurre desde el momento en que se selecciona un evento. Lo anterior
          no se envía después.
        </li>
        <li>
          Quienes programan encuentran la API, con la que también se administran hooks, descrita en{' '}
          <a href="/docs/api">/docs/api</a>.
        </li>
      </ul>
    ),
  },
  create: {
    title: 'Crear un hook',
    body: (
      <>
        <ol>
          <li>
            Abra la empresa o el proyecto, luego <b>Webhooks</b>, y elija <b>Crear hook</b>.
          </li>
          <li>
            En <b>Configuración del endpoint</b>, escriba un nombre y la <b>URL del endpoint</b>. Si
            el nombre se deja vacío, será el host del endpoint.
          </li>
          <li>
            Si el endpoint pide credenciales, escríbalas en <b>Encabezado de autorización</b>, con
            su tipo: <code>Bearer 7f3…</code>. Se guardan cifradas y no se pueden volver a leer;
            tampoco los otros encabezados, a menos que marque <b>Mostrar el valor</b>. Si la URL
            lleva después a otro servidor, se le vuelve a pedir cada valor que no haya definido
            usted.
          </li>
          <li>
            Elija el <b>Formato de la carga útil (payload)</b>, la{' '}
            <a href="#payload-formats">versión del cuerpo</a> que se envía. No se puede cambiar
            después.
          </li>
          <li>
            <a href="#select-events">Seleccione los eventos que se enviarán</a>.
          </li>
          <li>
            Guarde. El <b>Secreto de firma</b> se muestra solo esta vez: entréguelo a quien
            desarrolla el receptor y envíe un evento de prueba para ver que ambos se entienden.
          </li>
        </ol>
        <p>
          Las <b>Opciones de entrega</b> ya convienen a la mayoría de los endpoints;{' '}
          <a href="#order-and-retries">orden y reintentos</a> las explica.
        </p>
      </>
    ),
  },
  select: {
    title: 'Seleccionar eventos',
    body: (
      <>
        <p>
          Los recursos se muestran por categoría y herramienta. Cada uno tiene hasta tres tipos de
          evento: crear, actualizar y eliminar. Una casilla superior selecciona todo lo que está
          debajo; un tipo que el recurso no tiene aparece como no disponible. La búsqueda encuentra
          herramientas y descripciones.
        </p>
        <p>
          Debajo de la lista está lo que usted seleccionó, y allí también puede quitarlo. Un hook
          sin eventos seleccionados no envía nada. La selección se puede cambiar en cualquier
          momento y vale desde entonces.
        </p>
      </>
    ),
  },
  formats: {
    title: 'Formatos de la carga útil (payload)',
    body: (
      <p>El cuerpo de cada solicitud es un evento en JSON. La versión se elige al crear el hook.</p>
    ),
    columns: { version: 'Versión', contents: 'Qué contiene', suits: 'Para' },
    versions: {
      'v4.0': {
        contents: 'Todo ID es texto, y lo que no existe es un texto vacío.',
        suits: 'Receptores nuevos',
      },
      'v3.0': {
        contents: 'Como la v2.0, más los registros a los que pertenece una partida.',
        suits: 'Receptores que siguen partidas',
      },
      'v2.0': {
        contents: 'Los ID son números; el origen del cambio está en los metadatos.',
        suits: 'Receptores que ya la leen',
      },
    },
    sample: 'El mismo evento en la {version}',
    after: (
      <p>
        Para pasar a otra versión, cree un segundo hook con ella y elimine el primero cuando el
        receptor haya cambiado.
      </p>
    ),
  },
  verify: {
    title: 'Verificar que una solicitud es auténtica',
    body: (
      <p>
        Cualquiera que conozca la dirección del endpoint puede enviarle solicitudes. Por eso cada
        una de las nuestras va firmada con el secreto del hook, como lo especifica{' '}
        <a href="https://www.standardwebhooks.com">Standard Webhooks</a>; hay bibliotecas para la
        mayoría de los lenguajes. El receptor debe rechazar lo que no esté firmado.
      </p>
    ),
    headers: {
      'webhook-id':
        'Identifica la entrega y es el mismo en todos los intentos. El receptor ignora uno que ya vio.',
      'webhook-timestamp':
        'Cuándo se firmó este intento, en segundos desde 1970. El receptor rechaza lo que tenga más de cinco minutos.',
      'webhook-signature':
        'La firma del ID, la hora y el cuerpo; son dos mientras un nuevo secreto reemplaza al anterior.',
    },
    after: (
      <p>
        La firma vale para el cuerpo tal como llegó: verifique primero e interprete después.
        Responda de inmediato y deje el trabajo largo para después de la respuesta.
      </p>
    ),
  },
};
