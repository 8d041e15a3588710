//! Connections: taken in up to a bound, served, and ended in good order.

use super::Settings;
use super::line::Line;
use super::patience::Patient;
use super::respond::{Office, respond};
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
use tokio::sync::{Semaphore, watch};
use tokio::task::JoinSet;
use tokio::time::timeout;

/// Connections at once; others wait until the system sends them away.
const CONNECTIONS: usize = 512;

/// How long a client may take for the header of a request, and stay without asking anything.
const HEADER_TIME: Duration = Duration::from_secs(15);

/// Bytes of a request's header at most, and with it of a query in an address.
const HEADER_LENGTH: usize = 64 << 10;

/// How long killed workers may take to be gone.
const BURIAL: Duration = Duration::from_secs(5);

/// A server that listens.
pub struct Server {
    listener: TcpListener,
    address: SocketAddr,
    office: Arc<Office>,
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
        let line = Line::new(settings.workers, settings.queue, settings.time);
        Ok(Self {
            listener,
            address,
            office: Arc::new(Office { settings, line }),
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
            listener, office, ..
        } = self;
        let mut stop = pin!(stop);
        let (closing, closed) = watch::channel(false);
        let slots = Arc::new(Semaphore::new(CONNECTIONS));
        let mut connections = JoinSet::new();
        loop {
            let accepted = tokio::select! {
                () = &mut stop => break,
                accepted = accept(&listener, &slots) => accepted,
            };
            if let Some((stream, slot)) = accepted {
                let (office, closed) = (Arc::clone(&office), closed.clone());
                connections.spawn(async move {
                    serve(stream, &office, closed).await;
                    drop(slot);
                });
            }
            while connections.try_join_next().is_some() {}
        }
        drop(listener);
        closing.send_replace(true);
        let all = async { while connections.join_next().await.is_some() {} };
        if timeout(office.settings.grace, all).await.is_err() {
            connections.shutdown().await;
        }
        let _ = timeout(BURIAL, office.line.empty()).await;
    }
}

type Slot = tokio::sync::OwnedSemaphorePermit;

/// The next client, once there is room for one.
async fn accept(listener: &TcpListener, slots: &Arc<Semaphore>) -> Option<(TcpStream, Slot)> {
    let slot = Arc::clone(slots).acquire_owned().await.ok()?;
    match listener.accept().await {
        Ok((stream, _)) => {
            // A short answer leaves at once. Where that cannot be, it leaves a little later.
            let _ = stream.set_nodelay(true);
            Some((stream, slot))
        }
        Err(_) => {
            // Too many open files, for one: it passes.
            tokio::time::sleep(Duration::from_millis(50)).await;
            None
        }
    }
}

async fn serve(stream: TcpStream, office: &Office, mut closed: watch::Receiver<bool>) {
    let service =
        service_fn(|request| async { Ok::<_, Infallible>(respond(office, request).await) });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEADER_TIME)
        .max_buf_size(HEADER_LENGTH)
        .serve_connection(TokioIo::new(Patient::new(stream)), service);
    let mut connection = pin!(connection);
    let told = async {
        // An error is the server's end too.
        let _ = closed.wait_for(|closed| *closed).await;
    };
    tokio::select! {
        // How a connection ended, the log tells by what was answered on it.
        _ = connection.as_mut() => return,
        () = told => {}
    }
    connection.as_mut().graceful_shutdown();
    let _ = connection.await;
}
