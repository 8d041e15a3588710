//! Connections: taken in up to a bound, served, and ended in good order.

use super::call::Shared;
use super::connections::{Connection, Connections};
use super::queue::Queue;
use super::respond::respond;
use super::settings::Settings;
use super::timed_stream::TimedStream;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use std::convert::Infallible;
use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio::time::timeout;

/// Bytes of a request's header at most, and with it of a query in an address.
const HEADER_LENGTH: usize = 64 << 10;

/// How long killed workers may take to be gone.
const BURIAL: Duration = Duration::from_secs(5);

/// A server that listens.
pub struct Server {
    listener: TcpListener,
    address: SocketAddr,
    shared: Arc<Shared>,
}

impl Server {
    /// Begins to listen. From here on clients are let in, though not answered until
    /// [`Server::run`].
    ///
    /// # Errors
    /// Where the address cannot be had.
    pub async fn bind(mut settings: Settings) -> io::Result<Self> {
        let listener = TcpListener::bind(settings.address).await?;
        let address = listener.local_addr()?;
        settings.address = address;
        let queue = Queue::new(settings.workers, settings.queue, settings.time);
        Ok(Self {
            listener,
            address,
            shared: Arc::new(Shared { settings, queue }),
        })
    }

    /// Where the server listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Serves until it is told to stop; then lets no one in, gives what is running a grace, and
    /// kills the rest.
    pub async fn run(self, stop: impl Future<Output = ()>) {
        let Self {
            listener, shared, ..
        } = self;
        let mut stop = pin!(stop);
        let (closing, closed) = watch::channel(false);
        let room = Connections::new(shared.settings.clients.connections);
        let mut tasks = JoinSet::new();
        loop {
            let accepted = tokio::select! {
                () = &mut stop => break,
                accepted = accept(&listener, &room) => accepted,
            };
            if let Some((stream, connection)) = accepted {
                let (shared, closed) = (Arc::clone(&shared), closed.clone());
                tasks.spawn(async move {
                    serve(stream, &connection, &shared, closed).await;
                });
            }
            while tasks.try_join_next().is_some() {}
        }
        drop(listener);
        closing.send_replace(true);
        let all = async { while tasks.join_next().await.is_some() {} };
        if timeout(shared.settings.grace, all).await.is_err() {
            tasks.shutdown().await;
        }
        let _ = timeout(BURIAL, shared.queue.empty()).await;
    }
}

/// Waits for the next client, and then until there is room for it.
async fn accept(
    listener: &TcpListener,
    room: &Arc<Connections>,
) -> Option<(TcpStream, Connection)> {
    match listener.accept().await {
        Ok((stream, client)) => {
            // A short answer leaves at once. Where that cannot be, it leaves a little later.
            let _ = stream.set_nodelay(true);
            Some((stream, room.open(client.ip()).await))
        }
        Err(_) => {
            // Too many open files, for one: it passes.
            tokio::time::sleep(Duration::from_millis(50)).await;
            None
        }
    }
}

async fn serve(
    stream: TcpStream,
    connection: &Connection,
    shared: &Shared,
    mut closed: watch::Receiver<bool>,
) {
    let clients = &shared.settings.clients;
    let service = service_fn(|request| async {
        Ok::<_, Infallible>(respond(shared, connection, request).await)
    });
    let http = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(clients.header)
        .max_buf_size(HEADER_LENGTH)
        .serve_connection(
            TokioIo::new(TimedStream::new(stream, clients.write)),
            service,
        );
    let mut http = pin!(http);
    let stopping = async {
        // An error is the server's end too.
        let _ = closed.wait_for(|closed| *closed).await;
    };
    tokio::select! {
        // How a connection ended is seen in the log by what was answered on it.
        _ = http.as_mut() => return,
        () = connection.told_to_close() => return,
        () = stopping => {}
    }
    http.as_mut().graceful_shutdown();
    let _ = http.await;
}
