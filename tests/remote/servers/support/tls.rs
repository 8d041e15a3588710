//! The same server over TLS, with a certificate for `localhost` that an authority of the tests'
//! own signed. `tls/` has both, and the key of the server; that of the authority is thrown away.

use super::{read, reply};
use rustls::pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject};
use rustls::{ServerConfig, ServerConnection, StreamOwned};
use std::io::Write;
use std::net::TcpListener;
use std::path::PathBuf;
use std::sync::Arc;

/// A file of `tls/`.
pub fn file(name: &str) -> PathBuf {
    let tests = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests");
    tests.join("remote/servers/support/tls").join(name)
}

/// Starts a server that answers every request with this; gives its port.
pub fn start(media_type: &'static str, body: &'static str) -> u16 {
    let provider = Arc::new(rustls_graviola::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(
            vec![CertificateDer::from_pem_file(file("server.pem")).unwrap()],
            PrivateKeyDer::from_pem_file(file("server.key")).unwrap(),
        )
        .unwrap();
    let config = Arc::new(config);
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    std::thread::spawn(move || {
        for socket in listener.incoming().flatten() {
            let connection = ServerConnection::new(Arc::clone(&config)).unwrap();
            let mut stream = StreamOwned::new(connection, socket);
            if read(&mut stream).is_some() {
                let head = format!("Content-Type: {media_type}\r\n");
                // A client that went away is the test's own doing.
                let _ = stream.write_all(&reply("200 OK", &head, body));
                stream.conn.send_close_notify();
                let _ = stream.flush();
            }
        }
    });
    port
}
