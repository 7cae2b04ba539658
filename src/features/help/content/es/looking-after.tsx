import type { GuideFacts, LookingAfter } from '../guide';

export const lookingAfter = ({ retentionDays }: GuideFacts): LookingAfter => ({
  events: {
    title: 'Leer los eventos',
    body: (
      <p>
        La página de un hook muestra sus eventos, primero los más recientes. Se conservan durante un
        período móvil de {retentionDays} días. Abra uno para ver sus intentos: qué se envió, qué
        respondió el endpoint y cuánto tardó.
      </p>
    ),
    columns: {
      resourceName: 'Qué tipo de registro cambió, con el nombre que tiene en la API.',
      resourceId: 'Cuál. La búsqueda sobre la lista encuentra todos los eventos de un registro.',
      eventType: 'Si se creó, se actualizó o se eliminó.',
      eventStatus: 'En qué punto está la entrega; vea la sección siguiente.',
      timestamp: 'Cuándo ocurrió, en hora universal para que se lea igual en todas partes.',
    },
    after: (
      <p>
        Los filtros están en la dirección de la página: si la copia, otra persona ve los mismos
        eventos.
      </p>
    ),
  },
  statuses: {
    title: 'Qué significa cada estado',
    body: (
      <p>
        Cada entrega está en uno de cinco estados y dice por qué. Los eventos que fallaron y los que
        agotaron su plazo de reintentos están perdidos: la página del hook dice cuántos son, hasta
        que los reenvíe o descarte el aviso.
      </p>
    ),
    each: {
      queued:
        'Espera su primer intento. Suele ser cosa de instantes, o dura mientras el hook esté desactivado.',
      retrying:
        'No se pudo llegar al endpoint, tardó demasiado o respondió algo distinto de 200 a 299. El evento se envía de nuevo; se muestra la hora del próximo intento.',
      delivered: 'El endpoint respondió con un estado de 200 a 299. No queda nada por hacer.',
      failed:
        'Rechazado en definitiva: el endpoint respondió 410 Gone, o su dirección no es un destino permitido. No se envía de nuevo a menos que usted lo reenvíe.',
      discarded:
        'Abandonado al terminar el plazo de reintentos, o porque un administrador vació la cola. Permanece en el historial y se puede reenviar.',
    },
  },
  statistics: {
    title: 'Ver cómo le va a un hook',
    body: (
      <>
        <p>
          La lista muestra lo que cada hook intentó en las últimas 24 horas, una barra por hora; su
          página muestra las últimas 24 horas, 7 días o 28 días. Las partes rayadas son intentos
          fallidos: un evento que se acepta al tercer intento cuenta como dos fallas y un éxito. Los
          eventos de prueba no cuentan.
        </p>
        <p>
          Los tiempos dicen con qué rapidez responde el endpoint: la mitad de las solicitudes no
          superó la mediana, y 95 de cada 100 no superaron el percentil 95. Señale una barra, o
          llegue al gráfico con Tab y use las flechas, para ver qué contiene. Las horas son las de
          la hora universal.
        </p>
      </>
    ),
  },
  actions: {
    title: 'Qué puede hacer usted',
    body: <p>En la página de un hook, como Administrador:</p>,
    each: {
      disable: {
        title: 'Desactivar y activar',
        body: (
          <p>
            Un hook desactivado no envía nada. Sus eventos esperan, En cola, y salen cuando usted lo
            activa, a menos que los descarte. Un hook se desactiva solo cuando su endpoint responde{' '}
            <code>410 Gone</code>; averigüe el motivo antes de activarlo.
          </p>
        ),
      },
      'try-now': {
        title: 'Intentar ahora',
        body: (
          <p>
            Cuando el endpoint ya está reparado, no hace falta esperar el próximo intento: todo lo
            que espera sale de inmediato.
          </p>
        ),
      },
      'discard-queue': {
        title: 'Vaciar la cola',
        body: (
          <p>
            Todo lo que espera pasa a Descartado y no se envía. Lo que ocurra después se envía como
            siempre.
          </p>
        ),
      },
      redeliver: {
        title: 'Reenviar',
        body: (
          <p>
            Envía una vez más un evento terminado, con el mismo cuerpo y el mismo{' '}
            <code>webhook-id</code>. Un receptor que ya lo haya aceptado lo reconocerá.
          </p>
        ),
      },
      'rotate-secret': {
        title: 'Generar nuevo secreto',
        body: (
          <p>
            Crea un nuevo secreto de firma y lo muestra una sola vez. Durante el tiempo que usted
            elija, las solicitudes llevan la firma de ambos, para que el receptor cambie sin perder
            ninguna.
          </p>
        ),
      },
      'test-event': {
        title: 'Enviar evento de prueba',
        body: (
          <p>
            Envía un evento ficticio de los tipos seleccionados, marcado con el encabezado{' '}
            <code>webhook-test: true</code>. Sigue el mismo camino que cualquier otro y no cuenta
            para la salud del hook.
          </p>
        ),
      },
    },
  },
  retries: {
    title: 'Orden y reintentos',
    body: (
      <>
        <p>
          Un evento que no se acepta se intenta de nuevo después de 1 segundo, luego 2, 4, 8 y así
          hasta una hora, hasta que se acepte o termine el plazo de reintentos: 12 horas si usted no
          lo cambia. A un endpoint que envía <code>Retry-After</code> se lo deja en paz durante ese
          tiempo.
        </p>
        <p>
          <b>En paralelo</b>, hay varias solicitudes en curso a la vez. Es lo más rápido, pero los
          eventos pueden llegar en un orden distinto al que ocurrieron; compare sus horas. Tras
          cinco fallas seguidas la cola descansa, y solicitudes sueltas averiguan cuándo volvió el
          endpoint.
        </p>
        <p>
          <b>En orden</b>, cada evento espera hasta que el anterior se haya aceptado o abandonado.
          Uno que falla retiene a los que le siguen.
        </p>
        <p>
          Cada evento llega al menos una vez. Puede llegar dos, por ejemplo cuando se pierde una
          respuesta; para eso existe <code>webhook-id</code>.
        </p>
      </>
    ),
  },
  remove: {
    title: 'Eliminar un hook',
    body: (
      <p>
        La eliminación vale de inmediato: lo que espera se descarta y ningún evento posterior se
        envía. El historial sigue legible mientras se conserve. Un hook eliminado no se puede
        recuperar; para pausar uno, desactívelo.
      </p>
    ),
  },
  seeAlso: {
    title: 'Vea también',
    body: (
      <ul>
        <li>
          <a href="/docs/api">La API: primeras llamadas, referencia, catálogo</a>
        </li>
        <li>
          <a href="https://www.standardwebhooks.com">Standard Webhooks</a>, la especificación de la
          firma, y sus bibliotecas
        </li>
      </ul>
    ),
  },
});
