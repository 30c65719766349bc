//! A way to a server that swallows what goes over it, as a router does that has forgotten a
//! connection: nobody is told, and both ends wait.

use std::io::{Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

/// When a connection begins to swallow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Swallow {
    /// Before a text of the counter's that holds these words goes to the server.
    Asking(&'static str),
    /// Behind such a text: the server gets it, and its answer is swallowed.
    Answering(&'static str),
}

/// The proxy, and what the next connection that meets it swallows.
pub struct Proxy {
    address: SocketAddr,
    armed: Arc<Mutex<Option<Swallow>>>,
}

impl Proxy {
    /// A way to a port of this machine.
    pub fn to(port: u16) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let armed = Arc::new(Mutex::new(None));
        let of_loop = Arc::clone(&armed);
        thread::spawn(move || {
            for counter in listener.incoming().map_while(Result::ok) {
                let Ok(server) = TcpStream::connect(("127.0.0.1", port)) else {
                    continue;
                };
                carry(counter, server, &of_loop);
            }
        });
        Self { address, armed }
    }

    /// The port to connect to.
    pub fn port(&self) -> u16 {
        self.address.port()
    }

    /// The first connection that meets it swallows everything from there on.
    pub fn swallow(&self, what: Swallow) {
        *self.armed.lock().unwrap() = Some(what);
    }

    /// Whether it was met.
    pub fn has_swallowed(&self) -> bool {
        self.armed.lock().unwrap().is_none()
    }
}

/// Carries one connection both ways.
fn carry(counter: TcpStream, server: TcpStream, armed: &Arc<Mutex<Option<Swallow>>>) {
    let swallows = Arc::new(Mutex::new(false));
    let (asks, answers) = (counter.try_clone().unwrap(), server.try_clone().unwrap());
    let (of_asking, armed) = (Arc::clone(&swallows), Arc::clone(armed));
    thread::spawn(move || {
        pass(asks, server, |bytes| {
            let mut armed = armed.lock().unwrap();
            let holds = |words: &str| bytes.windows(words.len()).any(|w| w == words.as_bytes());
            let mut swallowed = of_asking.lock().unwrap();
            if *swallowed {
                return false;
            }
            match *armed {
                Some(Swallow::Asking(words)) if holds(words) => {
                    (*armed, *swallowed) = (None, true);
                    false
                }
                Some(Swallow::Answering(words)) if holds(words) => {
                    (*armed, *swallowed) = (None, true);
                    true
                }
                _ => true,
            }
        });
    });
    thread::spawn(move || pass(answers, counter, |_| !*swallows.lock().unwrap()));
}

/// Passes on what may go through, until one end is gone; what is swallowed is read all the same.
fn pass(mut from: TcpStream, mut to: TcpStream, goes_through: impl Fn(&[u8]) -> bool) {
    let mut bytes = [0; 16 * 1024];
    while let Ok(read @ 1..) = from.read(&mut bytes) {
        if goes_through(&bytes[..read]) && to.write_all(&bytes[..read]).is_err() {
            return;
        }
    }
    // An end of what is swallowed is not told either.
    if goes_through(&[]) {
        let _gone = to.shutdown(Shutdown::Both);
    }
}
